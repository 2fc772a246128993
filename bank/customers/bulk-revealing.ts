/**
 * Contact values of a list at once: what two people agreed on, of whom one may open anyway. The kernel uses
 * the approval up and writes one record for each value, and only then are they read (0039_two_people.sql).
 */
import { randomUUID } from 'node:crypto';
import type { Body, Reply } from '#platform/contract.ts';
import { ask, readOpened } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './bulk-revealing-contract.ts';
import * as queries from './bulk-revealing-queries.ts';

/** Long enough to read a line and dial it; whoever needs longer asks again. */
const hideAfterSeconds = 120;

/** @throws Failure `open-counter`; `approval-needed` unless just this list was approved lately, unused */
export async function bulkReveal(
  session: SignedIn,
  { approvalId, customerIds }: Body<typeof contract.bulkReveal>,
): Promise<Reply<typeof contract.bulkReveal>> {
  const { database, token } = session;
  const opening = randomUUID();
  const signedOut = await ask(database, queries.openInBulk, { opening, token, approvalId, customerIds });
  const contactPointIds = signedOut.flatMap(({ contact_point_id: one }) => one ?? []);
  const leftOut = signedOut.flatMap(({ customer_id: customerId, why_not: because }) =>
    because === null ? [] : [{ customerId, because }],
  );
  if (contactPointIds.length === 0) return { customers: [], leftOut, hideAfterSeconds };
  const rows = await readOpened(session, opening, (tx) => tx.rows(queries.valuesInBulk, { contactPointIds }));
  const customers = [...Map.groupBy(rows, (row) => row.customer_id)].map(([customerId, points]) => ({
    ...{ customerId, fullName: points[0]?.full_name ?? '' },
    points: points.map((row) => ({
      ...{ contactPointId: row.contact_point_id, kind: row.kind, purpose: row.purpose, value: row.value },
      verified: row.verified,
    })),
  }));
  return { customers, leftOut, hideAfterSeconds };
}
