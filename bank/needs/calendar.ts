/** Days as whole numbers since 1970, for rules that compare thousands of them; ISO text in and out. Pure. */

export type Day = number;

export const dayOf = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
export const isoOf = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Average days of a month. */
export const daysOfMonth = 30.44;

export function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[sorted.length >> 1] ?? 0n;
}

/** Whole years from a day to another. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The quotient of two sums as a ratio with four places; undefined where nothing is divided by. */
export function ratio(part: bigint, whole: bigint): number | undefined {
  if (whole === 0n) return undefined;
  return Number((part * 10_000n) / whole) / 10_000;
}
