import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { follow } from '#platform/browser/address.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { askAbout } from '../../inquiring-contract.ts';
import style from './looks.module.css';
import type { OwnInquiry } from './own-inquiries.ts';
import { type Entry, useEntryWords } from './words.ts';

/** Beside an entry: how the question about it stands, or the way to ask one. */
export function Asking(props: { entry: Entry; asked: OwnInquiry | undefined; onAsked: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const { entry, asked } = props;
  if (asked !== undefined && asked.state !== 'withdrawn') {
    const due = formats.date(asked.dueOn);
    return (
      <p>
        <a href="/questions" onClick={follow}>
          {asked.state === 'answered'
            ? t`Your question is answered`
            : t`You asked; an answer comes by ${due}`}
        </a>
      </p>
    );
  }
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setOpen(true)}>
        <Trans>Ask about this</Trans>
        <span className="unseen">: {formats.dateTime(entry.at)}</span>
      </Button>
      {open && (
        <Ask
          entry={entry}
          onClose={() => setOpen(false)}
          onAsked={() => {
            setOpen(false);
            props.onAsked();
          }}
        />
      )}
    </>
  );
}

function Ask({ entry, onClose, onAsked }: { entry: Entry; onClose: () => void; onAsked: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const words = useEntryWords();
  const form = useId();
  const [question, setQuestion] = useState('');
  const asking = useAction((body: Body<typeof askAbout>, key) =>
    call<typeof askAbout>('POST /api/own-inquiries', { body, key }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { recordId, kind, at } = entry;
    const reply = await asking.run({ recordId, kind, at, question: question.trim() });
    if (reply === undefined) return;
    const due = formats.date(reply.dueOn);
    say(t`Asked. The answer comes here, by ${due}.`);
    onAsked();
  };
  const { title, why } = words(entry);
  return (
    <Dialog
      title={t`Ask about this`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={asking.busy}>
            {t`Ask the privacy office`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.asking} onSubmit={(event) => void submit(event)}>
        {asking.problem !== undefined && <ProblemNotice problem={told(asking.problem)} />}
        <div>
          <p className={style.title}>{title}</p>
          <p className={style.small}>{[formats.dateTime(entry.at), why].filter(Boolean).join(' · ')}</p>
        </div>
        <TextArea
          label={t`What would you like to know?`}
          required
          minLength={3}
          maxLength={2000}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        <p className={style.small}>
          <Trans>
            People who were not part of it look into it and must answer; you are told by when. Your question
            is kept locked; nobody in a branch can read it.
          </Trans>
        </p>
      </form>
    </Dialog>
  );
}
