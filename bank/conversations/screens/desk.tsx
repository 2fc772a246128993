import { Trans, useLingui } from '@lingui/react/macro';
import { IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { MyQuestions } from '#bank/privacy/screens/mine/questions.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { useKey } from '#design/keys.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useNow } from '#platform/browser/now.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { CheckInGuest } from './check-in-guest.tsx';
import { OpeningHere } from './desk-opening.tsx';
import { RoomsPanel } from './rooms/rooms-panel.tsx';
import { Visits } from './visit-row.tsx';
import { useDesk, useMove, type Visit, waitedMinutes } from './visits.ts';

/**
 * Who waits, since when, and who takes them: by number and called name only, because everybody can read this
 * screen.
 */
export default function WelcomeDesk() {
  const { t } = useLingui();
  const may = useMay();
  const desk = useDesk();
  const move = useMove();
  const told = useProblemWords();
  const [guest, setGuest] = useState(false);
  useKey('n', t`Check in a guest`, () => setGuest(true), may('visit.check in'));
  const visits = desk.data?.visits ?? [];
  const waiting = visits.filter(({ state }) => state === 'waiting');
  const served = visits.filter(({ state }) => state === 'in progress');
  return (
    <Page
      title={t`Welcome desk`}
      says={
        <>
          <DeskSummary waiting={waiting} served={served} known={desk.isSuccess} />
          <OpeningHere />
        </>
      }
      actions={
        may('visit.check in') && (
          <>
            <Button icon={<IconUserPlus />} onClick={() => setGuest(true)}>
              <Trans>Guest</Trans>
            </Button>
            <Link to="/find" className={buttonClass} data-look="primary">
              <Trans>Check in a customer</Trans>
            </Link>
          </>
        )
      }
    >
      {/* Others are asked on Today. */}
      {!may('customer.serve') && <MyQuestions />}
      {move.problem !== undefined && (
        <ProblemNotice problem={told(move.problem)} kept={t`Nothing was moved; the list below is fresh.`} />
      )}
      {desk.isError && <ProblemNotice problem={told(desk.error)} again={() => void desk.refetch()} />}
      {!(desk.isError && desk.data === undefined) && (
        <Columns
          main={
            <Panel title={t`Waiting`} aside={waiting.length || undefined} flush>
              {desk.isPending ? (
                <LoadingShape rows={4} />
              ) : (
                <Visits visits={waiting} move={move} empty={<NobodyWaits />} />
              )}
            </Panel>
          }
          aside={
            <>
              <Panel title={t`Being served`} aside={served.length || undefined} flush>
                {desk.isPending ? (
                  <LoadingShape rows={3} />
                ) : (
                  <Visits visits={served} move={move} empty={<EmptyState title={t`Nobody just now`} />} />
                )}
              </Panel>
              <RoomsPanel />
            </>
          }
        />
      )}
      {guest && <CheckInGuest onClose={() => setGuest(false)} />}
    </Page>
  );
}

function NobodyWaits() {
  const { t } = useLingui();
  return (
    <EmptyState title={t`Nobody waits`}>
      <Trans>
        When somebody comes in, find them by name, telephone or the last four digits of an account.
      </Trans>
    </EmptyState>
  );
}

function DeskSummary({ waiting, served, known }: { waiting: Visit[]; served: Visit[]; known: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow(10);
  if (!known) return t`Looking who is here …`;
  if (waiting.length + served.length === 0) return t`The branch is quiet.`;
  const longest = Math.max(0, ...waiting.map((visit) => waitedMinutes(visit, now)));
  const wait = formats.minutes(longest);
  const waits = waiting.length;
  const beingServed = served.length;
  if (waits === 0) return t`Nobody waits, ${beingServed} being served.`;
  return longest > 0
    ? t`${waits} waiting, the longest for ${wait}; ${beingServed} being served.`
    : t`${waits} waiting; ${beingServed} being served.`;
}
