import type { Day } from './calendar.ts';
import { type Agreement, kindOf, type Party } from './holdings.ts';
import type { Household, Person } from './lives.ts';
import { accountNumber, cardNumber } from './numbers.ts';
import type { ProductCode } from './products.ts';
import { Random } from './random.ts';
import { type Bank, type Currency, roundSum } from './setting.ts';

/** The money of one person, of a couple, or of a business: an account and all that hangs on it. */
export interface Purse {
  account: Agreement;
  /** Whose pay arrives here; nobody's for a business. */
  people: Person[];
  saver: Agreement | null;
  credit: Agreement | null;
  /** Paid back from this account. */
  loans: Agreement[];
  deposits: Agreement[];
  investments: Agreement[];
  insurances: Agreement[];
  /** Children's savers filled from here. */
  piggies: Agreement[];
  box: Agreement | null;
}

/**
 * Writes agreements, numbers them in the household, and works out what each had on the evening before the
 * history.
 */
export class Signer {
  readonly agreements: Agreement[] = [];
  readonly purses: Purse[] = [];
  readonly random: Random;
  readonly bank: Bank;
  readonly household: Household;

  constructor(bank: Bank, household: Household) {
    this.bank = bank;
    this.household = household;
    this.random = new Random(bank.seed, 'holding', household.plan.first);
  }

  get currency(): Currency {
    return this.household.plan.town.currency;
  }

  /** So many thousandths of a usual month's pay, anywhere between the two. */
  sum(low: number, high: number): number {
    return roundSum(this.currency, this.random.whole(low, high));
  }

  /** Signs an agreement; what is not said is plain. */
  sign(product: ProductCode, parties: Party[], openedOn: Day, terms: Partial<Agreement> = {}): Agreement {
    const { plan } = this.household;
    const kind = kindOf(product);
    const agreement: Agreement = {
      key: `A${String(plan.first + 1).padStart(7, '0')}-${this.agreements.length + 1}`,
      product,
      kind,
      parties,
      linked: null,
      number: this.#number(product),
      currency: this.currency,
      openedOn,
      closedOn: null,
      maturesOn: null,
      state: 'active',
      limitMinor: null,
      instalmentMinor: null,
      ratePoints: null,
      termMonths: null,
      statement: null,
      broughtForwardMinor: null,
      ...terms,
    };
    // what is opened later starts from nothing
    if (openedOn >= this.bank.bookedFrom && agreement.broughtForwardMinor !== null)
      agreement.broughtForwardMinor = 0;
    this.agreements.push(agreement);
    return agreement;
  }

  openPurse(account: Agreement, people: Person[]): Purse {
    const purse: Purse = {
      account,
      people,
      saver: null,
      credit: null,
      loans: [],
      deposits: [],
      investments: [],
      insurances: [],
      piggies: [],
      box: null,
    };
    this.purses.push(purse);
    return purse;
  }

  /** A loan of that sum, with its instalment and what was still owed on the evening before the history. */
  lend(
    purse: Purse,
    product: ProductCode,
    parties: Party[],
    openedOn: Day,
    principalMinor: number,
    months: number,
    ratePoints: number,
  ): Agreement {
    const instalmentMinor = instalmentOf(principalMinor, months, ratePoints);
    const paidMonths = Math.max(0, Math.floor((this.bank.bookedFrom - openedOn) / 30.44));
    let owed = principalMinor;
    for (let month = 0; month < paidMonths && owed > 0; month++) {
      owed = Math.max(0, owed + monthOfInterest(owed, ratePoints) - instalmentMinor);
    }
    const loan = this.sign(product, parties, openedOn, {
      linked: purse.account,
      limitMinor: principalMinor,
      instalmentMinor,
      ratePoints,
      termMonths: months,
      maturesOn: openedOn + Math.round(months * 30.44),
      statement: 'yearly',
      broughtForwardMinor: -owed,
    });
    purse.loans.push(loan);
    return loan;
  }

  #number(product: ProductCode): string {
    const { country } = this.household.plan.town;
    switch (kindOf(product)) {
      case 'card':
        return cardNumber(this.random);
      case 'safe box':
        return `BOX-${this.random.digits(4)}`;
      case 'insurance':
        return `P${this.random.digits(9)}`;
      case 'mortgage':
      case 'auto loan':
      case 'personal loan':
        return `L${this.random.digits(9)}`;
      default:
        return accountNumber(country, this.random);
    }
  }
}

/**
 * What a sum earns or costs in a month at so many hundredths of a percent a year, to the nearest minor unit.
 */
export function monthOfInterest(minor: number, ratePoints: number): number {
  return Math.round((minor * ratePoints) / 120_000);
}

/**
 * A monthly instalment that pays the loan back a little before its term ends: its share of the sum, and 0.62
 * of the first month's interest (the mean of what is owed while paying back evenly is near half; the margin
 * covers the longest terms).
 */
function instalmentOf(principalMinor: number, months: number, ratePoints: number): number {
  const exact = principalMinor / months + (monthOfInterest(principalMinor, ratePoints) * 62) / 100;
  return Math.ceil(exact / 100) * 100;
}

/** The account's own owners: not those who may only use it. */
export function ownersOf(purse: Purse): Party[] {
  return purse.account.parties
    .filter(({ role }) => role === 'owner' || role === 'joint owner')
    .map((party) => ({ ...party }));
}

export function laterOf(purse: Purse, day: Day): Day {
  return Math.max(purse.account.openedOn, day);
}
