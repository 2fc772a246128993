/** What customers hold, read in the transaction of their signed-out file. */
import type { Transaction } from '#platform/database/transaction.ts';
import * as queries from './queries.ts';

/** Holdings with balances, their trends of three years, and what may be news. */
export async function readHoldings(tx: Transaction, customerId: string, today: string) {
  const day = Temporal.PlainDate.from(today);
  const [holdings, balances, incomes, largest, rates, orders] = await Promise.all([
    tx.rows(queries.holdingsOf, { customerId }),
    tx.rows(queries.balancesOf, { customerId }),
    tx.rows(queries.incomesOf, { customerId, since: day.subtract({ months: 13 }).toString() }),
    tx.rows(queries.largestOf, { customerId, since: day.subtract({ days: 60 }).toString() }),
    tx.rows(queries.ratesOn, { customerId, day: today }),
    tx.rows(queries.standingOrdersOf, { customerId }),
  ]);
  return { holdings, balances, incomes, largest, rates, orders };
}

export interface MovementsPage {
  beforeDay: string;
  beforeSequence: bigint;
  beforeId: string;
  agreementId: string | null;
  most: number;
}

export function readMovements(tx: Transaction, customerId: string, page: MovementsPage) {
  return tx.rows(queries.movementsOf, { customerId, ...page });
}

export function readMovement(tx: Transaction, customerId: string, transactionId: string) {
  return tx.one(queries.movementOf, { customerId, transactionId });
}

export function readStandingOrders(tx: Transaction, customerId: string) {
  return tx.rows(queries.standingOrdersOf, { customerId });
}

export function readOwnStandingOrders(tx: Transaction, customerId: string) {
  return tx.rows(queries.ownStandingOrders, { customerId });
}

export function readOwnHoldings(tx: Transaction, customerId: string) {
  return tx.rows(queries.ownHoldings, { customerId });
}
