import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { changePremises, enterPremises } from '../contract.ts';
import style from './premises.module.css';
import { type Premises, useDeed, useReadAgain } from './reading.ts';
import { kindWords, wrongOf } from './words.ts';

type Particulars = Body<typeof enterPremises>;

/** A new branch, office or cash machine. */
export function EnterPremises(props: { onEntered: (premisesId: string) => void; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const deed = useAction((body: Particulars, key) =>
    call<typeof enterPremises>('POST /api/premises', { body, key }),
  );
  const save = async (body: Particulars) => {
    const reply = await deed.run(body);
    if (reply === undefined) return;
    again();
    props.onEntered(reply.premisesId);
  };
  const [empty] = useState<Particulars>(() => ({
    ...{ kind: 'branch', code: '', name: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    ...{ addressLines: [], country: null, postalCode: null, region: null, telephone: null },
  }));
  return (
    <ParticularsDialog
      title={t`Enter a branch`}
      says={t`Enter`}
      now={empty}
      endedOn={undefined}
      busy={deed.busy}
      problem={deed.problem}
      onSave={(body) => void save(body)}
      onClose={props.onClose}
    />
  );
}

/** What is said of one that is there, and its last day. */
export function ChangePremises({ premises, onClose }: { premises: Premises; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const { premisesId, name } = premises;
  // As it was when the fields were filled: whoever was overtaken looks at what is there first.
  const [version] = useState(premises.version);
  const deed = useDeed((body: Body<typeof changePremises>) =>
    call<typeof changePremises>('PUT /api/premises/:premisesId', { params: { premisesId }, version, body }),
  );
  const save = async (body: Particulars, endedOn: string | null) => {
    if ((await deed.run({ ...body, endedOn })) === undefined) return;
    say(t`Saved. It counts from now on.`);
    again();
    onClose();
  };
  return (
    <ParticularsDialog
      title={t`Particulars of ${name}`}
      says={t`Save`}
      now={premises}
      endedOn={premises.endedOn}
      busy={deed.busy}
      problem={deed.problem}
      onSave={(body, endedOn) => void save(body, endedOn)}
      onClose={onClose}
    />
  );
}

function ParticularsDialog(props: {
  title: string;
  says: string;
  now: Particulars;
  /** undefined: a new one does not end. */
  endedOn: string | null | undefined;
  busy: boolean;
  problem: unknown;
  onSave: (particulars: Particulars, endedOn: string | null) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [now, setNow] = useState(props.now);
  const [lines, setLines] = useState(props.now.addressLines.join('\n'));
  const [endedOn, setEndedOn] = useState(props.endedOn ?? '');
  const set = (part: Partial<Particulars>) => setNow((before) => ({ ...before, ...part }));
  const wrong = wrongOf(props.problem);
  const wrongAt = (field: string) => (wrong?.field === field ? t(wrong.words) : undefined);
  const save = (event: FormEvent) => {
    event.preventDefault();
    props.onSave(saidOf(now, lines), orNull(endedOn));
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      width="wide"
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={props.busy}>
            {props.says}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={save}>
        {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
        <Kind value={now.kind} onChoose={(kind) => set({ kind })} wrong={wrongAt('kind')} />
        <div className={style.pair}>
          <TextField
            label={t`Name`}
            required
            maxLength={200}
            value={now.name}
            onChange={({ target }) => set({ name: target.value })}
          />
          <TextField
            label={t`Code`}
            hint={t`The bank's own, no other has it.`}
            required
            maxLength={40}
            value={now.code}
            wrong={wrongAt('code')}
            onChange={({ target }) => set({ code: target.value })}
          />
        </div>
        <ZoneField
          value={now.timeZone}
          wrong={wrongAt('timeZone')}
          onChange={(timeZone) => set({ timeZone })}
        />
        <TextArea
          label={t`Address, in lines`}
          rows={3}
          maxLength={1000}
          value={lines}
          onChange={({ target }) => setLines(target.value)}
        />
        <Whereabouts now={now} set={set} wrong={wrongAt('country')} />
        <TelephoneField value={now.telephone} set={set} wrong={wrongAt('telephone')} />
        {props.endedOn !== undefined && (
          <TextField
            label={t`Closed for good from`}
            hint={t`From that day on nobody works there. Empty: it goes on.`}
            type="date"
            value={endedOn}
            wrong={wrongAt('endedOn')}
            onChange={({ target }) => setEndedOn(target.value)}
          />
        )}
      </form>
    </Dialog>
  );
}

/** What a letter needs beside the lines. */
function Whereabouts(props: {
  now: Particulars;
  set: (part: Partial<Particulars>) => void;
  wrong: string | undefined;
}) {
  const { t } = useLingui();
  const { now, set } = props;
  return (
    <div className={style.pair}>
      <TextField
        label={t`Postal code`}
        maxLength={40}
        value={now.postalCode ?? ''}
        onChange={({ target }) => set({ postalCode: target.value })}
      />
      <TextField
        label={t`Region`}
        maxLength={200}
        value={now.region ?? ''}
        onChange={({ target }) => set({ region: target.value })}
      />
      <TextField
        label={t`Country`}
        hint={t`Two letters, like CZ`}
        pattern="[A-Z]{2}"
        maxLength={2}
        value={now.country ?? ''}
        wrong={props.wrong}
        onChange={({ target }) => set({ country: target.value.toUpperCase() })}
      />
    </div>
  );
}

function TelephoneField(props: {
  value: string | null;
  set: (part: Partial<Particulars>) => void;
  wrong: string | undefined;
}) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Telephone`}
      hint={t`Customers see it in the portal, with the opening hours.`}
      type="tel"
      maxLength={40}
      value={props.value ?? ''}
      wrong={props.wrong}
      onChange={({ target }) => props.set({ telephone: target.value })}
    />
  );
}

function Kind(props: {
  value: Particulars['kind'];
  onChoose: (kind: Particulars['kind']) => void;
  wrong: string | undefined;
}) {
  const { t } = useLingui();
  return (
    <ChoiceField<Particulars['kind']>
      label={t`What it is`}
      hint={props.wrong && <strong>{props.wrong}</strong>}
      value={props.value}
      onChoose={props.onChoose}
      options={(['branch', 'office', 'atm'] as const).map((value) => ({ value, says: t(kindWords[value]) }))}
    />
  );
}

/** Any zone that the browser knows is offered; the server decides. */
function ZoneField(props: {
  value: string;
  wrong: string | undefined;
  onChange: (timeZone: string) => void;
}) {
  const { t } = useLingui();
  const list = useId();
  return (
    <>
      <TextField
        label={t`Time zone`}
        hint={t`Its hours, its days and its midnight are counted there, like Europe/Prague.`}
        required
        maxLength={80}
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={props.value}
        wrong={props.wrong}
        onChange={({ target }) => props.onChange(target.value)}
      />
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

const orNull = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim());

const saidOf = (now: Particulars, lines: string): Particulars => ({
  ...{ kind: now.kind, code: now.code.trim(), name: now.name.trim(), timeZone: now.timeZone.trim() },
  addressLines: lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
  ...{ country: orNull(now.country), postalCode: orNull(now.postalCode), region: orNull(now.region) },
  telephone: orNull(now.telephone),
});
