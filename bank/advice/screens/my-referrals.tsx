import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { myReferrals, takeReferral } from '../referring-contract.ts';
import style from './panel.module.css';
import { passedWords, resultWords, stateWords, topicWords } from './referral-words.ts';

type Mine = Reply<typeof myReferrals>['referrals'][number];
type Taking = Body<typeof takeReferral>;

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
  const { colleague, calledName, customerId } = row;
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
        <Decide
          row={row}
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

function Decide(props: { row: Mine; onClose: () => void; done: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const queries = useQueryClient();
  const { calledName, referralId, version } = props.row;
  const [answer, setAnswer] = useState<'accept' | NonNullable<Taking['because']>>('accept');
  const [dueOn, setDueOn] = useState(dayAfter(today, 7));
  const deed = useAction((body: Taking, key) =>
    call<typeof takeReferral>('POST /api/referrals/:referralId/takings', {
      ...{ params: { referralId }, version, body, key },
    }),
  );
  const accepts = answer === 'accept';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = accepts ? { dueOn, because: null } : { dueOn: null, because: answer };
    if ((await deed.run(body)) === undefined) return;
    if (accepts) void queries.invalidateQueries({ queryKey: ['my promises'] });
    say(accepts ? t`Accepted: it is a promise now, and opens the file.` : t`Passed back.`);
    props.done();
  };
  return (
    <Dialog
      title={t`Referred to you: ${calledName}`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={deed.busy}>
            {accepts ? t`Accept it` : t`Pass it back`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={(event) => void send(event)} noValidate>
        {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} />}
        <ChoiceField<typeof answer>
          label={t`Will you answer it?`}
          shape="rows"
          options={[
            { value: 'accept', says: t`Yes`, more: t`What is asked stands in the file, which opens to you.` },
            ...choicesOf(passedWords).map((value) => ({ value, says: t(passedWords[value]) })),
          ]}
          value={answer}
          onChoose={setAnswer}
        />
        {accepts && (
          <TextField
            label={t`By when?`}
            hint={<Trans>It is promised to the customer.</Trans>}
            type="date"
            min={today}
            max={dayAfter(today, 90)}
            value={dueOn}
            onChange={({ target }) => setDueOn(target.value)}
          />
        )}
      </form>
    </Dialog>
  );
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
