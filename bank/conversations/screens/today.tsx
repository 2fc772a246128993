import { Trans, useLingui } from '@lingui/react/macro';
import { IconDoorEnter, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LifeNews } from '#bank/needs/screens/news.tsx';
import { MyQuestions } from '#bank/privacy/screens/mine/questions.tsx';
import { Notices } from '#bank/privacy/screens/notices.tsx';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { buttonClass } from '#design/button.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { speakMore } from '#platform/browser/words.ts';
import { NextVisit } from './next-visit.tsx';
import { MyPromises } from './promises.tsx';
import { Visits } from './visit-row.tsx';
import { useDesk, useMove, useStanding } from './visits.ts';

/** Who to talk to now, and what was promised for today. */
export default function Today() {
  const { t } = useLingui();
  const me = useMe();
  const may = useMay();
  const formats = useFormats();
  return (
    <Page
      title={t`Today`}
      says={formats.weekday(me.today)}
      actions={
        may('customer.find') && (
          <Link to="/find" className={buttonClass}>
            <IconSearch size={18} aria-hidden="true" />
            <Trans>Find a customer</Trans>
          </Link>
        )
      }
    >
      <MyQuestions />
      <Notices />
      <Columns
        main={
          <>
            <ForMe />
            {may('customer.file.read') && <LifeNews />}
          </>
        }
        aside={
          <>
            <MyPromises />
            <Suspense fallback={null}>
              <AdviceToday />
            </Suspense>
          </>
        }
      />
    </Page>
  );
}

/** After what stands first, with its own words. */
const AdviceToday = lazy(
  async () => (await Promise.all([import('#bank/advice/screens/today.tsx'), speakMore('rest')]))[0],
);

/** The one to see next, large; then the others who wait for me or for anybody. */
function ForMe() {
  const { t } = useLingui();
  const desk = useDesk();
  const move = useMove();
  const standing = useStanding();
  const told = useProblemWords();
  if (desk.isPending) {
    return (
      <Panel flush>
        <LoadingShape rows={3} />
      </Panel>
    );
  }
  if (desk.data === undefined)
    return <ProblemNotice problem={told(desk.error)} again={() => void desk.refetch()} />;
  const mine = desk.data.visits.filter((visit) => standing(visit).mine);
  const free = desk.data.visits.filter(({ state, handedTo }) => state === 'waiting' && handedTo === null);
  const next = mine.find(({ state }) => state === 'in progress') ?? mine[0] ?? free[0];
  const others = [...mine, ...free].filter((visit) => visit !== next);
  return (
    <>
      {move.problem !== undefined && (
        <ProblemNotice problem={told(move.problem)} kept={t`The list is fresh now.`} />
      )}
      {next ? <NextVisit visit={next} move={move} /> : <NobodyForMe />}
      {others.length > 0 && (
        <Panel title={t`Then`} aside={others.length} flush>
          <Visits visits={others} move={move} empty={null} />
        </Panel>
      )}
    </>
  );
}

/** Nobody: then where work comes from. */
function NobodyForMe() {
  const { t } = useLingui();
  return (
    <Panel>
      <EmptyState
        title={t`Nobody waits for you`}
        action={
          <Link to="/desk" className={buttonClass}>
            <IconDoorEnter size={18} aria-hidden="true" />
            <Trans>See who is in the branch</Trans>
          </Link>
        }
      >
        <Trans>
          When somebody is handed to you, they stand here with their number. Until then you can keep a
          promise, or take in somebody who has just come.
        </Trans>
      </EmptyState>
    </Panel>
  );
}
