import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import type { beginSignInByPasskey, signInByPasskey } from '#platform/auth/factors-contract.ts';
import { useAction } from '../action.ts';
import { call, Problem } from '../api.ts';
import { useProblemWords } from '../problem-words.ts';
import { CodeField } from './code-field.tsx';
import { PasskeyButton, usePasskeyWords } from './passkey-button.tsx';
import { passkeysWork, showPasskey } from './passkeys.ts';
import { PasswordField } from './password-field.tsx';

export interface Credentials {
  userName: string;
  password: string;
  code: string;
}

/**
 * Both apps' way in: user name, password and code on one page, because password managers and people expect
 * it; or a passkey, which needs no typing.
 */
export function SignInForm<R>(props: {
  className?: string | undefined;
  /** Signs in with what was typed. */
  enter: (given: Credentials) => Promise<R>;
  onSignedIn: (reply: R) => void;
  /** Signed in with a passkey: who it is has to be asked for. */
  onPasskey: () => void;
  /** Are there passwords here? */
  passwords: boolean;
  /** What to say before anything was tried. */
  notice?: ReactNode;
  /** More ways in. */
  more?: ReactNode;
}) {
  const { t } = useLingui();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const told = useProblemWords();
  const passkeyWords = usePasskeyWords();
  const entering = useAction(props.enter);
  const showing = useAction(enterByPasskey);
  const problem = entering.problem ?? showing.problem;
  useEffect(() => {
    document.title = `${t`Sign in`} · Earshot`;
  }, [t]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    showing.reset();
    const reply = await entering.run({ userName: userName.trim(), password, code: code.replace(/\D/g, '') });
    if (reply !== undefined) props.onSignedIn(reply);
    else setCode('');
  };
  const seconds = problem instanceof Problem ? problem.retryAfterSeconds : undefined;
  const words = problem === undefined ? undefined : (passkeyWords(problem) ?? told(problem));
  return (
    <form className={props.className} onSubmit={(event) => void submit(event)}>
      {words === undefined ? (
        props.notice
      ) : (
        <ProblemNotice
          problem={seconds ? { ...words, next: t`Wait ${seconds} seconds, then try again.` } : words}
        />
      )}
      {props.passwords && (
        <>
          <TextField
            label={t`User name`}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            value={userName}
            onChange={(event) => setUserName(event.target.value)}
          />
          <PasswordField value={password} onChange={setPassword} />
          <CodeField value={code} onChange={setCode} />
          <Button type="submit" look="primary" size="large" wide busy={entering.busy}>
            <Trans>Sign in</Trans>
          </Button>
        </>
      )}
      {passkeysWork() && (
        <PasskeyButton says={t`Sign in with a passkey`} acting={showing} onDone={props.onPasskey} />
      )}
      {props.more}
    </form>
  );
}

async function enterByPasskey() {
  const asked = await call<typeof beginSignInByPasskey>('POST /api/passkey-challenges');
  return call<typeof signInByPasskey>('POST /api/passkey-sign-in', { body: await showPasskey(asked) });
}
