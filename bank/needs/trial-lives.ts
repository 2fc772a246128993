/**
 * A life in the books for tests: Jana has been paid each month, by another employer and more since
 * lately.
 */
import { randomUUID } from 'node:crypto';
import type { Trial } from '#bank/trial.ts';

export interface TrialLife {
  account: string;
  /** The payments of the new employer, oldest first. */
  payments: string[];
}

/** Fourteen months of pay by one employer until two and a half months ago, then by another. */
export async function seedLife(bank: Pick<Trial, 'sql' | 'customers'>): Promise<TrialLife> {
  const [held] = await bank.sql(
    `SELECT agreement_id FROM holdings.holdings WHERE customer_id = $1 AND kind = 'current account' LIMIT 1`,
    [bank.customers.jana],
  );
  const account = String(held?.agreement_id);
  // the account is joint: by her employer a salary is hers
  await bank.sql(`UPDATE customers.customers SET employer = 'New Mill' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const today = Temporal.Now.plainDateISO('UTC');
  const payments: string[] = [];
  let balance = 4_000_000n;
  for (let month = 14; month >= 0; month--) {
    const paidOn = today.subtract({ months: month, days: 8 });
    const isNew = month <= 2;
    const id = randomUUID();
    if (isNew) payments.push(id);
    const pay = isNew ? 5_200_000n : 4_000_000n;
    balance += pay;
    await book(bank, account, paidOn.toString(), id, pay, balance, 'salary', isNew ? 'New Mill' : 'Old Mill');
    for (const days of [2, 4, 6]) {
      balance -= 900_000n;
      await book(
        bank,
        account,
        paidOn.add({ days }).toString(),
        randomUUID(),
        -900_000n,
        balance,
        'card payment',
        'Grocer',
      );
    }
  }
  return { account, payments };
}

async function book(
  bank: Pick<Trial, 'sql' | 'customers'>,
  account: string,
  day: string,
  id: string,
  minor: bigint,
  balance: bigint,
  kind: string,
  from: string,
): Promise<void> {
  await bank.sql(
    `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, minor,
      currency, balance_minor, kind, counterparty)
     VALUES ($1, $2, $3, $4, $5, 'CZK', $6, $7, $8)`,
    [bank.customers.jana, account, day, id, minor, balance, kind, from],
  );
}
