/** Erasing as a right: what would go, what must stay and why, and the order that a second person approved. */
import { count, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { goingParts, stayingParts } from './erasing-rules.ts';

export const waysToTell = ['in person', 'letter', 'phone', 'e-mail'] as const;

const request = object({ customerId: id, requestId: id });

export const erasureOf = {
  route: 'GET /api/customers/:customerId/rights-requests/:requestId/erasure',
  summary: 'What erasing would take, what stays, and what has the bank keep the file; a look, on record',
  permission: 'rights.handle',
  params: request,
  reply: object({
    /** How many records of the bank are this person. */
    records: count,
    /** It cannot be done now; by what is not told, because it may be something that nobody is told of. */
    kept: flag,
    goes: list(object({ part: oneOf(...goingParts), rows: count }), 20),
    stays: list(oneOf(...stayingParts), 10),
    /** Ordered, and waiting for the job. */
    orderedAt: orNull(instant),
    /** Ordered, but something came up before it was done: it takes another approval. */
    stoppedAt: orNull(instant),
  }),
} as const;

export const orderErasure = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/erasure',
  summary: 'Erase for good what a second person approved; takes a fresh proof of who one is',
  permission: 'rights.handle',
  creates: true,
  fresh: true,
  params: request,
  body: object({ approvalId: id, told: oneOf(...waysToTell) }),
  reply: nothing,
} as const;

export const erasures = {
  route: 'GET /api/erasures',
  summary: 'Who was erased because they asked for it: when, by which two people; without a name or an id',
  permission: 'retention.read',
  reply: object({
    erasures: list(
      object({
        erasedAt: instant,
        records: count,
        told: oneOf(...waysToTell),
        askedBy: orNull(text(200)),
        approvedBy: orNull(text(200)),
      }),
      100,
    ),
  }),
} as const;
