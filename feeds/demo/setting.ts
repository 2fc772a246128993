import { type Day, dayOf, firstOf, lastOf, monthOf, monthsAfter } from './calendar.ts';

/** How a demo bank is asked for. */
export interface DemoOptions {
  /** The same seed gives the same bank, byte for byte. */
  seed: number;
  /** How many customers: 1 to 10,000,000, persons and businesses and the few entered twice. */
  customers: number;
  /** The bank's today, 'YYYY-MM-DD': nothing is booked after it. */
  asOf: string;
  /** full: three years that tell something. thin: one year, some twenty transactions a customer. */
  history: 'full' | 'thin';
}

/** The options, worked out. */
export interface Bank {
  seed: number;
  customers: number;
  asOf: Day;
  thin: boolean;
  /** Where lives begin to be told: three years before today, whatever the history. */
  toldFrom: Day;
  /** The first day of which transactions are kept; the first of a month. */
  bookedFrom: Day;
  /** The months of which transactions are kept; the last one as far as it has come. */
  months: readonly Month[];
}

/** A month of the history. */
export interface Month {
  /** Months since year 0, as calendar.ts counts. */
  month: number;
  first: Day;
  /** Its last evening: the month's end, or the bank's today. */
  last: Day;
  /** Whether it has come to its end. */
  whole: boolean;
}

/** Refuses options that make no bank, with a RangeError that says which. */
export function bankOf(options: DemoOptions): Bank {
  const { seed, customers, history } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError('the seed must be a whole number');
  if (!Number.isInteger(customers) || customers < 1 || customers > 10_000_000) {
    throw new RangeError('customers must be between 1 and 10,000,000');
  }
  if (history !== 'full' && history !== 'thin') throw new RangeError("history is 'full' or 'thin'");
  const asOf = dayOf(options.asOf);
  const toldFrom = firstOf(monthOf(monthsAfter(asOf, -36)));
  const bookedFrom = history === 'thin' ? firstOf(monthOf(asOf) - 11) : toldFrom;
  const months: Month[] = [];
  for (let month = monthOf(bookedFrom); month <= monthOf(asOf); month++) {
    const last = Math.min(lastOf(month), asOf);
    months.push({ month, first: firstOf(month), last, whole: last === lastOf(month) });
  }
  return { seed, customers, asOf, thin: history === 'thin', toldFrom, bookedFrom, months };
}

/** The first half of every made-up account number: no bank has this code. */
export const BANK_CODE = '9909';

/**
 * A usual month's net pay in minor units. Prices and pay are told in thousandths of it, so that one story
 * can be told in three currencies.
 */
export const USUAL_PAY_MINOR: Readonly<Record<Currency, number>> = {
  CZK: 3_600_000,
  EUR: 185_000,
  USD: 390_000,
};

export type Currency = 'CZK' | 'EUR' | 'USD';

/** So many thousandths of a usual month's pay. */
export function thousandths(currency: Currency, permille: number): number {
  return asPriced(currency, (USUAL_PAY_MINOR[currency] * permille) / 1000);
}

/** A price as people would write it: crowns whole, else to the cent; never nothing. */
export function asPriced(currency: Currency, minor: number): number {
  const step = currency === 'CZK' ? 100 : 1;
  return Math.max(step, Math.round(minor / step) * step);
}

/** A round sum of about so many thousandths: rents, wages and limits are agreed in round figures. */
export function roundSum(currency: Currency, permille: number): number {
  const step = currency === 'CZK' ? 10_000 : 500;
  return Math.max(step, Math.round((USUAL_PAY_MINOR[currency] * permille) / 1000 / step) * step);
}
