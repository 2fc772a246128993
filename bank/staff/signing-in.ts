/**
 * How a member of staff comes in: password and code, passkey, or the bank's own identity provider. All end in
 * a session of ours.
 */
import { agentWords } from '#platform/auth/agents.ts';
import { type Proof, passkeyShown, passwordProof, passwordsAllowed } from '#platform/auth/factors.ts';
import type { Assertion } from '#platform/auth/factors-contract.ts';
import { hashToken, newToken, passwordMatches, totpStep } from '#platform/auth/secrets.ts';
import { type Away, addressOf, whoCameBack } from '#platform/auth/single-sign-on.ts';
import { bucketsOf, clearedBy, guessed } from '#platform/auth/throttle.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { Door } from '#platform/http/route.ts';
import { authenticate, type StaffSignedIn, sessionIdle, whoAmI } from './actions.ts';
import type * as contract from './contract.ts';
import { factors } from './factors-queries.ts';
import * as queries from './queries.ts';

/** A session ends after twelve hours, whatever one does. */
const absolute = '12 hours';
const onProvider: Proof = {
  ...{ method: 'single sign-on', step: null },
  ...{ credential: null, signCount: null, backedUp: null },
};

/** What the page for signing in may offer. */
export async function signInChoices({ provider }: Door): Promise<Reply<typeof contract.signInChoices>> {
  return { singleSignOn: provider !== undefined, password: provider?.passwords ?? true };
}

/** Password and code, or `sign-in-failed` without saying which was wrong. */
export async function signIn(
  door: Door,
  given: Body<typeof contract.signIn>,
): Promise<Reply<typeof contract.signIn>> {
  const { database } = door;
  passwordsAllowed(door);
  const userName = given.userName.trim().toLowerCase();
  const buckets = bucketsOf(door, userName, await isKnown(door, userName));
  const signedIn = await guessed(factors, database, buckets, async () => {
    const [found] = await ask(database, queries.signInOf, { userName });
    const right = await passwordMatches(given.password, found?.password_hash ?? null);
    const secret = found?.totp_secret?.toString('utf8');
    const step = secret === undefined ? undefined : totpStep(secret, given.code, Date.now() / 1000);
    if (!right || step === undefined || !found?.staff_id) return undefined;
    return begin(door, found.staff_id, passwordProof(step), clearedBy(buckets));
  });
  return whoAmI(signedIn, door.station);
}

export async function signInByPasskey(door: Door, given: Assertion): Promise<null> {
  const { ownerId, proof } = await passkeyShown(factors, door, 'sign in by passkey', undefined, given);
  if ((await begin(door, ownerId, proof, [])) === undefined) throw new Failure('passkey-refused');
  return null;
}

/**
 * Off to the identity provider. What it may come back with is bound to this browser by a cookie of its own.
 * @param session whoever proves again who they are; undefined: signs in
 */
export async function leaveForProvider(
  door: Door,
  session: StaffSignedIn | undefined,
): Promise<Reply<typeof contract.leaveForProvider>> {
  if (door.provider === undefined) throw new Failure('not-found');
  const { address, away } = await addressOf(door.provider, `${door.origin}/signed-on`, session !== undefined);
  const browser = newToken();
  const begun = Temporal.Now.instant().toString();
  await ask(door.database, factors.beginCeremony, {
    ...{ hash: boundTo(away.state, browser), kind: 'single sign-on', session: session?.sessionId ?? null },
    ...{ detail: { nonce: away.nonce, verifier: away.verifier, begun }, lasts: '10 minutes' },
  });
  door.setAway(browser);
  return { address };
}

/**
 * Back from the identity provider. Nobody gets in whom the bank has not entered here.
 * @param returned the search part of the address: code, state and whatever else the provider says
 */
export async function returnFromProvider(
  door: Door,
  session: StaffSignedIn | undefined,
  returned: string,
): Promise<null> {
  const { provider, away: browser, database } = door;
  if (provider === undefined) throw new Failure('not-found');
  const address = new URL('/signed-on', door.origin);
  address.search = returned;
  const state = address.searchParams.get('state');
  door.setAway(undefined);
  if (state === null || browser === undefined) throw new Failure('sign-on-refused');
  const hash = boundTo(state, browser);
  const waiting = { hash, kind: 'single sign-on', session: session?.sessionId ?? null };
  const [kept] = await ask(database, factors.endCeremony, waiting);
  if (kept === undefined) throw new Failure('sign-on-refused');
  const { begun, ...sent } = kept.detail as Omit<Away, 'state'> & { begun: string };
  const secrets = { ...sent, state };
  const limit = session === undefined ? provider : { ...provider, ageSecondsMax: 300 };
  const { userName, key, authenticatedAt } = await whoCameBack(limit, address, secrets);
  const [member] = await ask(database, queries.activeMember, { userName: userName.toLowerCase(), key });
  if (member === undefined) throw new Failure('sign-on-refused');
  if (session === undefined) {
    if (await begin(door, member.staff_id, onProvider, [], authenticatedAt)) return null;
  } else if (member.staff_id === session.actorId) {
    // the address asks the provider to ask again; whether it did is in its word, not in the address
    const proven = {
      ...{ hash: hashToken(session.token), authenticated: authenticatedAt },
      begun: Temporal.Instant.from(begun),
    };
    if ((await ask(database, queries.proveElsewhere, proven))[0]?.proven) return null;
  }
  throw new Failure('sign-on-refused');
}

/** A session for somebody who has proven who they are; undefined when the proof was used before. */
async function begin(
  door: Door,
  staffId: string,
  proof: Proof,
  buckets: string[],
  authenticated = Temporal.Now.instant(),
): Promise<StaffSignedIn | undefined> {
  const token = newToken();
  const device = door.device === undefined ? null : hashToken(door.device);
  const newDevice = newToken();
  const [begun] = await ask(door.database, queries.beginSession, {
    ...{ staffId, hash: hashToken(token), ...proof, authenticated, buckets },
    ...{ device, newDevice: hashToken(newDevice), agent: agentWords(door.agent) },
    ...{ idle: sessionIdle, absolute },
  });
  const signedIn = begun?.session_id ? await authenticate(door.database, token) : undefined;
  if (signedIn === undefined) return undefined;
  if (!begun?.known) door.setDevice(newDevice);
  door.setToken(token);
  return signedIn;
}

/** Has this device signed this person in before? */
async function isKnown({ device, database }: Door, userName: string): Promise<boolean> {
  if (device === undefined) return false;
  const [row] = await ask(database, queries.knowsDevice, { userName, hash: hashToken(device) });
  return row?.known ?? false;
}

/** The state alone could be carried to another browser; together with its cookie it cannot. */
const boundTo = (state: string, browser: string) => hashToken(`${state}.${browser}`);
