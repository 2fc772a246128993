/**
 * How long somebody has to wait after failed sign-ins. Strangers share buckets by address and by account; a
 * device that has signed in before has its own, so that a guesser never shuts out the person whose account it
 * is. A guess is counted before it is looked at, so that a hundred at once are no more than a hundred in
 * turn.
 */
import type { Database } from '../database/pool.ts';
import { ask } from '../database/vault.ts';
import { Failure } from '../errors.ts';
import type { Door } from '../http/route.ts';
import type { FactorStatements } from './factor-statements.ts';
import { hashToken } from './secrets.ts';

export interface Failures {
  bucket: string;
  failures: number;
  seconds_ago: number;
}

/**
 * Free attempts of each kind of bucket before waiting begins; the kind stands before the first colon. An
 * address alone stands for many people behind it, an account for all strangers who try it.
 */
const free: Record<string, number> = { device: 10, unlock: 5, from: 5, address: 50, strangers: 50 };
const waitSecondsMax = 900;

/**
 * Seconds to wait from now: doubling from one second with each failure beyond the free ones, at most a
 * quarter of an hour.
 */
export function waitSeconds(failures: readonly Failures[]): number {
  let wait = 0;
  for (const { bucket, failures: count, seconds_ago: ago } of failures) {
    const beyond = count - (free[bucket.split(':', 1)[0] as string] ?? 5);
    if (beyond >= 0) wait = Math.max(wait, Math.min(2 ** Math.min(beyond, 10), waitSecondsMax) - ago);
  }
  return Math.max(0, Math.ceil(wait));
}

/** Where failures of this account at this door are counted. @param known the device has signed in before */
export function bucketsOf(door: Door, account: string, known: boolean): string[] {
  if (known && door.device !== undefined)
    return [`device:${account}:${hashToken(door.device).toString('hex').slice(0, 32)}`];
  const address = networkOf(door.address);
  return [`from:${address}:${account}`, `address:${address}`, `strangers:${account}`];
}

/** What a right sign-in wipes out: whoever signs in as themselves says nothing of others at that address. */
export const clearedBy = (buckets: readonly string[]) => buckets.filter((one) => !one.startsWith('address:'));

/**
 * Counts a guess, looks at it unless there have been too many, and gives it back when it was right.
 * @param tooMany what is said to whoever has to wait
 * @param look undefined: it was wrong
 */
export async function counted<T>(
  statements: FactorStatements,
  database: Database,
  buckets: string[],
  tooMany: 'sign-in-wait' | 'too-many',
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const before = await ask(database, statements.takeAttempt, { buckets });
  const wait = waitSeconds(before);
  if (wait > 0) {
    const ago = new Map(before.map((one) => [one.bucket, one.seconds_ago]));
    const sinceSeconds = buckets.map((bucket) => ago.get(bucket) ?? null);
    await ask(database, statements.giveBackAttempt, { buckets, sinceSeconds });
    throw new Failure(tooMany, { retryAfterSeconds: wait });
  }
  const right = await look();
  if (right !== undefined)
    await ask(database, statements.giveBackAttempt, { buckets, sinceSeconds: buckets.map(() => null) });
  return right;
}

/** A guess at a sign-in. @throws Failure `sign-in-wait`, `sign-in-failed` */
export async function guessed<T>(
  statements: FactorStatements,
  database: Database,
  buckets: string[],
  look: () => Promise<T | undefined>,
): Promise<T> {
  const right = await counted(statements, database, buckets, 'sign-in-wait', look);
  if (right === undefined) throw new Failure('sign-in-failed');
  return right;
}

/** Of IPv6 the network of 64 bits that one household has; IPv4 within IPv6 as itself. */
export function networkOf(address: string): string {
  const within = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (within !== undefined || !address.includes(':')) return within ?? address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const [first, last] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const gap = tail === undefined ? 0 : 8 - (first?.length ?? 0) - (last?.length ?? 0);
  const groups = [...(first ?? []), ...Array<string>(Math.max(0, gap)).fill('0'), ...(last ?? [])];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
