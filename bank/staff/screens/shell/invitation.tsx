import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { acceptInvitation, readInvitation } from '../../contract.ts';
import { Alone } from './alone.tsx';
import style from './gate.module.css';

/**
 * A new member of staff comes from a one-time link; its token stands behind the #, so no server log ever sees
 * it.
 */
export default function InvitationPage() {
  const { t } = useLingui();
  const [token] = useState(() => location.hash.slice(1));
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState(false);
  const told = useProblemWords();
  const reading = useReading(token, setOffer);
  useEffect(() => {
    document.title = `${t`Welcome`} · Earshot`;
  }, [t]);
  if (done) {
    return (
      <Alone
        title={t`You are ready`}
        says={t`From now on you sign in with your user name, your password and a code.`}
      >
        <a href="/">
          <Trans>Sign in</Trans>
        </a>
      </Alone>
    );
  }
  if (reading.problem !== undefined) {
    const gone = reading.problem instanceof Problem && reading.problem.status === 404;
    const words = told(reading.problem);
    return (
      <Alone title={t`Welcome`}>
        <ProblemNotice
          problem={
            gone
              ? { title: t`This link is used up or too old.`, next: t`Ask your administrator for a new one.` }
              : words
          }
        />
      </Alone>
    );
  }
  if (offer === undefined) {
    return (
      <Alone title={t`Welcome`}>
        <LoadingShape kind="text" rows={5} />
      </Alone>
    );
  }
  return <Accepting token={token} offer={offer} onDone={() => setDone(true)} />;
}

type Offer = Reply<typeof readInvitation> | undefined;

/** Reads once what the link offers; it is used up by accepting it, not by reading it. */
function useReading(token: string, onRead: (offer: Offer) => void) {
  const reading = useAction((body: { token: string }) =>
    call<typeof readInvitation>('POST /api/invitations/read', { body }),
  );
  const begin = useEffectEvent(async () => onRead(await reading.run({ token })));
  useEffect(() => void begin(), []);
  return reading;
}

function Accepting({
  token,
  offer,
  onDone,
}: {
  token: string;
  offer: NonNullable<Offer>;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const { fullName, userName } = offer;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const told = useProblemWords();
  const accepting = useAction((body: { token: string; password: string; secret: string; code: string }) =>
    call<typeof acceptInvitation>('POST /api/invitations/accept', { body }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const reply = await accepting.run({
      token,
      password,
      secret: offer.secret,
      code: code.replace(/\D/g, ''),
    });
    if (reply !== undefined) onDone();
  };
  const wrong = (field: string) =>
    accepting.problem instanceof Problem
      ? accepting.problem.fields.find((each) => each.field === field)?.says
      : undefined;
  return (
    <Alone title={t`Welcome, ${fullName}`} says={t`Your user name is ${userName}.`}>
      <form onSubmit={(event) => void submit(event)}>
        {accepting.problem !== undefined && <ProblemNotice problem={told(accepting.problem)} />}
        <TextField
          label={t`New password`}
          hint={t`At least 12 characters. A few words that only you would put together are best.`}
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={200}
          required
          autoFocus
          wrong={wrong('/password')}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
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
        <Button type="submit" look="primary" size="large" wide busy={accepting.busy}>
          <Trans>Finish</Trans>
        </Button>
      </form>
    </Alone>
  );
}
