/** What the benchmark makes of its measurements. Pure. */

/** The value below which so much (0 to 1) of them lie; of none, not a number. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Is the one who was meant, or another of exactly the same name, among the first ten? */
export function recalled(meant: { customerId: string; fullName: string }, shown: readonly { id: string; name: string }[]): boolean {
  return shown.slice(0, 10).some(({ id, name }) => id === meant.customerId || name === meant.fullName);
}
