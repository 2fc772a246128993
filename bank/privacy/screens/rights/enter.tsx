import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField, TextArea, TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Subject } from '../record/asking.ts';
import { Choose } from '../record/choose.tsx';
import { type Entered, useEntering } from './asking.ts';
import { channelWords, identityWords, kindWords } from './words.ts';

/** A correction names what is wrong in the file, so it is made in the portal or from the file itself. */
const kinds = ['copy', 'restriction', 'objection', 'erasure'] as const;
const channels = ['branch', 'phone', 'letter'] as const;
const identities = ['document', 'known in person', 'power of attorney'] as const;

/** Enters what somebody asked at a branch, by telephone or by letter. */
export function EnterRequest({ onClose, onEntered }: { onClose: () => void; onEntered: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const entering = useEntering();
  const [subject, setSubject] = useState<Subject>();
  const [kind, setKind] = useState<(typeof kinds)[number]>();
  const [about, setAbout] = useState<'marketing' | 'profiling'>('marketing');
  const [how, setHow] = useState<How>({ channel: 'branch', identity: 'document', receivedOn: today });
  const [words, setWords] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (subject === undefined || kind === undefined) return;
    const entered = {
      ...{ customerId: subject.subjectId, kind, about: kind === 'objection' ? about : null },
      ...{ ...how, words: words.trim() || null, subject: null, proposed: null },
    };
    if (await entering.run(entered)) onEntered();
  };
  return (
    <Dialog
      title={t`Enter a request`}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={entering.busy} disabled={!subject || !kind}>
            {t`Enter it`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {entering.problem !== undefined && (
          <ProblemNotice problem={told(entering.problem)} kept={t`Your words are still here.`} />
        )}
        <Choose key={subject?.subjectId} of="customer" chosen={subject} onChoose={setSubject} />
        <ChoiceField<(typeof kinds)[number]>
          label={t`What they ask for`}
          value={kind}
          onChoose={setKind}
          options={kinds.map((value) => ({ value, says: t(kindWords[value]) }))}
        />
        {kind === 'objection' && (
          <ChoiceField<'marketing' | 'profiling'>
            label={t`To what they object`}
            value={about}
            onChoose={setAbout}
            options={[
              { value: 'marketing', says: t`Marketing` },
              { value: 'profiling', says: t`Profiling` },
            ]}
          />
        )}
        <How how={how} onChange={setHow} />
        <TextArea
          label={t`In their words`}
          maxLength={4000}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <p>
          <Trans>It is in your hands then, and that is on record as a reason to open this file.</Trans>
        </p>
      </form>
    </Dialog>
  );
}

type How = Pick<Entered, 'channel' | 'identity' | 'receivedOn'>;

function How({ how, onChange }: { how: How; onChange: (how: How) => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  return (
    <>
      <SelectField
        label={t`How it came`}
        value={how.channel}
        onChange={({ target }) => onChange({ ...how, channel: target.value as How['channel'] })}
      >
        {channels.map((one) => (
          <option key={one} value={one}>
            {t(channelWords[one])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`How they showed who they are`}
        value={how.identity}
        onChange={({ target }) => onChange({ ...how, identity: target.value as How['identity'] })}
      >
        {identities.map((one) => (
          <option key={one} value={one}>
            {t(identityWords[one])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t`Received on`}
        hint={t`The clock begins on that day.`}
        type="date"
        required
        max={today}
        value={how.receivedOn}
        onChange={({ target }) => onChange({ ...how, receivedOn: target.value })}
      />
    </>
  );
}
