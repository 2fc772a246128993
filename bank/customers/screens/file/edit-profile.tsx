import { Trans, useLingui } from '@lingui/react/macro';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { changeProfile } from '#bank/customers/contract.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { SelectField, TextArea, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useDraft } from '#platform/browser/drafts.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './forms.module.css';
import { type File, useAmend, useOpenAgain } from './opening.ts';

type Customer = File['customer'];

/** What staff may change of who somebody is. */
export function EditProfile({ file }: { file: File }) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may('customer.file.change')) return null;
  return (
    <>
      <Button size="small" look="quiet" icon={<IconPencil />} onClick={() => setOpen(true)}>
        {t`Edit`}
      </Button>
      {open && <ProfileDialog customer={file.customer} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Profile {
  preferredName: string;
  language: string;
  occupation: string;
  employer: string;
  /** One on each line. */
  supportNeeds: string;
}

function ProfileDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useLingui();
  const draft = useProfileDraft(customer);
  const saving = useSaving(customer, () => {
    draft.forget();
    onClose();
    say(t`Saved. It is on record that you changed it.`);
  });
  const { profile, set } = draft;
  return (
    <Dialog
      title={t`What we know of them`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not now`}</Button>
          <Button
            look="primary"
            busy={saving.busy}
            onClick={() => void saving.run(changesOf(customer, profile))}
          >{t`Save`}</Button>
        </>
      }
    >
      <SavingProblem problem={saving.problem} customer={customer} profile={profile} />
      <TextField
        label={t`What they like to be called`}
        hint={t`As they say it themselves. It is what is called out and what greets them.`}
        maxLength={200}
        value={profile.preferredName}
        onChange={(event) => set({ preferredName: event.target.value })}
      />
      <LanguageField value={profile.language} onChoose={(language) => set({ language })} />
      {customer.workHidden && (
        <p>{t`Occupation and employer are hidden here: change them in a private room.`}</p>
      )}
      {customer.kind === 'person' && !customer.workHidden && (
        <div className={style.pair}>
          <TextField
            label={t`Occupation`}
            maxLength={200}
            value={profile.occupation}
            onChange={(event) => set({ occupation: event.target.value })}
          />
          <TextField
            label={t`Employer`}
            maxLength={200}
            value={profile.employer}
            onChange={(event) => set({ employer: event.target.value })}
          />
        </div>
      )}
      {customer.supportNeeds.needs === null ? (
        <p>{t`What helps in a talk is hidden here: change it in a private room.`}</p>
      ) : (
        <TextArea
          label={t`What helps in a talk`}
          hint={t`One on each line: "Large print", "Speak slowly". What helps, not why.`}
          rows={3}
          value={profile.supportNeeds}
          onChange={(event) => set({ supportNeeds: event.target.value })}
        />
      )}
    </Dialog>
  );
}

function LanguageField({ value, onChoose }: { value: string; onChoose: (language: string) => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const codes = [...new Set([value, ...languages])];
  const named = codes.map((code) => [code, formats.language(code)] as const);
  named.sort(([, a], [, b]) => a.localeCompare(b, formats.locale));
  return (
    <SelectField label={t`Language`} value={value} onChange={(event) => onChoose(event.target.value)}>
      {named.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** When somebody was faster: what it says now, beside what was typed here, which is kept. */
function SavingProblem(props: { problem: unknown; customer: Customer; profile: Profile }) {
  const told = useProblemWords();
  const { problem, customer, profile } = props;
  if (problem === undefined) return null;
  if (!(problem instanceof Problem) || problem.code !== 'changed')
    return <ProblemNotice problem={told(problem)} />;
  const theirs = profileOf(customer);
  const differing = (Object.keys(theirs) as (keyof Profile)[]).filter(
    (name) => theirs[name] !== profile[name],
  );
  return (
    <Notice tone="amber">
      <p>
        <strong>
          <Trans>A colleague has changed this meanwhile.</Trans>
        </strong>{' '}
        <Trans>What you typed is kept below. Look at both, then save once more.</Trans>
      </p>
      {differing.map((name) => (
        <p key={name}>
          <Trans>It says now:</Trans> <q>{theirs[name].split('\n').join(' · ') || '–'}</q>
        </p>
      ))}
    </Notice>
  );
}

function useProfileDraft(customer: Customer) {
  const [typed, setTyped, forget] = useDraft<Partial<Profile>>(`profile ${customer.customerId}`, {});
  return {
    profile: { ...profileOf(customer), ...typed },
    set: (change: Partial<Profile>) => setTyped({ ...typed, ...change }),
    forget,
  };
}

function useSaving({ customerId, version }: Customer, onSaved: () => void) {
  const amend = useAmend(customerId);
  const openAgain = useOpenAgain(customerId);
  return useAction(async (body: ReturnType<typeof changesOf>) => {
    try {
      const params = { customerId };
      const route = 'PATCH /api/customers/:customerId/profile';
      const reply =
        Object.keys(body).length > 0 && (await call<typeof changeProfile>(route, { params, version, body }));
      if (reply) {
        const { supportNeeds: needs, ...plain } = body;
        const sealed = needs && { supportNeeds: { count: needs.length, needs, unavailable: false } };
        const { version: next } = reply;
        amend(({ customer }) => ({ customer: { ...customer, ...plain, ...sealed, version: next } }));
      }
      onSaved();
    } catch (problem) {
      if (problem instanceof Problem && problem.code === 'changed') await openAgain();
      throw problem;
    }
  });
}

function profileOf(customer: Customer): Profile {
  return {
    preferredName: customer.preferredName ?? '',
    language: customer.language,
    occupation: customer.occupation ?? '',
    employer: customer.employer ?? '',
    supportNeeds: customer.supportNeeds.needs?.join('\n') ?? '',
  };
}

/** Only what is different now: what is left alone stays the source's to change. */
function changesOf(customer: Customer, typed: Profile) {
  const before = profileOf(customer);
  const lines = typed.supportNeeds.split('\n').map((line) => line.trim().slice(0, 100));
  const isNew = (name: keyof Profile) => before[name].trim() !== typed[name].trim();
  const line = (name: keyof Profile) => typed[name].trim() || null;
  return {
    ...(isNew('preferredName') && { preferredName: line('preferredName') }),
    ...(isNew('language') && { language: typed.language }),
    ...(isNew('occupation') && { occupation: line('occupation') }),
    ...(isNew('employer') && { employer: line('employer') }),
    ...(isNew('supportNeeds') && { supportNeeds: lines.filter(Boolean).slice(0, 50) }),
  };
}

/** Offered first; whatever else a customer speaks comes with the file. */
const languages = [
  ...[
    'en',
    'es',
    'cs',
    'sk',
    'de',
    'fr',
    'it',
    'pt',
    'pl',
    'uk',
    'ru',
    'ro',
    'hu',
    'nl',
    'sv',
    'da',
    'fi',
    'el',
  ],
  ...[
    'tr',
    'ar',
    'fa',
    'he',
    'hi',
    'ur',
    'bn',
    'ta',
    'zh',
    'ja',
    'ko',
    'vi',
    'th',
    'id',
    'tl',
    'sw',
    'am',
    'so',
  ],
];
