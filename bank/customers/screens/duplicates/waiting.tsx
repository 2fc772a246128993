import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge, type Tone } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Monogram } from '#design/monogram.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import type { Action } from '#platform/browser/action.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './duplicates.module.css';
import { useQueue } from './queue.ts';
import type { Duplicate, DuplicateCard, DuplicateOnList, TakenDuplicate } from './wire.ts';

interface Taking {
  taking: Action<string | null, unknown>;
  mine: readonly TakenDuplicate[];
}

/** The pairs that wait, likeliest first. */
export function Waiting({ taking, mine }: Taking) {
  const { t } = useLingui();
  const told = useProblemWords();
  const queue = useQueue();
  const pairs = queue.data?.pages.flatMap((page) => page.duplicates) ?? [];
  const others = pairs.filter(({ pairId }) => !mine.some((taken) => taken.pairId === pairId));
  return (
    <Panel flush>
      {queue.isPending && <LoadingShape rows={5} />}
      {queue.error !== null && (
        <ProblemNotice problem={told(queue.error)} again={() => void queue.refetch()} />
      )}
      {queue.data !== undefined && others.length === 0 && (
        <EmptyState title={t`No pair waits`}>
          <Trans>New ones are looked for every night and after each import.</Trans>
        </EmptyState>
      )}
      <ul>
        {others.map((pair) => (
          <PairLine key={pair.pairId} pair={pair} taking={taking} />
        ))}
      </ul>
      {queue.hasNextPage && (
        <div className={style.end}>
          <Button
            busy={queue.isFetchingNextPage}
            onClick={() => void queue.fetchNextPage()}
          >{t`Show more`}</Button>
        </div>
      )}
    </Panel>
  );
}

function PairLine({ pair, taking }: { pair: DuplicateOnList; taking: Taking['taking'] }) {
  const { t } = useLingui();
  const me = useMe();
  const [one, other] = pair.cards;
  const speaking = pair.reasons.filter(({ against }) => !against).length;
  const isTaken = pair.takenBy !== null && pair.takenBy !== me.staffId;
  const names = pair.cards.map(({ fullName }) => fullName).join(' – ');
  return (
    <li className={style.waiting}>
      {one && <PairCard card={one} />}
      {other && <PairCard card={other} />}
      <p className={style.reasonCount}>
        <Likelihood likelihood={pair.likelihood} />
        <span>
          <Plural value={speaking} one="# thing agrees" other="# things agree" />
        </span>
      </p>
      {isTaken ? (
        <span className={style.soft}>{t`A colleague has it`}</span>
      ) : (
        <Button size="small" busy={taking.busy} onClick={() => void taking.run(pair.pairId)}>
          {t`Compare`}
          <span className="unseen">: {names}</span>
        </Button>
      )}
    </li>
  );
}

/** Enough to see which record is meant, no more. */
export function PairCard({ card }: { card: DuplicateCard }) {
  const { t } = useLingui();
  const { bornYear, customerSince } = card;
  return (
    <div className={style.card}>
      <Monogram name={card.fullName} seed={card.customerId} />
      <div>
        <p>{card.fullName}</p>
        <p className={style.soft}>
          {[
            bornYear !== null && t`born ${bornYear}`,
            customerSince !== null && t`customer since ${customerSince}`,
            card.homePremises,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </div>
  );
}

/** How sure the comparison is. */
export function Likelihood({ likelihood }: { likelihood: Duplicate['likelihood'] }) {
  const { t } = useLingui();
  const words: Record<Duplicate['likelihood'], [Tone, string]> = {
    same: ['sea', t`Almost certainly one`],
    likely: ['sea', t`Likely one`],
    possible: ['neutral', t`Possibly one`],
    different: ['neutral', t`Rather two`],
  };
  const [tone, says] = words[likelihood];
  return <Badge tone={tone}>{says}</Badge>;
}
