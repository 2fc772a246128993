import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Mark } from '#design/mark.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { prefer } from '#platform/browser/preferences.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { languages, speak } from '#platform/browser/words.ts';
import type { signIn } from '../contract.ts';
import type { Own } from './door.tsx';
import style from './portal.module.css';

/** The way in, in plain words, with what the bank will never ask for. */
export function SignIn({
  why,
  onSignedIn,
}: {
  why: 'new' | 'left' | 'ended';
  onSignedIn: (own: Own) => void;
}) {
  const { t, i18n } = useLingui();
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
    const own = await entering.run({ userName: userName.trim(), password, code: code.replace(/\D/g, '') });
    if (own) onSignedIn(own);
    else setCode('');
  };
  const seconds = problem instanceof Problem ? problem.retryAfterSeconds : undefined;
  return (
    <main className={style.outside}>
      <header className={style.brand}>
        <Mark />
        <span>Earshot</span>
      </header>
      <h1>
        <Trans>Sign in to your bank</Trans>
      </h1>
      {why === 'left' && problem === undefined && (
        <Notice>
          <Trans>You are signed out. Nothing of yours is left on this screen.</Trans>
        </Notice>
      )}
      {why === 'ended' && problem === undefined && (
        <Notice>
          <Trans>We signed you out because nothing happened for a while. Sign in to go on.</Trans>
        </Notice>
      )}
      {problem !== undefined && (
        <ProblemNotice
          problem={
            seconds ? { ...told(problem), next: t`Wait ${seconds} seconds, then try again.` } : told(problem)
          }
        />
      )}
      <form className={style.form} onSubmit={(event) => void submit(event)}>
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
          hint={t`The six digits that your code app shows now`}
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
      <p className={style.never}>
        <Trans>
          We never ask for your password or a code by telephone, e-mail or letter. If somebody does, it is not
          us.
        </Trans>
      </p>
      <nav className={style.languages} aria-label="Language · Idioma">
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-current={language === i18n.locale ? 'true' : undefined}
            onClick={() => {
              prefer({ language });
              void speak(language, 'portal');
            }}
          >
            {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
          </button>
        ))}
      </nav>
    </main>
  );
}
