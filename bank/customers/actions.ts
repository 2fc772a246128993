/**
 * The customer's file: finding it, signing it out, revealing what is hidden, changing what staff may change.
 */
import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, read, search } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type * as contract from './contract.ts';
import { fileOf } from './file.ts';
import * as queries from './queries.ts';
import { readWhole } from './reading.ts';
import { birthIn, type CardNumber, cardIn, withoutCards } from './rules.ts';
import { writeNeeds } from './supporting.ts';

/** Masked cards of whom the words may mean; the search and whom it showed are on record. */
export async function find(
  session: StaffSignedIn,
  { query, most }: { query: string; most: number },
): Promise<Reply<typeof contract.find>> {
  const card = cardIn(query);
  if (card !== undefined) return { cards: await findByCard(session, card, most), withoutBirth: null };
  const asked = withoutCards(query).trim();
  if (asked === '') return { cards: [], withoutBirth: null };
  const birth = birthIn(asked);
  const [rows, left] = await search(session, 'find', asked, most, (tx, opening) =>
    Promise.all([
      tx.rows(queries.searchCards, opening),
      birth === undefined ? undefined : tx.one(queries.foundWithoutBirth, opening),
    ]),
  );
  return { cards: rows.map(cardOf), withoutBirth: left?.without ? (birth ?? null) : null };
}

/** Whose card it is, by what is kept of its number; no more of it than its ends leaves this process. */
async function findByCard({ database, token }: StaffSignedIn, card: CardNumber, most: number) {
  const search = randomUUID();
  const [asked] = await ask(database, queries.searchCard, { search, token, ...card, most });
  if (asked?.found === 0) return [];
  return (await ask(database, queries.searchCards, { search, token })).map(cardOf);
}

export function cardOf(row: RowOf<typeof queries.searchCards>): Static<typeof contract.card> {
  return {
    customerId: row.customer_id,
    kind: row.kind,
    fullName: row.full_name,
    preferredName: row.preferred_name,
    matchedName: row.matched_name,
    bornYear: row.born_year,
    town: row.town,
    phoneHint: row.phone_hint,
    emailHint: row.email_hint,
    homePremises: row.home_premises,
    customerSince: row.customer_since,
    restricted: row.restricted,
    madeUp: row.made_up,
    died: row.died,
  };
}

/** Signs the file out and reads it whole, in one flush. */
export async function openFile(
  session: StaffSignedIn,
  customerId: string,
  ground: string | null,
): Promise<Reply<typeof contract.openFile>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const whole = await read(session, { customerIds: [customerId], ground }, (tx) =>
    readWhole(tx, customerId, today, session.place),
  );
  return fileOf(whole, session.place, today, session.actorId);
}

const columnOf = {
  preferredName: 'preferred_name',
  language: 'language',
  occupation: 'occupation',
  employer: 'employer',
} as const;

/** Changes what staff may change; a feed leaves these fields alone until its source changes them itself. */
export async function changeProfile(
  session: StaffSignedIn,
  customerId: string,
  version: number,
  given: Body<typeof contract.changeProfile>,
): Promise<Reply<typeof contract.changeProfile>> {
  const names = Object.keys(columnOf) as (keyof typeof columnOf)[];
  const edited = names.filter((name) => given[name] !== undefined).map((name) => columnOf[name]);
  const needs = given.supportNeeds;
  if (edited.length === 0 && needs === undefined)
    throw new Failure('does-not-fit', { fields: [{ field: '/', says: 'Change at least one field.' }] });
  return change(
    session,
    { customerIds: [customerId], ground: null },
    'profile.changed',
    customerId,
    async (tx) => {
      const row = await tx.first(queries.changeProfile, {
        ...{ customerId, version, edited },
        preferredName: given.preferredName ?? null,
        language: given.language ?? null,
        occupation: given.occupation ?? null,
        employer: given.employer ?? null,
        needsWritten: needs !== undefined,
      });
      if (row === undefined) throw new Failure('changed');
      // In a row of their own, sealed: no feed brings them.
      if (needs !== undefined) await writeNeeds(tx, customerId, needs);
      return { version: row.version };
    },
  );
}

/** What the portal calls the customer. */
export function readOwnName(tx: Transaction, customerId: string) {
  return tx.one(queries.ownName, { customerId });
}

/** By what she may be reached, as she sees it in the portal. */
export function readOwnContactPoints(tx: Transaction, customerId: string) {
  return tx.rows(queries.ownContactPoints, { customerId });
}
