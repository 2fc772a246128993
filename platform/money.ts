/**
 * Exact money: minor units as bigint and an ISO 4217 code. Pure; used by rules, by routes and by screens.
 */
export interface Money {
  minor: bigint;
  currency: string;
}

/** How many decimal places the currency's minor unit has (ISO 4217 as CLDR knows it): EUR 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

/** The sum; throws when currencies differ, because adding crowns to euros is never meant. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be added`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

/**
 * "-1234.50" for -123450n EUR: exact, for Intl.NumberFormat (which takes decimal strings exactly) and for
 * files.
 */
export function decimal({ minor, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const part = digits === 0 ? '' : `.${text.slice(text.length - digits)}`;
  return `${minor < 0n ? '-' : ''}${whole}${part}`;
}

/**
 * Reads "1234.5" or "-0.05" as money.
 * @throws RangeError when it is no decimal number or has more places than the currency.
 */
export function money(text: string, currency: string): Money {
  const match = /^([+-]?)(\d{1,16})(?:\.(\d{1,9}))?$/.exec(text.trim());
  const digits = minorDigits(currency);
  const part = match?.[3] ?? '';
  const kept = part.slice(0, digits).padEnd(digits, '0');
  if (match === null || /[1-9]/.test(part.slice(digits)))
    throw new RangeError(`not an amount of ${currency}`);
  const minor = BigInt(`${match[2]}${kept}`);
  return { minor: match[1] === '-' ? -minor : minor, currency };
}

/** For people: "1.234,50 €" in their locale. */
export function format(amount: Money, locale: string): string {
  const { currency } = amount;
  let formatter = formatters.get(`${locale} ${currency}`);
  if (formatter === undefined) {
    const digits = minorDigits(currency);
    formatter = new Intl.NumberFormat(locale, {
      ...{ style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits },
    });
    formatters.set(`${locale} ${currency}`, formatter);
  }
  return formatter.format(decimal(amount) as Intl.StringNumericLiteral);
}

/** A few: of the languages of the staff who are signed in, and the currencies of the bank. */
const formatters = new Map<string, Intl.NumberFormat>();
const digitsOf = new Map<string, number>();
