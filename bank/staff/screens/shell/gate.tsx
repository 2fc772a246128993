import { useLingui } from '@lingui/react/macro';
import type { QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { ProblemNotice } from '#design/states.tsx';
import { call, onInterruption } from '#platform/browser/api.ts';
import { draftsBelongTo } from '#platform/browser/drafts.ts';
import { FormatsProvider } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { StepUp } from '#platform/browser/signing/step-up.tsx';
import type { amIHere, badgeOut, lock, signOut } from '../../contract.ts';
import { languageOf, type Me, MeContext } from '../me.tsx';
import style from './gate.module.css';
import { prepare, type Workspace } from './loading.ts';
import { Locked } from './locked.tsx';
import { SignIn } from './sign-in.tsx';
import { SingleSignOnButton, useSignInChoices } from './single-sign-on.tsx';
import { comingIn, type State, whoComes } from './who-comes.ts';

/**
 * Who is there? Nobody: the sign-in, at whatever address, so that one goes on where one was. Somebody: their
 * workspace.
 */
export function Gate({ queries, workspace, coming, first }: GateProps) {
  const { state, setState, enter, ask } = useWhoIsThere(queries, workspace, coming, first);
  useComing(state.at === 'nobody' || state.at === 'locked', workspace);
  const here = useMemo(() => {
    if (state.at !== 'in') return undefined;
    return {
      me: state.me,
      setMe: enter,
      lock: () => {
        // Locked here at once, whatever the network does; the server refuses from then on.
        setState({ at: 'locked', me: state.me });
        queries.clear();
        void call<typeof lock>('POST /api/lock').catch(() => undefined);
      },
      signOut: () => {
        void call<typeof signOut>('POST /api/sign-out').catch(() => undefined);
        leave(queries);
        setState({ at: 'nobody', ended: false });
      },
      badgeOut: () => {
        void call<typeof badgeOut>('POST /api/badge-out').catch(() => undefined);
        leave(queries);
        setState({ at: 'nobody', ended: false });
      },
    };
  }, [state, enter, queries, setState]);
  if (location.pathname === '/invitation')
    return <Suspense fallback={<Waiting />}>{<Invitation />}</Suspense>;
  if (location.pathname === '/signed-on') return <Suspense fallback={<Waiting />}>{<SignedOn />}</Suspense>;
  if (state.at === 'asking') return <Waiting />;
  if (state.at === 'failed') return <Unreachable problem={state.problem} again={ask} />;
  if (state.at === 'nobody') {
    return <SignIn ended={state.ended} onSignedIn={enter} onPasskey={() => void ask()} />;
  }
  if (state.at === 'locked') {
    return (
      <Locked
        me={state.me}
        onUnlocked={enter}
        onProven={() => void ask()}
        onSignedOut={() => setState({ at: 'nobody', ended: false })}
      />
    );
  }
  return (
    <MeContext value={here}>
      <FormatsProvider locale={languageOf(state.me)} timeZone={state.me.premises?.timeZone ?? 'UTC'}>
        <state.Inside {...workspace} />
        <FreshProof />
      </FormatsProvider>
    </MeContext>
  );
}

interface GateProps {
  queries: QueryClient;
  workspace: Workspace;
  /** Who was there when the page was loaded; `first` if that is known already. */
  coming: Promise<State>;
  first: State | undefined;
}

const SignedOn = lazy(() => import('./signed-on.tsx'));
const Invitation = lazy(() => import('./invitation.tsx'));

function useWhoIsThere(
  queries: QueryClient,
  workspace: Workspace,
  coming: Promise<State>,
  first: State | undefined,
) {
  const [state, setState] = useState<State>(first ?? { at: 'asking' });
  const show = useCallback(
    (next: State) => {
      // What was read at another place or by somebody else is shown differently now.
      queries.removeQueries({ type: 'inactive' });
      setState(next);
      void queries.resetQueries();
    },
    [queries],
  );
  const enter = useCallback(async (me: Me) => show(await comingIn(me, workspace)), [show, workspace]);
  const ask = useCallback(async () => show(await whoComes(workspace)), [show, workspace]);
  useEffect(() => {
    if (first === undefined) void coming.then(setState);
  }, [first, coming]);
  useHearingOfStations(state.at === 'in' ? state.me : undefined, ask);
  useEffect(() => {
    const stopSignedOut = onInterruption('signed out', () => {
      queries.clear();
      setState((now) => (now.at === 'in' || now.at === 'locked' ? { at: 'nobody', ended: true } : now));
    });
    const stopLocked = onInterruption('locked', () => {
      queries.clear();
      setState((now) => (now.at === 'in' ? { at: 'locked', me: now.me } : now));
    });
    return () => {
      stopSignedOut();
      stopLocked();
    };
  }, [queries]);
  return { state, setState, enter, ask };
}

/** Who reaches for the keys is coming in: what they will need is brought while they type. */
function useComing(away: boolean, workspace: Workspace) {
  useEffect(() => {
    if (!away) return;
    const stop = new AbortController();
    const coming = () => {
      stop.abort();
      prepare(workspace, location.pathname);
    };
    for (const sign of ['keydown', 'pointerdown']) addEventListener(sign, coming, { signal: stop.signal });
    return () => stop.abort();
  }, [away, workspace]);
}

/**
 * Whoever begins to work at another station is locked here, even on a page that asks for nothing; and where
 * this station is made another place, the page is shown anew, as that place may show it.
 */
function useHearingOfStations(me: Me | undefined, ask: () => Promise<void>) {
  useEffect(() => {
    if (me === undefined) return;
    const look = async () => {
      const here = await call<typeof amIHere>('GET /api/here').catch(() => undefined);
      if (here && (here.place !== me.place || here.stationId !== me.stationId)) await ask();
    };
    const clock = setInterval(() => void look(), 10_000);
    return () => clearInterval(clock);
  }, [me, ask]);
}

function FreshProof() {
  const { singleSignOn, password } = useSignInChoices();
  return <StepUp passwords={password} more={singleSignOn && <SingleSignOnButton prove />} />;
}

function leave(queries: QueryClient) {
  queries.clear();
  draftsBelongTo(undefined);
}

function Waiting() {
  const { t } = useLingui();
  return (
    <main className={style.alone} aria-busy="true">
      <p className="unseen">{t`Loading`}</p>
    </main>
  );
}

function Unreachable({ problem, again }: { problem: unknown; again: () => void }) {
  const told = useProblemWords()(problem);
  return (
    <main className={style.alone}>
      <h1 className="unseen">Earshot</h1>
      <div className={style.card}>
        <ProblemNotice problem={told} again={again} />
      </div>
    </main>
  );
}
