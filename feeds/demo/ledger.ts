import type { Day } from './calendar.ts';
import type { Agreement } from './holdings.ts';
import { PRODUCTS } from './products.ts';
import type { Bank } from './setting.ts';

export type MovementKind =
  | 'salary'
  | 'pension'
  | 'benefit'
  | 'cash deposit'
  | 'cash withdrawal'
  | 'card payment'
  | 'card withdrawal'
  | 'transfer in'
  | 'transfer out'
  | 'standing order'
  | 'direct debit'
  | 'loan payment'
  | 'insurance payment'
  | 'household payment'
  | 'interest'
  | 'penalty interest'
  | 'fee'
  | 'dividend'
  | 'purchase'
  | 'sale'
  | 'other';

/**
 * A movement as booked. Sums are whole minor units below 2^53, kept as numbers: fifty times faster than
 * bigint in the twenty million movements of a large bank. The ledger refuses anything that is not a safe
 * whole number.
 */
export interface Movement {
  day: Day;
  /** Order within the day, from 1. */
  sequence: number;
  minor: number;
  balanceMinor: number;
  kind: MovementKind;
  counterparty: string | null;
  counterpartyAccount: string | null;
  description: string | null;
}

/** What is to be booked, when its day comes. */
export interface Entry {
  day: Day;
  ledger: Ledger;
  /** Into the account if positive; 'all': whatever is there, out. */
  minor: number | 'all';
  kind: MovementKind;
  counterparty?: string;
  counterpartyAccount?: string;
  description?: string;
  /**
   * must: booked whatever the balance. order: refused without cover, for a fee. wish: without cover it does
   * not happen.
   */
  force: 'must' | 'order' | 'wish';
  /** The other account of the household that it goes to or comes from, and as what it is booked there. */
  other?: { ledger: Ledger; kind: MovementKind; counterparty: string };
}

/** How a move between two accounts is booked, where it is not a plain transfer. */
export interface Move {
  kind?: MovementKind;
  arrives?: MovementKind;
  force?: Entry['force'];
}

/** One agreement's book. */
export class Ledger {
  readonly agreement: Agreement;
  readonly movements: Movement[] = [];
  /** Balances of an evening: the evening before the history, month ends, the last day. */
  readonly evenings: { day: Day; minor: number }[] = [];
  balanceMinor: number;
  /** Below this nothing is paid out, save by the bank itself. */
  readonly floorMinor: number;
  /** The last day on which anything may be booked. */
  readonly lastDay: Day;
  #weighed: Day;
  #owedDays = 0;

  constructor(bank: Bank, agreement: Agreement, diedOn: Day | null) {
    this.agreement = agreement;
    this.balanceMinor = agreement.broughtForwardMinor ?? 0;
    const credit = agreement.kind === 'current account' || agreement.kind === 'card';
    const lends = agreement.kind.endsWith('loan') || agreement.kind === 'mortgage';
    this.floorMinor = lends ? -Number.MAX_SAFE_INTEGER : credit ? -(agreement.limitMinor ?? 0) : 0;
    const blocked = agreement.state === 'blocked' && diedOn !== null ? diedOn : bank.asOf;
    this.lastDay = Math.min(bank.asOf, blocked, agreement.closedOn ?? bank.asOf);
    this.#weighed = bank.bookedFrom;
  }

  takes(day: Day): boolean {
    return day >= this.agreement.openedOn && day <= this.lastDay;
  }

  covers(minor: number): boolean {
    return minor >= 0 || this.balanceMinor + minor >= this.floorMinor;
  }

  book(entry: Omit<Movement, 'sequence' | 'balanceMinor'>): void {
    const balanceMinor = this.balanceMinor + entry.minor;
    if (!Number.isSafeInteger(entry.minor) || !Number.isSafeInteger(balanceMinor)) {
      throw new RangeError(`not a sum of money in ${this.agreement.key}: ${entry.minor}`);
    }
    this.#weigh(entry.day);
    this.balanceMinor = balanceMinor;
    const last = this.movements.at(-1);
    const sequence = last !== undefined && last.day === entry.day ? last.sequence + 1 : 1;
    const { day, minor, kind, counterparty, counterpartyAccount, description } = entry;
    this.movements.push({
      day,
      sequence,
      minor,
      balanceMinor,
      kind,
      counterparty,
      counterpartyAccount,
      description,
    });
  }

  /** What was overdrawn since the last call, in minor units times days; ends with the evening of that day. */
  takeOwedDays(day: Day): number {
    this.#weigh(day + 1);
    const owedDays = this.#owedDays;
    this.#owedDays = 0;
    return owedDays;
  }

  #weigh(day: Day): void {
    if (this.balanceMinor < 0) this.#owedDays -= this.balanceMinor * (day - this.#weighed);
    this.#weighed = day;
  }
}

/**
 * The books of a household: what is to be booked in a month is gathered, then booked in the order of its
 * days.
 */
export class Books {
  readonly ledgers = new Map<Agreement, Ledger>();
  readonly #bank: Bank;
  #entries: Entry[] = [];

  constructor(bank: Bank, agreements: readonly Agreement[], diedOn: Day | null) {
    this.#bank = bank;
    for (const agreement of agreements) {
      if (agreement.broughtForwardMinor !== null)
        this.ledgers.set(agreement, new Ledger(bank, agreement, diedOn));
    }
  }

  enter(entry: Entry): void {
    if (entry.day >= this.#bank.bookedFrom && entry.day <= this.#bank.asOf) this.#entries.push(entry);
  }

  /** Money from one account of the household to another, booked on both. */
  move(
    day: Day,
    from: Ledger,
    into: Ledger,
    minor: Entry['minor'],
    description: string,
    terms: Move = {},
  ): void {
    const { kind = 'transfer out', arrives = 'transfer in', force = 'must' } = terms;
    const { product, number } = into.agreement;
    this.enter({
      day,
      ledger: from,
      minor: minor === 'all' ? minor : -minor,
      kind,
      counterparty: PRODUCTS[product].name,
      counterpartyAccount: number,
      description,
      force,
      other: { ledger: into, kind: arrives, counterparty: PRODUCTS[from.agreement.product].name },
    });
  }

  /** Books what was gathered. `refused` hears of orders that were not covered. */
  settle(refused: (entry: Entry) => void): void {
    const entries = this.#entries.sort((one, other) => one.day - other.day);
    this.#entries = [];
    for (const entry of entries) {
      const { day, ledger, other } = entry;
      const minor = entry.minor === 'all' ? -ledger.balanceMinor : entry.minor;
      if (minor === 0 || !ledger.takes(day) || (other !== undefined && !other.ledger.takes(day))) continue;
      if (entry.force !== 'must' && !(ledger.covers(minor) && (other?.ledger.covers(-minor) ?? true))) {
        if (entry.force === 'order') refused(entry);
        continue;
      }
      const { kind, counterparty = null, counterpartyAccount = null, description = null } = entry;
      ledger.book({ day, minor, kind, counterparty, counterpartyAccount, description });
      other?.ledger.book({
        day,
        minor: -minor,
        kind: other.kind,
        counterparty: other.counterparty,
        counterpartyAccount: ledger.agreement.number,
        description,
      });
    }
  }
}
