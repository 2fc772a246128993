/**
 * Finding by an identifying number, exactly: equal numbers of a kind have an equal index, and nothing else
 * can be told from it. What is typed stays in this process; the record has its kind and last two signs.
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { cardOf } from './actions.ts';
import type * as contract from './contract.ts';
import { identifierHint } from './masking.ts';
import * as queries from './queries.ts';
import { identifierKey, isIdentifier } from './rules.ts';
import { indexOfIdentifiers } from './sealing.ts';

/** @throws Failure `does-not-fit` for what cannot be such a number, `keys-unavailable` */
export async function findByNumber(
  { database, token }: StaffSignedIn,
  { kind, number }: Body<typeof contract.findByNumber>,
): Promise<Reply<typeof contract.findByNumber>> {
  if (!isIdentifier(number)) {
    const says = 'Five to thirty letters and digits, as the document has them.';
    throw new Failure('does-not-fit', { fields: [{ field: '/number', says }] });
  }
  const index = await house(database, 'earshot_staff', async (tx) =>
    (await indexOfIdentifiers(tx))(identifierKey(kind, number)),
  );
  const search = randomUUID();
  const [asked] = await ask(database, queries.searchIdentifier, {
    ...{ search, token, kind, hint: identifierHint(number.trim()), index },
  });
  if (asked?.found === 0) return { cards: [] };
  const rows = await ask(database, queries.searchCards, { search, token });
  return { cards: rows.map(cardOf) };
}
