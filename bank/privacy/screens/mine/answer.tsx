import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { explainQuestion } from '../../detecting-contract.ts';
import { type Answer, answerWords } from './answer-words.ts';
import style from './questions.module.css';

/** What it was, in one choice and a few words; it is kept as it is said. */
export function AnswerDialog({ questionId, onClose }: { questionId: string; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const queries = useQueryClient();
  const [answer, setAnswer] = useState<Answer>();
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState<string>();
  const sending = useAction(async (body: { answer: Answer; words: string }) => {
    const reply = await call<typeof explainQuestion>('POST /api/my-questions/:questionId/answers', {
      params: { questionId },
      body,
    });
    await queries.invalidateQueries({ queryKey: ['my questions'] });
    return reply;
  });
  const send = async () => {
    if (answer === undefined) return setWrong(t`Choose what it was.`);
    if (answer !== 'no reason' && words.trim().length < 3) return setWrong(t`Say it in a few words too.`);
    if ((await sending.run({ answer, words })) === undefined) return;
    onClose();
    say(t`Thank you. The privacy office reads it.`);
  };
  return (
    <Dialog
      title={t`What was it?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not now`}</Button>
          <Button look="primary" busy={sending.busy} onClick={() => void send()}>{t`Say so for good`}</Button>
        </>
      }
    >
      <div className={style.form}>
        {sending.problem !== undefined && <ProblemNotice problem={told(sending.problem)} />}
        <ChoiceField<Answer>
          label={t`Why did you open them?`}
          shape="rows"
          options={(Object.keys(answerWords) as Answer[]).map((value) => ({
            value,
            says: t(answerWords[value]),
          }))}
          value={answer}
          onChoose={setAnswer}
        />
        <TextArea
          label={t`In your words`}
          hint={<Trans>What you say is kept and cannot be changed afterwards.</Trans>}
          wrong={wrong}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
