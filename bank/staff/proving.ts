/** Fresh proof of who is at the keyboard, for what takes more than being signed in. */
import { hashToken, passwordMatches, totpStep } from '#platform/auth/secrets.ts';
import { waitSeconds } from '#platform/auth/throttle.ts';
import type { Body } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { StaffSignedIn } from './actions.ts';
import type * as contract from './proving-contract.ts';
import * as proving from './proving-queries.ts';
import * as queries from './queries.ts';

/** @throws Failure `sign-in-failed`, `sign-in-wait`; failures are counted for this session */
export async function proveAgain(
  { database, token, sessionId, row }: StaffSignedIn,
  given: Body<typeof contract.proveAgain>,
): Promise<null> {
  const buckets = [`unlock:${sessionId}`];
  const wait = waitSeconds(await ask(database, queries.failuresOf, { buckets }), true);
  if (wait > 0) throw new Failure('sign-in-wait', { retryAfterSeconds: wait });
  const [found] = await ask(database, queries.signInOf, { userName: row.user_name });
  const right = await passwordMatches(given.password, found?.password_hash ?? null);
  const secret = found?.totp_secret?.toString('utf8');
  const step = secret === undefined ? undefined : totpStep(secret, given.code, Date.now() / 1000);
  if (right && step !== undefined) {
    const [again] = await ask(database, proving.authenticateAgain, { hash: hashToken(token), step });
    if (again?.proven) return null;
  }
  await ask(database, queries.countFailure, { buckets });
  throw new Failure('sign-in-failed');
}
