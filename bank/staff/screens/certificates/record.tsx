import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { recordCertificate } from '../../certifying-contract.ts';
import { useMe } from '../me.tsx';
import type { Certified } from './page.tsx';

/** Since when and until when it counts; a year, unless the course says otherwise. */
export function RecordCertificate(props: { person: Certified; onClose: () => void; onRecorded: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const { staffId, fullName } = props.person;
  const [validFrom, setFrom] = useState(today);
  const [expiresOn, setUntil] = useState(nextYear(today));
  const recording = useAction((body: Body<typeof recordCertificate>, key) =>
    call<typeof recordCertificate>('POST /api/certificates', { body, key }),
  );
  const record = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await recording.run({ staffId, validFrom, expiresOn }))) return;
    say(t`Recorded. It counts from now on.`);
    props.onRecorded();
  };
  return (
    <Dialog
      title={t`Privacy certificate of ${fullName}`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={recording.busy}>{t`Record`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void record(event)}>
        {recording.problem !== undefined && <ProblemNotice problem={told(recording.problem)} />}
        <TextField
          label={t`Course taken on`}
          type="date"
          required
          max={today}
          value={validFrom}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label={t`Counts until`}
          type="date"
          required
          min={today}
          value={expiresOn}
          onChange={(event) => setUntil(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

const nextYear = (day: string) => `${Number(day.slice(0, 4)) + 1}${day.slice(4).replace('02-29', '02-28')}`;
