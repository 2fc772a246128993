import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { answerReferral } from '../referring-contract.ts';
import style from './panel.module.css';
import { type Referral, resultWords } from './referral-words.ts';

type Given = Body<typeof answerReferral>;

/** What came of it: the promise is kept, whoever referred them reads it, and so does the customer. */
export function AnswerIt(props: {
  customerId: string;
  row: Referral;
  onClose: () => void;
  done: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { customerId, row } = props;
  const [result, setResult] = useState<Given['result']>();
  const [answer, setAnswer] = useState('');
  const deed = useAction((body: Given) =>
    call<typeof answerReferral>('POST /api/customers/:customerId/referrals/:referralId/answers', {
      ...{ params: { customerId, referralId: row.referralId }, version: row.version, body },
    }),
  );
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (result === undefined || answer.trim() === '') return;
    if ((await deed.run({ result, answer: answer.trim() })) === undefined) return;
    say(t`Answered. The promise is kept, and with it your reason to open this file ends.`);
    props.done();
  };
  return (
    <Dialog
      title={t`Answer the referral`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={deed.busy}
            disabled={result === undefined || answer.trim() === ''}
          >
            {t`Answer it`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={(event) => void send(event)} noValidate>
        {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} />}
        <ChoiceField<Given['result']>
          label={t`What came of it?`}
          options={choicesOf(resultWords).map((value) => ({ value, says: t(resultWords[value]) }))}
          value={result}
          onChoose={setResult}
        />
        <TextArea
          label={t`In words that the customer reads, too`}
          maxLength={2000}
          value={answer}
          onChange={({ target }) => setAnswer(target.value)}
        />
      </form>
    </Dialog>
  );
}
