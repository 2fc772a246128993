import { Borrowing } from './borrowing.ts';
import { type Day, dateOf, lastOf, monthOf } from './calendar.ts';
import { csvLine, csvText } from './csv.ts';
import { Earning } from './earning.ts';
import { Books, type Entry, type Ledger } from './ledger.ts';
import type { Household } from './lives.ts';
import { ordersOf } from './orders.ts';
import { Random } from './random.ts';
import { type Bank, type Month, thousandths } from './setting.ts';
import { monthOfInterest } from './signer.ts';
import { agreementsOf } from './signing.ts';
import { Spending } from './spending.ts';
import { Turnover } from './turnover.ts';

export const TRANSACTIONS_HEADER =
  'key,agreement_key,booked_on,sequence,minor,currency,balance_minor,kind,counterparty,' +
  'counterparty_account,description\n';
export const BALANCES_HEADER = 'agreement_key,as_of,minor\n';

/**
 * Plays the history of a household month by month and returns its books: what comes in, what is ordered, what
 * is spent as the balance allows, and what the bank itself books at the month's end. Only this household is
 * held in memory.
 */
export function booksOf(bank: Bank, household: Household): readonly Ledger[] {
  const signed = agreementsOf(bank, household);
  const diedOn = household.adults.find((adult) => adult.diedOn !== null)?.diedOn ?? null;
  const books = new Books(bank, signed.agreements, diedOn);
  const random = new Random(bank.seed, 'movement', household.plan.first);
  const orders = ordersOf(bank, household, signed);
  const earning = new Earning(bank, household, books, random);
  const borrowing = new Borrowing(bank, household, signed, books, random);
  const spending = new Spending(bank, household, books, orders, random);
  const turnover = new Turnover(bank, household, books, random);
  for (const ledger of books.ledgers.values()) {
    const { openedOn } = ledger.agreement;
    if (openedOn < bank.bookedFrom)
      ledger.evenings.push({ day: bank.bookedFrom - 1, minor: ledger.balanceMinor });
  }
  for (const now of bank.months) {
    borrowing.enterMonth(now);
    for (const purse of signed.purses) {
      if (purse.people.length === 0) turnover.enterMonth(purse, now);
      else earning.enterMonth(purse, now);
      spending.enterOrders(purse, now);
      if (purse.people.length > 0) spending.enterMonth(purse, now);
    }
    const unpaid = new Set<Ledger>();
    books.settle((entry) => chargeRefusal(entry, unpaid));
    for (const ledger of books.ledgers.values()) closeMonth(bank, ledger, now);
  }
  return [...books.ledgers.values()];
}

/**
 * The rows of one household in the table of transactions: one for each movement, however many are party to
 * the account.
 */
export function transactionLines(bank: Bank, household: Household): string[] {
  const lines: string[] = [];
  for (const { agreement, movements } of booksOf(bank, household)) {
    const { key, currency } = agreement;
    let number = 0;
    // written by hand, not by csvLine: only two of its cells can need quoting, and there are twenty million
    for (const movement of movements) {
      number += 1;
      const { day, sequence, minor, balanceMinor, kind, counterparty, counterpartyAccount, description } =
        movement;
      const booked = `${dateOf(day)},${sequence},${minor},${currency},${balanceMinor},${kind}`;
      const told = `${csvText(counterparty)},${counterpartyAccount ?? ''},${csvText(description)}`;
      lines.push(`${key}-${number},${key},${booked},${told}\n`);
    }
  }
  return lines;
}

/**
 * The rows of one household in the table of balances: before the history, at month ends (thin: half-years'
 * ends), on the last day.
 */
export function balanceLines(bank: Bank, household: Household): string[] {
  return booksOf(bank, household).flatMap(({ agreement, evenings }) =>
    evenings.map(({ day, minor }) => csvLine([agreement.key, dateOf(day), minor])),
  );
}

/** An order without cover comes back, for a fee once a month. */
function chargeRefusal(entry: Entry, unpaid: Set<Ledger>): void {
  const { ledger, day, description = '' } = entry;
  if (ledger.agreement.kind !== 'current account' || unpaid.has(ledger)) return;
  unpaid.add(ledger);
  ledger.book({
    day,
    minor: -thousandths(currencyOf(ledger), 6),
    kind: 'fee',
    counterparty: null,
    counterpartyAccount: null,
    description: `Returned unpaid: ${description}`,
  });
}

/** Penalty interest for what was overdrawn, interest for what was saved, and the evening's balance. */
function closeMonth(bank: Bank, ledger: Ledger, { month, last, whole }: Month): void {
  const { agreement } = ledger;
  if (last < agreement.openedOn) return;
  // thin histories close the savings twice a year instead of four times
  const months = bank.thin ? 6 : 3;
  const closing = whole && (month + 1) % months === 0;
  const own = (minor: number, kind: 'interest' | 'penalty interest', description: string) => {
    if (minor !== 0 && ledger.takes(last)) {
      ledger.book({ day: last, minor, kind, counterparty: null, counterpartyAccount: null, description });
    }
  };
  const overdraft = agreement.kind === 'current account';
  const inArrears = agreement.state === 'in arrears' && agreement.kind !== 'current account';
  if (whole && (overdraft || inArrears)) {
    const owedDays = ledger.takeOwedDays(last);
    const ratePoints = overdraft ? (agreement.ratePoints ?? 1890) : 890;
    const days = inArrears && !overdraft && !isBehind(ledger, last) ? 0 : owedDays;
    own(
      -Math.round((days * ratePoints) / 3_650_000),
      'penalty interest',
      overdraft ? 'Interest on the overdraft' : 'Interest on arrears',
    );
  }
  if (closing && agreement.kind === 'savings') {
    own(months * monthOfInterest(ledger.balanceMinor, agreement.ratePoints ?? 0), 'interest', 'Interest');
  }
  if (bank.thin && !closing && last !== bank.asOf) return;
  if (agreement.closedOn === null || last <= lastOf(monthOf(agreement.closedOn))) {
    ledger.evenings.push({ day: last, minor: ledger.balanceMinor });
  }
}

/** No instalment for more than a month: the last one came before that. */
function isBehind(ledger: Ledger, today: Day): boolean {
  for (let place = ledger.movements.length - 1; place >= 0; place--) {
    const movement = ledger.movements[place];
    if (movement?.kind === 'loan payment') return movement.day < today - 40;
  }
  return true;
}

function currencyOf(ledger: Ledger): 'CZK' | 'EUR' | 'USD' {
  const { currency } = ledger.agreement;
  return currency === 'CZK' || currency === 'USD' ? currency : 'EUR';
}
