import Type from 'typebox';
import { date, id, list, maskedMoney, maskedText, object, oneOf, orNull, text } from '#platform/contract.ts';

export const holdingKinds = [
  'current account',
  'savings',
  'term deposit',
  'card',
  'mortgage',
  'auto loan',
  'personal loan',
  'investment',
  'insurance',
  'safe box',
] as const;

export const orderKinds = [
  'household payment',
  'loan payment',
  'insurance payment',
  'leasing',
  'savings',
  'other',
] as const;
export const intervals = ['week', 'month', 'quarter', 'year'] as const;

/** One thing a customer holds, as one of its parties. */
export const holding = object({
  agreementId: id,
  kind: oneOf(...holdingKinds),
  productName: orNull(text(200)),
  role: oneOf('owner', 'joint owner', 'authorised user', 'guarantor', 'beneficiary'),
  /** 'for a private room': in arrears, at a place where strangers may read. */
  state: oneOf('active', 'dormant', 'blocked', 'in arrears', 'closed', 'for a private room'),
  /** "•• 4711": never the whole number. */
  numberHint: orNull(text(20)),
  currency: text(3),
  balance: orNull(maskedMoney),
  balanceAsOf: orNull(date),
  /** Month ends, oldest first, each from 0 (lowest) to 1 (highest): the shape without an amount. */
  trend: list(object({ asOf: date, level: Type.Number({ minimum: 0, maximum: 1 }) }), 60),
  limit: orNull(maskedMoney),
  instalment: orNull(maskedMoney),
  /** Hundredths of a percent a year. */
  rateBasisPoints: orNull(Type.Integer()),
  openedOn: orNull(date),
  closedOn: orNull(date),
  maturesOn: orNull(date),
  linkedAgreementId: orNull(id),
  /** What is paid from it again and again; amount and payee are hidden where strangers may read. */
  standingOrders: list(
    object({
      ...{ orderId: id, kind: oneOf(...orderKinds), every: oneOf(...intervals) },
      ...{ amount: maskedMoney, payee: maskedText },
    }),
    500,
  ),
});

/**
 * What a customer owns and owes in one currency, joint holdings counted once; and everything in the bank's
 * currency by that day's rates.
 */
export const total = object({
  currency: text(3),
  owns: maskedMoney,
  owes: maskedMoney,
  converted: Type.Boolean(),
  ratesAsOf: orNull(date),
});
