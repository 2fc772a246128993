import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { IconButton } from '#design/button.tsx';
import { Masked } from '#design/masked.tsx';
import { Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { ChangeNote, WriteNote } from './note-form.tsx';
import style from './notes.module.css';
import type { File, Note, Revealer } from './opening.ts';

/** What colleagues and oneself have written down, newest first; hidden at a counter, and shown while held. */
export function Notes({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const may = useMay();
  const { customerId } = file.customer;
  return (
    <Panel title={t`Notes`} flush>
      {may('customer.file.change') && <WriteNote customerId={customerId} />}
      {file.notes.length === 0 ? (
        <p className={style.none}>
          <Trans>No notes yet. Write down what a colleague should know next time.</Trans>
        </p>
      ) : (
        <ul>
          {file.notes.map((note) => (
            <NoteLine key={note.noteId} customerId={customerId} note={note} revealer={revealer} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function NoteLine({ customerId, note, revealer }: { customerId: string; note: Note; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const may = useMay();
  const [changing, setChanging] = useState(false);
  const { body } = note;
  if (changing && body.value !== null) {
    return (
      <li>
        <ChangeNote
          customerId={customerId}
          note={{ ...note, text: body.value }}
          onClose={() => setChanging(false)}
        />
      </li>
    );
  }
  const isMine = note.mine;
  const kind = note.sensitive ? t`Sensitive: for a private room` : t`Note`;
  const hint = note.unavailable ? t`Cannot be shown now` : kind;
  return (
    <li className={style.note}>
      <div className={style.text}>
        <Masked
          label={note.sensitive ? t`Sensitive note` : t`Note`}
          value={body.value}
          hint={hint}
          reveal={revealer.text('note', note.noteId)}
        />
      </div>
      <p className={style.by}>
        {isMine ? t`You` : note.writtenByName} · {formats.dateTime(note.writtenAt)}
        {note.sensitive && <Badge icon={<IconLock />}>{t`Sensitive`}</Badge>}
      </p>
      {isMine && body.value !== null && may('customer.file.change') && (
        <IconButton says={t`Change this note`} icon={<IconPencil />} onClick={() => setChanging(true)} />
      )}
    </li>
  );
}
