import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { tellEvent } from '../../contract.ts';
import { happenings } from '../../happenings.ts';
import { eventWords, type LifeEvent, tellable } from '../words.ts';
import style from './life.module.css';
import type { LifeProps } from './panel.tsx';

type Kind = (typeof tellable)[number];

/** What the customer told us of their life: what and when. Words belong into a note. */
export function TellEvent({ customerId, masked, onChange, onClose }: LifeProps & { onClose: () => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  const told = useProblemWords();
  const [kind, setKind] = useState<Kind>('salary begins');
  const [onDate, setOnDate] = useState(today);
  const telling = useAction((body: { kind: Kind; onDate: string }, key) =>
    call<typeof tellEvent>('POST /api/customers/:customerId/life-events', {
      params: { customerId },
      body,
      key,
    }),
  );
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (onDate === '') return;
    const made = await telling.run({ kind, onDate });
    if (made === undefined) return;
    const { sensitive } = happenings[kind];
    const one: LifeEvent = {
      ...{ ...made, kind, state: 'confirmed', source: 'staff', onDate, confidence: 100, amount: null },
      ...{ evidence: [], agreements: [], rule: null, sensitive, notUsed: false, expiresOn: onDate },
    };
    // what is hard goes out of sight as soon as it is noted where strangers may read
    onChange(({ events }) => (masked && sensitive ? { isPrivate: true } : { events: [one, ...events] }));
    say(t`Noted.`);
    onClose();
  };
  return (
    <form className={style.form} onSubmit={(event) => void send(event)}>
      {telling.problem !== undefined && <ProblemNotice problem={told(telling.problem)} />}
      <div className={style.pair}>
        <SelectField
          label={t`What happened`}
          autoFocus
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
        >
          {tellable.map((one) => (
            <option key={one} value={one}>
              {t(eventWords[one])}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t`On which day`}
          type="date"
          value={onDate}
          wrong={onDate === '' ? t`Say about when.` : undefined}
          onChange={(event) => setOnDate(event.target.value)}
        />
      </div>
      <div className={style.row}>
        <Button size="small" look="quiet" onClick={onClose}>{t`Discard`}</Button>
        <Button size="small" type="submit" busy={telling.busy}>{t`Note it`}</Button>
      </div>
    </form>
  );
}
