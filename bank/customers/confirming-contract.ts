import { confirmable } from '#bank/conversations/contract.ts';
import {
  count,
  flag,
  id,
  instant,
  maskedMoney,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

const ofCustomer = object({ customerId: id });
const one = object({ customerId: id, confirmationId: id });

export const waysToShow = {
  route: 'GET /api/customers/:customerId/ways-to-show',
  summary: 'Where something can be shown to this customer now, beside turning the screen round',
  permission: 'customer.serve',
  params: ofCustomer,
  reply: object({ secondScreen: flag, ownPhone: flag }),
} as const;

/** The value is shown once, on record: a retry finds out that it was asked, and asks anew for the value. */
export const askConfirmation = {
  route: 'POST /api/customers/:customerId/confirmations',
  summary: 'Show the customer what is to be confirmed, for two minutes; a reveal, on record with its field',
  permission: 'customer.file.change',
  creates: true,
  unkept: ['text', 'amount'],
  params: ofCustomer,
  body: object({
    field: oneOf(...confirmable),
    /** Which contact point, address, agreement or promise; null for the others. */
    subject: orNull(id),
    way: oneOf('own screen', 'second screen', 'own phone'),
    /** The terms that were agreed, or the question that she answers by typing. */
    words: orNull(text(500)),
  }),
  reply: object({
    confirmationId: id,
    secondsLeft: count,
    /** Only for the banker's own screen, turned round; else the value goes to hers alone. */
    text: orNull(text(4000)),
    amount: orNull(maskedMoney),
  }),
} as const;

export const confirmationState = {
  route: 'GET /api/confirmations/:confirmationId',
  summary: 'How a confirmation stands: a tick, or not; never the value',
  permission: 'customer.serve',
  params: object({ confirmationId: id }),
  reply: object({
    state: oneOf('asked', 'right', 'not right', 'typed', 'withdrawn', 'lapsed'),
    answeredAt: orNull(instant),
    secondsLeft: count,
  }),
} as const;

export const answerBeside = {
  route: 'POST /api/customers/:customerId/confirmations/:confirmationId/answers',
  summary: 'Write down the nod of a customer who read it on the turned screen, or take the question back',
  permission: 'customer.file.change',
  params: one,
  body: object({ answer: oneOf('right', 'not right', 'withdrawn') }),
  reply: nothing,
} as const;

export const settleConfirmation = {
  route: 'POST /api/customers/:customerId/confirmations/:confirmationId/settlements',
  summary: 'Say that what was not right, or was typed, has been dealt with',
  permission: 'customer.file.change',
  versioned: true,
  params: one,
  reply: object({ version }),
} as const;
