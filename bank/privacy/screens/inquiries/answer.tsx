import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { CheckField, TextArea } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { answerInquiry } from '../../inquiring-contract.ts';
import style from '../asked.module.css';
import { type Inquiry, useAnswering } from './reading.ts';

type Named = Reply<typeof answerInquiry>['named'];

/** The answer, once: by role and branch; whom it may not name, it is held back for. */
export function Answer({ customerId, inquiry }: { customerId: string; inquiry: Inquiry }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const navigate = useNavigate();
  const answering = useAnswering(customerId, inquiry);
  const [answer, setAnswer] = useState('');
  const [namesEmployee, setNamesEmployee] = useState(false);
  const [readAgain, setReadAgain] = useState(false);
  const [named, setNamed] = useState<Named>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const reply = await answering.run({ answer: answer.trim(), namesEmployee, readAgain });
    if (reply === undefined) return;
    if (!reply.sent) return setNamed(reply.named);
    say(t`Answered. The customer is told in the portal.`);
    await navigate({ to: '/privacy-office/inquiries' });
  };
  const perhaps = named.some(({ certain }) => !certain);
  return (
    <Panel title={t`The answer`} loud>
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        {answering.problem !== undefined && <ProblemNotice problem={told(answering.problem)} />}
        <TextArea
          label={t`What happened, and why`}
          hint={t`Say in which role and branch, and what for. Name nobody, and nothing about relatives.`}
          required
          minLength={20}
          maxLength={4000}
          rows={8}
          value={answer}
          onChange={(event) => {
            setAnswer(event.target.value);
            setNamed([]);
            setReadAgain(false);
          }}
        />
        {named.length > 0 && <NotSent named={named} />}
        {perhaps && (
          <CheckField
            label={t`I have read these words again; they name nobody`}
            checked={readAgain}
            onChange={(event) => setReadAgain(event.target.checked)}
          />
        )}
        <CheckField
          label={t`It is essential here to say by name who it was`}
          hint={t`Weighed against the employee's own rights. That you decided so is kept.`}
          checked={namesEmployee}
          onChange={(event) => setNamesEmployee(event.target.checked)}
        />
        <div>
          <Button look="primary" type="submit" busy={answering.busy}>{t`Send the answer`}</Button>
        </div>
      </form>
    </Panel>
  );
}

function NotSent({ named }: { named: Named }) {
  const { t } = useLingui();
  return (
    <div role="alert">
      <Notice tone="amber">
        <p>
          <Trans>Not sent: it holds what may be somebody's name.</Trans>
        </p>
        <ul>
          {named.map(({ whose, words, certain }) => (
            <li key={`${whose} ${words}`}>
              <q>{words}</q>:{' '}
              {whose === 'relative'
                ? certain
                  ? t`somebody close to the customer; take it out`
                  : t`perhaps somebody close to the customer`
                : t`who looked; take it out, or decide below that it is essential`}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
