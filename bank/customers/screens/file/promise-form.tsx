import { useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { addPromise } from '#bank/conversations/contract.ts';
import { useColleagues } from '#bank/conversations/screens/visits.ts';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type PromiseDraft, usePromiseDraft } from './drafts-here.ts';
import forms from './forms.module.css';
import { useAmend } from './opening.ts';
import style from './promises.module.css';

/** One promise: what, by when, by whom. */
export function PromiseForm({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const [draft, setDraft, forget] = usePromiseDraft(customerId);
  const [isOpen, setOpen] = useState(false);
  // also where its words were begun elsewhere
  if (!isOpen && draft.body === '') {
    return (
      <div className={style.add}>
        <Button size="small" look="quiet" icon={<IconPlus />} onClick={() => setOpen(true)}>
          {t`Promise something`}
        </Button>
      </div>
    );
  }
  const close = () => {
    forget();
    setOpen(false);
  };
  return <Form customerId={customerId} draft={draft} setDraft={setDraft} onClose={close} />;
}

function Form(props: {
  customerId: string;
  draft: PromiseDraft;
  setDraft: (draft: PromiseDraft) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { customerId, draft, setDraft } = props;
  const { today } = useMe();
  const told = useProblemWords();
  const [missing, setMissing] = useState(false);
  const adding = useAdding(customerId);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const isComplete = draft.body.trim() !== '' && draft.dueOn >= today;
    setMissing(!isComplete);
    if (!isComplete || (await adding.run(draft)) === undefined) return;
    props.onClose();
    say(t`Promised. It comes back on its day.`);
  };
  return (
    <form className={forms.form} onSubmit={(event) => void send(event)} noValidate>
      {adding.problem !== undefined && (
        <ProblemNotice problem={told(adding.problem)} kept={t`Your text was kept.`} />
      )}
      <TextField
        label={t`What is promised`}
        hint={t`In words the customer would recognise.`}
        maxLength={500}
        autoFocus
        value={draft.body}
        wrong={missing && draft.body.trim() === '' ? t`Say what is promised.` : undefined}
        onChange={(event) => setDraft({ ...draft, body: event.target.value })}
      />
      <div className={forms.pair}>
        <TextField
          label={t`By which day`}
          type="date"
          min={today}
          value={draft.dueOn}
          wrong={missing && draft.dueOn < today ? t`Choose today or a later day.` : undefined}
          onChange={(event) => setDraft({ ...draft, dueOn: event.target.value })}
        />
        <KeeperField value={draft.assignedTo} onChoose={(assignedTo) => setDraft({ ...draft, assignedTo })} />
      </div>
      <div className={forms.row}>
        <Button size="small" look="quiet" onClick={props.onClose}>{t`Discard`}</Button>
        <Button size="small" type="submit" busy={adding.busy}>{t`Promise`}</Button>
      </div>
    </form>
  );
}

/** Who keeps it: oneself, or a colleague of the branch. */
function KeeperField({ value, onChoose }: { value: string; onChoose: (staffId: string) => void }) {
  const { t } = useLingui();
  const me = useMe();
  const { takers } = useColleagues();
  const others = takers.filter(({ staffId }) => staffId !== me.staffId);
  return (
    <SelectField label={t`Who keeps it`} value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{t`I do`}</option>
      {others.map(({ staffId, fullName }) => (
        <option key={staffId} value={staffId}>
          {fullName}
        </option>
      ))}
    </SelectField>
  );
}

function useAdding(customerId: string) {
  const me = useMe();
  const amend = useAmend(customerId);
  const { takers } = useColleagues();
  return useAction(async (draft: PromiseDraft, key: string) => {
    const body = { body: draft.body.trim(), dueOn: draft.dueOn, assignedTo: draft.assignedTo || null };
    const params = { customerId };
    const made = await call<typeof addPromise>('POST /api/customers/:customerId/promises', {
      params,
      key,
      body,
    });
    const keeper = takers.find(({ staffId }) => staffId === draft.assignedTo);
    const promise = {
      ...made,
      ...{ dueOn: body.dueOn, state: 'open' as const, madeByName: me.fullName },
      ...{ assignedTo: keeper?.staffId ?? me.staffId, assignedToName: keeper?.fullName ?? me.fullName },
      madeAt: new Date().toISOString(),
    };
    // as the server would give it back at this place
    amend(({ promises, masked }) => ({
      promises: [...promises, { ...promise, body: { hint: '', value: masked ? null : body.body } }],
    }));
    return made;
  });
}
