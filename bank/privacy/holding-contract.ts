/** Legal holds: what nothing may be deleted of, and why. */
import { id, instant, list, object, orNull, text } from '#platform/contract.ts';

export const legalHolds = {
  route: 'GET /api/legal-holds',
  summary: 'Legal holds, those that stand first; on record with whose names it shows',
  permission: 'hold.read',
  reply: object({
    holds: list(
      object({
        holdId: id,
        customerId: id,
        customerName: text(400),
        /** Null at an open counter; why it was lifted as well. */
        ...{ reference: orNull(text(80)), reason: orNull(text(500)) },
        placedByName: text(200),
        placedAt: instant,
        liftedByName: orNull(text(200)),
        liftedAt: orNull(instant),
        liftedBecause: orNull(text(500)),
      }),
      100,
    ),
  }),
} as const;

export const placeHold = {
  route: 'POST /api/legal-holds',
  summary: 'Hold everything of a customer: nothing is erased or deleted until two people lift it',
  permission: 'hold.place',
  creates: true,
  body: object({ customerId: id, reference: text(80, 3), reason: text(500, 10) }),
  reply: object({ holdId: id }),
} as const;
