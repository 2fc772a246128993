/** Sums in the bank's base currency. Pure and exact but for one rounding down. */
import { minorDigits } from '#platform/money.ts';
import type { Measures } from './rows.ts';

/** What makes sums of a currency into sums of the base; undefined for a currency without a rate. */
export type Converter = (minor: bigint, currency: string) => bigint | undefined;

export function converterOf({ base, rates }: Measures): Converter {
  const factors = new Map<string, bigint>();
  for (const [currency, rate] of Object.entries(rates)) {
    const [whole = '0', part = ''] = rate.split('.');
    const scaled = BigInt(whole + part.slice(0, places).padEnd(places, '0'));
    factors.set(currency, scaled * 10n ** BigInt(minorDigits(base) + spare - minorDigits(currency)));
  }
  return (minor, currency) => {
    if (currency === base) return minor;
    const factor = factors.get(currency);
    return factor === undefined ? undefined : (minor * factor) / divisor;
  };
}

/** The sum; undefined as soon as one part is: a sum that leaves something out is none. */
export function sumOf(parts: Iterable<bigint | undefined>): bigint | undefined {
  let sum = 0n;
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}

const places = 12;
const spare = 6;
const divisor = 10n ** BigInt(places + spare);
