/** Private rooms, booked for a queue number; and whether a visitor may be called by first name. */
import { adaptedVisits } from '#bank/needs/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './rooms-contract.ts';
import * as queries from './rooms-queries.ts';

export async function rooms(session: SignedIn): Promise<Reply<typeof contract.rooms>> {
  const { database, token } = session;
  const [rows, mine, adapted] = await Promise.all([
    ask(database, queries.roomsHere, { token }),
    ask(database, queries.myVisits, { token }),
    adaptedVisits(session),
  ]);
  const byRoom = Map.groupBy(rows, (row) => row.station_id);
  return {
    myVisits: mine.map((row) => ({
      ...{ visitId: row.visit_id, queueNumber: row.queue_number },
      minutes: adapted(row.visit_id).minutes,
    })),
    rooms: [...byRoom.values()].map((ofRoom) => ({
      stationId: ofRoom[0]?.station_id ?? '',
      name: ofRoom[0]?.name ?? '',
      bookings: ofRoom.flatMap(({ booking_id, visit_id, queue_number, booked_by, from_at, to_at }) =>
        booking_id && visit_id && from_at && to_at
          ? {
              ...{ bookingId: booking_id, visitId: visit_id, queueNumber: queue_number ?? 0 },
              mine: booked_by === session.actorId,
              fromAt: from_at.toString(),
              toAt: to_at.toString(),
            }
          : [],
      ),
    })),
  };
}

/** @throws Failure `not-now` when the room is taken in that time, `does-not-fit` for another day */
export async function bookRoom(
  session: SignedIn,
  bookingId: string,
  given: Body<typeof contract.bookRoom>,
): Promise<Reply<typeof contract.bookRoom>> {
  const fromAt = given.fromAt === null ? null : Temporal.Instant.from(given.fromAt);
  const booking = { token: session.token, bookingId, ...given, fromAt };
  const [row] = await ask(session.database, queries.bookRoom, booking);
  if (row === undefined) throw new Failure('not-found');
  return {
    bookingId,
    stationName: row.station_name,
    fromAt: row.from_at.toString(),
    toAt: row.to_at.toString(),
  };
}

export async function freeRoom(session: SignedIn, bookingId: string): Promise<null> {
  await ask(session.database, queries.freeRoom, { token: session.token, bookingId });
  return null;
}

/** @throws Failure `changed` when the visit has moved on meanwhile */
export async function callByName(
  { database, token }: SignedIn,
  visitId: string,
  expected: number,
  byName: boolean,
): Promise<Reply<typeof contract.callByName>> {
  const [row] = await ask(database, queries.callByName, { token, visitId, expected, byName });
  return { version: row?.version ?? expected };
}
