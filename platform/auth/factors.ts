/**
 * What people do about their own sign-in, the same for staff and customers: enrol and remove passkeys, prove
 * again who they are, see and end sessions. Whose it is, the database finds out from the token.
 */
import type { Body, Params, Reply } from '../contract.ts';
import type { Database } from '../database/pool.ts';
import { ask } from '../database/vault.ts';
import { Failure } from '../errors.ts';
import type { Door, SignedIn } from '../http/route.ts';
import type { FactorStatements } from './factor-statements.ts';
import type * as contract from './factors-contract.ts';
import type { Assertion } from './factors-contract.ts';
import { challengeIn, checkAssertion, checkEnrolment, relyingParty } from './passkeys.ts';
import { passwordProblem } from './passwords.ts';
import { hashPassword, hashToken, newToken, passwordMatches, totpStep } from './secrets.ts';
import { guessed } from './throttle.ts';

/** How long a challenge waits for its answer. */
const ceremonyLasts = '5 minutes';

/** What somebody has shown, as the database uses it up. */
export interface Proof {
  method: 'password' | 'passkey' | 'single sign-on';
  step: bigint | null;
  credential: Buffer | null;
  signCount: bigint | null;
  backedUp: boolean | null;
}

export const passwordProof = (step: bigint): Proof => ({
  ...{ method: 'password', step },
  ...{ credential: null, signCount: null, backedUp: null },
});

export type Ceremony = 'enrol passkey' | 'sign in by passkey' | 'prove by passkey';

/** A challenge for the browser; only its hash is kept, for this purpose and this session. */
export async function challengeFor(
  statements: FactorStatements,
  door: Door,
  kind: Ceremony,
  session: SignedIn | undefined,
  detail: Record<string, string> = {},
): Promise<{ challenge: string; host: string }> {
  const challenge = newToken();
  await ask(door.database, statements.beginCeremony, {
    ...{ hash: hashToken(challenge), kind, session: session?.sessionId ?? null },
    ...{ detail, lasts: ceremonyLasts },
  });
  return { challenge, host: relyingParty(door.origin) };
}

/**
 * Whose passkey it is that was shown here and now.
 * @throws Failure `passkey-refused` without saying why
 */
export async function passkeyShown(
  statements: FactorStatements,
  door: Door,
  kind: Ceremony,
  session: SignedIn | undefined,
  given: Assertion,
): Promise<{ ownerId: string; proof: Proof }> {
  await takeChallenge(statements, door.database, kind, session, given.clientData);
  const credential = Buffer.from(given.id, 'base64url');
  const [kept] = await ask(door.database, statements.passkeyOf, { credential });
  if (kept === undefined) throw new Failure('passkey-refused');
  const shown = await checkAssertion(given, door.origin, { publicKey: kept.public_key });
  return { ownerId: kept.owner_id, proof: { method: 'passkey', step: null, credential, ...shown } };
}

export async function beginProof(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
): Promise<Reply<typeof contract.beginProof>> {
  const passkeys = await passkeyIds(statements, session);
  return { ...(await challengeFor(statements, door, 'prove by passkey', session)), passkeys };
}

export async function proveByPasskey(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
  given: Assertion,
): Promise<null> {
  const { proof } = await passkeyShown(statements, door, 'prove by passkey', session, given);
  if (!(await proveAgain(statements, session, proof))) throw new Failure('passkey-refused');
  return null;
}

/** @throws Failure `sign-in-elsewhere` where the bank has switched passwords off */
export function passwordsAllowed({ provider }: Door): void {
  if (provider?.passwords === false) throw new Failure('sign-in-elsewhere');
}

export async function proveByPassword(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
  given: Body<typeof contract.proveByPassword>,
): Promise<null> {
  passwordsAllowed(door);
  const { database } = session;
  await guessed(statements, database, [`unlock:${session.sessionId}`], async () => {
    const [own] = await ask(database, statements.ownSignIn, { hash: hashToken(session.token) });
    const right = await passwordMatches(given.password, own?.password_hash ?? null);
    const secret = own?.totp_secret?.toString('utf8');
    const step = secret === undefined ? undefined : totpStep(secret, given.code, Date.now() / 1000);
    const proven =
      right && step !== undefined && (await proveAgain(statements, session, passwordProof(step)));
    return proven || undefined;
  });
  return null;
}

/** False when what was shown had been used before. */
async function proveAgain(statements: FactorStatements, session: SignedIn, proof: Proof): Promise<boolean> {
  const hash = hashToken(session.token);
  const [row] = await ask(session.database, statements.proveAgain, { hash, ...proof });
  return row?.proven ?? false;
}

