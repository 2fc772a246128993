import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField, TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { refer } from '../referring-contract.ts';
import style from './panel.module.css';
import { consentWords, topicWords } from './referral-words.ts';
import { ToWhom, useAddressing } from './to-whom.tsx';

type Asked = Body<typeof refer>;

/** What about, to whom, what is asked, and how the customer agreed: nothing is referred without. */
export function Refer(props: {
  customerId: string;
  /** To begin with. */
  topic?: Asked['topic'] | undefined;
  onClose: () => void;
  done: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { customerId } = props;
  const [topic, setTopic] = useState<Asked['topic']>(props.topic ?? 'home');
  const addressing = useAddressing(topic);
  const { byName, whom } = addressing;
  const [question, setQuestion] = useState('');
  const [consent, setConsent] = useState<Asked['consent']>();
  const deed = useAction((body: Asked, key) =>
    call<typeof refer>('POST /api/customers/:customerId/referrals', { params: { customerId }, body, key }),
  );
  const isWhole = whom !== undefined && consent !== undefined && question.trim() !== '';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (whom === undefined || consent === undefined || question.trim() === '') return;
    const body = { topic, ...whom, consent, question: question.trim() };
    if ((await deed.run(body)) === undefined) return;
    say(t`Referred. You hear of it on Today when there is an answer.`);
    props.done();
  };
  return (
    <Dialog
      title={t`Refer to a specialist`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={deed.busy} disabled={!isWhole}>
            {t`Refer them`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={(event) => void send(event)} noValidate>
        {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} />}
        <SelectField
          label={t`What is it about?`}
          value={topic}
          onChange={({ target }) => setTopic(target.value as Asked['topic'])}
        >
          {choicesOf(topicWords).map((one) => (
            <option key={one} value={one}>
              {t(topicWords[one])}
            </option>
          ))}
        </SelectField>
        <ToWhom addressing={addressing} />
        <TextArea
          label={t`What should they answer?`}
          hint={t`As they put it themselves. It is sealed; the customer reads it, too.`}
          maxLength={2000}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
        <ChoiceField<Asked['consent']>
          label={
            byName
              ? t`Did they agree that this colleague sees their file?`
              : t`Did they agree that whichever of these colleagues takes it sees their file?`
          }
          hint={t`They can take it back at any time, here or in the portal.`}
          options={choicesOf(consentWords).map((value) => ({ value, says: t(consentWords[value]) }))}
          value={consent}
          onChoose={setConsent}
        />
      </form>
    </Dialog>
  );
}
