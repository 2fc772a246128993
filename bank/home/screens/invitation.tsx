import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { acceptInvitation, readInvitation } from '../inviting-contract.ts';
import style from './portal.module.css';

type Offer = Reply<typeof readInvitation>;

/** A customer's first sign-in. The secret stands behind the #, so no server's log ever sees it. */
export default function Invitation() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [token] = useState(() => location.hash.slice(1));
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState(false);
  const reading = useAction((given: string) =>
    call<typeof readInvitation>('POST /api/invitations/read', { body: { token: given } }),
  );
  const begin = useEffectEvent(async () => setOffer(await reading.run(token || '-')));
  useEffect(() => void begin(), []);
  useEffect(() => {
    document.title = `${t`Your first sign-in`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const gone = reading.problem instanceof Problem && reading.problem.status === 404;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {done ? t`You are ready` : t`Your first sign-in`}
      </h1>
      {done && (
        <p>
          <Trans>
            Sign in with your user name, your password and a code. Then you can add a passkey under “Sign-in
            and devices”.
          </Trans>
        </p>
      )}
      {gone && (
        <Notice tone="amber">{t`This link is used up or too old. Ask your bank for a new one.`}</Notice>
      )}
      {reading.problem !== undefined && !gone && <ProblemNotice problem={told(reading.problem)} />}
      {offer === undefined && reading.problem === undefined && <LoadingShape rows={5} kind="text" />}
      {offer && !done && <Accepting token={token} offer={offer} onDone={() => setDone(true)} />}
    </>
  );
}

function Accepting({ token, offer, onDone }: { token: string; offer: Offer; onDone: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [contact, setContact] = useState('');
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [outcome, setOutcome] = useState<Reply<typeof acceptInvitation>['outcome']>();
  const accepting = useAction((body: Body<typeof acceptInvitation>) =>
    call<typeof acceptInvitation>('POST /api/invitations/accept', { body }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = { contact, userName: userName.trim(), password, code: code.replaceAll(/\D/g, '') };
    const reply = await accepting.run({ token, secret: offer.secret, ...given });
    if (reply?.outcome === 'accepted') onDone();
    else setOutcome(reply?.outcome);
  };
  const wrong = (field: string) =>
    accepting.problem instanceof Problem
      ? accepting.problem.fields.find((each) => each.field === field)?.says
      : undefined;
  return (
    <form className={style.form} onSubmit={(event) => void submit(event)}>
      {accepting.problem !== undefined && <ProblemNotice problem={told(accepting.problem)} />}
      <TextField
        label={
          offer.contactKind === 'phone'
            ? t`Your telephone number that the bank has verified`
            : t`Your e-mail address that the bank has verified`
        }
        hint={t`So that a link that got lost is of no use to others.`}
        type={offer.contactKind === 'phone' ? 'tel' : 'email'}
        required
        maxLength={320}
        wrong={
          outcome === 'wrong contact'
            ? t`That is not the one that the bank has. After five tries the link ends.`
            : undefined
        }
        value={contact}
        onChange={(event) => setContact(event.target.value)}
      />
      <TextField
        label={t`A user name`}
        hint={t`Letters, digits and . _ @ -`}
        autoComplete="username"
        required
        minLength={2}
        maxLength={63}
        wrong={outcome === 'name taken' ? t`Somebody else has this one.` : undefined}
        value={userName}
        onChange={(event) => setUserName(event.target.value)}
      />
      <TextField
        label={t`New password`}
        hint={t`At least 12 characters. A few words that only you would put together are best.`}
        type="password"
        autoComplete="new-password"
        minLength={12}
        maxLength={200}
        required
        wrong={wrong('/password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <CodeKey offer={offer} />
      <TextField
        label={t`The code it shows now`}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,7}"
        maxLength={7}
        required
        wrong={wrong('/code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" look="primary" busy={accepting.busy}>
        <Trans>Finish</Trans>
      </Button>
    </form>
  );
}

function CodeKey({ offer }: { offer: Offer }) {
  return (
    <div>
      <p>
        <Trans>Put this key into the code generator on your phone:</Trans>
      </p>
      <p className={style.secret}>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      <p>
        <a href={offer.uri}>
          <Trans>Or open it on this phone</Trans>
        </a>
      </p>
    </div>
  );
}
