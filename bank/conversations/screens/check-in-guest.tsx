import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { checkInGuest } from '../contract.ts';
import style from './check-in.module.css';
import { CheckedIn } from './checked-in.tsx';
import { TopicField } from './topic.tsx';

/**
 * Somebody who is not found or is no customer: a number and a name to call, nothing else, gone after a week.
 */
export function CheckInGuest({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const queries = useQueryClient();
  const [calledName, setCalledName] = useState('');
  const [topic, setTopic] = useState('');
  const [number, setNumber] = useState<number>();
  const told = useProblemWords();
  const send = useAction((body: Body<typeof checkInGuest>, key: string) =>
    call<typeof checkInGuest>('POST /api/guests', { body, key }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const guest = await send.run({ calledName: calledName.trim(), topic: topic.trim() || null });
    setNumber(guest?.queueNumber);
    void queries.invalidateQueries({ queryKey: ['desk'] });
  };
  if (number !== undefined)
    return <CheckedIn number={number} calledName={calledName} kinds={[]} onClose={onClose} />;
  return (
    <Dialog
      title={t`Check in a guest`}
      onClose={onClose}
      actions={
        <Button type="submit" form={formId} look="primary" busy={send.busy}>
          {t`Check in`}
        </Button>
      }
    >
      <form id={formId} className={style.form} onSubmit={(event) => void submit(event)}>
        {send.problem !== undefined && (
          <ProblemNotice problem={told(send.problem)} kept={t`What you typed is still here.`} />
        )}
        <TextField
          label={t`What may we call them?`}
          hint={t`A first name or whatever they like. It is forgotten after a week.`}
          maxLength={80}
          required
          autoFocus
          autoComplete="off"
          value={calledName}
          onChange={(event) => setCalledName(event.target.value)}
        />
        <TopicField value={topic} onChange={setTopic} />
        <p className={style.soft}>
          <Trans>
            Who says that they act for a customer, and is not known here, is a guest too: on a word alone no
            file opens.
          </Trans>
        </p>
      </form>
    </Dialog>
  );
}
