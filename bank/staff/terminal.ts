/**
 * One active terminal: somebody works at one station at a time. Signing in or unlocking here locks the
 * others; badging out ends all access at once; and the quiet alarm of whoever is forced.
 */
import { hashToken } from '#platform/auth/secrets.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import type { Door, SignedIn } from '#platform/http/route.ts';
import * as queries from './terminal-queries.ts';

/** Locks this person's sessions at other stations. */
export async function lockElsewhere(database: Database, token: string): Promise<void> {
  await ask(database, queries.lockElsewhere, { hash: hashToken(token) });
}

/** Ends every session of this person, at every station. */
export async function badgeOut(session: SignedIn, door: Door): Promise<null> {
  await ask(session.database, queries.badgeOut, { hash: hashToken(session.token) });
  door.setToken(undefined);
  return null;
}

/**
 * A quiet alarm. From then on the kernel answers this person and this station as a database out of order
 * would (0039_duress.sql); managers and security are told elsewhere.
 */
export async function raiseAlarm({ database, token }: SignedIn): Promise<null> {
  await ask(database, queries.raiseAlarm, { token });
  return null;
}
