import type { Day } from './calendar.ts';
import { csvLine } from './csv.ts';
import type { Agreement } from './holdings.ts';
import type { Household } from './lives.ts';
import { OrderWriter } from './order-writer.ts';
import type { Bank } from './setting.ts';
import type { Purse } from './signer.ts';
import { agreementsOf, type Signed } from './signing.ts';

export const STANDING_ORDERS_HEADER = 'key,agreement_key,minor,currency,kind,payee,payee_account,every\n';

/** What leaves an account by itself, from a day to a day. */
export interface Order {
  from: Day;
  to: Day | null;
  dayOfMonth: number;
  every: 'month' | 'quarter' | 'year';
  minor: number;
  /** As what it is booked. */
  booked: 'standing order' | 'household payment' | 'insurance payment' | 'loan payment';
  /** As what it is kept among the standing orders. */
  kind: 'household payment' | 'loan payment' | 'insurance payment' | 'leasing' | 'savings' | 'other';
  payee: string;
  payeeAccount: string;
  description: string;
  /** An account of the same household that receives it. */
  into: Agreement | null;
}

/**
 * The standing orders of each purse of a household; thin histories keep rents, instalments and what the owner
 * draws.
 */
export function ordersOf(bank: Bank, household: Household, signed: Signed): Map<Purse, Order[]> {
  const writer = new OrderWriter(bank, household);
  const orders = new Map(signed.purses.map((purse) => [purse, [] as Order[]]));
  const [head] = signed.purses;
  if (head === undefined || household.plan.original !== null) return orders;
  for (const [purse, list] of orders) {
    if (purse.people.length === 0) writer.business(list, purse, head);
    else if (purse === head) writer.household(list, purse);
    else if (household.plan.story !== 'attorney') list.push(writer.share(head));
    writer.loans(list, purse);
    if (!bank.thin) writer.small(list, purse);
  }
  return orders;
}

/** The rows of one household in the table of standing orders: those in force today. */
export function* standingOrderLines(bank: Bank, household: Household): Generator<string> {
  const signed = agreementsOf(bank, household);
  for (const [{ account }, orders] of ordersOf(bank, household, signed)) {
    if (account.state === 'blocked') continue;
    for (const [place, order] of orders.entries()) {
      if (order.from > bank.asOf || (order.to ?? bank.asOf) < bank.asOf) continue;
      yield csvLine([
        `${account.key}-order-${place + 1}`,
        account.key,
        order.minor,
        account.currency,
        order.kind,
        order.payee,
        order.payeeAccount,
        order.every,
      ]);
    }
  }
}
