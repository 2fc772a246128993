import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import type { changePassword } from '#platform/auth/factors-contract.ts';
import { useAction } from '../action.ts';
import { call, Problem } from '../api.ts';
import { useProblemWords } from '../problem-words.ts';
import { NewPasswordField } from './password-field.tsx';
import style from './signing.module.css';

/** A new password, for whoever has one. */
export function PasswordPart({ userName, again }: { userName: string; again: () => Promise<void> }) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const told = useProblemWords();
  const saving = useAction((body: { password: string }) =>
    call<typeof changePassword>('PUT /api/password', { body }),
  );
  const { problem } = saving;
  const wrong = problem instanceof Problem && problem.code === 'does-not-fit';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await saving.run({ password })) === undefined) return;
    setPassword('');
    say(t`Your new password holds from now on. All other sessions have ended.`);
    await again();
  };
  return (
    <section className={style.part} aria-labelledby="password">
      <h2 id="password">
        <Trans>Password</Trans>
      </h2>
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        {problem !== undefined && !wrong && <ProblemNotice problem={told(problem)} />}
        <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
        <NewPasswordField
          wrong={
            wrong
              ? t`Choose one that is less common, with more different characters and without your user name.`
              : undefined
          }
          value={password}
          onChange={setPassword}
        />
        <div className={style.deeds}>
          <Button type="submit" busy={saving.busy}>
            <Trans>Change the password</Trans>
          </Button>
        </div>
      </form>
    </section>
  );
}
