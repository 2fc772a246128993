import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { takeReferral } from '../referring-contract.ts';
import style from './panel.module.css';
import { passedWords } from './referral-words.ts';

type Taking = Body<typeof takeReferral>;

/** Accept it by a day, which is a promise; or, where it was put to oneself alone, pass it back. */
export function TakeIt(props: {
  row: { referralId: string; version: number };
  title: string;
  mayPassBack?: boolean;
  onClose: () => void;
  done: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const queries = useQueryClient();
  const { referralId, version } = props.row;
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
      title={props.title}
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
        {props.mayPassBack === true ? (
          <ChoiceField<typeof answer>
            label={t`Will you answer it?`}
            shape="rows"
            options={[
              {
                value: 'accept',
                says: t`Yes`,
                more: t`What is asked stands in the file, which opens to you.`,
              },
              ...choicesOf(passedWords).map((value) => ({ value, says: t(passedWords[value]) })),
            ]}
            value={answer}
            onChoose={setAnswer}
          />
        ) : (
          <p>
            <Trans>
              Whose it is and what is asked you see when you have taken it: the file opens to you. Whoever
              takes it first has it.
            </Trans>
          </p>
        )}
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
