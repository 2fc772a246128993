import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ProblemNotice } from '#design/states.tsx';
import type { proveByPassword } from '#platform/auth/factors-contract.ts';
import { useAction } from '../action.ts';
import { call } from '../api.ts';
import { useProblemWords } from '../problem-words.ts';
import { CodeField } from './code-field.tsx';
import { PasskeyButton, usePasskeyWords } from './passkey-button.tsx';
import { passkeysWork } from './passkeys.ts';
import { PasswordField } from './password-field.tsx';
import { prove } from './proving.ts';
import style from './signing.module.css';

/** Asks again who it is, in front of the page; what was to be done is done right after. */
export default function ProveDialog(props: {
  more?: ReactNode;
  passwords: boolean;
  onProven: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const told = useProblemWords();
  const passkeyWords = usePasskeyWords();
  const typing = useAction((body: { password: string; code: string }) =>
    call<typeof proveByPassword>('POST /api/proofs/password', { body }),
  );
  const showing = useAction(prove);
  const problem = typing.problem ?? showing.problem;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    showing.reset();
    const done = await typing.run({ password, code: code.replace(/\D/g, '') });
    setCode('');
    if (done !== undefined) props.onProven();
  };
  return (
    <Dialog title={t`Is it really you?`} onClose={props.onClose}>
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        <p>
          <Trans>This is worth a second look: show once more that it is you, and it goes on.</Trans>
        </p>
        {problem !== undefined && <ProblemNotice problem={passkeyWords(problem) ?? told(problem)} />}
        {passkeysWork() && <PasskeyButton says={t`Use a passkey`} acting={showing} onDone={props.onProven} />}
        {props.more}
        {props.passwords && (
          <>
            <PasswordField value={password} onChange={setPassword} />
            <CodeField value={code} onChange={setCode} />
            <Button type="submit" look="primary" size="large" wide busy={typing.busy}>
              <Trans>Go on</Trans>
            </Button>
          </>
        )}
      </form>
    </Dialog>
  );
}
