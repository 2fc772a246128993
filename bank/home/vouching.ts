/** Is this really my bank? What a customer, or anybody, learns of a code that somebody told her. */
import { waitSeconds } from '#platform/auth/throttle.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { Door, SignedIn } from '#platform/http/route.ts';
import { factors } from './factors-queries.ts';
import type * as contract from './vouching-contract.ts';
import * as queries from './vouching-queries.ts';

/** @throws Failure `too-many` after some wrong ones: whoever tries codes out learns nothing */
export async function checkOwnCode(
  { database, token, actorId }: SignedIn,
  { code }: Body<typeof contract.checkOwnCode>,
): Promise<Reply<typeof contract.checkOwnCode>> {
  const row = await trying(database, [`codes:${actorId}`], async () => {
    const [found] = await ask(database, queries.checkOwnCode, { token, code: digitsOf(code) });
    return found;
  });
  if (row === undefined) return { genuine: false, with: null };
  const { role, premises, channel, since } = row;
  return { genuine: true, with: { role, premises, channel, since: since.toString() } };
}

/** @throws Failure `too-many` */
export async function checkCode(
  { database, address }: Door,
  { code }: Body<typeof contract.checkCode>,
): Promise<Reply<typeof contract.checkCode>> {
  const genuine = await trying(database, [`from:${address}:codes`], async () => {
    const [row] = await ask(database, queries.checkCode, { code: digitsOf(code) });
    return row?.genuine || undefined;
  });
  return { genuine: genuine ?? false };
}

/** Counts what was not found, and lets nobody try on and on. */
async function trying<R>(database: Database, buckets: string[], look: () => Promise<R | undefined>) {
  const wait = waitSeconds(await ask(database, factors.failuresOf, { buckets }), false);
  if (wait > 0) throw new Failure('too-many', { retryAfterSeconds: wait });
  const found = await look();
  if (found === undefined) await ask(database, factors.countFailure, { buckets });
  return found;
}

const digitsOf = (code: string) => code.replaceAll(' ', '');
