import { type Day, workdayBefore } from './calendar.ts';
import { dayOfEvent } from './events.ts';
import type { Income } from './incomes.ts';
import type { Books, Entry, Ledger } from './ledger.ts';
import type { Household } from './lives.ts';
import type { Random } from './random.ts';
import { type Bank, type Month, roundSum, thousandths } from './setting.ts';
import type { Purse } from './signer.ts';
import { PAYERS } from './work.ts';

/** What comes in, and what the turns of a life bring or cost once. */
export class Earning {
  #bank: Bank;
  #household: Household;
  #books: Books;
  #random: Random;

  constructor(bank: Bank, household: Household, books: Books, random: Random) {
    this.#bank = bank;
    this.#household = household;
    this.#books = books;
    this.#random = random;
  }

  enterMonth(purse: Purse, now: Month): void {
    const ledger = this.#books.ledgers.get(purse.account);
    if (ledger === undefined) return;
    for (const person of purse.people) {
      for (const income of person.career.incomes) this.#enterIncome(ledger, income, now);
    }
    this.#enterOpening(ledger, now);
    if (this.#household.adults[0] !== undefined && purse.people.includes(this.#household.adults[0]))
      this.#enterTurns(ledger, now);
    if (this.#bank.thin) return;
    if (this.#random.chance(7)) {
      const friend = this.#random.pick(FRIENDS);
      this.#enter(
        ledger,
        now.first + this.#random.whole(2, 26),
        this.#part(8, 70),
        'transfer in',
        friend,
        'For our outing',
      );
    }
    const worked = purse.people.some(({ career }) => career.employer !== null);
    if (worked && now.month % 12 === 4 && this.#random.chance(35)) {
      this.#enter(
        ledger,
        now.first + 18,
        this.#part(60, 420),
        'transfer in',
        PAYERS[this.#household.plan.town.country].tax,
        'Tax refund',
      );
    }
  }

  #enterIncome(ledger: Ledger, income: Income, now: Month): void {
    // never back into a month that is closed
    const day = Math.max(now.first, workdayBefore(now.first + income.payday - 1));
    if (day < income.from || day > (income.to ?? day)) return;
    this.#books.enter({
      day,
      ledger,
      minor: income.minor,
      kind: income.kind,
      counterparty: income.payer,
      counterpartyAccount: income.payerAccount,
      description: income.description,
      force: 'must',
    });
  }

  /** A new account starts with something from another bank. */
  #enterOpening(ledger: Ledger, now: Month): void {
    const { openedOn } = ledger.agreement;
    if (openedOn < now.first || openedOn > now.last || openedOn < this.#bank.bookedFrom) return;
    this.#enter(
      ledger,
      openedOn,
      this.#part(300, 1500),
      'transfer in',
      'Own account at another bank',
      'First deposit',
    );
  }

  #enterTurns(ledger: Ledger, now: Month): void {
    const { events, plan, homes } = this.#household;
    const payers = PAYERS[plan.town.country];
    const turn = (kind: Parameters<typeof dayOfEvent>[1], after: number): Day | null => {
      const on = dayOfEvent(events, kind);
      return on !== null && on + after >= now.first && on + after <= now.last ? on + after : null;
    };
    const lost = turn('lost job', 6);
    if (lost !== null) this.#enterSeverance(ledger, lost);
    const moved = turn('move', 0);
    const rented = homes.filter(({ tenure }) => tenure === 'rented').at(-1);
    if (moved !== null && rented !== undefined) {
      this.#enter(ledger, moved, -this.#part(120, 260), 'card payment', payers.removal, 'Removal');
      this.#enter(
        ledger,
        moved,
        -2 * rented.costMinor,
        'transfer out',
        rented.payee,
        'Deposit for the flat',
        'order',
      );
    }
    const furnished = turn('house', 12);
    if (furnished !== null)
      this.#enter(ledger, furnished, -this.#part(120, 260), 'card payment', payers.removal, 'Removal');
    const cot = turn('baby', -25);
    if (cot !== null)
      this.#enter(
        ledger,
        cot,
        -this.#part(140, 320),
        'card payment',
        CRADLES[plan.town.country],
        'Pram and cot',
        'wish',
      );
    const funeral = turn('death', 9);
    if (funeral !== null)
      this.#enter(
        ledger,
        funeral,
        -this.#part(700, 1100),
        'transfer out',
        payers.funeral,
        'Funeral',
        'order',
      );
  }

  /** The last pay of a job: more than usual, then nothing. */
  #enterSeverance(ledger: Ledger, day: Day): void {
    const salary = this.#household.adults[0]?.career.incomes.find(
      ({ kind, to }) => kind === 'salary' && to !== null && to < day && to > day - 20,
    );
    if (salary === undefined) return;
    this.#books.enter({
      day,
      ledger,
      minor: roundSum(this.#household.plan.town.currency, 600),
      kind: 'salary',
      counterparty: salary.payer,
      counterpartyAccount: salary.payerAccount,
      description: 'Final pay and severance',
      force: 'must',
    });
  }

  #enter(
    ledger: Ledger,
    day: Day,
    minor: number,
    kind: Entry['kind'],
    counterparty: string,
    description: string,
    force: Entry['force'] = 'must',
  ): void {
    this.#books.enter({ day, ledger, minor, kind, counterparty, description, force });
  }

  #part(low: number, high: number): number {
    return thousandths(this.#household.plan.town.currency, this.#random.whole(low, high));
  }
}

const FRIENDS = [
  'Klára M.',
  'Pavel R.',
  'Lucía S.',
  'Andrés P.',
  'Nora B.',
  'Theo W.',
  'Olha K.',
  'Minh T.',
] as const;
const CRADLES = { CZ: 'Kočárky Kolébka', ES: 'Bebés Cuna Blanca', US: 'Cradle & Co.' } as const;
