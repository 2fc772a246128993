/** Making a correction that was asked for: what stands now, and the one step that puts it right. */
import { flag, id, list, nothing, object, orNull, text } from '#platform/contract.ts';

const request = object({ customerId: id, requestId: id });

export const correctionOf = {
  route: 'GET /api/customers/:customerId/rights-requests/:requestId/correction',
  summary: 'What stands now of what a customer asks to have corrected; a look at the file, on record',
  permission: 'rights.handle',
  params: request,
  reply: object({
    /** Not shown at an open counter. */
    hidden: flag,
    now: list(
      object({
        /** Which contact point or address; null: there is only one such value. */
        subject: orNull(id),
        value: text(400),
        lines: list(text(400, 0), 12),
        postalCode: orNull(text(20, 0)),
        country: orNull(text(2)),
      }),
      50,
    ),
  }),
} as const;

export const makeCorrection = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/correction',
  summary: 'Put it right and answer in one step; the customer reads that it is done',
  permission: 'rights.handle',
  versioned: true,
  fresh: true,
  params: request,
  body: object({
    /** Null: another one is added, or the request is about a name or a date of birth. */
    subject: orNull(id),
    /** Of a name, a date of birth, a telephone number or an e-mail address. */
    value: orNull(text(400)),
    /** Of an address. */
    lines: orNull(list(text(200), 12)),
    postalCode: orNull(text(20)),
    country: orNull(text(2, 2)),
    answer: text(4000, 10),
  }),
  reply: nothing,
} as const;
