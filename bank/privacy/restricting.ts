/**
 * Files that take two people. Shutting one does not wait; a second person confirms it, or it opens again. It
 * is opened by two: a request for approval, 'file release' (approving.ts). The kernel keeps who may, and that
 * the file of whoever works here stays shut (0052_restricted.sql).
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Query, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './restricting-contract.ts';
import * as queries from './restricting-queries.ts';
import { hidesWords } from './rules.ts';

/** @throws Failure `not-allowed` of another branch, `own-people`, `not-now` when it is restricted already */
export async function restrictFile(
  { database, token }: SignedIn,
  customerId: string,
  restrictionId: string,
  given: Body<typeof contract.restrictFile>,
): Promise<Reply<typeof contract.restrictFile>> {
  const asked = { token, customerId, restrictionId, approvalId: randomUUID(), ...given };
  const [row] = await ask(database, queries.restrictFile, asked);
  return { restrictionId, until: (row?.until ?? Temporal.Now.instant()).toString() };
}

/** The list is on record, with whom it shows, before a name is read. */
export async function restrictedFiles(
  { database, token, place }: StaffSignedIn,
  { after, most }: Query<typeof contract.restrictedFiles>,
): Promise<Reply<typeof contract.restrictedFiles>> {
  const search = randomUUID();
  await ask(database, queries.listRestrictions, { search, token, after: after ?? null, most });
  const rows = await ask(database, queries.restrictionCards, { search, token });
  const hidden = hidesWords(place);
  return {
    files: rows.map((row) => ({
      customerId: row.customer_id,
      fullName: row.full_name,
      premises: row.premises,
      atSource: row.at_source,
      worksHere: row.works_here,
      origin: row.origin,
      reason: hidden ? null : row.why,
      words: hidden ? null : row.words,
      wordsHidden: hidden && row.words !== null,
      madeByName: row.made_by_name,
      madeAt: row.made_at?.toString() ?? null,
      confirmedByName: row.confirmed_by_name,
      confirmedAt: row.confirmed_at?.toString() ?? null,
      waitsUntil: row.waits_until?.toString() ?? null,
      ownPeople: row.own_people,
    })),
    next: rows.length === most ? (rows.at(-1)?.customer_id ?? null) : null,
  };
}
