/**
 * Do suggestions help? Those who were reminded of an option beside those held out by lot, by needs met and
 * customers kept. Nothing is said on too few: neither a verdict, nor a share that could be somebody's. Pure.
 */
import type { verdicts } from './following-contract.ts';
import { differenceOf, type Share, shareOf } from './intervals.ts';

/** Of either side; fewer say nothing that chance could not. */
export const enough = 50;
/** A share of fewer is not shown. */
export const fewestShown = 10;

export interface Sides {
  reminded: Share;
  heldOut: Share;
}

export type Verdict = (typeof verdicts)[number];

export interface Compared {
  reminded: ShownShare | null;
  heldOut: ShownShare | null;
  difference: { difference: number; low: number; high: number } | null;
  verdict: Verdict;
}
interface ShownShare extends Share {
  share: number;
  low: number;
  high: number;
}

export function compared({ reminded, heldOut }: Sides): Compared {
  const shown = { reminded: shownShare(reminded), heldOut: shownShare(heldOut) };
  const found = Math.min(reminded.of, heldOut.of) < enough ? undefined : differenceOf(reminded, heldOut);
  if (found === undefined) return { ...shown, difference: null, verdict: 'too little known' };
  const { value: difference, low, high } = found;
  const verdict = low > 0 ? 'helps' : high < 0 ? 'harms' : 'no difference seen';
  return { ...shown, difference: { difference, low, high }, verdict };
}

/** What is known of one side of one quarter. */
export interface QuarterSide {
  quarter: string;
  heldOut: boolean;
  share: Share;
}
export type ComparedQuarter = { quarter: string } & Omit<Compared, 'verdict'>;

/**
 * By quarter, the newest first. A quarter of a few is not shown, and neither is the next smallest as long as
 * what is left out together is of a few: else it could be read off the sum.
 */
export function comparedByQuarter(sides: readonly QuarterSide[]): ComparedQuarter[] {
  const shown = [false, true].flatMap((heldOut) => shownOf(sides.filter((one) => one.heldOut === heldOut)));
  const quarters = [...new Set(sides.map(({ quarter }) => quarter))].sort().reverse();
  return quarters.map((quarter) => {
    const side = (heldOut: boolean) =>
      shown.find((one) => one.quarter === quarter && one.heldOut === heldOut)?.share ?? { of: 0, yes: 0 };
    const { verdict: _ofTooFew, ...rest } = compared({ reminded: side(false), heldOut: side(true) });
    return { quarter, ...rest };
  });
}

function shownOf(sides: readonly QuarterSide[]): QuarterSide[] {
  const smallestFirst = sides.filter(({ share }) => share.of > 0).sort((a, b) => a.share.of - b.share.of);
  let hidden = 0;
  return smallestFirst.filter(({ share: { of } }) => {
    if (of >= fewestShown && (hidden === 0 || hidden >= fewestShown)) return true;
    hidden += of;
    return false;
  });
}

function shownShare(share: Share): ShownShare | null {
  const found = share.of < fewestShown ? undefined : shareOf(share);
  return found === undefined ? null : { ...share, share: found.value, low: found.low, high: found.high };
}
