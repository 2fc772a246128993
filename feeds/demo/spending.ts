import type { Day } from './calendar.ts';
import { dayOfEvent } from './events.ts';
import { BASKETS, COUNTS, SEASONS, SHARES } from './habits.ts';
import type { Books, Ledger } from './ledger.ts';
import type { Household } from './lives.ts';
import { type Goods, MERCHANTS, WEIGHT } from './merchants.ts';
import type { Order } from './orders.ts';
import type { Random } from './random.ts';
import { asPriced, type Bank, type Month, thousandths, USUAL_PAY_MINOR } from './setting.ts';
import type { Purse } from './signer.ts';

/** What goes out: standing orders, and what is bought with what is left. */
export class Spending {
  #bank: Bank;
  #household: Household;
  #books: Books;
  #orders: Map<Purse, Order[]>;
  #random: Random;
  #head: Purse | undefined;

  constructor(bank: Bank, household: Household, books: Books, orders: Map<Purse, Order[]>, random: Random) {
    this.#bank = bank;
    this.#household = household;
    this.#books = books;
    this.#orders = orders;
    this.#random = random;
    [this.#head] = orders.keys();
  }

  enterOrders(purse: Purse, now: Month): void {
    const ledger = this.#books.ledgers.get(purse.account);
    if (ledger === undefined) return;
    for (const order of this.#orders.get(purse) ?? []) {
      const day = now.first + order.dayOfMonth - 1;
      const due = order.every === 'month' || now.month % (order.every === 'quarter' ? 3 : 12) === 0;
      if (!due || day < order.from || day > (order.to ?? day)) continue;
      const into = order.into === null ? undefined : this.#books.ledgers.get(order.into);
      if (into === undefined) {
        this.#books.enter({
          day,
          ledger,
          minor: -order.minor,
          kind: order.booked,
          counterparty: order.payee,
          counterpartyAccount: order.payeeAccount,
          description: order.description,
          force: 'order',
        });
        continue;
      }
      const lent = order.booked === 'loan payment';
      // the last instalment is what is left
      const minor = lent ? Math.min(order.minor, Math.max(0, -into.balanceMinor)) : order.minor;
      const arrives = lent ? 'loan payment' : 'transfer in';
      this.#books.move(day, ledger, into, minor, order.description, {
        kind: order.booked,
        arrives,
        force: 'order',
      });
    }
  }

  enterMonth(purse: Purse, now: Month): void {
    const ledger = this.#books.ledgers.get(purse.account);
    if (ledger === undefined || purse.people.every(({ diedOn }) => diedOn !== null && diedOn < now.first))
      return;
    const { currency } = this.#household.plan.town;
    const pay = USUAL_PAY_MINOR[currency];
    const [income, ordered] = this.#monthly(purse, now.first + 14);
    const least = Math.floor((pay * 12) / 100);
    const { story } = this.#household.plan;
    const lost = dayOfEvent(this.#household.events, 'lost job');
    const share = lost !== null && now.first < lost ? Math.min(SHARES[story], 97) : SHARES[story];
    const season = SEASONS[now.month % 12] ?? 100;
    let budget = Math.floor((Math.max(least, income - ordered) * share * season) / 10_000);
    if (ledger.balanceMinor < 0) budget = Math.floor(budget * 0.75);
    const plenty = Math.max(income * 3, pay * 2);
    const surplus = ledger.balanceMinor - plenty;
    if (surplus > 0 && !this.#putAside(purse, ledger, surplus, now)) budget += Math.floor(surplus / 3);
    this.#enterFromSaver(purse, ledger, income, now);
    if (this.#bank.thin) {
      // two months' shopping in one payment
      if (now.month % 2 === 1) this.#enterCards(purse, ledger, budget * 2, now);
      return;
    }
    this.#enterCards(purse, ledger, budget, now);
    if (this.#random.chance(now.month % 2 === purse.account.openedOn % 2 ? 45 : 15))
      this.#enterCash(ledger, now);
    if (purse.credit !== null) this.#enterCreditCard(purse, ledger, now);
  }

  /** What is expected to come in and to be ordered out, around a day. */
  #monthly(purse: Purse, day: Day): [income: number, ordered: number] {
    let income = 0;
    for (const { career } of purse.people) {
      for (const { from, to, minor } of career.incomes)
        if (from <= day && (to ?? day) >= day) income += minor;
    }
    let ordered = 0;
    for (const [payer, orders] of this.#orders) {
      for (const order of orders) {
        if (order.from > day || (order.to ?? day) < day) continue;
        if (payer === purse) ordered += order.every === 'month' ? order.minor : Math.floor(order.minor / 3);
        else if (order.into === purse.account) income += order.minor;
      }
    }
    return [income, ordered];
  }

  #enterCards(purse: Purse, ledger: Ledger, budget: number, now: Month): void {
    const { story, town } = this.#household.plan;
    const shops = MERCHANTS[town.country];
    const [fewest, most] = COUNTS[story];
    const count = this.#bank.thin ? 1 : this.#random.whole(fewest, most);
    const goods: Goods[] = [];
    let weight = 0;
    for (let payment = 0; payment < count; payment++) {
      const bought = this.#random.pick(BASKETS[story]);
      goods.push(bought);
      weight += WEIGHT[bought];
    }
    const baby = dayOfEvent(this.#household.events, 'baby');
    if (baby !== null && now.first > baby - 45 && now.first < baby + 480 && purse === this.#head) {
      goods.push('baby');
      weight += WEIGHT.baby;
    }
    for (const bought of goods) {
      const share = (budget * WEIGHT[bought] * this.#random.whole(70, 130)) / (weight * 100);
      const day = now.first + this.#random.whole(0, 27);
      const minor = -asPriced(town.currency, share);
      const counterparty = this.#random.pick(shops[bought]);
      this.#books.enter({ day, ledger, minor, kind: 'card payment', counterparty, force: 'wish' });
    }
  }

  #enterCash(ledger: Ledger, now: Month): void {
    const { town } = this.#household.plan;
    const step = town.currency === 'CZK' ? 50_000 : 2000;
    const minor = -step * this.#random.whole(1, 6);
    const day = now.first + this.#random.whole(1, 27);
    const counterparty = `Cash machine ${town.key}-atm-${this.#random.whole(1, 3)}`;
    this.#books.enter({
      day,
      ledger,
      minor,
      kind: 'card withdrawal',
      counterparty,
      description: 'Cash',
      force: 'wish',
    });
  }

  /**
   * Bought now, paid on the 20th of the next month: whole, or as little as may be by those who have little.
   */
  #enterCreditCard(purse: Purse, account: Ledger, now: Month): void {
    const ledger = purse.credit === null ? undefined : this.#books.ledgers.get(purse.credit);
    if (ledger === undefined || purse.credit === null) return;
    const { story, town } = this.#household.plan;
    const poor = story === 'struggling';
    const owed = Math.max(0, -ledger.balanceMinor);
    if (owed > 0 && poor) {
      const minor = -Math.round((owed * (purse.credit.ratePoints ?? 0)) / 120_000);
      this.#books.enter({
        day: now.first + 18,
        ledger,
        minor,
        kind: 'interest',
        description: 'Interest on the card',
        force: 'must',
      });
    }
    const least = Math.ceil(owed / 16);
    const repaid = poor ? least : Math.min(owed, Math.max(least, Math.floor(account.balanceMinor / 2)));
    const bill = { kind: 'direct debit', force: 'order' } as const;
    this.#books.move(now.first + 19, account, ledger, repaid, 'Card bill', bill);
    if (!this.#random.chance(poor ? 60 : 70)) return;
    const bought = this.#random.pick(['online', 'travel', 'clothes', 'eating out'] as const);
    const minor = -thousandths(town.currency, this.#random.whole(WEIGHT[bought], WEIGHT[bought] * 5));
    const counterparty = this.#random.pick(MERCHANTS[town.country][bought]);
    this.#books.enter({
      day: now.first + this.#random.whole(0, 27),
      ledger,
      minor,
      kind: 'card payment',
      counterparty,
      force: 'wish',
    });
  }

  /** Those who have more than they need put it by; false if they have nowhere to. */
  #putAside(purse: Purse, ledger: Ledger, surplus: number, now: Month): boolean {
    const saver = purse.saver === null ? undefined : this.#books.ledgers.get(purse.saver);
    if (saver === undefined) return false;
    this.#books.move(now.first + 25, ledger, saver, surplus - (surplus % 10_000), 'For later', {
      force: 'wish',
    });
    return true;
  }

  /** Who runs short lives on savings while there are any. */
  #enterFromSaver(purse: Purse, ledger: Ledger, income: number, now: Month): void {
    const saver = purse.saver === null ? undefined : this.#books.ledgers.get(purse.saver);
    if (saver === undefined || saver.balanceMinor <= 0 || ledger.balanceMinor > income / 5) return;
    const most = Math.floor((USUAL_PAY_MINOR[this.#household.plan.town.currency] * 45) / 100);
    const minor = Math.min(saver.balanceMinor, most);
    this.#books.move(now.first + 2, saver, ledger, minor, 'From savings', { force: 'wish' });
  }
}
