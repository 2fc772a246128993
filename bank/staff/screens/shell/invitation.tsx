import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useState } from 'react';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { FirstWaysForm, type Way } from '#platform/browser/signing/first-ways.tsx';
import type { Reply } from '#platform/contract.ts';
import type { acceptInvitation, readInvitation } from '../../inviting-contract.ts';
import { Alone } from './alone.tsx';
import { SingleSignOnButton } from './single-sign-on.tsx';

/**
 * A new member of staff comes from a one-time link; its token stands behind the #, so no server log ever sees
 * it.
 */
export default function InvitationPage() {
  const { t } = useLingui();
  const [token] = useState(() => location.hash.slice(1));
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState<Way>();
  const told = useProblemWords();
  const reading = useReading(token, setOffer);
  useEffect(() => {
    document.title = `${t`Welcome`} · Earshot`;
  }, [t]);
  if (done !== undefined) return <Ready way={done} />;
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
  const { fullName, userName, passwords, singleSignOn } = offer;
  return (
    <Alone title={t`Welcome, ${fullName}`} says={t`Your user name is ${userName}.`}>
      <FirstWaysForm
        token={token}
        offer={offer}
        passwords={passwords}
        called={{ userName, displayName: fullName }}
        accept={(given) =>
          call<typeof acceptInvitation>('POST /api/invitations/accept', { body: { token, ...given } })
        }
        onReply={(_nothing, way) => setDone(way)}
        more={singleSignOn && <SingleSignOnButton />}
      />
    </Alone>
  );
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

function Ready({ way }: { way: Way }) {
  const { t } = useLingui();
  const says = {
    passkey: t`From now on you sign in with your passkey.`,
    password: t`From now on you sign in with your user name, your password and a code.`,
    both: t`From now on you sign in with your passkey, or with user name, password and a code.`,
  };
  return (
    <Alone title={t`You are ready`} says={says[way]}>
      <a href="/">
        <Trans>Sign in</Trans>
      </a>
    </Alone>
  );
}
