/**
 * Who looks after whom in a branch, and giving customers to another colleague: those of somebody who is
 * there, of somebody who has left, or of nobody. The kernel decides and keeps the record (0058_giving.sql).
 */
import { randomUUID } from 'node:crypto';
import type { Body, Query, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { cardOf } from './actions.ts';
import type * as contract from './giving-contract.ts';
import * as giving from './giving-queries.ts';
import * as queries from './queries.ts';

export async function portfolioHolders({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.portfolioHolders>> {
  const rows = await ask(database, giving.portfolioHolders, { token });
  return {
    holders: rows.map((row) => ({
      ...{ staffId: row.staff_id, fullName: row.full_name, role: row.role, active: row.active },
      ...{ customers: row.customers, promises: row.promises },
    })),
  };
}

/**
 * The list is on record, with whom it shows, before a card is read.
 * @throws Failure `not-found` for somebody of another branch, `too-many` like Find
 */
export async function heldCustomers(
  { database, token }: SignedIn,
  given: Query<typeof contract.heldCustomers>,
): Promise<Reply<typeof contract.heldCustomers>> {
  const search = randomUUID();
  const { staffId, after, most } = given;
  await ask(database, giving.listHeld, {
    ...{ search, token, staffId: staffId ?? null, after: after ?? null, most },
  });
  const rows = await ask(database, queries.searchCards, { search, token });
  const cards = rows.map(cardOf);
  return { cards, next: cards.length === most ? (cards.at(-1)?.customerId ?? null) : null };
}

/** @throws Failure `not-found` for who is not of the branch or opens no files, `does-not-fit` for oneself */
export async function countGiving(
  { database, token }: SignedIn,
  meant: Body<typeof contract.countGiving>,
): Promise<Reply<typeof contract.countGiving>> {
  const [row] = await ask(database, giving.countGiving, { token, ...meant });
  return countedOf(row);
}

/** @throws Failure as `countGiving`, and `not-now` when it is not as many any more as were shown */
export async function give(
  { database, token }: SignedIn,
  givingId: string,
  meant: Body<typeof contract.give>,
): Promise<Reply<typeof contract.give>> {
  const [row] = await ask(database, giving.give, { token, givingId, ...meant });
  return { givingId, ...countedOf(row) };
}

function countedOf(row: RowOf<typeof giving.give> | undefined): Reply<typeof contract.countGiving> {
  const { customers, promises, restricted, own_people, remaining } = row ?? {};
  return {
    ...{ customers: customers ?? 0, promises: promises ?? 0, restricted: restricted ?? 0 },
    ...{ ownPeople: own_people ?? 0, remaining: remaining ?? 0 },
  };
}
