import Type from 'typebox';
import { intervals } from '#bank/holdings/contract.ts';
import { adapted } from '#bank/needs/contract.ts';
import {
  count,
  date,
  id,
  list,
  maskedMoney,
  nothing,
  object,
  oneOf,
  orNull,
  text,
} from '#platform/contract.ts';

const own = object({
  customerId: id,
  calledName: text(400),
  language: text(35),
  /** What helps her: large print is honoured from the first page on. */
  adaptations: adapted,
  /** How often anybody at the bank opened this customer's file in the last 30 days. */
  looksLately: count,
  /** Questions about looks: all that were asked, those not answered yet, answers that wait to be read. */
  inquiries: object({ asked: count, open: count, answered: count }),
  holdings: list(
    object({
      agreementId: id,
      kind: text(40),
      productName: orNull(text(200)),
      numberHint: orNull(text(20)),
      balance: orNull(maskedMoney),
      balanceAsOf: orNull(date),
      standingOrders: list(
        object({ orderId: id, every: oneOf(...intervals), amount: maskedMoney, payee: orNull(text(200)) }),
        500,
      ),
    }),
    500,
  ),
});

export const signIn = {
  route: 'POST /api/sign-in',
  summary: 'Sign in with user name, password and a one-time code',
  permission: 'nobody',
  body: object({ userName: text(64), password: text(200), code: Type.String({ pattern: '^[0-9]{6}$' }) }),
  reply: own,
} as const;

export const signOut = {
  route: 'POST /api/sign-out',
  summary: 'End this session',
  permission: 'anybody',
  reply: nothing,
} as const;

export const home = {
  route: 'GET /api/home',
  summary: "The customer's own first page",
  permission: 'anybody',
  reply: own,
} as const;
