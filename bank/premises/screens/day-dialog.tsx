import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField, ChoiceField, TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { fitsTogether, IntervalsField } from './intervals.tsx';
import style from './premises.module.css';
import type { Day, Hours } from './reading.ts';
import { wrongOf } from './words.ts';

export interface DaySaid {
  onDate: string;
  name: string;
  intervals: Hours;
  everywhere: boolean;
}

/** A holiday, or a day with other hours. */
export function DayDialog(props: {
  title: string;
  today: string;
  /** undefined: a new one. */
  day: Day | undefined;
  /** Set: it may be set in the whole country at once. */
  country: string | null;
  busy: boolean;
  problem: unknown;
  onSave: (day: DaySaid) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const form = useId();
  const { day } = props;
  const [onDate, setOnDate] = useState(day?.onDate ?? '');
  const [name, setName] = useState(day?.name ?? '');
  const [intervals, setIntervals] = useState<Hours>(day?.intervals ?? []);
  const [everywhere, setEverywhere] = useState(false);
  const wrong = wrongOf(props.problem);
  const isClosed = intervals.length === 0;
  const fits = fitsTogether(intervals);
  const country = props.country === null ? '' : formats.country(props.country);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (fits) props.onSave({ onDate, name: name.trim(), intervals, everywhere });
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={props.busy} disabled={!fits}>
            {t`Save the day`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={save}>
        {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
        {day === undefined && (
          <TextField
            label={t`Day`}
            type="date"
            required
            min={props.today}
            value={onDate}
            wrong={wrong?.field === 'onDate' ? t(wrong.words) : undefined}
            onChange={({ target }) => setOnDate(target.value)}
          />
        )}
        <TextField
          label={t`What day it is`}
          hint={t`Shown at the desk, like New Year's Day.`}
          required
          maxLength={200}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <ChoiceField<'closed' | 'hours'>
          label={t`On that day`}
          value={isClosed ? 'closed' : 'hours'}
          onChoose={(which) => setIntervals(which === 'closed' ? [] : [{ from: '09:00', to: '12:00' }])}
          options={[
            { value: 'closed', says: t`Closed` },
            { value: 'hours', says: t`Open, at these hours` },
          ]}
        />
        {!isClosed && <IntervalsField day={t`That day`} intervals={intervals} onChange={setIntervals} />}
        {props.country !== null && (
          <CheckField
            label={t`At all branches and offices in ${country}`}
            hint={t`Those that have set this day already keep what they have set.`}
            checked={everywhere}
            onChange={({ target }) => setEverywhere(target.checked)}
          />
        )}
      </form>
    </Dialog>
  );
}
