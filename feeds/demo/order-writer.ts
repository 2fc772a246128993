import type { Day } from './calendar.ts';
import { dayOfEvent } from './events.ts';
import type { Agreement } from './holdings.ts';
import type { Household } from './lives.ts';
import { accountNumber } from './numbers.ts';
import type { Order } from './orders.ts';
import { PRODUCTS } from './products.ts';
import { Random } from './random.ts';
import { type Bank, roundSum } from './setting.ts';
import type { Purse } from './signer.ts';
import { tradeOf } from './trades.ts';
import { PAYERS } from './work.ts';

/** Writes the standing orders of one household, each kind of them in its turn. */
export class OrderWriter {
  #bank: Bank;
  #household: Household;
  #random: Random;

  constructor(bank: Bank, household: Household) {
    this.#bank = bank;
    this.#household = household;
    this.#random = new Random(bank.seed, 'order', household.plan.first);
  }

  /** Rent or upkeep for each home, and what the house itself uses. */
  household(list: Order[], purse: Purse): void {
    const { homes, plan } = this.#household;
    const payers = PAYERS[plan.town.country];
    for (const home of homes) {
      if (home.costMinor === 0) continue;
      const description = home.tenure === 'rented' ? 'Rent' : 'House upkeep';
      const from = Math.max(home.from, purse.account.openedOn);
      list.push(
        this.#paced(
          this.#order(from, home.to, 5, home.costMinor, 'household payment', home.payee, description),
        ),
      );
      if (this.#bank.thin) continue;
      const minor = this.#sum(55, 85);
      list.push(
        this.#order(
          from,
          home.to,
          16,
          minor,
          'household payment',
          this.#random.pick(payers.household),
          'Electricity, water, heating',
        ),
      );
    }
    if (plan.story === 'wealthy' && this.#random.chance(25)) {
      const minor = this.#sum(140, 260);
      list.push({
        ...this.#order(
          purse.account.openedOn,
          null,
          8,
          minor,
          'standing order',
          'Wheelhouse Leasing',
          'Car leasing',
        ),
        kind: 'leasing',
      });
    }
  }

  /** What the one with an account apart gives towards the household. */
  share(head: Purse): Order {
    const order = this.#order(
      head.account.openedOn,
      null,
      3,
      this.#sum(180, 320),
      'standing order',
      '',
      'Towards the household',
    );
    return this.#paced({ ...order, kind: 'household payment', ...ownAccount(head.account) });
  }

  /** Instalments; who falls behind stops paying the personal loan. */
  loans(list: Order[], purse: Purse): void {
    const behind = dayOfEvent(this.#household.events, 'falls behind');
    for (const loan of purse.loans) {
      const minor = loan.instalmentMinor ?? 0;
      const to = loan.state === 'in arrears' ? behind : loan.maturesOn;
      const order = this.#order(
        loan.openedOn + 20,
        to,
        15,
        minor,
        'loan payment',
        '',
        `Instalment ${loan.number}`,
      );
      list.push(this.#paced({ ...order, ...ownAccount(loan) }));
    }
  }

  /** Savings, children's savings and premiums. */
  small(list: Order[], purse: Purse): void {
    const { events, plan } = this.#household;
    const poor = plan.story === 'struggling' || plan.story === 'single parent' || plan.story === 'student';
    if (purse.saver !== null && (!poor || this.#random.chance(30))) {
      const lost = dayOfEvent(events, 'lost job');
      const minor = this.#sum(poor ? 15 : 40, poor ? 35 : 130);
      const order = this.#order(purse.saver.openedOn, lost, 18, minor, 'standing order', '', 'Putting aside');
      list.push({ ...order, kind: 'savings', ...ownAccount(purse.saver) });
    }
    for (const piggy of purse.piggies) {
      const order = this.#order(
        piggy.openedOn,
        null,
        20,
        this.#sum(8, 16),
        'standing order',
        '',
        "For the child's saver",
      );
      list.push(quarterly({ ...order, kind: 'savings', ...ownAccount(piggy) }));
    }
    for (const insurance of purse.insurances) {
      const { name } = PRODUCTS[insurance.product];
      const { insurer } = PAYERS[plan.town.country];
      const minor = insurance.instalmentMinor ?? 0;
      const order = this.#order(
        insurance.openedOn,
        null,
        22,
        minor,
        'insurance payment',
        insurer,
        `${name} ${insurance.number}`,
      );
      list.push({ ...order, every: 'quarter' }); // premiums are agreed by the quarter
    }
  }

  /** Rent, and what the owner draws to live on: an even sum a month, whatever the business took. */
  business(list: Order[], purse: Purse, head: Purse): void {
    const { plan } = this.#household;
    const { takings } = tradeOf(this.#bank, this.#household);
    const payers = PAYERS[plan.town.country];
    const rent = this.#sum(Math.round(takings * 0.06), Math.round(takings * 0.08));
    list.push(
      this.#order(
        purse.account.openedOn,
        null,
        4,
        rent,
        'standing order',
        this.#random.pick(payers.landlords),
        'Rent of premises',
      ),
    );
    const drawn = this.#order(
      purse.account.openedOn,
      null,
      10,
      roundSum(plan.town.currency, takings * 0.16),
      'standing order',
      '',
      "Owner's drawings",
    );
    list.push({ ...drawn, ...ownAccount(head.account), kind: 'other' });
    if (this.#random.chance(20)) {
      const leasing = this.#order(
        purse.account.openedOn,
        null,
        8,
        this.#sum(90, 170),
        'standing order',
        'Wheelhouse Leasing',
        'Van leasing',
      );
      list.push({ ...leasing, kind: 'leasing' });
    }
  }

  /** Thin histories pay by the quarter what full ones pay by the month. */
  #paced(order: Order): Order {
    return this.#bank.thin ? quarterly(order) : order;
  }

  #sum(low: number, high: number): number {
    return roundSum(this.#household.plan.town.currency, this.#random.whole(low, high));
  }

  #order(
    from: Day,
    to: Day | null,
    dayOfMonth: number,
    minor: number,
    booked: Order['booked'],
    payee: string,
    description: string,
  ): Order {
    const payeeAccount = accountNumber(this.#household.plan.town.country, this.#random, '0000');
    const kind = booked === 'standing order' ? 'other' : booked;
    return {
      from,
      to,
      dayOfMonth,
      every: 'month',
      minor,
      booked,
      kind,
      payee,
      payeeAccount,
      description,
      into: null,
    };
  }
}

function ownAccount(agreement: Agreement): Pick<Order, 'payee' | 'payeeAccount' | 'into'> {
  return { payee: PRODUCTS[agreement.product].name, payeeAccount: agreement.number, into: agreement };
}

/** The same money four times a year. */
function quarterly(order: Order): Order {
  return { ...order, every: 'quarter', minor: order.minor * 3 };
}
