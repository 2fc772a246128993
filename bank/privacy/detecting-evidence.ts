/**
 * Evidence that adds up: three looks a day are found as surely as thirty. A cumulative sum (Page 1954,
 * CUSUM) over working days of what nothing explains, less what colleagues of the same branch have too.
 */
import { weights } from './detecting-weights.ts';

/** Working days of others and the evidence in them, in tenths of a bit; of a day at most `dayMost` counts. */
export interface Peers {
  days: number;
  evidence: number;
}

export interface EvidenceDay {
  /** ISO date at the branch. */
  day: string;
  /** Tenths of a bit, of what was not asked about yet. */
  evidence: number;
  /** The part of it that says who was looked at. */
  personal: number;
}

export interface Accumulated {
  sum: number;
  /** The day from which it has added up without a break. */
  since: string | null;
}

/** What of a day's evidence counts as what colleagues do: one who snoops must not hide another. */
export function ordinary(evidence: number): number {
  return Math.min(evidence, weights.allowance.dayMost);
}

/** What a day may have without adding to the sum: drawn to what is usual where there are few colleagues. */
export function allowanceOf({ days, evidence }: Peers): number {
  const { times, plus, most, priorDays, priorMean } = weights.allowance;
  const mean = (evidence + priorDays * priorMean) / (days + priorDays);
  return Math.min(most, times * mean + plus);
}

/**
 * Adds up working days in their order; a day below the allowance takes away, never below nothing. Two
 * sums, since one look a week at a relative is drowned among how many: all evidence, and who was looked
 * at. The larger counts.
 */
export function accumulate(days: readonly EvidenceDay[], allowance: number): Accumulated {
  const all = cumulative(days, ({ evidence }) => evidence, allowance);
  const personal = cumulative(days, (one) => one.personal, weights.personalAllowance);
  return personal.sum > all.sum ? personal : all;
}

function cumulative(
  days: readonly EvidenceDay[],
  of: (day: EvidenceDay) => number,
  allowance: number,
): Accumulated {
  let sum = 0;
  let since: string | null = null;
  for (const day of days) {
    sum = Math.max(0, sum + of(day) - allowance);
    since = sum === 0 ? null : (since ?? day.day);
  }
  return { sum, since };
}

/**
 * Is it time to ask? In the evening, when whoever was here has left her traces; at once when it is
 * overwhelming.
 * @param strongest the largest score of one occasion that was not asked about yet
 */
export function isToBeAsked(sum: number, strongest: number, evening: boolean): boolean {
  const most = Math.max(sum, strongest);
  return most >= (evening ? weights.ask.evening : weights.ask.atOnce);
}

/** What a day's searches by initials add. */
export function browsingEvidence(searches: number): number {
  return Math.max(0, searches - weights.browsingFree) * weights.reasons['browsing by initials'];
}
