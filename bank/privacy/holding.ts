/** Legal holds, placed by compliance, lifted by two people; the kernel asks for them before it deletes. */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './holding-contract.ts';
import * as queries from './holding-queries.ts';
import { hidesWords } from './rules.ts';

export async function legalHolds({
  database,
  token,
  place,
}: StaffSignedIn): Promise<Reply<typeof contract.legalHolds>> {
  const said = (words: string | null) => (hidesWords(place) ? null : words);
  const asked = { search: randomUUID(), token };
  await ask(database, queries.listHolds, asked);
  const rows = await ask(database, queries.holdCards, asked);
  return {
    holds: rows.map((row) => ({
      ...{ holdId: row.hold_id, customerId: row.customer_id, customerName: row.customer_name },
      ...{ reference: said(row.reference), reason: said(row.reason) },
      ...{ placedByName: row.placed_by_name, placedAt: row.placed_at.toString() },
      ...{ liftedByName: row.lifted_by_name, liftedAt: row.lifted_at?.toString() ?? null },
      liftedBecause: said(row.lifted_because),
    })),
  };
}

export async function placeHold(
  { database, token }: SignedIn,
  holdId: string,
  given: Body<typeof contract.placeHold>,
): Promise<Reply<typeof contract.placeHold>> {
  await ask(database, queries.placeHold, { ...given, token, holdId });
  return { holdId };
}
