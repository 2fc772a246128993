import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextArea } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { endAlarm } from '../alarming-contract.ts';

/** Says that it is over, and what happened. */
export function EndAlarm({ alarmId, onClose }: { alarmId: string; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const queries = useQueryClient();
  const [words, setWords] = useState('');
  const ending = useAction(async (said: string) => {
    await call<typeof endAlarm>('POST /api/alarms/:alarmId/end', {
      params: { alarmId },
      body: { words: said },
    });
    await queries.invalidateQueries({ queryKey: ['notices'] });
    return true;
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await ending.run(words.trim())) onClose();
  };
  return (
    <Dialog
      title={t`Is it over?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button look="primary" type="submit" form={form} busy={ending.busy}>
            {t`It is over`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
        <TextArea
          label={t`What happened, in a sentence`}
          hint={t`Only once you have seen them yourself, or security has. Files open there again.`}
          required
          minLength={10}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
