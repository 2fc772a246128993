import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type File, useFile } from '../file/opening.ts';
import { Decide } from './decide.tsx';
import style from './duplicates.module.css';
import { useReasonWords } from './reason-words.ts';
import { SideBySide } from './side-by-side.tsx';
import { Likelihood } from './waiting.tsx';
import type { TakenDuplicate } from './wire.ts';

/** One taken pair: what speaks for and against, the two records side by side, and the decision. */
export function Compare({ pair, more }: { pair: TakenDuplicate; more: number }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [oneId = '', otherId = ''] = pair.customerIds;
  // The taken pair is the reason to open both; each is on record.
  const one = useFile(oneId, pair.pairId);
  const other = useFile(otherId, pair.pairId);
  const problem = one.error ?? other.error;
  const again = () => {
    if (one.error) void one.refetch();
    if (other.error) void other.refetch();
  };
  return (
    <Panel
      title={t`One person, or two?`}
      aside={
        more > 0 && (
          <Plural value={more} one="# more pair is taken by you" other="# more pairs are taken by you" />
        )
      }
      loud
    >
      <Reasons pair={pair} />
      {problem !== null && <ProblemNotice problem={told(problem)} again={again} />}
      {(one.isPending || other.isPending) && <LoadingShape rows={8} kind="table" />}
      {one.data && other.data && <Records pair={pair} one={one.data} other={other.data} />}
    </Panel>
  );
}

function Records({ pair, one, other }: { pair: TakenDuplicate; one: File; other: File }) {
  const [survivorId, setSurvivorId] = useState(() => longerKnown(one, other).customer.customerId);
  return (
    <>
      <SideBySide one={one} other={other} survivorId={survivorId} onChoose={setSurvivorId} />
      <Decide
        pair={pair}
        survivor={survivorId === other.customer.customerId ? other : one}
        merged={survivorId === other.customer.customerId ? one : other}
      />
    </>
  );
}

/** Whoever has been a customer longer has the number that papers and letters bear. */
function longerKnown(one: File, other: File): File {
  const since = (file: File) => file.customer.customerSince ?? '9999';
  return since(other) < since(one) ? other : one;
}

function Reasons({ pair }: { pair: TakenDuplicate }) {
  const say = useReasonWords();
  const list = (against: boolean) => pair.reasons.filter((reason) => reason.against === against);
  const [agreeing, differing] = [list(false), list(true)];
  return (
    <div className={style.reasons}>
      <Likelihood likelihood={pair.likelihood} />
      <section>
        <h3>
          <Trans>Speaks for one person</Trans>
        </h3>
        <ul>
          {agreeing.map(({ says }) => (
            <li key={says}>
              <IconPlus aria-hidden="true" />
              {say(says)}
            </li>
          ))}
          {agreeing.length === 0 && <Nothing />}
        </ul>
      </section>
      <section>
        <h3>
          <Trans>Speaks against it</Trans>
        </h3>
        <ul data-against="true">
          {differing.map(({ says }) => (
            <li key={says}>
              <IconMinus aria-hidden="true" />
              {say(says)}
            </li>
          ))}
          {differing.length === 0 && <Nothing />}
        </ul>
      </section>
    </div>
  );
}

function Nothing() {
  return (
    <li className={style.soft}>
      <Trans>Nothing</Trans>
    </li>
  );
}
