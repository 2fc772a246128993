/**
 * Investigations of suspicious activity. That there is one, nobody learns but those who work on it: not from
 * the record, the customer's own view of it, a list, a count, an error or an id
 * (0025_keeping_investigations.sql; investigating.test.ts walks what is derived of looks).
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Place } from '#platform/crypto/envelope.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { instantOf } from './actions.ts';
import type * as contract from './investigating-contract.ts';
import * as queries from './investigating-queries.ts';
import { hidesWords } from './rules.ts';

const pageRows = 20;

export async function listInvestigations(
  session: SignedIn,
  before: string | undefined,
): Promise<Reply<typeof contract.listInvestigations>> {
  const { database, token, actorId } = session;
  const search = randomUUID();
  await ask(database, queries.lookAt, { search, token, investigationId: null });
  const asked = { search, token, investigationId: null, before: instantOf(before), most: pageRows + 1 };
  const rows = await ask(database, queries.shown, asked);
  const page = rows.slice(0, pageRows);
  return {
    investigations: page.map((row) => told(row, actorId)),
    next: rows.length > pageRows ? (page.at(-1)?.opened_at.toString() ?? null) : null,
  };
}

/** @throws Failure `not-found` */
export async function readInvestigation(
  { database, token, actorId, place }: StaffSignedIn,
  investigationId: string,
): Promise<Reply<typeof contract.readInvestigation>> {
  const search = randomUUID();
  await ask(database, queries.lookAt, { search, token, investigationId });
  return house(database, 'earshot_staff', async (tx) => {
    const [row] = await tx.rows(queries.shown, {
      ...{ search, token, investigationId, before: instantOf(undefined), most: 1 },
    });
    if (row === undefined) throw new Failure('not-found');
    const notes = await tx.rows(queries.notes, { search, token, investigationId });
    const opened = await tx.open(
      (hidesWords(place) ? [] : notes).map((note) => ({
        place: placeOf(note.note_id),
        sealed: note.body_sealed,
      })),
    );
    return {
      ...told(row, actorId),
      written: notes.map((note, n) => ({
        ...{ noteId: note.note_id, body: opened[n]?.text ?? null },
        ...{ writtenByName: note.written_by_name, writtenAt: note.written_at.toString() },
      })),
    };
  });
}

/** A retry finds it there. */
export async function openInvestigation(
  { database, token }: SignedIn,
  investigationId: string,
  { note }: Body<typeof contract.openInvestigation>,
): Promise<Reply<typeof contract.openInvestigation>> {
  await house(database, 'earshot_staff', async (tx) => {
    await tx.rows(queries.open, { token, investigationId });
    await writeNote(tx, token, investigationId, investigationId, note);
  });
  return { investigationId };
}

/**
 * A second officer is asked, where there is one who could answer; else it counts at once.
 * @throws Failure `own-people`, `not-found`, `not-now` when it is closed
 */
export async function addInvestigated(
  { database, token }: SignedIn,
  investigationId: string,
  approvalId: string,
  { customerId }: Body<typeof contract.addInvestigated>,
): Promise<null> {
  await ask(database, queries.addCustomer, { token, investigationId, customerId, approvalId });
  return null;
}

/**
 * Why stands in the notes of the case, where it is sealed, and nowhere else.
 * @throws Failure `not-allowed` to who asked, their line and their people, `step-up`, `not-now`, `changed`
 */
export async function confirmInvestigated(
  { database, token }: SignedIn,
  investigationId: string,
  { approvalId, hash, decision }: Body<typeof contract.confirmInvestigated>,
): Promise<null> {
  const said = { investigationId, approvalId, hash: Buffer.from(hash, 'hex'), decision };
  await ask(database, queries.confirm, { token, ...said });
  return null;
}

/** @throws Failure `keys-unavailable`; as above */
export async function writeInvestigationNote(
  { database, token }: SignedIn,
  investigationId: string,
  noteId: string,
  { body }: Body<typeof contract.writeInvestigationNote>,
): Promise<null> {
  await house(database, 'earshot_staff', (tx) => writeNote(tx, token, investigationId, noteId, body));
  return null;
}

export async function takeInvestigation(
  { database, token }: SignedIn,
  investigationId: string,
): Promise<null> {
  await ask(database, queries.take, { token, investigationId });
  return null;
}

/** @throws Failure `changed`, `not-now`; `does-not-fit` when what was reported would be released */
export async function closeInvestigation(
  { database, token }: SignedIn,
  investigationId: string,
  version: number,
  { outcome, release }: Body<typeof contract.closeInvestigation>,
): Promise<Reply<typeof contract.closeInvestigation>> {
  const [row] = await ask(database, queries.close, { token, investigationId, version, outcome, release });
  return { version: row?.version ?? version };
}

async function writeNote(
  tx: Transaction,
  token: string,
  investigationId: string,
  noteId: string,
  body: string,
): Promise<void> {
  const plain = { customerId: investigationId, place: placeOf(noteId), text: body };
  const [sealed] = await tx.seal('investigations', [plain]);
  await tx.rows(queries.writeNote, { token, investigationId, noteId, sealed: sealed as Buffer });
}

const placeOf = (noteId: string): Place => ({
  table: 'privacy.investigation_notes',
  column: 'body',
  row: noteId,
});

function told(row: RowOf<typeof queries.shown>, actorId: string) {
  return {
    ...{ investigationId: row.investigation_id, state: row.state, openedByName: row.opened_by_name },
    ...{ openedAt: row.opened_at.toString(), mine: row.assigned_to === actorId },
    ...{ assignedName: row.assigned_name, outcome: row.outcome, version: row.version, notes: row.notes },
    ...{ closedAt: row.closed_at?.toString() ?? null, released: row.released_at !== null },
    customers: row.customers.map(({ waits, ...one }) => ({
      ...one,
      waits: waits && { ...waits, until: Temporal.Instant.from(waits.until).toString() },
    })),
  };
}
