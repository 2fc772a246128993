/**
 * How money, numbers and dates are written in a locale. Amounts stay exact: decimal strings go to Intl, never
 * floats.
 */
import type { MaskedMoney } from '#platform/contract.ts';
import { format as formatMoney } from '#platform/money.ts';

/** @param locale BCP 47; @param timeZone IANA name, for instants (days have none) */
export function formatsOf(locale: string, timeZone: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));
  const numbers = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(locale, options));
  const day = dates({ dateStyle: 'medium' });
  const weekday = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const month = dates({ month: 'long', year: 'numeric' });
  const time = dates({ timeStyle: 'short', timeZone });
  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short', timeZone });
  const number = numbers({});
  const rate = numbers({ style: 'percent', maximumFractionDigits: 2 });
  const minutes = numbers({ style: 'unit', unit: 'minute', unitDisplay: 'short' });
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const regions = once(() => new Intl.DisplayNames(locale, { type: 'region' }));
  const tongues = once(() => new Intl.DisplayNames(locale, { type: 'language' }));
  const instantOf = (date: string) => new Date(`${date}T00:00:00Z`);
  return {
    locale,
    timeZone,
    money: ({ minor, currency }) =>
      minor === null ? null : formatMoney({ minor: BigInt(minor), currency }, locale),
    number: (value) => number().format(value),
    rate: (basisPoints) => rate().format(basisPoints / 10_000),
    date: (date) => day().format(instantOf(date)),
    weekday: (date) => weekday().format(instantOf(date)),
    month: (date) => month().format(instantOf(date)),
    time: (instant) => time().format(new Date(instant)),
    dateTime: (instant) => dateTime().format(new Date(instant)),
    fromToday: (date, today) => {
      const days = Math.round((instantOf(date).getTime() - instantOf(today).getTime()) / 86_400_000);
      return Math.abs(days) < 45
        ? relative().format(days, 'day')
        : relative().format(Math.round(days / 30.4), 'month');
    },
    minutes: (value) => minutes().format(value),
    country: (code) => nameOr(regions(), code),
    language: (code) => nameOr(tongues(), code),
  };
}

/** Made when first asked for: Intl takes up to 10 ms for each on a slow machine, and a page needs few. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export interface Formats {
  locale: string;
  timeZone: string;
  /** "1.234,50 €"; null where the amount is hidden at this place. */
  money: (amount: MaskedMoney) => string | null;
  number: (value: number) => string;
  /** 4.25 % from 425 basis points. */
  rate: (basisPoints: number) => string;
  /** "4 Mar 2026" from "2026-03-04". */
  date: (day: string) => string;
  /** "Wednesday 4 March". */
  weekday: (day: string) => string;
  /** "March 2026". */
  month: (day: string) => string;
  /** "14:05" at the branch, from an instant. */
  time: (instant: string) => string;
  /** "4 Mar 2026, 14:05" at the branch, from an instant. */
  dateTime: (instant: string) => string;
  /** "in 3 days", "yesterday", from a day and today. */
  fromToday: (day: string, today: string) => string;
  /** "4 min" from whole minutes. */
  minutes: (value: number) => string;
  /** The name of a country or a language, from its code. */
  country: (code: string) => string;
  language: (code: string) => string;
}

function nameOr(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
