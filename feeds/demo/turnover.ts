import { dayOfEvent } from './events.ts';
import type { Books, Entry, Ledger } from './ledger.ts';
import type { Household } from './lives.ts';
import type { Random } from './random.ts';
import { asPriced, type Bank, type Month, thousandths } from './setting.ts';
import type { Purse } from './signer.ts';
import { type Trade, tradeOf } from './trades.ts';
import { PAYERS } from './work.ts';

/**
 * The money of a small business: takings by card each week and in cash, suppliers, wages, taxes each quarter.
 */
export class Turnover {
  #bank: Bank;
  #household: Household;
  #books: Books;
  #random: Random;
  #trade: Trade | null = null;

  constructor(bank: Bank, household: Household, books: Books, random: Random) {
    this.#bank = bank;
    this.#household = household;
    this.#books = books;
    this.#random = random;
  }

  enterMonth(purse: Purse, now: Month): void {
    const ledger = this.#books.ledgers.get(purse.account);
    if (ledger === undefined || this.#household.business === null) return;
    this.#trade ??= tradeOf(this.#bank, this.#household);
    const takingsMinor = this.#takings(this.#trade, now);
    this.#enterTakings(this.#trade, ledger, takingsMinor, now);
    this.#enterCosts(this.#trade, ledger, takingsMinor, now);
    const usualMinor = this.#usual(this.#trade);
    if (this.#bank.thin || now.month % 6 !== 5 || ledger.balanceMinor * 2 < usualMinor * 3) return;
    const profit = Math.floor((ledger.balanceMinor - usualMinor) / 2);
    this.#enter(ledger, now, 22, -profit, 'transfer out', 'Own account at another bank', 'Share of profit');
  }

  /** The takings of a month: the season, and a business that grows or fades. */
  #takings(trade: Trade, now: Month): number {
    const months = Math.floor((now.first - this.#bank.toldFrom) / 30);
    const fades = dayOfEvent(this.#household.events, 'falls behind') !== null;
    const grows = dayOfEvent(this.#household.events, 'rise') !== null;
    const trend = fades ? 100 - Math.min(45, months) : grows ? 100 + months : 100;
    const season = SEASONS[now.month % 12] ?? 100;
    return Math.round((this.#usual(trade) * trend * season * this.#random.whole(93, 107)) / 1_000_000);
  }

  #enterTakings(trade: Trade, ledger: Ledger, takingsMinor: number, now: Month): void {
    const cash = trade.kind === 'bakery' || trade.kind === 'cafe' ? 18 : 6;
    const days = this.#bank.thin ? [15] : [2, 9, 16, 23];
    for (const day of days) {
      const share = ((100 - cash) * this.#random.whole(92, 108)) / (days.length * 100);
      this.#enter(
        ledger,
        now,
        day,
        part(takingsMinor, share),
        'transfer in',
        'Terminal Payments',
        'Card takings',
      );
    }
    if (this.#bank.thin) return;
    const minor = asPriced(this.#currency, part(takingsMinor, cash));
    this.#books.enter({
      day: now.first + 16,
      ledger,
      minor,
      kind: 'cash deposit',
      description: 'Cash takings',
      force: 'must',
    });
  }

  #enterCosts(trade: Trade, ledger: Ledger, takingsMinor: number, now: Month): void {
    const payers = PAYERS[this.#household.plan.town.country];
    const [one, other] = trade.suppliers;
    const pay = (
      day: number,
      low: number,
      high: number,
      to: string,
      what: string,
      kind: Entry['kind'] = 'transfer out',
    ) => this.#enter(ledger, now, day, -part(takingsMinor, this.#random.whole(low, high)), kind, to, what);
    pay(6, 14, 20, one, 'Invoice');
    pay(27, 20, 24, 'Staff payroll', 'Wages');
    if (now.month % 3 === 0) pay(24, 22, 26, payers.tax, 'Taxes for the quarter', 'direct debit');
    if (this.#bank.thin) return;
    pay(19, 10, 14, other, 'Invoice');
    pay(14, 3, 5, this.#random.pick(payers.household), 'Electricity, water, heating', 'direct debit');
  }

  /** What comes in is booked; what goes out is an order that the account must cover. */
  #enter(
    ledger: Ledger,
    now: Month,
    dayOfMonth: number,
    minor: number,
    kind: Entry['kind'],
    counterparty: string,
    description: string,
  ): void {
    const priced = asPriced(this.#currency, Math.abs(minor));
    this.#books.enter({
      day: now.first + dayOfMonth - 1,
      ledger,
      minor: minor < 0 ? -priced : priced,
      kind,
      counterparty,
      description,
      force: minor < 0 ? 'order' : 'must',
    });
  }

  #usual(trade: Trade): number {
    return thousandths(this.#currency, trade.takings);
  }

  get #currency() {
    return this.#household.plan.town.currency;
  }
}

/** So many hundredths of a sum, in whole minor units. */
function part(minor: number, hundredths: number): number {
  return Math.round((minor * hundredths) / 100);
}

/** A quiet January, a good summer and a better December. */
const SEASONS = [84, 90, 97, 101, 104, 108, 106, 98, 101, 100, 103, 118];
