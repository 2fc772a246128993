/** The customer's own front door: signing in to the portal, and the first page. */

import { readOwnName } from '#bank/customers/actions.ts';
import { readOwnHoldings, readOwnStandingOrders } from '#bank/holdings/actions.ts';
import { numberHint } from '#bank/holdings/rules.ts';
import { readOwnAdaptations } from '#bank/needs/actions.ts';
import { readInquiriesNews, readLooksLately } from '#bank/privacy/actions.ts';
import { agentWords } from '#platform/auth/agents.ts';
import { type Proof, passkeyShown, passwordProof } from '#platform/auth/factors.ts';
import type { Assertion } from '#platform/auth/factors-contract.ts';
import { hashToken, newToken, passwordMatches, totpStep } from '#platform/auth/secrets.ts';
import { bucketsOf, clearedBy, guessed } from '#platform/auth/throttle.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { type Door, lately, type SignedIn } from '#platform/http/route.ts';
import type * as contract from './contract.ts';
import { factors } from './factors-queries.ts';
import * as queries from './queries.ts';

const idle = '10 minutes';
const absolute = '12 hours';

/** The session of this token, or undefined; moves its idle limit on, unless only the page has asked. */
export async function authenticate(
  database: Database,
  token: string,
  byItself = false,
): Promise<SignedIn | undefined> {
  const [row] = await ask(database, queries.sessionOf, {
    ...{ hash: hashToken(token), idle: byItself ? null : idle, lately },
  });
  return (
    row && {
      database,
      token,
      sessionId: row.session_id,
      actorId: row.customer_id,
      role: 'customer',
      locked: false,
      fresh: row.fresh,
    }
  );
}

export async function signIn(
  door: Door,
  given: Body<typeof contract.signIn>,
): Promise<Reply<typeof contract.signIn>> {
  const { database } = door;
  const userName = given.userName.trim().toLowerCase();
  const buckets = bucketsOf(door, `customer:${userName}`, await isKnown(door, userName));
  const signedIn = await guessed(factors, database, buckets, async () => {
    const [found] = await ask(database, queries.signInOf, { userName });
    const right = await passwordMatches(given.password, found?.password_hash ?? null);
    const secret = found?.totp_secret?.toString('utf8');
    const step = secret === undefined ? undefined : totpStep(secret, given.code, Date.now() / 1000);
    if (!right || step === undefined || !found?.customer_id) return undefined;
    return begin(door, found.customer_id, passwordProof(step), clearedBy(buckets));
  });
  return home(signedIn);
}

export async function signInByPasskey(door: Door, given: Assertion): Promise<null> {
  const { ownerId, proof } = await passkeyShown(factors, door, 'sign in by passkey', undefined, given);
  if ((await begin(door, ownerId, proof, [])) === undefined) throw new Failure('passkey-refused');
  return null;
}

/** Has this device signed this customer in before? */
async function isKnown({ device, database }: Door, userName: string): Promise<boolean> {
  if (device === undefined) return false;
  const [row] = await ask(database, queries.knowsDevice, { userName, hash: hashToken(device) });
  return row?.known ?? false;
}

/** A session for a customer who has proven who she is; undefined when the proof was used before. */
async function begin(door: Door, customerId: string, proof: Proof, buckets: string[]) {
  const token = newToken();
  const device = door.device === undefined ? null : hashToken(door.device);
  const newDevice = newToken();
  const [begun] = await ask(door.database, queries.beginSession, {
    ...{ customerId, hash: hashToken(token), ...proof, buckets, device, newDevice: hashToken(newDevice) },
    ...{ agent: agentWords(door.agent), idle, absolute },
  });
  const signedIn = begun?.session_id ? await authenticate(door.database, token) : undefined;
  if (signedIn === undefined) return undefined;
  if (!begun?.known) door.setDevice(newDevice);
  door.setToken(token);
  return signedIn;
}

export async function signOut(session: SignedIn, door: Door): Promise<null> {
  await ask(session.database, queries.endSession, { hash: hashToken(session.token) });
  door.setToken(undefined);
  return null;
}

export async function home(session: SignedIn): Promise<Reply<typeof contract.home>> {
  const customerId = session.actorId;
  const [name, looks, inquiries, holdings, adaptations, orders] = await readOwn(session, customerId, (tx) =>
    Promise.all([
      readOwnName(tx, customerId),
      readLooksLately(tx, customerId),
      readInquiriesNews(tx, customerId),
      readOwnHoldings(tx, customerId),
      readOwnAdaptations(tx, customerId),
      readOwnStandingOrders(tx, customerId),
    ]),
  );
  return {
    customerId,
    calledName: name.preferred_name ?? name.full_name,
    language: name.language,
    adaptations,
    looksLately: looks.looks,
    inquiries,
    holdings: holdings.map((row) => ({
      agreementId: row.agreement_id,
      kind: row.kind,
      productName: row.product_name,
      numberHint: numberHint(row.last4),
      balance:
        row.balance_minor === null ? null : { minor: row.balance_minor.toString(), currency: row.currency },
      balanceAsOf: row.balance_as_of,
      standingOrders: orders
        .filter((order) => order.agreement_id === row.agreement_id)
        .map((order) => ({
          orderId: order.order_id,
          every: order.every,
          amount: { minor: order.minor.toString(), currency: order.currency },
          payee: order.payee,
        })),
    })),
  };
}
