import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { myReferrals } from '../referring-contract.ts';
import style from './panel.module.css';
import { resultWords, stateWords, topicWords } from './referral-words.ts';
import { TakeIt } from './take-referral.tsx';

type Mine = Reply<typeof myReferrals>['referrals'][number];

/** Who was referred to me, and what became of those whom I referred; nothing at all when there is nobody. */
export function MyReferrals() {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useQuery({
    queryKey: ['my referrals'],
    queryFn: ({ signal }) => call<typeof myReferrals>('GET /api/referrals', { signal }),
    retry: onceMore,
  });
  const rows = query.data?.referrals ?? [];
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <Panel title={t`Referrals`} aside={rows.length} flush>
      <ul>
        {rows.map((row) => (
          <Line key={row.referralId} row={row} again={() => void query.refetch()} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ row, again }: { row: Mine; again: () => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  const formats = useFormats();
  const [deciding, setDeciding] = useState(false);
  const { calledName, customerId } = row;
  const colleague = row.colleague ?? t`whoever knows about it`;
  const about = row.topic === null ? t`For a private room` : t(topicWords[row.topic]);
  const opens = row.toMe ? row.promiseId : null;
  return (
    <li className={style.referral}>
      <p className={style.name}>
        {opens === null ? (
          calledName
        ) : (
          <Link to={`/customers/${customerId}`} search={{ ground: opens }}>
            {calledName}
          </Link>
        )}
      </p>
      <p className={style.when}>
        {row.toMe ? t`${about}, from ${colleague}` : t`${about}, to ${colleague}`} ·{' '}
        {row.result === null ? t(stateWords[row.state]) : t(resultWords[row.result])} ·{' '}
        {formats.fromToday(row.onDate, today)}
      </p>
      {row.toMe && row.state === 'asked' && (
        <div className={style.answers}>
          <Button size="small" onClick={() => setDeciding(true)}>
            {t`Accept or pass back`}
            <span className="unseen">: {calledName}</span>
          </Button>
        </div>
      )}
      {deciding && (
        <TakeIt
          row={row}
          title={t`Referred to you: ${calledName}`}
          mayPassBack
          onClose={() => setDeciding(false)}
          done={() => {
            setDeciding(false);
            again();
          }}
        />
      )}
    </li>
  );
}
