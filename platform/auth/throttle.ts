/**
 * How long somebody has to wait after failed sign-ins. Pure. Strangers share buckets by address and by
 * account; a device that has signed in before has its own, so that a guesser never shuts out the person whose
 * account it is.
 */
export interface Failures {
  bucket: string;
  failures: number;
  seconds_ago: number;
}

/** Free attempts of each kind of bucket before waiting begins. */
const free: Record<string, number> = { device: 10, unlock: 5, from: 5, strangers: 50 };
const waitSecondsMax = 900;

/**
 * Seconds to wait from now: doubling from one second with each failure beyond the free ones, at most a
 * quarter of an hour.
 */
export function waitSeconds(failures: readonly Failures[], known: boolean): number {
  let wait = 0;
  for (const { bucket, failures: count, seconds_ago: ago } of failures) {
    const kind = bucket.split(':', 1)[0] as string;
    // An address alone stands for many people behind it: it gets ten times as many.
    const allowance = (free[kind] ?? 5) * (kind === 'from' && bucket.split(':').length === 2 ? 10 : 1);
    const beyond = count - allowance;
    if (beyond < 0 || (known && kind === 'strangers')) continue;
    wait = Math.max(wait, Math.min(2 ** Math.min(beyond, 10), waitSecondsMax) - ago);
  }
  return Math.max(0, Math.ceil(wait));
}
