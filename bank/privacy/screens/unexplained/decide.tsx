import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Decision } from '../mine/answer-words.ts';
import { type Question, useDeciding } from './reading.ts';
import style from './unexplained.module.css';

/** What is decided, and why: both are kept, and the employee learns what was decided. */
export function Decide({ question }: { question: Question }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { role } = useMe();
  const navigate = useNavigate();
  const deciding = useDeciding(question);
  const [decision, setDecision] = useState<Decision>();
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState<string>();
  const isCompliance = role === 'compliance officer';
  const options: { value: Decision; says: string; more: string; of: boolean }[] = [
    { value: 'explained', says: t`Explained`, more: t`There was a reason.`, of: true },
    { value: 'reminder', says: t`Reminder`, more: t`There was a reason, but nothing to show it.`, of: true },
    { value: 'misuse', says: t`Misuse`, more: t`There was no reason.`, of: isCompliance },
    {
      ...{ value: 'to compliance', says: t`On to compliance`, more: t`It takes more than this office.` },
      of: question.office === 'privacy' && !isCompliance && question.role !== 'compliance officer',
    },
  ];
  const decide = async () => {
    if (decision === undefined) return setWrong(t`Choose what it was.`);
    if (words.trim().length < 3) return setWrong(t`Say why, in a few words.`);
    if ((await deciding.run({ decision, words })) === undefined) return;
    say(t`Decided.`);
    await navigate({ to: '/unexplained' });
  };
  return (
    <Panel title={t`Decide`} loud>
      <div className={style.form}>
        {deciding.problem !== undefined && <ProblemNotice problem={told(deciding.problem)} />}
        <ChoiceField<Decision>
          label={t`What was it?`}
          shape="rows"
          options={options.filter(({ of }) => of)}
          value={decision}
          onChoose={setDecision}
        />
        <TextArea
          label={t`Why`}
          wrong={wrong}
          maxLength={1000}
          rows={3}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button look="primary" busy={deciding.busy} onClick={() => void decide()}>{t`Decide`}</Button>
      </div>
    </Panel>
  );
}
