import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { draftsBelongTo } from '#platform/browser/drafts.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { PasskeyButton, usePasskeyWords } from '#platform/browser/signing/passkey-button.tsx';
import { passkeysWork } from '#platform/browser/signing/passkeys.ts';
import { PasswordField } from '#platform/browser/signing/password-field.tsx';
import { prove } from '#platform/browser/signing/proving.ts';
import type { signOut, unlock } from '../../contract.ts';
import type { Me } from '../me.tsx';
import { Alone } from './alone.tsx';
import style from './gate.module.css';
import { SingleSignOnButton, useSignInChoices } from './single-sign-on.tsx';

/**
 * Nothing of the workspace is on the page while it is locked, not even hidden; what was typed waits in
 * memory.
 */
export function Locked(props: {
  me: Me;
  onUnlocked: (me: Me) => void;
  /** Unlocked with a passkey: who it is has to be asked for. */
  onProven: () => void;
  onSignedOut: () => void;
}) {
  const { t } = useLingui();
  const { fullName } = props.me;
  const [password, setPassword] = useState('');
  const told = useProblemWords();
  const unlocking = useAction((body: { password: string }) =>
    call<typeof unlock>('POST /api/unlock', { body }),
  );
  const showing = useAction(prove);
  const passkeyWords = usePasskeyWords();
  const ways = useSignInChoices();
  const problem = unlocking.problem ?? showing.problem;
  useEffect(() => {
    document.title = `${t`Locked`} · Earshot`;
  }, [t]);
  // Here only the password was asked for: the words for the whole sign-in would puzzle.
  const isWrong = unlocking.problem instanceof Problem && unlocking.problem.code === 'sign-in-failed';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    showing.reset();
    const me = await unlocking.run({ password });
    setPassword('');
    if (me) props.onUnlocked(me);
  };
  const leave = () => {
    void call<typeof signOut>('POST /api/sign-out').catch(() => undefined);
    draftsBelongTo(undefined);
    props.onSignedOut();
  };
  return (
    <Alone title={t`Locked`} says={t`${fullName}, your work is as you left it.`}>
      <form onSubmit={(event) => void submit(event)}>
        {problem !== undefined && (
          <ProblemNotice
            problem={
              isWrong
                ? { title: t`That password is not right.`, next: t`Try again.` }
                : (passkeyWords(problem) ?? told(problem))
            }
          />
        )}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={props.me.userName}
          readOnly
          hidden
        />
        {ways.password && (
          <>
            <PasswordField autoFocus value={password} onChange={setPassword} />
            <Button type="submit" look="primary" size="large" wide busy={unlocking.busy}>
              <Trans>Unlock</Trans>
            </Button>
          </>
        )}
        {ways.singleSignOn && <SingleSignOnButton prove />}
        {passkeysWork() && (
          <PasskeyButton says={t`Unlock with a passkey`} acting={showing} onDone={props.onProven} />
        )}
      </form>
      <div className={style.after}>
        <Button look="quiet" onClick={leave}>
          <Trans>Somebody else? Sign out</Trans>
        </Button>
      </div>
    </Alone>
  );
}
