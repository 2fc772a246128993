/**
 * Work stations: registered by an administrator, chosen by whoever works in the branch (staff/actions.ts).
 * Where more is shown than before, two people say so, because somebody may be sitting there.
 */
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { Door } from '#platform/http/route.ts';
import { refusing } from './refusals.ts';
import type * as contract from './stations-contract.ts';
import * as queries from './stations-queries.ts';

export async function listStations(
  { database, token }: StaffSignedIn,
  premisesId: string,
  secret: string | undefined,
): Promise<Reply<typeof contract.listStations>> {
  const browser = secret === undefined ? null : hashToken(secret);
  const [stations, asked] = await Promise.all([
    ask(database, queries.stationsAt, { premisesId, browser }),
    ask(database, queries.placesAsked, { token, premisesId }),
  ]);
  return {
    stations: stations.map(({ station_id: stationId, name, place, version, tied, here }) => ({
      ...{ stationId, name, place, version },
      tied: tied ? (here ? ('here' as const) : ('elsewhere' as const)) : null,
    })),
    asked: asked.map((row) => ({
      ...{ approvalId: row.approval_id, stationId: row.station_id, place: row.place, state: row.state },
      ...{ mine: row.mine, expiresAt: row.expires_at.toString() },
    })),
  };
}

/**
 * An open counter, whatever it shall become.
 * @throws Failure `does-not-fit` for a name that is taken, `not-now` where nobody works any more
 */
export async function addStation(
  { database, token }: StaffSignedIn,
  premisesId: string,
  stationId: string,
  { name }: Body<typeof contract.addStation>,
): Promise<Reply<typeof contract.addStation>> {
  await refusing(ask(database, queries.addStation, { token, stationId, premisesId, name }));
  return { stationId };
}

/** @throws Failure `approval-needed` where more would be shown, `changed`, `does-not-fit` */
export async function changeStation(
  { database, token }: StaffSignedIn,
  stationId: string,
  version: number,
  { name, place }: Body<typeof contract.changeStation>,
): Promise<Reply<typeof contract.changeStation>> {
  const change = { token, stationId, version, name, place };
  const [row] = await refusing(ask(database, queries.changeStation, change));
  return { version: row?.version ?? version };
}

/** @throws Failure `changed`, `not-found` */
export async function endStation(
  { database, token }: StaffSignedIn,
  stationId: string,
  version: number,
): Promise<null> {
  await ask(database, queries.endStation, { token, stationId, version });
  return null;
}

/**
 * With a secret that this browser alone keeps; one that it had for another station is gone, and that one is
 * chosen nowhere until it is untied and tied anew.
 * @throws Failure `changed`, `not-found`, `not-now` while it is tied
 */
export async function tieStation(
  { database, token }: StaffSignedIn,
  stationId: string,
  version: number,
  door: Door,
): Promise<Reply<typeof contract.tieStation>> {
  const secret = newToken();
  const tied = { token, stationId, version, browser: hashToken(secret) };
  const [row] = await ask(database, queries.tieStation, tied);
  door.setStation(secret);
  return { version: row?.version ?? version };
}

/**
 * Chosen anywhere from then on, and so an open counter: more was to be shown in that browser alone.
 * @throws Failure `changed`, `not-found`
 */
export async function untieStation(
  { database, token }: StaffSignedIn,
  stationId: string,
  version: number,
): Promise<Reply<typeof contract.untieStation>> {
  const [row] = await ask(database, queries.tieStation, { token, stationId, version, browser: null });
  return { version: row?.version ?? version };
}

/** @throws Failure `not-now` when it takes nobody else */
export async function askPlace(
  { database, token }: StaffSignedIn,
  stationId: string,
  approvalId: string,
  { place, reference, reason }: Body<typeof contract.askPlace>,
): Promise<Reply<typeof contract.askPlace>> {
  const asked = { token, approvalId, stationId, place, reference, reason };
  const [row] = await ask(database, queries.askPlace, asked);
  return { approvalId, expiresAt: row?.expires_at?.toString() ?? null };
}

/** @throws Failure `approval-needed` unless it was approved, lately, and is unused; `changed` */
export async function movePlace(
  { database, token }: StaffSignedIn,
  approvalId: string,
): Promise<Reply<typeof contract.movePlace>> {
  const [row] = await ask(database, queries.moveApproved, { token, approvalId });
  return { version: row?.version ?? 1 };
}
