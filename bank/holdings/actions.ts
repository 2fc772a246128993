/** What customers hold, read in the transaction of their signed-out file. */
import type { Transaction } from '#platform/database/transaction.ts';
import * as queries from './queries.ts';

/** Holdings with balances, their trends of three years, and what may be news. */
export async function readHoldings(tx: Transaction, customerId: string, today: string) {
  const day = Temporal.PlainDate.from(today);
  const [holdings, balances, incomes, largest, rates] = await Promise.all([
    tx.rows(queries.holdingsOf, { customerId }),
    tx.rows(queries.balancesOf, { customerId, since: day.subtract({ years: 3 }).toString() }),
    tx.rows(queries.incomesOf, { customerId, since: day.subtract({ months: 13 }).toString() }),
    tx.rows(queries.largestOf, { customerId, since: day.subtract({ days: 60 }).toString() }),
    tx.rows(queries.ratesOn, { customerId, day: today }),
  ]);
  return { holdings, balances, incomes, largest, rates };
}

export interface MovementsPage {
  beforeDay: string;
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

export function readOwnHoldings(tx: Transaction, customerId: string) {
  return tx.rows(queries.ownHoldings, { customerId });
}
