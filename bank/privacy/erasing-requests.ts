/** Erasing as a right: the office sees what would go, and orders it once somebody else has approved. */
import type { Body, Reply } from '#platform/contract.ts';
import { ask, change, type File, read } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './erasing-contract.ts';
import * as queries from './erasing-queries.ts';
import { goingOf, staying } from './erasing-rules.ts';
import type { Which } from './rights.ts';

/** @throws Failure `not-allowed` unless it is in one's own hands, `not-now` when it asks for another thing */
export async function erasureOf(session: SignedIn, which: Which): Promise<Reply<typeof contract.erasureOf>> {
  const asked = { ...which, token: session.token };
  return read(session, fileOf(which), async (tx) => {
    const [standing, tables] = await Promise.all([
      tx.one(queries.erasureStanding, asked),
      tx.rows(queries.erasurePreview, asked),
    ]);
    return {
      records: standing.records,
      kept: standing.kept,
      goes: goingOf(tables.map((row) => ({ table: row.table_name, rows: Number(row.n) }))),
      stays: Object.values(staying),
      orderedAt: standing.ordered_at?.toString() ?? null,
      stoppedAt: standing.stopped_at?.toString() ?? null,
    };
  });
}

/** @throws Failure `approval-needed` without one for just this, `not-now` when the bank must keep the file */
export async function orderErasure(
  session: SignedIn,
  which: Which,
  orderId: string,
  { approvalId, told }: Body<typeof contract.orderErasure>,
): Promise<null> {
  await change(session, fileOf(which), 'erasure.ordered', orderId, async (tx) => {
    await tx.rows(queries.orderErasure, { ...which, token: session.token, orderId, approvalId, told });
    await tx.rows(queries.queueErasure, { orderId });
  });
  return null;
}

export async function erasures({ database, token }: SignedIn): Promise<Reply<typeof contract.erasures>> {
  const rows = await ask(database, queries.erasuresAsked, { token });
  return {
    erasures: rows.map((row) => ({
      ...{ erasedAt: row.erased_at.toString(), records: Number(row.records), told: row.told },
      ...{ askedBy: row.asked_by, approvedBy: row.approved_by },
    })),
  };
}

const fileOf = ({ customerId, requestId }: Which): File => ({ customerIds: [customerId], ground: requestId });
