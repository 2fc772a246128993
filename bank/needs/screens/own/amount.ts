import { money } from '#platform/money.ts';

/** Minor units in digits; undefined for what is no amount. */
export function minorOf(typed: string, currency: string): string | undefined {
  try {
    const { minor } = money(typed.replace(/\s/g, '').replace(',', '.'), currency);
    return minor >= 0n ? minor.toString() : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
