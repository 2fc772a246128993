import Type from 'typebox';
import { flag, id, instant, list, nothing, object, orNull, text, version } from '#platform/contract.ts';

const booking = object({
  bookingId: id,
  visitId: id,
  /** A room is booked for a number, never for a name. */
  queueNumber: Type.Integer(),
  mine: flag,
  fromAt: instant,
  toAt: instant,
});

export const rooms = {
  route: 'GET /api/rooms',
  summary: 'The private rooms of this branch and what is booked of them from now on',
  permission: 'visit.read',
  reply: object({
    rooms: list(object({ stationId: id, name: text(80), bookings: list(booking, 100) }), 100),
    /** The caller's own visits in progress in this branch, the latest first. */
    myVisits: list(
      /** How long a room is good for: longer for whoever needs time. */
      object({ visitId: id, queueNumber: Type.Integer(), minutes: Type.Integer() }),
      10,
    ),
  }),
} as const;

export const bookRoom = {
  route: 'POST /api/bookings',
  summary: 'Book a room for a visit, now or later today; what the visit had booked before is given back',
  permission: 'visit.move',
  creates: true,
  body: object({
    visitId: id,
    stationId: id,
    /** Null: now. */
    fromAt: orNull(instant),
    minutes: Type.Integer({ minimum: 10, maximum: 120 }),
  }),
  reply: object({ bookingId: id, stationName: text(80), fromAt: instant, toAt: instant }),
} as const;

export const freeRoom = {
  route: 'DELETE /api/bookings/:bookingId',
  summary: 'Give a booked room back',
  permission: 'visit.move',
  params: object({ bookingId: id }),
  reply: nothing,
} as const;

export const callByName = {
  route: 'PUT /api/visits/:visitId/calling',
  summary: 'Whether the visitor agreed to be called by first name in the waiting area',
  permission: 'visit.check in',
  versioned: true,
  params: object({ visitId: id }),
  body: object({ byName: flag }),
  reply: object({ version }),
} as const;
