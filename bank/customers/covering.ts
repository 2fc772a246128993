/**
 * Whom one looks after, and holiday cover: a portfolio in a colleague's care from a day to a day. The kernel
 * decides who may pass which on (0016_grounds_staff.sql); a cover ends by itself, and with whoever leaves.
 */
import { randomUUID } from 'node:crypto';
import type { Body, Query, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { cardOf } from './actions.ts';
import type * as contract from './covering-contract.ts';
import * as covering from './covering-queries.ts';
import * as queries from './queries.ts';

/** The list is on record, with whom it shows, before a card is read. */
export async function portfolio(
  { database, token }: SignedIn,
  { after, most }: Query<typeof contract.portfolio>,
): Promise<Reply<typeof contract.portfolio>> {
  const search = randomUUID();
  await ask(database, covering.listPortfolio, { search, token, after: after ?? null, most });
  const rows = await ask(database, queries.searchCards, { search, token });
  return {
    cards: rows.map(cardOf),
    next: rows.length === most ? (rows.at(-1)?.customer_id ?? null) : null,
  };
}

export async function covers({ database, token }: SignedIn): Promise<Reply<typeof contract.covers>> {
  const rows = await ask(database, covering.covers, { token });
  return {
    covers: rows.map((row) => ({
      coverId: row.cover_id,
      fromStaffId: row.from_staff,
      fromName: row.from_name,
      toStaffId: row.to_staff,
      toName: row.to_name,
      fromDate: row.from_date,
      toDate: row.to_date,
      madeByName: row.made_by_name,
      stands: row.stands,
    })),
  };
}

/** @throws Failure `not-allowed`, `does-not-fit` for oneself, another branch, odd days */
export async function makeCover(
  { database, token }: SignedIn,
  coverId: string,
  given: Body<typeof contract.makeCover>,
): Promise<Reply<typeof contract.makeCover>> {
  await ask(database, covering.makeCover, { token, coverId, ...given });
  return { coverId };
}

export async function endCover({ database, token }: SignedIn, coverId: string): Promise<null> {
  await ask(database, covering.endCover, { token, coverId });
  return null;
}
