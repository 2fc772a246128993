import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { pairScreen, screens, unpairScreen } from '../../pairing-contract.ts';
import style from './screens.module.css';

/** Screens that face customers: pairing one by its code, and letting it go. */
export default function Screens() {
  const { t } = useLingui();
  const told = useProblemWords();
  const known = useQuery({
    queryKey: ['screens'],
    queryFn: ({ signal }) => call<typeof screens>('GET /api/screens', { signal }),
  });
  return (
    <Page
      title={t`Screens`}
      says={t`What customers read instead of hearing it: a second screen, a board in the waiting area.`}
    >
      <Columns
        main={
          <Panel title={t`Paired today`} flush>
            {known.isPending && <LoadingShape rows={2} />}
            {known.isError && (
              <ProblemNotice problem={told(known.error)} again={() => void known.refetch()} />
            )}
            {known.data?.screens.length === 0 && (
              <EmptyState title={t`No screen is paired yet`}>
                <Trans>Open the address of a screen on it, then type its code here.</Trans>
              </EmptyState>
            )}
            <ul>
              {known.data?.screens.map((screen) => (
                <ScreenRow key={screen.screenId} screen={screen} />
              ))}
            </ul>
          </Panel>
        }
        aside={<PairForm />}
      />
    </Page>
  );
}

type Paired = Reply<typeof screens>['screens'][number];

function ScreenRow({ screen }: { screen: Paired }) {
  const { t } = useLingui();
  const formats = useFormats();
  const queries = useQueryClient();
  const name = screen.stationName ?? t`Waiting area`;
  const since = formats.time(screen.pairedAt);
  const undoing = useAction(async () => {
    await call<typeof unpairScreen>('DELETE /api/screens/:screenId', {
      params: { screenId: screen.screenId },
    });
    await queries.invalidateQueries({ queryKey: ['screens'] });
    say(t`The screen is let go.`);
  });
  return (
    <li className={style.screen}>
      <div>
        <p className={style.name}>
          {name} {screen.here && <Badge tone="sea">{t`beside you`}</Badge>}
        </p>
        <p className={style.soft}>
          {screen.kind === 'waiting board' ? t`Board, since ${since}` : t`Second screen, since ${since}`}
        </p>
      </div>
      <Button
        size="small"
        busy={undoing.busy}
        aria-label={t`Let go: ${name}`}
        onClick={() => void undoing.run(undefined)}
      >
        <Trans>Let go</Trans>
      </Button>
    </li>
  );
}

function PairForm() {
  const { t } = useLingui();
  const { stationId } = useMe();
  const told = useProblemWords();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const pairing = useAction(async (body: { code: string }, key) => {
    await call<typeof pairScreen>('POST /api/screens', { body, key });
    setCode('');
    await queries.invalidateQueries({ queryKey: ['screens'] });
    say(t`The screen is paired until midnight.`);
  });
  const { problem } = pairing;
  const isUnknown = problem instanceof Problem && problem.code === 'not-found';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void pairing.run({ code });
  };
  const { origin } = location;
  return (
    <Panel title={t`Pair a screen`}>
      <form className={style.form} onSubmit={submit}>
        {problem !== undefined && !isUnknown && <ProblemNotice problem={told(problem)} />}
        {stationId === null && (
          <p>
            <Trans>Choose your work station in the band above first.</Trans>
          </p>
        )}
        <TextField
          label={t`The code that the screen shows`}
          hint={t`Only one that stands before you: whoever holds it reads what you show there.`}
          wrong={isUnknown ? t`No screen shows this code now. Codes are good for five minutes.` : undefined}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={12}
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" look="primary" busy={pairing.busy}>
          <Trans>Pair it</Trans>
        </Button>
      </form>
      <dl className={style.addresses}>
        <dt>{t`Second screen`}</dt>
        <dd>{origin}/second-screen</dd>
        <dt>{t`Board of the waiting area`}</dt>
        <dd>{origin}/waiting</dd>
      </dl>
    </Panel>
  );
}
