/**
 * One of the demo bank's own looks where he should not: a banker says that his wife is at the counter, opens
 * her file and uncovers a balance. It is really done, by his own sign-in and by the actions of everybody, so
 * that what the record, detection and the privacy office make of it is what they make of anybody.
 */
import { randomUUID } from 'node:crypto';
import { checkIn, moveVisit } from '#bank/conversations/actions.ts';
import { find, openFile } from '#bank/customers/actions.ts';
import { reveal } from '#bank/customers/revealing.ts';
import { authenticate, chooseStation, type StaffSignedIn, signOut, whoAmI } from '#bank/staff/actions.ts';
import { signIn } from '#bank/staff/signing-in.ts';
import { codeBefore } from '#platform/auth/secrets.ts';
import type { Database } from '#platform/database/pool.ts';
import { Failure } from '#platform/errors.ts';
import type { Door } from '#platform/http/route.ts';

export const snoop = { userName: 'banker2', wife: 'Alena Malinová' };

/** @returns whether there was anybody to look at: a bank of a handful of customers has no such wife */
export async function snoopOnce(
  database: Database,
  { password, totpSecret }: { password: string; totpSecret: string },
): Promise<boolean> {
  const door = new MadeUpDoor(database);
  await enter(door, password, totpSecret);
  const session = await door.session();
  const { stations } = await whoAmI(session, undefined);
  const counter = stations.find(({ place }) => place === 'open counter');
  if (counter !== undefined) await chooseStation(session, counter.stationId, undefined);
  const found = await lookAtWife(await door.session());
  await signOut(session, door);
  return found;
}

/** With the code of the half minute before: the one of now stays good for whoever tries the demo bank. */
async function enter(door: Door, password: string, totpSecret: string, tries = 3): Promise<void> {
  try {
    await signIn(door, { userName: snoop.userName, password, code: codeBefore(totpSecret) });
  } catch (error) {
    // on a busy machine the half minute may have passed while the password was checked
    if (tries === 1 || !(error instanceof Failure) || error.code !== 'sign-in-failed') throw error;
    await enter(door, password, totpSecret, tries - 1);
  }
}

async function lookAtWife(session: StaffSignedIn): Promise<boolean> {
  const { cards } = await find(session, { query: snoop.wife, most: 10 });
  const customerId = cards.find(({ fullName }) => fullName === snoop.wife)?.customerId;
  if (customerId === undefined) return false;
  const visitId = randomUUID();
  const says = { channel: 'branch', presence: 'document looked at', topic: null, companions: [] } as const;
  await checkIn(session, visitId, { customerId, ...says, companions: [] });
  const move = (version: number, what: 'start' | 'end') =>
    moveVisit(session, visitId, version, { what, to: null, reason: null });
  const { version } = await move(1, 'start');
  const { holdings } = await openFile(session, customerId, visitId);
  const subject = holdings[0]?.agreementId ?? null;
  if (subject !== null) await reveal(session, customerId, { kind: 'balance', subject });
  await move(version, 'end');
  return true;
}

/** As if somebody stood at the workspace's door; a device that is forgotten at once. */
class MadeUpDoor implements Door {
  readonly database: Database;
  readonly address = '127.0.0.1';
  readonly origin = 'http://localhost';
  readonly agent = 'Demo bank';
  readonly device = undefined;
  readonly screen = undefined;
  readonly station = undefined;
  readonly provider = undefined;
  readonly away = undefined;
  readonly gone = new AbortController().signal;
  #token: string | undefined;

  constructor(database: Database) {
    this.database = database;
  }

  setToken(token: string | undefined): void {
    this.#token = token;
  }

  /** @throws Error when nobody has signed in */
  async session(): Promise<StaffSignedIn> {
    const session = this.#token === undefined ? undefined : await authenticate(this.database, this.#token);
    if (session === undefined) throw new Error(`${snoop.userName} of the demo bank could not sign in`);
    return session;
  }

  setScreen(): void {}
  setDevice(): void {}
  setStation(): void {}
  setAway(): void {}
  setFile(): void {}
}
