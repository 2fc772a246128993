/**
 * Who works here: sessions, lock, the place where one works, invitations. How they come in is
 * signing-in.ts.
 */

import { passwordsAllowed } from '#platform/auth/factors.ts';
import { hashToken, newToken, passwordMatches } from '#platform/auth/secrets.ts';
import { guessed } from '#platform/auth/throttle.ts';
import type { Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { type Door, lately, type SignedIn } from '#platform/http/route.ts';
import { certifyNew } from './certifying-queries.ts';
import type * as contract from './contract.ts';
import type { Role } from './contract.ts';
import { factors } from './factors-queries.ts';
import * as queries from './queries.ts';
import { permissionsOf } from './rules.ts';
import { lockElsewhere } from './terminal.ts';

/** A member of staff who is signed in. */
export interface StaffSignedIn extends SignedIn {
  readonly role: Role;
  readonly premisesId: string | null;
  readonly place: contract.Place;
  readonly row: RowOf<typeof queries.sessionOf>;
}

/**
 * The workspace locks after 10 minutes without input; the session itself waits a little longer for the
 * unlocking.
 */
export const sessionIdle = '30 minutes';

/** The session of this token, or undefined; moves its idle limit on, unless only the page has asked. */
export async function authenticate(
  database: Database,
  token: string,
  byItself = false,
): Promise<StaffSignedIn | undefined> {
  const [row] = await ask(database, queries.sessionOf, {
    ...{ hash: hashToken(token), idle: byItself ? null : sessionIdle, lately },
  });
  return row && signedIn(database, token, row);
}

export async function signOut(session: SignedIn, door: Door): Promise<null> {
  await changeSession(session, 'end');
  door.setToken(undefined);
  return null;
}

/** @param secret of the browser that asks, where a work station is tied to it */
export async function whoAmI(
  session: StaffSignedIn,
  secret: string | undefined,
): Promise<Reply<typeof contract.whoAmI>> {
  const { row } = session;
  const premisesId = row.premises_id;
  const browser = hashOf(secret);
  const [premises, stations] = await house(session.database, 'earshot_staff', (tx) =>
    Promise.all([
      premisesId === null ? undefined : tx.first(queries.workplace, { premisesId }),
      premisesId === null ? [] : tx.rows(queries.stationsOf, { premisesId, browser }),
    ]),
  );
  return {
    staffId: row.staff_id,
    userName: row.user_name,
    fullName: row.full_name,
    role: row.role,
    locale: row.locale,
    permissions: [...permissionsOf(row.role)],
    premises: premises
      ? { premisesId: premises.premises_id, name: premises.name, timeZone: premises.time_zone }
      : null,
    stationId: row.station_id,
    place: row.place,
    stations: stations.map((station) => ({
      stationId: station.station_id,
      name: station.name,
      place: station.place,
    })),
    locked: row.locked,
    expiresAt: row.expires_at.toString(),
    today: premises?.today ?? Temporal.Now.plainDateISO('UTC').toString(),
  };
}

/** The day it is where this person works. */
export async function todayAt({ database, row }: StaffSignedIn): Promise<string> {
  const premisesId = row.premises_id;
  const at =
    premisesId === null
      ? undefined
      : await house(database, 'earshot_staff', (tx) => tx.first(queries.workplace, { premisesId }));
  return at?.today ?? Temporal.Now.plainDateISO('UTC').toString();
}

export async function lock(session: SignedIn): Promise<null> {
  await changeSession(session, 'lock');
  return null;
}

export async function unlock(
  session: StaffSignedIn,
  door: Door,
  password: string,
): Promise<Reply<typeof contract.unlock>> {
  passwordsAllowed(door);
  const userName = session.row.user_name;
  await guessed(factors, session.database, [`unlock:${session.sessionId}`], async () => {
    const [found] = await ask(session.database, queries.signInOf, { userName });
    return (await passwordMatches(password, found?.password_hash ?? null)) || undefined;
  });
  await changeSession(session, 'unlock');
  await lockElsewhere(session.database, session.token);
  return again(session, door.station);
}

/** @throws Failure `tied-elsewhere` where an administrator has tied it to another browser */
export async function chooseStation(
  session: StaffSignedIn,
  station: string,
  secret: string | undefined,
): Promise<Reply<typeof contract.chooseStation>> {
  await changeSession(session, 'station', station, hashOf(secret));
  return again(session, secret);
}

/** The language in which the workspace speaks to this person from now on. */
export async function chooseLanguage(
  session: StaffSignedIn,
  language: string,
  secret: string | undefined,
): Promise<Reply<typeof contract.chooseLanguage>> {
  await ask(session.database, queries.chooseLanguage, { token: session.token, language });
  return again(session, secret);
}

export async function colleagues(session: StaffSignedIn): Promise<Reply<typeof contract.colleagues>> {
  const { premisesId } = session;
  if (premisesId === null) return { colleagues: [] };
  const rows = await house(session.database, 'earshot_staff', (tx) =>
    tx.rows(queries.colleaguesOf, { premisesId }),
  );
  return {
    colleagues: rows.map((row) => ({ staffId: row.staff_id, fullName: row.full_name, role: row.role })),
  };
}

/** Is there anybody? A database that has staff never gets demo sign-ins. */
export async function staffAreThere(database: Database): Promise<boolean> {
  const [row] = await ask(database, queries.areThere, {});
  return row?.are_there ?? true;
}

/**
 * A one-time link for a new member of staff, good for three days, and a privacy certificate for a year. Only
 * the command line does this, for the first one.
 */
export async function invite(
  database: Database,
  person: { userName: string; fullName: string; role: Role } & Partial<
    Record<'branch' | 'manager' | 'sameAs' | 'customerKey', string | undefined>
  >,
): Promise<{ token: string }> {
  const token = newToken();
  await house(database, 'earshot_jobs', async (tx) => {
    await tx.one(queries.invite, {
      ...{ ...person, hash: hashToken(token) },
      ...{ branch: person.branch ?? null, manager: person.manager ?? null },
      ...{ sameAs: person.sameAs ?? null, customerKey: person.customerKey ?? null },
    });
    await tx.rows(certifyNew, { userName: person.userName });
  });
  return { token };
}

async function again(
  session: StaffSignedIn,
  secret: string | undefined,
): Promise<Reply<typeof contract.whoAmI>> {
  const fresh = await authenticate(session.database, session.token);
  if (fresh === undefined) throw new Failure('sign-in-required');
  return whoAmI(fresh, secret);
}

const hashOf = (secret: string | undefined) => (secret === undefined ? null : hashToken(secret));

async function changeSession(
  session: SignedIn,
  what: string,
  station: string | null = null,
  browser: Buffer | null = null,
): Promise<void> {
  const hash = hashToken(session.token);
  await house(session.database, 'earshot_staff_door', (tx) =>
    tx.rows(queries.changeSession, { hash, what, station, browser }),
  );
}

function signedIn(database: Database, token: string, row: RowOf<typeof queries.sessionOf>): StaffSignedIn {
  return {
    ...{ database, token, row },
    sessionId: row.session_id,
    actorId: row.staff_id,
    role: row.role,
    locked: row.locked,
    fresh: row.fresh,
    premisesId: row.premises_id,
    place: row.place,
  };
}
