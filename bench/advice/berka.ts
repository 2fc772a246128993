/**
 * Two questions to a real bank (Berka, 1993 to 1998), asked of the imported rows up to a day: whom does the
 * need to borrow rank first among those who took a loan in the following twelve months, and what does the
 * affordability rule say of a loan on the day before it was granted. Which accounts count is said in the
 * data's INDEX.md; the rules are the bank's own, of bank/needs/borrowing.ts and bank/advice/affording.ts.
 */
import path from 'node:path';
import { affording } from '#bank/advice/affording.ts';
import { areaUnder } from '#bank/advice/learning.ts';
import { ownFeeds } from '#bank/feed/description.ts';
import { imported, type Trial } from '#bank/feed/testing.ts';
import { borrowingNeed, type Movement } from '#bank/needs/borrowing.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';

export interface Borrowed {
  day: string;
  accounts: number;
  borrowers: number;
  auc: number;
  precisionTopTenth: number;
}

export interface Afforded {
  loans: number;
  bad: number;
  auc: number;
  /** The share of bad loans below the mark under which a tenth of the good ones lie. */
  stoppedAtTenPercent: number;
  /** Of bad and of good loans: those that the rule itself, with no room left, would not have suggested. */
  stopped: { bad: number; good: number };
}

/** A database with all of Berka in it, as of its end. */
export async function berkaBank(data: string): Promise<TestDatabase> {
  const bank = await testDatabase();
  const at = { feeds: ownFeeds, folder: path.join(data, 'berka') } as Trial;
  const { run } = await imported(bank, at, { feed: 'berka', asOf: '1998-12-31' });
  if (run.problem !== null) throw new Error(`Berka was not taken in: ${run.problem}`);
  return bank;
}

/** The days on which the need to borrow is asked. */
export const borrowDays = ['1993-09-30', '1993-11-30', '1993-12-31'] as const;

export async function borrowed(bank: TestDatabase, day: string): Promise<Borrowed> {
  const usual = 1_000_000n;
  const accounts = (await accountsAsOf(bank, day, 'A')).flatMap(({ movements, loanOn }) => {
    if (loanOn !== undefined && loanOn <= day) return [];
    const need = borrowingNeed(movements, day, usual);
    if (need === undefined) return [];
    return { strength: need.strength, borrows: loanOn !== undefined && loanOn <= aYearAfter(day) };
  });
  const scores = accounts.map(({ strength }) => strength);
  const answers = accounts.map(({ borrows }) => borrows);
  const first = [...accounts]
    .sort((a, b) => b.strength - a.strength)
    .slice(0, Math.floor(accounts.length / 10));
  return {
    ...{ day, accounts: accounts.length, borrowers: answers.filter(Boolean).length },
    auc: areaUnder(scores, answers),
    precisionTopTenth: first.filter(({ borrows }) => borrows).length / first.length,
  };
}

export async function afforded(bank: TestDatabase): Promise<Afforded> {
  const loans = await bank.owner.query(
    `SELECT l.linked_agreement_id AS account, (l.opened_on - 1)::text AS day, 
            l.instalment_minor AS instalment, l.state = 'in arrears' AS bad
       FROM holdings.holdings l WHERE l.kind = 'personal loan'`,
  );
  const accounts = new Map((await accountsAsOf(bank, '1998-12-31', 'B')).map((one) => [one.account, one]));
  const asked = loans.rows.flatMap(({ account, day, instalment, bad }) => {
    // nothing after the day before the loan is looked at
    const known = (accounts.get(account)?.movements ?? []).filter(({ bookedOn }) => bookedOn <= day);
    if (known.length < 10) return [];
    const balances = known.map(({ balanceMinor }) => balanceMinor as bigint);
    const recent = known.findIndex(({ bookedOn }) => bookedOn > ninetyDaysBefore(day));
    // what stood on the account when the ninety days began is one of its balances
    const lowest = balances
      .slice(recent < 0 ? -1 : Math.max(0, recent - 1))
      .reduce((a, b) => (b < a ? b : a));
    return {
      bad: bad as boolean,
      room: affording(lowest, balances.at(-1) as bigint, BigInt(instalment)).room,
    };
  });
  const good = asked.filter((one) => !one.bad).map(({ room }) => Number(room));
  const bad = asked.filter((one) => one.bad).map(({ room }) => Number(room));
  const mark = [...good].sort((a, b) => a - b)[Math.floor(good.length / 10) - 1] ?? Number.NEGATIVE_INFINITY;
  const share = (of: number[], test: (room: number) => boolean) => of.filter(test).length / of.length;
  return {
    ...{ loans: asked.length, bad: bad.length },
    auc: areaUnder(
      asked.map(({ room }) => -Number(room)),
      asked.map((one) => one.bad),
    ),
    stoppedAtTenPercent: share(bad, (room) => room <= mark),
    stopped: { bad: share(bad, (room) => room < 0), good: share(good, (room) => room < 0) },
  };
}

interface Account {
  account: string;
  movements: Movement[];
  /** When its loan was granted. */
  loanOn: string | undefined;
}

/**
 * Part A: accounts whose movements are known to 1994-03-31; part B: those known to the day of their loan
 * (INDEX.md). No movement after the day is read.
 */
async function accountsAsOf(bank: TestDatabase, day: string, part: 'A' | 'B'): Promise<Account[]> {
  const { rows } = await bank.owner.query(
    `SELECT t.agreement_id AS account, t.booked_on::text AS day, t.minor, t.balance_minor AS balance,
            l.opened_on::text AS loan
       FROM holdings.transactions t
       JOIN holdings.holdings h ON h.customer_id = t.customer_id AND h.agreement_id = t.agreement_id
       LEFT JOIN holdings.holdings l ON l.linked_agreement_id = t.agreement_id AND l.kind = 'personal loan'
      WHERE t.counts AND t.booked_on <= $1 AND (h.opened_on <= '1994-03-31') = $2
      ORDER BY t.agreement_id, t.booked_on, t.sequence`,
    [day, part === 'A'],
  );
  const movements = Map.groupBy(rows, (row) => row.account as string);
  return [...movements].map(([account, of]) => ({
    account,
    loanOn: of[0].loan ?? undefined,
    movements: of.map((row) => ({
      bookedOn: row.day,
      minor: BigInt(row.minor),
      balanceMinor: row.balance === null ? null : BigInt(row.balance),
    })),
  }));
}

const aYearAfter = (day: string) => Temporal.PlainDate.from(day).add({ years: 1 }).toString();
const ninetyDaysBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 90 }).toString();
