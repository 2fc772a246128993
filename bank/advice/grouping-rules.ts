/**
 * The four-fifths ratio with its confidence: how often an offer is suggested to a group, beside the group to
 * which it is most often. A group too small to judge is not judged, and judges nobody; of a few people
 * in a large one no share is shown, though what it says is said. Pure.
 */
import type { groupVerdicts } from './grouping-contract.ts';
import { type Interval, ratioOf, type Share } from './intervals.ts';

export interface GroupCount {
  band: string;
  /** Null: too few to be kept. */
  decided: number | null;
  suggested: number | null;
}

export interface Tested {
  band: string;
  decided: number | null;
  share: number | null;
  isMost: boolean;
  ratio: { ratio: number; low: number; high: number } | null;
  verdict: (typeof groupVerdicts)[number];
}

const fourFifths = 0.8;
/** Of how many at least something was suggested, or was not, for a share to be shown. */
const fewestShown = 5;
/**
 * Who have it in the group most often, and would have it in this one at that rate: on fewer nothing is
 * judged (the rule of thumb for expected counts: Cochran, Biometrics 10, 1954).
 */
const fewestJudged = 5;

export function testedGroups(groups: readonly GroupCount[]): Tested[] {
  const known = groups.flatMap(({ band, decided, suggested }) =>
    decided === null || suggested === null ? [] : [{ band, of: decided, yes: suggested }],
  );
  const most = known
    .filter(({ yes }) => yes >= fewestJudged)
    .reduce<(typeof known)[number] | undefined>(
      (best, one) => (best === undefined || one.yes / one.of > best.yes / best.of ? one : best),
      undefined,
    );
  // of nobody there is nothing to be less of
  const isNobodys = known.every(({ yes }) => yes === 0);
  return groups.map(({ band, decided }) => {
    const own = known.find((one) => one.band === band);
    const few = { band, decided: null, share: null, isMost: false, ratio: null, verdict: 'too few' as const };
    if (own === undefined || known.length < 2) return few;
    const hides = isHidden(own);
    const share = hides ? null : own.yes / own.of;
    if (isNobodys) return { ...few, decided, share, verdict: 'no sign' as const };
    if (most === undefined || (own.of * most.yes) / most.of < fewestJudged) return { ...few, decided, share };
    const isMost = own === most;
    const found = isMost ? undefined : ratioOf(own, most);
    return {
      ...{ band, decided, isMost, share, verdict: verdictOf(found) },
      // by a ratio to it and one's own share, a share that is not shown could be worked out
      ratio:
        found && !hides && !isHidden(most) ? { ratio: found.value, low: found.low, high: found.high } : null,
    };
  });
}

/** So few got it, or did not, that a share would say who. */
function isHidden({ of, yes }: Share): boolean {
  const isSmall = (count: number) => count > 0 && count < fewestShown;
  return isSmall(yes) || isSmall(of - yes);
}

function verdictOf(ratio: Interval | undefined): Tested['verdict'] {
  if (ratio === undefined || ratio.value >= fourFifths) return 'no sign';
  return ratio.high < fourFifths ? 'below four fifths' : 'may be below';
}

/** The first day of the quarter. */
export function quarterOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 }).toString();
}