export async function readOwnSignIn(
  statements: FactorStatements,
  session: SignedIn,
  { provider }: Door,
): Promise<Reply<typeof contract.readOwnSignIn>> {
  const hash = hashToken(session.token);
  const { database } = session;
  const [[own], passkeys, sessions, notices] = await Promise.all([
    ask(database, statements.ownSignIn, { hash }),
    ask(database, statements.passkeysOf, { hash }),
    ask(database, statements.sessionsOf, { hash }),
    ask(database, statements.noticesOf, { hash }),
  ]);
  return {
    userName: own?.user_name ?? '',
    hasPassword: provider?.passwords !== false && Boolean(own?.password_hash && own.totp_secret),
    passkeys: passkeys.map((row) => ({
      ...{ passkeyId: row.credential_id.toString('base64url'), name: row.name, backedUp: row.backed_up },
      ...{ createdAt: row.created_at.toString(), lastUsedAt: row.last_used_at?.toString() ?? null },
      version: row.version,
    })),
    sessions: sessions.map((row) => ({
      ...{ sessionId: row.session_id, createdAt: row.created_at.toString() },
      ...{ lastSeenAt: row.last_seen_at.toString(), method: row.method, agent: row.agent },
      ...{ station: row.station, own: row.own },
    })),
    notices: notices.map((row) => ({
      ...{ noticeId: row.notice_id, at: row.at.toString(), kind: row.kind, about: row.about, seen: row.seen },
    })),
  };
}

export async function beginEnrolment(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
): Promise<Reply<typeof contract.beginEnrolment>> {
  const [own] = await ask(session.database, statements.ownSignIn, { hash: hashToken(session.token) });
  if (own === undefined) throw new Failure('not-now');
  const passkeys = await passkeyIds(statements, session);
  return {
    ...(await challengeFor(statements, door, 'enrol passkey', session)),
    userId: Buffer.from(own.owner_id.replaceAll('-', ''), 'hex').toString('base64url'),
    ...{ userName: own.user_name, displayName: own.full_name, passkeys },
  };
}

export async function enrol(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
  given: Body<typeof contract.enrol>,
): Promise<null> {
  await takeChallenge(statements, session.database, 'enrol passkey', session, given.clientData);
  const made = await checkEnrolment(given, door.origin);
  await ask(session.database, statements.addPasskey, {
    ...{ hash: hashToken(session.token), credential: made.credentialId, name: given.name.trim() },
    ...{ publicKey: made.publicKey, signCount: made.signCount, transports: given.transports },
    ...{ mayBeBackedUp: made.mayBeBackedUp, backedUp: made.backedUp },
  });
  return null;
}

export async function renamePasskey(
  statements: FactorStatements,
  session: SignedIn,
  { passkeyId }: Params<typeof contract.renamePasskey>,
  expected: number,
  { name }: Body<typeof contract.renamePasskey>,
): Promise<Reply<typeof contract.renamePasskey>> {
  const credential = Buffer.from(passkeyId, 'base64url');
  const [row] = await ask(session.database, statements.renamePasskey, {
    ...{ hash: hashToken(session.token), credential, expected, name: name.trim() },
  });
  return { version: row?.version ?? expected };
}

export async function removePasskey(
  statements: FactorStatements,
  session: SignedIn,
  { passkeyId }: Params<typeof contract.removePasskey>,
): Promise<null> {
  const credential = Buffer.from(passkeyId, 'base64url');
  await ask(session.database, statements.removePasskey, { hash: hashToken(session.token), credential });
  return null;
}

/** @param other one session; null: all but this one */
export async function endSessions(
  statements: FactorStatements,
  session: SignedIn,
  other: string | null,
): Promise<Reply<typeof contract.endSession>> {
  const hash = hashToken(session.token);
  const [row] = await ask(session.database, statements.endSessions, { hash, session: other });
  return { ended: row?.ended ?? 0 };
}

export async function seeNotices(statements: FactorStatements, session: SignedIn): Promise<null> {
  await ask(session.database, statements.seeNotices, { hash: hashToken(session.token) });
  return null;
}

export async function changePassword(
  statements: FactorStatements,
  session: SignedIn,
  door: Door,
  { password }: Body<typeof contract.changePassword>,
): Promise<null> {
  passwordsAllowed(door);
  const hash = hashToken(session.token);
  const [own] = await ask(session.database, statements.ownSignIn, { hash });
  const problem = await passwordProblem(password, own?.user_name ?? '');
  if (problem) throw new Failure('does-not-fit', { fields: [{ field: '/password', says: problem }] });
  await ask(session.database, statements.changePassword, { hash, password: await hashPassword(password) });
  return null;
}

/**
 * Uses a challenge up; returns what was kept beside it.
 * @throws Failure `passkey-refused` when it was not given out here, for this, lately
 */
export async function takeChallenge(
  statements: FactorStatements,
  database: Database,
  kind: Ceremony,
  session: SignedIn | undefined,
  clientData: string,
): Promise<Record<string, unknown>> {
  const hash = hashToken(challengeIn(clientData));
  const given = { hash, kind, session: session?.sessionId ?? null };
  const [taken] = await ask(database, statements.endCeremony, given);
  if (taken === undefined) throw new Failure('passkey-refused');
  return taken.detail as Record<string, unknown>;
}

async function passkeyIds(statements: FactorStatements, session: SignedIn): Promise<string[]> {
  const rows = await ask(session.database, statements.passkeysOf, { hash: hashToken(session.token) });
  return rows.map((row) => row.credential_id.toString('base64url'));
}
