import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField, TextArea, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { findSpecialists, refer } from '../referring-contract.ts';
import style from './panel.module.css';
import { consentWords, topicWords } from './referral-words.ts';

type Asked = Body<typeof refer>;
interface Colleague {
  staffId: string;
  fullName: string;
}

/** What about, to whom, what is asked, and how the customer agreed: nothing is referred without. */
export function Refer(props: { customerId: string; onClose: () => void; done: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { customerId } = props;
  const [topic, setTopic] = useState<Asked['topic']>('home');
  const [to, setTo] = useState<Colleague>();
  const [question, setQuestion] = useState('');
  const [consent, setConsent] = useState<Asked['consent']>();
  const deed = useAction((body: Asked, key) =>
    call<typeof refer>('POST /api/customers/:customerId/referrals', { params: { customerId }, body, key }),
  );
  const isWhole = to !== undefined && consent !== undefined && question.trim() !== '';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (to === undefined || consent === undefined || question.trim() === '') return;
    const body = { topic, toStaff: to.staffId, consent, question: question.trim() };
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
        <Specialist chosen={to} onChoose={setTo} />
        <TextArea
          label={t`What should they answer?`}
          hint={t`As they put it themselves. It is sealed; the customer reads it, too.`}
          maxLength={2000}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
        <ChoiceField<Asked['consent']>
          label={t`Did they agree that this colleague sees their file?`}
          hint={t`They can take it back at any time, here or in the portal.`}
          options={choicesOf(consentWords).map((value) => ({ value, says: t(consentWords[value]) }))}
          value={consent}
          onChoose={setConsent}
        />
      </form>
    </Dialog>
  );
}

function Specialist(props: {
  chosen: Colleague | undefined;
  onChoose: (one: Colleague | undefined) => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [typed, setTyped] = useState('');
  const named = useSettled(typed.trim());
  const found = useQuery({
    queryKey: ['specialists', named],
    queryFn: ({ signal }) =>
      call<typeof findSpecialists>('POST /api/specialist-searches', { body: { named }, signal }),
    enabled: named.length >= 2,
  });
  if (props.chosen)
    return (
      <p className={style.chosen}>
        <strong>{props.chosen.fullName}</strong>{' '}
        <Button size="small" onClick={() => props.onChoose(undefined)}>{t`Choose another`}</Button>
      </p>
    );
  return (
    <div>
      <TextField
        label={t`To whom?`}
        hint={t`The beginning of a name.`}
        type="search"
        autoComplete="off"
        maxLength={80}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {found.error !== null && <ProblemNotice problem={told(found.error)} />}
      {found.data?.specialists.length === 0 && (
        <p className={style.when}>
          <Trans>Nobody who serves customers is called like that.</Trans>
        </p>
      )}
      <ul aria-label={t`Found`}>
        {(found.data?.specialists ?? []).map(({ staffId, fullName, role, premises }) => (
          <li key={staffId}>
            <button
              type="button"
              className={style.found}
              onClick={() => props.onChoose({ staffId, fullName })}
            >
              {fullName}{' '}
              <small className={style.when}>
                {[role in roleWords ? t(roleWords[role as keyof typeof roleWords]) : role, premises]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const soon = setTimeout(() => setSettled(text), 250);
    return () => clearTimeout(soon);
  }, [text]);
  return settled;
}
