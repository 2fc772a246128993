/** The bank shows a customer that it is the bank. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './vouching-contract.ts';
import * as queries from './vouching-queries.ts';

/** @throws Failure `no-ground`: that visit is not mine or not going on; `too-many` after twenty in an hour */
export async function showCode(
  { database, token }: SignedIn,
  visitId: string,
): Promise<Reply<typeof contract.showCode>> {
  const codeId = randomUUID();
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  const [row] = await ask(database, queries.showCode, { token, visitId, codeId, code });
  if (row?.expires_at == null) throw new Failure('failed');
  return { codeId, code, expiresAt: row.expires_at.toString() };
}

export async function codeState(
  { database, token }: SignedIn,
  codeId: string,
): Promise<Reply<typeof contract.codeState>> {
  const [row] = await ask(database, queries.codeState, { token, codeId });
  if (row === undefined) throw new Failure('not-found');
  return { checked: row.checked, seen: row.seen, secondsLeft: row.seconds_left };
}
