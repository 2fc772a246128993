/**
 * Shares with how sure one can be of them. Wilson's interval for one share, Newcombe's for the difference of
 * two (method 10 in Statistics in Medicine 17, 1998), Katz's for their ratio. Pure; 95 of 100 unless said.
 */
export interface Share {
  of: number;
  yes: number;
}
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** Of a normal distribution: 95 of 100 lie within. */
const sure = 1.959964;

/** Undefined: of nobody there is no share. */
export function shareOf({ of, yes }: Share, z = sure): Interval | undefined {
  if (of === 0) return undefined;
  const share = yes / of;
  const middle = share + (z * z) / (2 * of);
  const wide = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return {
    value: share,
    low: Math.max(0, (middle - wide) / whole),
    high: Math.min(1, (middle + wide) / whole),
  };
}

/** How much larger the first is. */
export function differenceOf(one: Share, other: Share, z = sure): Interval | undefined {
  const [a, b] = [shareOf(one, z), shareOf(other, z)];
  if (a === undefined || b === undefined) return undefined;
  const value = a.value - b.value;
  return {
    value,
    low: Math.max(-1, value - Math.hypot(a.value - a.low, b.high - b.value)),
    high: Math.min(1, value + Math.hypot(a.high - a.value, b.value - b.low)),
  };
}

/** How many times the second the first is; half a case is added to each where one has none. */
export function ratioOf(one: Share, other: Share, z = sure): Interval | undefined {
  if (one.of === 0 || other.of === 0) return undefined;
  const half = one.yes === 0 || other.yes === 0 ? 0.5 : 0;
  const [a, n, b, m] = [one.yes + half, one.of + half, other.yes + half, other.of + half];
  const value = a / n / (b / m);
  const spread = z * Math.sqrt(Math.max(0, 1 / a - 1 / n + 1 / b - 1 / m));
  return { value, low: value * Math.exp(-spread), high: value * Math.exp(spread) };
}
