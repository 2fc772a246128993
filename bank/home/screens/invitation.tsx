import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { TextField } from '#design/field.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { FirstWaysForm, type Way } from '#platform/browser/signing/first-ways.tsx';
import type { Reply } from '#platform/contract.ts';
import type { acceptInvitation, readInvitation } from '../inviting-contract.ts';
import style from './portal.module.css';

type Offer = Reply<typeof readInvitation>;

/** A customer's sign-in, the first or after a reset. The secret stands behind the #, so no log sees it. */
export default function Invitation() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [token] = useState(() => location.hash.slice(1));
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState<Way>();
  const reading = useAction((given: string) =>
    call<typeof readInvitation>('POST /api/invitations/read', { body: { token: given } }),
  );
  const begin = useEffectEvent(async () => setOffer(await reading.run(token || '-')));
  useEffect(() => void begin(), []);
  useEffect(() => {
    document.title = `${t`Your sign-in`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const gone = reading.problem instanceof Problem && reading.problem.status === 404;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {done ? t`You are ready` : t`Your sign-in`}
      </h1>
      {done && <Ready way={done} />}
      {gone && (
        <Notice tone="amber">{t`This link is used up or too old. Ask your bank for a new one.`}</Notice>
      )}
      {reading.problem !== undefined && !gone && <ProblemNotice problem={told(reading.problem)} />}
      {offer === undefined && reading.problem === undefined && <LoadingShape rows={5} kind="text" />}
      {offer && !done && <Accepting token={token} offer={offer} onDone={setDone} />}
    </>
  );
}

function Ready({ way }: { way: Way }) {
  if (way === 'passkey')
    return (
      <p>
        <Trans>Sign in with your passkey. You can add another device under “Sign-in and devices”.</Trans>
      </p>
    );
  return (
    <p>
      {way === 'both' ? (
        <Trans>Sign in with your passkey, or with your user name, your password and a code.</Trans>
      ) : (
        <Trans>
          Sign in with your user name, your password and a code. Then you can add a passkey under “Sign-in and
          devices”.
        </Trans>
      )}
    </p>
  );
}

function Accepting(props: { token: string; offer: Offer; onDone: (way: Way) => void }) {
  const { token, offer } = props;
  const [contact, setContact] = useState('');
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const userName = typed.trim();
  return (
    <FirstWaysForm
      className={style.form}
      token={token}
      offer={offer}
      passwords
      called={{ userName, displayName: userName }}
      accept={(given) =>
        call<typeof acceptInvitation>('POST /api/invitations/accept', {
          body: { token, contact, userName, ...given },
        })
      }
      onReply={(reply, way) => {
        if (reply.outcome === 'accepted') props.onDone(way);
        else setOutcome(reply.outcome);
      }}
      before={
        <WhoYouAre
          offer={offer}
          outcome={outcome}
          contact={contact}
          onContact={setContact}
          userName={typed}
          onUserName={setTyped}
        />
      }
    />
  );
}

type Outcome = Reply<typeof acceptInvitation>['outcome'];

function WhoYouAre(props: {
  offer: Offer;
  outcome: Outcome | undefined;
  contact: string;
  onContact: (contact: string) => void;
  userName: string;
  onUserName: (userName: string) => void;
}) {
  const { t } = useLingui();
  const { offer, outcome } = props;
  return (
    <>
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
        value={props.contact}
        onChange={(event) => props.onContact(event.target.value)}
      />
      <TextField
        label={t`A user name`}
        hint={t`Letters, digits and . _ @ -`}
        autoComplete="username"
        required
        minLength={2}
        maxLength={63}
        wrong={outcome === 'name taken' ? t`Somebody else has this one.` : undefined}
        value={props.userName}
        onChange={(event) => props.onUserName(event.target.value)}
      />
    </>
  );
}
