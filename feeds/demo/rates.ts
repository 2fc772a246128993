import { dateOf, weekdayOf } from './calendar.ts';
import { csvLine } from './csv.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

export const EXCHANGE_RATES_HEADER = 'base,currency,on_date,units_of_base\n';

/** Rates of every working day, each currency in each: made up, near what people remember. */
export function* exchangeRateLines(bank: Bank): Generator<string> {
  yield EXCHANGE_RATES_HEADER;
  const random = new Random(bank.seed, 'rate', 0);
  // how many millionths of a euro one unit is worth
  const worth = { EUR: 1_000_000n, CZK: 40_100n, USD: 921_000n };
  for (let day = bank.toldFrom; day <= bank.asOf; day++) {
    worth.CZK += drift(random, worth.CZK, 40_000n);
    worth.USD += drift(random, worth.USD, 920_000n);
    if (weekdayOf(day) > 5) continue;
    for (const base of CURRENCIES) {
      for (const currency of CURRENCIES) {
        if (base !== currency)
          yield csvLine([base, currency, dateOf(day), quotient(worth[currency], worth[base])]);
      }
    }
  }
}

const CURRENCIES = ['EUR', 'CZK', 'USD'] as const;

/** A step of a day: up to three thousandths, drawn back to the middle. */
function drift(random: Random, worth: bigint, middle: bigint): bigint {
  return (worth * BigInt(random.whole(-30, 30))) / 10_000n + (middle - worth) / 80n;
}

/** One number through another, to twelve places. */
function quotient(above: bigint, below: bigint): string {
  const scaled = String((above * 1_000_000_000_000n) / below).padStart(13, '0');
  return `${scaled.slice(0, -12)}.${scaled.slice(-12)}`;
}
