import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { addNote, changeNote } from '#bank/conversations/contract.ts';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { CheckField, TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useDraft } from '#platform/browser/drafts.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type NoteDraft, useNoteDraft } from './drafts-here.ts';
import forms from './forms.module.css';
import { type File, type Note, useAmend, useOpenAgain } from './opening.ts';

/** A new note. It is open all the time: a banker writes in every talk. */
export function WriteNote({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const [draft, setDraft, forget] = useNoteDraft(customerId);
  const me = useMe();
  const amend = useAmend(customerId);
  const writing = useAction(async (body: NoteDraft, key: string) => {
    const written = await call<typeof addNote>('POST /api/customers/:customerId/notes', {
      params: { customerId },
      key,
      body: { ...body, body: body.body.trim() },
    });
    amend((file) => ({ notes: [{ ...written, ...shown(body, file), ...by(me.fullName) }, ...file.notes] }));
    forget();
    say(t`The note is in the file.`);
  });
  return (
    <NoteForm draft={draft} setDraft={setDraft} action={writing} label={t`Write a note`} send={t`Add note`}>
      {draft.body !== '' && <Button size="small" look="quiet" onClick={forget}>{t`Discard`}</Button>}
    </NoteForm>
  );
}

/** Changing one's own note. When it was changed meanwhile, the text here is kept and the other is shown. */
export function ChangeNote(props: {
  customerId: string;
  note: Note & { text: string };
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { customerId, note, onClose } = props;
  const { noteId, version, sensitive, text } = note;
  const [draft, setDraft, forget] = useDraft<NoteDraft>(`note ${noteId}`, { body: text, sensitive });
  const amend = useAmend(customerId);
  const openAgain = useOpenAgain(customerId);
  const changing = useAction(async (body: NoteDraft) => {
    const params = { customerId, noteId };
    const route = 'PUT /api/customers/:customerId/notes/:noteId';
    const reply = await call<typeof changeNote>(route, { params, version, body }).catch(async (problem) => {
      if (problem instanceof Problem && problem.code === 'changed') await openAgain();
      throw problem;
    });
    const changed = (one: Note, file: File) =>
      one.noteId === noteId ? { ...one, ...shown(body, file), ...reply } : one;
    amend((file) => ({ notes: file.notes.map((one) => changed(one, file)) }));
    forget();
    onClose();
    say(t`The note is changed.`);
  });
  return (
    <NoteForm
      draft={draft}
      setDraft={setDraft}
      action={changing}
      label={t`Change the note`}
      send={t`Save`}
      theirs={text}
    >
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          forget();
          onClose();
        }}
      >{t`Leave it as it was`}</Button>
    </NoteForm>
  );
}

function NoteForm(props: {
  draft: NoteDraft;
  setDraft: (draft: NoteDraft) => void;
  action: Action<NoteDraft, void>;
  label: string;
  send: string;
  /** What the note says on the server now. */
  theirs?: string;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const { draft, setDraft, action } = props;
  const [missing, setMissing] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(draft.body.trim() === '');
    if (draft.body.trim() !== '') void action.run(draft);
  };
  return (
    <form className={forms.form} onSubmit={send}>
      <NoteProblem problem={action.problem} theirs={props.theirs} />
      <TextArea
        label={props.label}
        rows={draft.body === '' ? 2 : 4}
        maxLength={4000}
        placeholder={t`What should a colleague know next time?`}
        value={draft.body}
        wrong={missing && draft.body.trim() === '' ? t`Write something first.` : undefined}
        onChange={(event) => setDraft({ ...draft, body: event.target.value })}
      />
      {(draft.body !== '' || props.theirs !== undefined) && (
        <div className={forms.row}>
          <CheckField
            label={t`Sensitive`}
            hint={t`Health or hardship: kept sealed.`}
            checked={draft.sensitive}
            onChange={(event) => setDraft({ ...draft, sensitive: event.target.checked })}
          />
          <span className={forms.row}>
            {props.children}
            <Button size="small" type="submit" busy={action.busy}>
              {props.send}
            </Button>
          </span>
        </div>
      )}
    </form>
  );
}

function NoteProblem({ problem, theirs }: { problem: unknown; theirs: string | undefined }) {
  const { t } = useLingui();
  const told = useProblemWords();
  if (problem === undefined) return null;
  if (!(problem instanceof Problem) || problem.code !== 'changed') {
    return <ProblemNotice problem={told(problem)} kept={t`Your text was kept.`} />;
  }
  return (
    <Notice tone="amber">
      <p>
        <strong>
          <Trans>This note was changed meanwhile.</Trans>
        </strong>{' '}
        <Trans>Your text is kept below. Save once more to put it in its place.</Trans>
      </p>
      <p>
        <Trans>It says now:</Trans> <q>{theirs}</q>
      </p>
    </Notice>
  );
}

/** As the server would give it back at this place. */
function shown(
  { body, sensitive }: NoteDraft,
  { masked }: File,
): Pick<Note, 'body' | 'sensitive' | 'unavailable'> {
  return {
    body: { hint: '', value: masked ? null : body.trim() },
    sensitive,
    unavailable: false,
  };
}

const by = (writtenByName: string) => ({ writtenByName, mine: true, writtenAt: new Date().toISOString() });
