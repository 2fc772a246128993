/**
 * What a draft would change for many: counted by option, level, stage and branch, with a few examples. A
 * change is told by the row that settles it now and the one that would: what only a few share by the very
 * same two rows is left out of every figure, so that nobody is hidden among others whom another row names.
 * Pure.
 */
import type { Change } from './simulating-rules.ts';

/** A sum over the secret keys of those who are counted: the same people have the same. */
export type Key = readonly [number, number];
/** As counted. */
export interface Figure {
  count: number;
  key: Key;
}
/** As it is told (covering.ts), null is nobody or a few. */
export interface SimulationResult extends Of<number | null> {
  /** The version of propensities by which equals were ordered, as the night does; null: by none. */
  propensities?: number | null;
}
export interface Of<F> {
  /** Customers for whom anything would change. */
  touched: F;
  /** Not decided about: they object to profiling, or their data is only kept. */
  leftOut: F;
  about: { about: string; gains: F; loses: F }[];
  /** By level, stage and branch: customers who would gain or lose something. */
  groups: { of: GroupKind; name: string | null; looked: F; gains: F; loses: F }[];
}
type GroupKind = 'level' | 'stage' | 'branch';
const groupKinds = ['level', 'stage', 'branch'] as const;

export interface Seen {
  customerId: string;
  level: string | null;
  stage: string | null;
  branch: string | null;
  changes: readonly Change[];
}
export interface Example extends Change {
  customerId: string;
  /** Where it stands among all: drawn by the seed, so that the first who come are not the ones shown. */
  lot: number;
}

/** So many of each change, and so many in all. */
const most = { each: 3, all: 60 };

const none: Figure = { count: 0, key: [0, 0] };
const and = (one: Figure, other: Figure): Figure => ({
  count: one.count + other.count,
  key: [(one.key[0] ^ other.key[0]) >>> 0, (one.key[1] ^ other.key[1]) >>> 0],
});

/** Those to whom the very same changes come by the same rows, and of which groups they are. */
interface Alike {
  changes: readonly Change[];
  all: Figure;
  groups: Map<string, Figure>;
}
/** A change by the row that settles it now and the one that would. */
interface Pair {
  all: Figure;
  drawn: Example[];
}

/** Counts as it goes: memory does not grow with the bank. @param keyOf a customer, secret */
export function counting(seed: string, keyOf: (customerId: string) => Key) {
  const alike = new Map<string, Alike>();
  const looked = new Map<string, Figure>();
  const names = new Map<string, { of: GroupKind; name: string | null }>();
  const pairs = new Map<string, Pair>();
  let leftOut = none;
  return {
    leaveOut(customerId: string) {
      leftOut = and(leftOut, { count: 1, key: keyOf(customerId) });
    },
    add(seen: Seen) {
      const her: Figure = { count: 1, key: keyOf(seen.customerId) };
      const groups = groupKinds.map((of) => ({ of, name: seen[of], key: `${of} ${seen[of]}` }));
      for (const { key, of, name } of groups) {
        names.set(key, { of, name });
        looked.set(key, and(looked.get(key) ?? none, her));
      }
      if (seen.changes.length === 0) return;
      const same = alike.getOrInsertComputed(seen.changes.map(pairOf).sort().join('\n'), () => ({
        ...{ changes: seen.changes, all: none, groups: new Map<string, Figure>() },
      }));
      same.all = and(same.all, her);
      for (const { key } of groups) same.groups.set(key, and(same.groups.get(key) ?? none, her));
      for (const change of seen.changes) {
        const pair = pairs.getOrInsertComputed(pairOf(change), () => ({ all: none, drawn: [] }));
        pair.all = and(pair.all, her);
        pair.drawn = drawn([...pair.drawn, { ...change, ...lotOf(seed, seen.customerId) }]);
      }
    },
    /** @param isMany whether so many share a change that it may be counted */
    result(isMany: (shared: Figure) => boolean): Of<Figure> {
      const counts = (change: Change) => isMany(pairs.get(pairOf(change))?.all ?? none);
      const told = [...alike.values()].map((same) => ({ ...same, changes: same.changes.filter(counts) }));
      const sum = (which: (changes: readonly Change[]) => boolean, of: (same: Alike) => Figure) =>
        told.filter(({ changes }) => which(changes)).reduce((all, same) => and(all, of(same)), none);
      const ofAll = (same: Alike) => same.all;
      const about = [...new Set(told.flatMap(({ changes }) => changes.map((one) => one.about)))];
      const both = (isIt: (change: Change) => boolean, of: (same: Alike) => Figure) => ({
        gains: sum((changes) => changes.some((one) => isIt(one) && one.gains), of),
        loses: sum((changes) => changes.some((one) => isIt(one) && !one.gains), of),
      });
      return {
        touched: sum((changes) => changes.length > 0, ofAll),
        leftOut,
        about: about.map((name) => ({ about: name, ...both((one) => one.about === name, ofAll) })),
        groups: [...names].map(([key, group]) => ({
          ...{ ...group, looked: looked.get(key) ?? none },
          ...both(
            () => true,
            (same) => same.groups.get(key) ?? none,
          ),
        })),
      };
    },
    examples(isMany: (shared: Figure) => boolean): Example[] {
      const shown = [...pairs.values()].filter(({ all }) => isMany(all));
      const all = shown.flatMap((pair) => pair.drawn);
      const each = Map.groupBy(all, ({ about: of, gains }) => `${of} ${gains}`);
      return [...each.values()].flatMap(drawn).slice(0, most.all);
    },
  };
}

const pairOf = ({ about, gains, before, after }: Change) => [about, gains, before, after].join('|');

const drawn = (examples: readonly Example[]) =>
  examples.toSorted((a, b) => a.lot - b.lot).slice(0, most.each);

function lotOf(seed: string, customerId: string) {
  const text = seed + customerId;
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return { customerId, lot: hash >>> 0 };
}
