import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { signIn } from '../../contract.ts';
import type { Me } from '../me.tsx';
import { Alone } from './alone.tsx';

/** User name, password, one-time code: on one page, because password managers and people expect it. */
export function SignIn({ ended, onSignedIn }: { ended: boolean; onSignedIn: (me: Me) => void }) {
  const { t } = useLingui();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const told = useProblemWords();
  const entering = useAction((body: { userName: string; password: string; code: string }) =>
    call<typeof signIn>('POST /api/sign-in', { body }),
  );
  const { problem } = entering;
  useEffect(() => {
    document.title = `${t`Sign in`} · Earshot`;
  }, [t]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const me = await entering.run({ userName: userName.trim(), password, code: code.replace(/\D/g, '') });
    if (me) onSignedIn(me);
    else setCode('');
  };
  const seconds = problem instanceof Problem ? problem.retryAfterSeconds : undefined;
  return (
    <Alone title={t`Sign in`} languages>
      <form onSubmit={(event) => void submit(event)}>
        {ended && problem === undefined && (
          <Notice>
            <Trans>Your session has ended. What you typed is kept until you are back.</Trans>
          </Notice>
        )}
        {problem !== undefined && (
          <ProblemNotice
            problem={
              seconds
                ? { ...told(problem), next: t`Wait ${seconds} seconds, then try again.` }
                : told(problem)
            }
          />
        )}
        <TextField
          label={t`User name`}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
          autoFocus
          value={userName}
          onChange={(event) => setUserName(event.target.value)}
        />
        <TextField
          label={t`Password`}
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <TextField
          label={t`One-time code`}
          hint={t`Six digits from your code generator`}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9 ]{6,7}"
          maxLength={7}
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" wide busy={entering.busy}>
          <Trans>Sign in</Trans>
        </Button>
      </form>
    </Alone>
  );
}
