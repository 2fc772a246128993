import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState } from 'react';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { go, useAddress } from '#platform/browser/address.ts';
import { call, onInterruption, Problem } from '#platform/browser/api.ts';
import { FormatsProvider } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { StepUp } from '#platform/browser/signing/step-up.tsx';
import { speak } from '#platform/browser/words.ts';
import type { Reply } from '#platform/contract.ts';
import type { home, signOut } from '../contract.ts';
import { Home } from './home.tsx';
import { PublicFrame, publicPageOf } from './outside.tsx';
import style from './portal.module.css';
import { SignIn } from './sign-in.tsx';

export type Own = Reply<typeof home>;

type State =
  | { at: 'asking' }
  | { at: 'failed'; problem: unknown }
  | { at: 'outside'; why: 'new' | 'left' | 'ended' }
  | { at: 'inside'; own: Own };

/**
 * Inside, the customer's own page; outside, the way in. Nothing of the customer stays on the page once
 * outside.
 */
export function Door() {
  const { t } = useLingui();
  const [state, setState] = useState<State>({ at: 'asking' });
  const told = useProblemWords();
  const shown = publicPageOf(useAddress());
  const enter = useCallback(async (own: Own) => {
    await speak(own.language, 'portal');
    showLarge(own.adaptations.includes('large print'));
    setState({ at: 'inside', own });
  }, []);
  const ask = useCallback(async () => {
    try {
      await enter(await call<typeof home>('GET /api/home'));
    } catch (problem) {
      const outside = problem instanceof Problem && problem.status === 401;
      setState(outside ? { at: 'outside', why: 'new' } : { at: 'failed', problem });
    }
  }, [enter]);
  useEffect(() => void ask(), [ask]);
  useEffect(
    () =>
      onInterruption('signed out', () =>
        setState((now) => (now.at === 'inside' ? { at: 'outside', why: 'ended' } : now)),
      ),
    [],
  );
  const leave = (why: 'left' | 'ended') => {
    void call<typeof signOut>('POST /api/sign-out').catch(() => undefined);
    // Whoever signs in next begins at the beginning.
    if (why === 'left') go('/');
    showLarge(false);
    setState({ at: 'outside', why });
  };
  if (state.at === 'inside') {
    return (
      <FormatsProvider
        locale={regionalLocale(state.own.language)}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        <Home own={state.own} onLeave={leave} />
        <StepUp />
      </FormatsProvider>
    );
  }
  // What is for anybody asks for no sign-in, and waits for none.
  if (shown !== undefined && state.at !== 'asking') return <PublicFrame page={shown} />;
  if (state.at === 'outside') {
    const { why } = state;
    return <SignIn why={why} onSignedIn={(own) => void enter(own)} onPasskey={() => void ask()} />;
  }
  return (
    <main className={style.page}>
      <h1 className="unseen">
        <Trans>Your bank</Trans>
      </h1>
      {state.at === 'asking' ? (
        <LoadingShape rows={4} />
      ) : (
        <ProblemNotice
          problem={{ ...told(state.problem), title: t`Your bank cannot be reached just now.` }}
          again={() => void ask()}
        />
      )}
    </main>
  );
}

/** Large print, for as long as she is here: whoever comes to this browser next has said nothing of it. */
function showLarge(large: boolean) {
  if (large) document.documentElement.dataset.print = 'large';
  else delete document.documentElement.dataset.print;
}

/** The customer's language as this browser's region writes it: 4 Mar or Mar 4. */
function regionalLocale(language: string): string {
  return navigator.languages.find((locale) => locale.split('-')[0] === language.split('-')[0]) ?? language;
}
