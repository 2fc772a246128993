/** What the bank asks a customer to confirm, on her own telephone: read by her alone, answered by a touch. */
import { cardOf } from '#bank/conversations/rules.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './confirming-contract.ts';
import * as queries from './confirming-queries.ts';

export async function ownCard({ database, token }: SignedIn): Promise<Reply<typeof contract.ownCard>> {
  const [row] = await ask(database, queries.ownCard, { token });
  return { card: row ? cardOf(row) : null };
}

export async function answerOwn(
  { database, token }: SignedIn,
  given: Body<typeof contract.answerOwn>,
): Promise<null> {
  await ask(database, queries.answerOwn, { token, ...given });
  return null;
}
