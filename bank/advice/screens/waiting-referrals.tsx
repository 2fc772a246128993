import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
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
import type { waitingReferrals } from '../referring-contract.ts';
import style from './panel.module.css';
import { topicWords } from './referral-words.ts';
import { TakeIt } from './take-referral.tsx';

type Waiting = Reply<typeof waitingReferrals>['referrals'][number];

/** What waits for whoever knows about it; nothing at all when nothing does. */
export function WaitingReferrals() {
  const { t } = useLingui();
  const told = useProblemWords();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['waiting referrals'],
    queryFn: ({ signal }) => call<typeof waitingReferrals>('GET /api/waiting-referrals', { signal }),
    retry: onceMore,
  });
  const rows = query.data?.referrals ?? [];
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  if (rows.length === 0) return null;
  const again = () => {
    void query.refetch();
    void client.invalidateQueries({ queryKey: ['my referrals'] });
  };
  return (
    <Panel title={t`Referrals that wait for somebody like you`} aside={rows.length} flush>
      <p className={style.quiet}>
        <Trans>The customer agreed. Whoever takes it first has it.</Trans>
      </p>
      <ul>
        {rows.map((row) => (
          <Line key={row.referralId} row={row} again={again} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ row, again }: { row: Waiting; again: () => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  const formats = useFormats();
  const [taking, setTaking] = useState(false);
  const { colleague, premises } = row;
  const about = row.topic === null ? t`For a private room` : t(topicWords[row.topic]);
  return (
    <li className={style.referral}>
      <p className={style.name}>{about}</p>
      <p className={style.when}>
        {[t`from ${colleague}`, premises, formats.fromToday(row.onDate, today)].filter(Boolean).join(' · ')}
      </p>
      <div className={style.answers}>
        <Button size="small" onClick={() => setTaking(true)}>
          {t`Take it`}
          <span className="unseen">
            : {about}, {t`from ${colleague}`}
          </span>
        </Button>
      </div>
      {taking && (
        <TakeIt
          row={row}
          title={t`Take it: ${about}`}
          onClose={() => {
            setTaking(false);
            again();
          }}
          done={() => {
            setTaking(false);
            again();
          }}
        />
      )}
    </li>
  );
}
