/** Sums and shapes of what customers hold. Pure and exact. */
import { minorDigits } from '#platform/money.ts';

export interface Balance {
  currency: string;
  minor: bigint;
}

export interface Total {
  currency: string;
  owns: bigint;
  owes: bigint;
}

/** What is owned and owed in each currency: balances above and below nothing. Minor units. */
export function totalsOf(balances: readonly Balance[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { currency, minor } of balances) {
    const total = totals.get(currency) ?? { currency, owns: 0n, owes: 0n };
    if (minor >= 0n) total.owns += minor;
    else total.owes -= minor;
    totals.set(currency, total);
  }
  return [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

export interface Rate {
  base: string;
  currency: string;
  on_date: string;
  /** Decimal text: how many units of base one unit of currency was worth. */
  units_of_base: string;
}

/**
 * The totals in one currency, by dated rates; undefined when a rate is missing: a sum that leaves something
 * out is none. Rounded half to even, once for owns and once for owes.
 */
export function convert(
  totals: readonly Total[],
  base: string,
  rates: readonly Rate[],
): (Total & { asOf: string }) | undefined {
  let owns = 0n;
  let owes = 0n;
  let asOf: string | undefined;
  for (const total of totals) {
    const rate =
      total.currency === base
        ? same
        : rates.find((one) => one.base === base && one.currency === total.currency);
    if (rate === undefined) return undefined;
    if (rate !== same && (asOf === undefined || rate.on_date < asOf)) asOf = rate.on_date;
    const factor =
      scaled(rate.units_of_base) * 10n ** BigInt(minorDigits(base) + spare - minorDigits(total.currency));
    owns += total.owns * factor;
    owes += total.owes * factor;
  }
  const divisor = 10n ** BigInt(places + spare);
  return asOf === undefined
    ? undefined
    : { currency: base, owns: rounded(owns, divisor), owes: rounded(owes, divisor), asOf };
}

export interface TrendPoint {
  asOf: string;
  /** 0 at the lowest, 1 at the highest balance; 0.5 throughout when nothing changed. */
  level: number;
}

/**
 * The shape of a balance over time, without any amount. At most `most` points, evenly taken, the last one
 * always.
 */
export function trendOf(balances: readonly { as_of: string; minor: bigint }[], most = 36): TrendPoint[] {
  if (balances.length < 2) return [];
  const step = Math.max(1, Math.ceil(balances.length / most));
  const taken = balances.filter((_balance, index) => (balances.length - 1 - index) % step === 0);
  const amounts = taken.map((balance) => balance.minor);
  const low = amounts.reduce((a, b) => (b < a ? b : a));
  const high = amounts.reduce((a, b) => (b > a ? b : a));
  const level = (minor: bigint) =>
    high === low ? 0.5 : Number(((minor - low) * 1000n) / (high - low)) / 1000;
  return taken.map((balance) => ({ asOf: balance.as_of, level: level(balance.minor) }));
}

/** "•• 4711" of an account or card; a short number gives nothing. */
export function numberHint(last4: string | null): string | null {
  return last4 === null || last4.length < 4 ? null : `•• ${last4}`;
}

/** Decimal places of a rate as it is stored, and room for the difference of minor units. */
const places = 12;
const spare = 6;

const same: Rate = { base: '', currency: '', on_date: '', units_of_base: '1' };

function scaled(decimal: string): bigint {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole + part.slice(0, places).padEnd(places, '0'));
}

function rounded(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = (value - quotient * divisor) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n !== 0n)) return quotient + 1n;
  return quotient;
}
