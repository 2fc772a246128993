/** Telephone numbers and e-mail addresses of a list that a second person has agreed to; never identifiers. */
import { count, flag, id, list, object, oneOf, text } from '#platform/contract.ts';

export const leftOutBecause = ['restricted', 'no ground', 'training', 'nothing safe'] as const;

export const bulkReveal = {
  route: 'POST /api/bulk-reveals',
  summary:
    'Show contact values of one approved list, once, each on record as a reveal; never at an open counter',
  permission: 'customer.serve',
  body: object({ approvalId: id, customerIds: list(id, 50) }),
  reply: object({
    customers: list(
      object({
        ...{ customerId: id, fullName: text(400) },
        points: list(
          object({
            ...{ contactPointId: id, kind: oneOf('phone', 'email'), purpose: text(40) },
            ...{ value: text(320), verified: flag },
          }),
          200,
        ),
      }),
      50,
    ),
    /** Of whom nothing is shown, and why. */
    leftOut: list(object({ customerId: id, because: oneOf(...leftOutBecause) }), 50),
    hideAfterSeconds: count,
  }),
} as const;
