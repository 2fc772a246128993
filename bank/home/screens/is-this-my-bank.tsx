import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { checkCode, checkOwnCode } from '../vouching-contract.ts';
import style from './portal.module.css';

type With = NonNullable<Reply<typeof checkOwnCode>['with']>;
type Found = { genuine: boolean; with: With | null };

/** Somebody says that they are the bank: the code that they gave, checked here. */
export default function IsThisMyBank({ signedIn }: { signedIn: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState('');
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    document.title = `${t`Is this really my bank?`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const checking = useAction(async (typed: string) => {
    setFound(undefined);
    const body = { code: typed };
    if (signedIn) setFound(await call<typeof checkOwnCode>('POST /api/own-vouching-codes', { body }));
    else setFound({ ...(await call<typeof checkCode>('POST /api/vouching-codes', { body })), with: null });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replaceAll(/\D/g, '');
    if (digits.length === 8) void checking.run(digits);
    else setFound({ genuine: false, with: null });
  };
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        <Trans>Is this really my bank?</Trans>
      </h1>
      <p>
        <Trans>
          Somebody calls and says that they are your bank, or you are not sure to whom you are talking. Ask
          them for a code, and type it here. A code never lets anybody into your account.
        </Trans>
      </p>
      <form className={style.form} onSubmit={submit}>
        <TextField
          label={t`The code that you were told`}
          hint={t`Eight digits`}
          inputMode="numeric"
          autoComplete="off"
          required
          maxLength={12}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button look="primary" type="submit" busy={checking.busy}>
          <Trans>Check the code</Trans>
        </Button>
      </form>
      <div role="status" className={style.found}>
        {checking.problem !== undefined && <ProblemNotice problem={told(checking.problem)} />}
        {found && (found.genuine ? <Yes found={found} /> : <No />)}
      </div>
    </>
  );
}

function Yes({ found }: { found: Found }) {
  const formats = useFormats();
  const { t } = useLingui();
  if (found.with === null) {
    return (
      <Notice>
        <p className={style.holding}>
          <Trans>Yes: your bank shows this code to a customer just now.</Trans>
        </p>
        <p>
          <Trans>
            Sign in and check it again to be sure that this customer is you. Somebody could pass on a code
            that was meant for another.
          </Trans>
        </p>
      </Notice>
    );
  }
  const { role, premises, channel, since } = found.with;
  const who = t(who_[role] ?? msg`Somebody`);
  const branch = premises ?? t`the bank`;
  const time = formats.time(since);
  return (
    <Notice>
      <p className={style.holding}>
        {channel === 'phone' ? (
          <Trans>
            Yes: {who} of {branch} is on the telephone with you, since {time}.
          </Trans>
        ) : (
          <Trans>
            Yes: {who} of {branch} is speaking with you now, since {time}.
          </Trans>
        )}
      </p>
      <p>
        <Trans>Even so: we never ask for your password or a sign-in code.</Trans>
      </p>
    </Notice>
  );
}

function No() {
  return (
    <Notice tone="amber">
      <p className={style.holding}>
        <Trans>No: this is not from us, or it is too old.</Trans>
      </p>
      <ul className={style.advice}>
        <li>
          <Trans>Say nothing more, and hang up. Whoever pushes you is not your bank.</Trans>
        </li>
        <li>
          <Trans>Call your bank on the number on the back of your card.</Trans>
        </li>
        <li>
          <Trans>If you gave away a password or a code, change it now and look at your devices.</Trans>
        </li>
        <li>
          <Trans>If you are in a branch, ask for another code.</Trans>
        </li>
      </ul>
    </Notice>
  );
}

const who_: Readonly<Record<string, MessageDescriptor>> = {
  banker: msg`a banker`,
  greeter: msg`somebody of the welcome desk`,
  'contact centre': msg`somebody of the telephone service`,
  manager: msg`the branch manager`,
};
