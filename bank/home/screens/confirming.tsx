import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { ShownCard } from '#bank/conversations/contract.ts';
import { type Answer, ReadCard } from '#bank/conversations/screens/facing/card.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import type { answerOwn, ownCard } from '../confirming-contract.ts';
import style from './portal.module.css';

const askMilliseconds = 4_000;

/** What somebody at the bank would like confirmed just now, while she is with them. */
export function Confirming() {
  const [card, setCard] = useState<ShownCard | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const found = await call<typeof ownCard>('GET /api/confirmation', { signal: leaving.signal }).catch(
        () => null,
      );
      if (!leaving.signal.aborted) setCard(found?.card ?? null);
    };
    void look();
    const clock = setInterval(() => void look(), askMilliseconds);
    return () => {
      clearInterval(clock);
      leaving.abort();
    };
  }, []);
  const answering = useAction(async (given: Answer & { confirmationId: string }) => {
    await call<typeof answerOwn>('POST /api/confirmation/answers', { body: given });
    setCard(null);
  });
  if (card === null) return null;
  const { confirmationId } = card;
  return (
    <div className={style.confirming} role="alert">
      <p className={style.small}>
        <Trans>Somebody at the bank, whom you are talking to now, asks you to read this:</Trans>
      </p>
      <ReadCard
        key={confirmationId}
        card={card}
        busy={answering.busy}
        failed={answering.problem !== undefined}
        onAnswer={(given) => void answering.run({ ...given, confirmationId })}
      />
    </div>
  );
}
