/** Who looked at whose file. Reading the record of a file is a look at that file, and on record itself. */
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { read } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import { hidesWords, topicShown } from './rules.ts';

/** For other modules: what stands on her first page of her questions, and sealing them anew. */
export { readInquiriesNews } from './inquiring.ts';
export { sealInquiries } from './inquiring-sealing.ts';
export { sealRequestsAnew } from './rights-sealing.ts';

export async function readAccessRecord(
  session: StaffSignedIn,
  customerId: string,
  { before, most }: { before?: string | undefined; most: number },
): Promise<Reply<typeof contract.readAccessRecord>> {
  const from = instantOf(before);
  const rows = await read(session, { customerIds: [customerId], ground: null }, (tx) =>
    tx.rows(queries.looksAt, { customerId, before: from, most: most + 1 }),
  );
  const page = rows.slice(0, most);
  const last = page.at(-1);
  return {
    records: page.map((row) => lookOf(row, hidesWords(session.place))),
    next: rows.length > most && last ? last.at.toString() : null,
  };
}

/**
 * The last looks, read in the transaction of the file itself. This very one is among them, though others may
 * be newer: colleagues look at the same moment.
 */
export async function readLooks(tx: Transaction, customerId: string, most: number) {
  return tx.rows(queries.lastLooks, { customerId, most });
}

export function readLooksLately(tx: Transaction, customerId: string) {
  return tx.one(queries.looksLately, { customerId });
}

/** What must not be done with this customer's data. */
export async function readRestraints(tx: Transaction, customerId: string) {
  return (await tx.rows(queries.restraintsOf, { customerId })).map(({ kind }) => kind);
}

export function readChanges(tx: Transaction, customerId: string, before: Temporal.Instant, most: number) {
  return tx.rows(queries.changesOf, { customerId, before, most });
}

/** @param hidden strangers may read: of what a visit was about, only the usual is said */
export function lookOf(row: RowOf<typeof queries.looksAt>, hidden: boolean) {
  return {
    recordId: row.record_id,
    at: row.at.toString(),
    action: row.action,
    role: row.role,
    staffName: row.staff_name,
    premises: row.premises,
    place: row.place,
    groundKind: row.ground_kind,
    topic: topicShown(row.purpose, hidden) ?? '',
    proven: row.proven,
    fields: row.fields ?? [],
  };
}

/** A place in a list by time: an RFC 3339 instant, or the end of time. */
export function instantOf(text: string | undefined): Temporal.Instant {
  if (text === undefined) return farFuture;
  try {
    const at = Temporal.Instant.from(text);
    // beyond these years the database reads no instant
    const [early, late] = [Temporal.Instant.compare(at, farPast), Temporal.Instant.compare(at, farFuture)];
    if (early < 0 || late > 0) throw new RangeError(text);
    return at;
  } catch {
    throw new Failure('invalid', { fields: [{ field: '/before', says: 'not the next of a page' }] });
  }
}

const farPast = Temporal.Instant.from('0001-01-01T00:00:00Z');
const farFuture = Temporal.Instant.from('9999-01-01T00:00:00Z');
