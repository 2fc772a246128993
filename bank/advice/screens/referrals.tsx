import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge, type Tone } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { readReferrals, takeBackReferral } from '../referring-contract.ts';
import { AnswerIt } from './answer-referral.tsx';
import style from './panel.module.css';
import { Refer } from './refer.tsx';
import { passedWords, type Referral, resultWords, stateWords, topicWords } from './referral-words.ts';

const tones: Record<Referral['state'], Tone> = {
  ...{ asked: 'amber', accepted: 'amber', answered: 'sea', 'passed back': 'neutral' },
  'taken back': 'neutral',
};

/** To whom this customer was referred, and what came of it. */
export function Referrals({ customerId, mayRefer }: { customerId: string; mayRefer: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [referring, setReferring] = useState(false);
  const query = useQuery({
    queryKey: ['referrals', customerId],
    queryFn: ({ signal }) =>
      call<typeof readReferrals>('GET /api/customers/:customerId/referrals', {
        params: { customerId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = query.data?.referrals ?? [];
  const again = () => void query.refetch();
  return (
    <Panel title={t`Referrals`} aside={rows.length || undefined} flush>
      {query.isPending && <LoadingShape rows={2} />}
      {query.error !== null && <ProblemNotice problem={told(query.error)} again={again} />}
      {query.data !== undefined && rows.length === 0 && (
        <p className={style.quiet}>
          <Trans>Nobody yet. A colleague who knows more can answer, if they agree to it.</Trans>
        </p>
      )}
      <ul>
        {rows.map((row) => (
          <Line key={row.referralId} {...{ row, customerId, again }} mayChange={mayRefer} />
        ))}
      </ul>
      {mayRefer && query.data !== undefined && (
        <p className={style.deed}>
          <Button size="small" onClick={() => setReferring(true)}>{t`Refer to a specialist`}</Button>
        </p>
      )}
      {referring && (
        <Refer
          customerId={customerId}
          onClose={() => setReferring(false)}
          done={() => {
            setReferring(false);
            again();
          }}
        />
      )}
    </Panel>
  );
}

function Line(props: { row: Referral; customerId: string; mayChange: boolean; again: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { staffId } = useMe();
  const { row, customerId, again } = props;
  const [answering, setAnswering] = useState(false);
  const { byName } = row;
  const toName = useTo(row);
  const isMine = row.state === 'accepted' && row.toId === staffId;
  return (
    <li className={style.referral}>
      <p className={style.name}>
        {row.topic === null ? t`For a private room` : t(topicWords[row.topic])}{' '}
        <Badge tone={tones[row.state]}>{t(stateWords[row.state])}</Badge>
      </p>
      <p className={style.when}>
        {t`${byName} to ${toName}`} · {formats.date(row.referredAt.slice(0, 10))}
        {row.because !== null && ` · ${t(passedWords[row.because])}`}
      </p>
      {row.question !== null && (
        <p>
          <q>{row.question}</q>
        </p>
      )}
      {row.result !== null && <p className={style.name}>{t(resultWords[row.result])}</p>}
      {row.answer !== null && (
        <p>
          <q>{row.answer}</q>
        </p>
      )}
      {props.mayChange && row.endedAt === null && (
        <div className={style.answers}>
          {isMine && (
            <Button size="small" look="primary" onClick={() => setAnswering(true)}>{t`Answer it`}</Button>
          )}
          <TakeBack {...{ customerId, row, again }} />
        </div>
      )}
      {answering && (
        <AnswerIt
          {...{ customerId, row }}
          onClose={() => setAnswering(false)}
          done={() => {
            setAnswering(false);
            again();
          }}
        />
      )}
    </li>
  );
}

/** A colleague, or whoever knows about it. */
function useTo({ toName, toPremises }: Referral): string {
  const { t } = useLingui();
  if (toName !== null) return toName;
  return toPremises === null ? t`whoever knows about it` : t`whoever knows about it, ${toPremises}`;
}

function TakeBack(props: { customerId: string; row: Referral; again: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId, row } = props;
  const deed = useAction(async (referralId: string) => {
    await call<typeof takeBackReferral>(
      'POST /api/customers/:customerId/referrals/:referralId/takings-back',
      {
        params: { customerId, referralId },
      },
    );
    return true;
  });
  const take = async () => {
    if (!(await deed.run(row.referralId))) return;
    say(t`Taken back: what was asked is gone, and the file is shut to the colleague.`);
    props.again();
  };
  return (
    <>
      {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} again={props.again} />}
      <Button size="small" busy={deed.busy} onClick={() => void take()}>{t`They take it back`}</Button>
    </>
  );
}
