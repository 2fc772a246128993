/**
 * Which records are worth comparing, and which belong together. Pure. Comparing everybody with everybody
 * grows with the square of the bank; instead each record gets some keys, any one of which two records of one
 * person share even when the rest is mistyped, and only records with a key in common are compared.
 */
import type { Facts } from './matching-weights.ts';
import { compareText, soundOf } from './matching-words.ts';

/**
 * More records than this under one key say that the key is common, not that they are one person: it is passed
 * over, and finer keys decide. Keeps the pairs to compare in proportion to the records. Numbers may be shared
 * by a family or an office; names, dates and places are shared by chance, the more so the larger the bank.
 */
export const blockRecordsMax = { number: 40, chance: 12 } as const;

/** How many records this key may have and still say something. */
export function recordsMaxOf(key: string): number {
  return NUMBERS.test(key) ? blockRecordsMax.number : blockRecordsMax.chance;
}

const NUMBERS = /^(?:identifier|phone|email) /;

/**
 * The keys of a record: one line each, the kind of key first. Some 8 to 20. A duplicate usually shares
 * several, so that an error in any one field costs none of it.
 */
export function blockingKeys(facts: Facts): string[] {
  // The longest words are the most distinctive; somebody with many names does not get keys without end.
  const words = [...new Set(facts.names.flat())]
    .filter((word) => word.length > 1)
    .sort((one, other) => other.length - one.length || compareText(one, other))
    .slice(0, 6);
  const sounds = [...new Set(words.map(soundOf))].sort();
  const initials = [...new Set(words.map((word) => word.slice(0, 1)))];
  const born = facts.born.length === 8 ? facts.born : '';
  // Sorted digits are the same when two are swapped, or day and month are.
  const bornDigits = sortedDigits(born);
  const keys = [
    ...facts.identifiers.map(({ kind, value }) => `identifier ${kind} ${value}`),
    ...facts.phones.map((phone) => `phone ${phone}`),
    ...facts.emails.map((email) => `email ${email}`),
    ...pairsOf(sounds).map(([one, other]) => `sounds ${one} ${other}`),
  ];
  if (born !== '') {
    keys.push(...sounds.map((sound) => `born ${bornDigits} ${sound}`));
    keys.push(...initials.map((initial) => `born ${born} ${initial}`));
  }
  for (const { postal, house, lines } of facts.addresses) {
    const area = sortedDigits(postal);
    if (area !== '') keys.push(...sounds.map((sound) => `area ${area} ${sound}`));
    if (house !== '') {
      if (postal !== '') keys.push(`door ${postal} ${house}`);
      keys.push(...lines.filter((line) => line.length > 3).map((line) => `door ${line} ${house}`));
    }
  }
  return [...new Set(keys)];
}

/**
 * Each pair of records that share a key, once, the lesser id first. For sets that fit in memory; the bank's
 * own customers are paired by the same rule in SQL (merging-queries.ts).
 */
export function candidatePairs(records: readonly Facts[]): [Facts, Facts][] {
  const blocks = new Map<string, Facts[]>();
  for (const record of records) {
    for (const key of blockingKeys(record)) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [record]);
      else block.push(record);
    }
  }
  const pairs = new Map<string, [Facts, Facts]>();
  for (const [key, block] of blocks) {
    if (block.length > recordsMaxOf(key)) continue;
    for (const [one, other] of pairsOf(block)) {
      const [first, second] = one.id < other.id ? [one, other] : [other, one];
      pairs.set(`${first.id} ${second.id}`, [first, second]);
    }
  }
  return [...pairs.values()];
}

/** Two records, by id, and the bits above even odds that they are of one person. */
export interface Link {
  one: string;
  other: string;
  score: number;
}

/**
 * Groups of records of one person, each of two or more, sorted. The surest links are followed first; two
 * groups become one only while the average of all the scores between them speaks for it, so that one bad link
 * in a chain (a father and a son who share a name) does not join two families.
 * @param scoreOf the score of any two ids, also of those without a link
 * @param least the score from which a link counts
 */
export function groupsOf(
  links: readonly Link[],
  scoreOf: (one: string, other: string) => number,
  least: number,
): string[][] {
  const groups = new Map<string, string[]>();
  const surestFirst = links
    .filter(({ score }) => score >= least)
    .map(({ one, other, score }) => (one < other ? { one, other, score } : { one: other, other: one, score }))
    .sort((a, b) => b.score - a.score || compareText(a.one, b.one) || compareText(a.other, b.other));
  for (const { one, other } of surestFirst) {
    const left = groups.get(one) ?? [one];
    const right = groups.get(other) ?? [other];
    if (left === right || left.length + right.length > groupRecordsMax) continue;
    const scores = left.flatMap((here) => right.map((there) => scoreOf(here, there)));
    if (scores.reduce((sum, score) => sum + score, 0) < 0) continue;
    const joined = [...left, ...right].sort(compareText);
    for (const id of joined) groups.set(id, joined);
  }
  return [...new Set(groups.values())].sort((a, b) => compareText(a[0] ?? '', b[0] ?? ''));
}

/**
 * Nobody is known under more records than this; a larger group is a fault of the data, and is left to people.
 */
const groupRecordsMax = 100;

/** Every pair of a list, in its order. */
export function pairsOf<T>(values: readonly T[]): [T, T][] {
  return values.flatMap((one, index) => values.slice(index + 1).map((other): [T, T] => [one, other]));
}

function sortedDigits(text: string): string {
  return [...text].sort().join('');
}
