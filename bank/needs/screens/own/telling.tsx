import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { stateOwn, tellOwn } from '../../contract.ts';
import { eventWords, needWords, tellable } from '../words.ts';
import style from './own.module.css';
import type { Reading } from './reading.ts';

/** What we do not know and she wants us to. */
export function Telling({ of, reading }: { of: 'event' | 'need'; reading: Reading }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>
          {of === 'event' ? t`Tell us what happened` : t`Tell us what you need`}
        </Button>
      </div>
    );
  }
  const close = () => setOpen(false);
  return of === 'event' ? (
    <TellEvent reading={reading} onClose={close} />
  ) : (
    <TellNeed reading={reading} onClose={close} />
  );
}

interface Props {
  reading: Reading;
  onClose: () => void;
}

function TellEvent({ reading, onClose }: Props) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [kind, setKind] = useState<(typeof tellable)[number]>('salary begins');
  const [onDate, setOnDate] = useState(() => new Date().toISOString().slice(0, 10));
  const telling = useAction(async (body: { kind: typeof kind; onDate: string }, key) => {
    await call<typeof tellOwn>('POST /api/understanding/events', { body, key });
    await reading.again();
    return true;
  });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (onDate === '' || !(await telling.run({ kind, onDate }))) return;
    say(t`Thank you for telling us.`);
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
          onChange={(event) => setKind(event.target.value as typeof kind)}
        >
          {tellable.map((one) => (
            <option key={one} value={one}>
              {t(eventWords[one])}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t`About when`}
          type="date"
          value={onDate}
          wrong={onDate === '' ? t`Say about when.` : undefined}
          onChange={(event) => setOnDate(event.target.value)}
        />
      </div>
      <TakesBack of="event" what={kind} reading={reading} />
      <Deeds busy={telling.busy} onClose={onClose} />
    </form>
  );
}

function TellNeed({ reading, onClose }: Props) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [category, setCategory] = useState<keyof typeof needWords>('saving');
  const stating = useAction(async (body: { category: typeof category }, key) => {
    await call<typeof stateOwn>('POST /api/understanding/needs', { body, key });
    await reading.again();
    return true;
  });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await stating.run({ category }))) return;
    say(t`Thank you for telling us.`);
    onClose();
  };
  return (
    <form className={style.form} onSubmit={(event) => void send(event)}>
      {stating.problem !== undefined && <ProblemNotice problem={told(stating.problem)} />}
      <SelectField
        label={t`What you need`}
        autoFocus
        value={category}
        onChange={(event) => setCategory(event.target.value as typeof category)}
      >
        {choicesOf(needWords).map((one) => (
          <option key={one} value={one}>
            {t(needWords[one])}
          </option>
        ))}
      </SelectField>
      <TakesBack of="need" what={category} reading={reading} />
      <Deeds busy={stating.busy} onClose={onClose} />
    </form>
  );
}

/** What she tells herself may be used: it is said before she does. */
function TakesBack({ of, what, reading }: { of: 'event' | 'need'; what: string; reading: Reading }) {
  const { t } = useLingui();
  const refusals = reading.own?.understanding.refusals ?? [];
  return (
    <p role="status" className={style.small}>
      {refusals.some((one) => one.of === of && one.what === what) &&
        t`You asked us not to use this. When you tell us of it yourself, we will use it again.`}
    </p>
  );
}

function Deeds({ busy, onClose }: { busy: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <div className={style.deeds}>
      <Button look="primary" type="submit" busy={busy}>{t`Tell the bank`}</Button>
      <Button look="quiet" onClick={onClose}>{t`Cancel`}</Button>
    </div>
  );
}
