import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { correctOwnEvent } from '../../contract.ts';
import type { LifeEvent } from '../words.ts';
import style from './own.module.css';
import type { Reading } from './reading.ts';

/** About when it happened, put right: told or worked out, it counts from the day that she names. */
export function EventDay(props: { event: LifeEvent; title: string; reading: Reading }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { event, title, reading } = props;
  const [open, setOpen] = useState(false);
  const [onDate, setOnDate] = useState(event.onDate);
  const correcting = useAction(async (day: string) => {
    await call<typeof correctOwnEvent>('POST /api/understanding/events/:eventId/days', {
      ...{ params: { eventId: event.eventId }, body: { onDate: day } },
    });
    await reading.again();
    return true;
  });
  const send = async (submitted: FormEvent) => {
    submitted.preventDefault();
    if (onDate === '' || !(await correcting.run(onDate))) return;
    say(t`Thank you. It counts from that day.`);
    setOpen(false);
  };
  if (!open)
    return (
      <div className={style.deeds}>
        <Button size="small" onClick={() => setOpen(true)}>
          {t`Put the day right`}
          <span className="unseen">: {title}</span>
        </Button>
      </div>
    );
  return (
    <form className={style.form} onSubmit={(submitted) => void send(submitted)} noValidate>
      {correcting.problem !== undefined && <ProblemNotice problem={told(correcting.problem)} />}
      <TextField
        label={t`About when`}
        type="date"
        autoFocus
        value={onDate}
        wrong={onDate === '' ? t`Say about when.` : undefined}
        onChange={({ target }) => setOnDate(target.value)}
      />
      <div className={style.deeds}>
        <Button look="primary" type="submit" busy={correcting.busy}>{t`Tell the bank`}</Button>
        <Button look="quiet" onClick={() => setOpen(false)}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
