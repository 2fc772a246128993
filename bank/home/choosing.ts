/** A customer's choices: each counts from the next request on, wherever the bank would use it. */
import { readOwnContactPoints, readOwnName } from '#bank/customers/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask, readOwn } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './choosing-contract.ts';
import * as queries from './choosing-queries.ts';

export async function ownChoices(session: SignedIn): Promise<Reply<typeof contract.ownChoices>> {
  const customerId = session.actorId;
  const [name, points] = await readOwn(session, customerId, (tx) =>
    Promise.all([readOwnName(tx, customerId), readOwnContactPoints(tx, customerId)]),
  );
  return {
    ...{ language: name.language, version: name.version },
    contactPoints: points.map((row) => ({
      ...{ contactPointId: row.contact_point_id, kind: row.kind, value: row.value },
      ...{ purpose: row.purpose, mayUse: row.safe_to_use },
    })),
  };
}

/** @throws Failure `not-found` for what is not hers, `changed` when her row is another one meanwhile */
export async function chooseContact(
  { database, token }: SignedIn,
  contactPointId: string,
  expected: number,
  { mayUse }: Body<typeof contract.chooseContact>,
): Promise<Reply<typeof contract.chooseContact>> {
  const [row] = await ask(database, queries.chooseContact, { token, contactPointId, expected, mayUse });
  return { version: row?.version ?? expected };
}

export async function chooseLanguage(
  { database, token }: SignedIn,
  expected: number,
  { language }: Body<typeof contract.chooseLanguage>,
): Promise<Reply<typeof contract.chooseLanguage>> {
  const [row] = await ask(database, queries.chooseLanguage, { token, expected, language });
  return { version: row?.version ?? expected };
}
