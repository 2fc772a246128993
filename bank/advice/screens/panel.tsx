import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Badge } from '#design/badge.tsx';
import { Columns, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { readAdvice } from '../contract.ts';
import { Answer } from './answer.tsx';
import style from './panel.module.css';
import { Referrals } from './referrals.tsx';
import { useSpoken } from './spoken.ts';
import { useToldWords } from './told-words.ts';
import { UnderWay } from './under-way.tsx';
import { type Advice, becameWords, becauseWords, sortWords, useChangeWords, useFactWords } from './words.ts';

/** Asked for when it is opened: looking at it is on record. */
function useAdvice(customerId: string) {
  return useQuery({
    queryKey: ['advice', customerId],
    queryFn: ({ signal }) =>
      call<typeof readAdvice>('GET /api/customers/:customerId/advice', { params: { customerId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What fits this customer now; and why not the rest. */
export function WhatFits(props: {
  customerId: string;
  mayAnswer: boolean;
  /** Begins a promise with these words. */
  onPromise?: (words: string) => void;
}) {
  const { customerId, mayAnswer, onPromise } = props;
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useAdvice(customerId);
  if (isPending)
    return (
      <Panel title={t`What fits`} flush>
        <LoadingShape rows={5} />
      </Panel>
    );
  if (data === undefined) return <ProblemNotice problem={told(error)} again={() => void refetch()} />;
  if (data.hidden)
    return (
      <Notice tone="amber">
        <Trans>
          What fits says much about somebody: it is shown in a private room, not at an open counter.
        </Trans>
      </Notice>
    );
  return (
    <Columns
      main={
        <>
          <UnderWay
            advice={data}
            customerId={customerId}
            mayAnswer={mayAnswer}
            onPromise={onPromise}
            again={() => void refetch()}
          />
          <Suggestions
            advice={data}
            customerId={customerId}
            mayAnswer={mayAnswer}
            again={() => void refetch()}
          />
          <WhyNot advice={data} />
        </>
      }
      aside={
        <>
          <ToAsk advice={data} />
          <Referrals customerId={customerId} mayRefer={mayAnswer} />
          <Became advice={data} />
        </>
      }
    />
  );
}

function Suggestions(props: { advice: Advice; customerId: string; mayAnswer: boolean; again: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const told = useToldWords();
  const { suggestions, underWay, result, asOf } = props.advice;
  const day = asOf === null ? '' : formats.date(asOf);
  return (
    <Panel title={t`What fits`} aside={asOf !== null && t`As of ${day}`} loud flush>
      {result === 'nothing needed' && underWay.length > 0 && (
        <EmptyState title={t`Nothing more needed`}>
          <Trans>Beside what is under way nothing we have would do them good now.</Trans>
        </EmptyState>
      )}
      {result === 'nothing needed' && underWay.length === 0 && (
        <EmptyState title={t`Nothing needed`}>
          <Trans>Nothing we have would do them good now. Say so: that is an answer, too.</Trans>
        </EmptyState>
      )}
      {result === 'too little known' && (
        <EmptyState title={t`Too little is known`}>
          <Trans>Nothing is suggested on a guess. Ask first what stands beside.</Trans>
        </EmptyState>
      )}
      <ol>
        {suggestions.map((one) => (
          <li key={one.code} className={style.suggestion}>
            <header>
              <h3>{spoken(one.title)}</h3>
              <Badge tone={one.sort === 'help' ? 'amber' : 'neutral'}>{t(sortWords[one.sort])}</Badge>
            </header>
            <p className={style.invitation}>
              <q>{spoken(one.invitation)}</q>
            </p>
            <dl>
              {one.why !== null && (
                <div>
                  <dt>
                    <Trans>Why</Trans>
                  </dt>
                  <dd>{spoken(one.why)}</dd>
                </div>
              )}
              {one.whyNow !== null && (
                <div>
                  <dt>
                    <Trans>Why now</Trans>
                  </dt>
                  <dd>{spoken(one.whyNow)}</dd>
                </div>
              )}
              {one.told.length > 0 && (
                <div>
                  <dt>
                    <Trans>Known from</Trans>
                  </dt>
                  <dd>{told(one.told)}</dd>
                </div>
              )}
            </dl>
            <WouldChange changes={one.wouldChange} />
            {props.mayAnswer && (
              <Answer
                customerId={props.customerId}
                code={one.code}
                title={spoken(one.title)}
                accepted={false}
                done={props.again}
              />
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** What would speak against it: one of these is enough. */
function WouldChange({ changes }: { changes: Advice['suggestions'][number]['wouldChange'] }) {
  const changed = useChangeWords();
  if (changes.length === 0) return null;
  return (
    <details className={style.changes}>
      <summary>
        <Trans>What would change it</Trans>
      </summary>
      <ul>
        {changes.map((one) => (
          <li key={`${one.fact} ${one.op} ${one.value}`}>{changed(one)}</li>
        ))}
      </ul>
    </details>
  );
}

function WhyNot({ advice: { rejected } }: { advice: Advice }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const changed = useChangeWords();
  const told = useToldWords();
  if (rejected.length === 0) return null;
  return (
    <Panel title={t`Why not the others`} flush>
      <ul>
        {rejected.map((one) => (
          <li key={one.code} className={style.rejected}>
            <details>
              <summary>
                <span className={style.name}>{spoken(one.title)}</span> <span>{spoken(one.staff)}</span>
              </summary>
              {one.told.length > 0 && <p>{told(one.told)}</p>}
              <p>
                <Trans>In their words:</Trans> <q>{spoken(one.customer)}</q>
              </p>
              {one.wouldChange.length > 0 && (
                <p>
                  <Trans>It would change with</Trans> {one.wouldChange.map(changed).join('; ')}
                </p>
              )}
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ToAsk({ advice: { ask, open } }: { advice: Advice }) {
  const { t } = useLingui();
  const fact = useFactWords();
  const spoken = useSpoken();
  if (ask.length === 0) return null;
  return (
    <Panel title={t`Worth knowing`} flush>
      <p className={style.quiet}>
        <Trans>Not known, and more would fit or not if it were:</Trans>
      </p>
      <ul className={style.facts}>
        {ask.slice(0, 6).map((name) => (
          <li key={name}>{fact(name)}</li>
        ))}
      </ul>
      <p className={style.quiet}>
        <Trans>It hangs on them:</Trans> {open.map(({ title }) => spoken(title)).join(', ')}.
      </p>
    </Panel>
  );
}

function Became({ advice: { outcomes } }: { advice: Advice }) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  if (outcomes.length === 0) return null;
  return (
    <Panel title={t`What became of it`} flush>
      <ul>
        {outcomes.slice(0, 10).map((one) => {
          const until = one.until === null ? null : formats.date(one.until);
          return (
            <li key={one.outcomeId} className={style.outcome}>
              <p>{spoken(one.title)}</p>
              <p className={style.when}>
                {t(becameWords[one.became])}
                {one.because !== null && `: ${t(becauseWords[one.because])}`}
                {until !== null && ` · ${t`until ${until}`}`} · {formats.date(one.recordedAt.slice(0, 10))}
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
