/** Sensitive notes, sealed: read only where they are shown, sealed anew when their key has been retired. */
import type { Place } from '#platform/crypto/envelope.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import * as queries from './queries.ts';

type Row = RowOf<typeof queries.notesOf>;

export interface OpenNote extends Omit<Row, 'body_sealed'> {
  /** Null with `unavailable`: it cannot be shown now. */
  unavailable: boolean;
}

export async function sealedBody(
  tx: Transaction,
  { customerId, noteId, body }: { customerId: string; noteId: string; body: string },
): Promise<Buffer> {
  const [sealed] = await tx.seal('notes', [{ customerId, place: placeOf(noteId), text: body }]);
  return sealed as Buffer;
}

/** The notes with what is sealed in them; one whose key was destroyed is no note any more. */
export async function openNotes(tx: Transaction, notes: readonly Row[]): Promise<OpenNote[]> {
  const sealed = notes.filter(isSealed);
  const opened = sealed.length === 0 ? [] : await tx.open(sealed.map(sealedIn));
  const bodies = new Map(sealed.map((note, n) => [note.note_id, opened[n]]));
  return notes.flatMap(({ body_sealed: _sealed, ...note }): OpenNote[] => {
    const body = bodies.get(note.note_id);
    if (body === undefined || body.text !== null)
      return [{ ...note, body: body?.text ?? note.body, unavailable: false }];
    return body.because === 'destroyed' ? [] : [{ ...note, unavailable: true }];
  });
}

/** Where strangers may read: none is opened, and what is plain may hold an amount or a number as well. */
export function closedNotes(notes: readonly Row[]): OpenNote[] {
  return notes.map(({ body_sealed: _sealed, ...note }) => ({ ...note, body: null, unavailable: false }));
}

/** Notes of a page in one transaction. */
const pageRows = 500;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Seals sensitive notes that are plain, and anew those whose key is retired. Done again it finds nothing to
 * do.
 * @returns how many it sealed
 */
export async function sealNotes(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterNote: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const page = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.notesToSeal, { ...after, most: pageRows });
      const bodies = await openNotesAgain(tx, rows);
      const sealed = await tx.seal('notes', bodies);
      await Promise.all(
        bodies.map(({ row }, n) =>
          tx.rows(queries.sealNote, {
            ...{ customerId: row.customer_id, noteId: row.note_id, bodySealed: sealed[n] as Buffer },
            ...{ before: row.body, sealedBefore: row.body_sealed },
          }),
        ),
      );
      return rows;
    });
    const last = page.at(-1);
    if (last === undefined) return done;
    done += page.length;
    after = { afterCustomer: last.customer_id, afterNote: last.note_id };
  }
}

/** @throws Error when the provider is down: the job is tried again */
async function openNotesAgain(tx: Transaction, rows: RowOf<typeof queries.notesToSeal>[]) {
  const opened = await tx.open(rows.filter(isSealed).map(sealedIn));
  return rows.flatMap((row) => {
    const body = row.body_sealed === null ? { text: row.body as string } : opened.shift();
    if (body?.text === null && body.because === 'unavailable') throw new Error('a key cannot be had now');
    if (body === undefined || body.text === null) return [];
    return [{ row, customerId: row.customer_id, place: placeOf(row.note_id), text: body.text }];
  });
}

type MaybeSealed = { note_id: string; body_sealed: Buffer | null };
type Sealed = MaybeSealed & { body_sealed: Buffer };

const isSealed = <R extends MaybeSealed>(row: R): row is R & Sealed => row.body_sealed !== null;
const sealedIn = ({ note_id, body_sealed }: Sealed) => ({ place: placeOf(note_id), sealed: body_sealed });
const placeOf = (noteId: string): Place => ({ table: 'conversations.notes', column: 'body', row: noteId });
