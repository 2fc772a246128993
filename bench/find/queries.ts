/**
 * Queries whose true answer is known, because each is made from a customer by a mistake that people make.
 * Pure.
 */
import { below, type Chance, chanceOf, oneOf } from './chance.ts';

export const kinds = ['exact', 'prefix', 'one_typo', 'two_typos', 'swapped', 'accent', 'nickname'] as const;
export type Kind = (typeof kinds)[number];

export interface Person {
  customerId: string;
  fullName: string;
}

/** What is typed, and who is meant by it. */
export interface Query extends Person {
  kind: Kind;
  typed: string;
}

/**
 * So many queries of each kind, fewer when the people cannot give them: with no accent, in one word,
 * without a short form.
 * @param shortNames formal name without accents -> short forms
 */
export function queriesOf(
  people: readonly Person[],
  each: number,
  shortNames: ReadonlyMap<string, readonly string[]>,
  seed = 11,
): Map<Kind, Query[]> {
  const chance = chanceOf(seed);
  const queries = new Map<Kind, Query[]>();
  for (const [turn, kind] of kinds.entries()) {
    const made: Query[] = [];
    // Each kind begins with other people.
    const from = Math.floor((people.length * turn) / kinds.length);
    for (const person of [...people.slice(from), ...people.slice(0, from)]) {
      if (made.length === each) break;
      const typed = mistakes[kind](person.fullName, chance, shortNames);
      if (typed !== null && typed !== '') made.push({ kind, typed, ...person });
    }
    queries.set(kind, made);
  }
  return queries;
}

/** Is the one who was meant, or another of exactly the same name, among the first ten? */
export function recalled(meant: Person, shown: readonly Person[]): boolean {
  return shown
    .slice(0, 10)
    .some(({ customerId, fullName }) => customerId === meant.customerId || fullName === meant.fullName);
}

type Mistake = (
  name: string,
  chance: Chance,
  shortNames: ReadonlyMap<string, readonly string[]>,
) => string | null;

const mistakes: Record<Kind, Mistake> = {
  exact: (name) => name,
  prefix: unfinished,
  one_typo: mistyped,
  two_typos: (name, chance) => {
    // Two edits that undo each other would be no mistake at all.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const once = mistyped(name, chance);
      const twice = once === null ? null : mistyped(once, chance);
      if (twice !== null && twice.toLowerCase() !== name.toLowerCase()) return twice;
    }
    return null;
  },
  swapped: (name) => {
    const words = name.split(' ');
    return words.length < 2 ? null : [...words.slice(1), words[0]].join(' ');
  },
  accent: (name) => {
    const plain = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
    return plain === name ? null : plain;
  },
  nickname: (name, chance, shortNames) => {
    const [first = '', ...rest] = name.split(' ');
    const plain = first
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase();
    const short = shortNames.get(plain);
    return short === undefined || rest.length === 0 ? null : [oneOf(chance, short), ...rest].join(' ');
  },
};

/**
 * As it stands while the last word is being typed: one to three letters are still missing, three at least
 * are there.
 */
function unfinished(name: string, chance: Chance): string | null {
  const last = name.slice(name.lastIndexOf(' ') + 1);
  const missing = Math.min(1 + below(chance, 3), [...last].length - 3);
  return missing < 1 ? null : [...name].slice(0, -missing).join('');
}

/**
 * One letter replaced, left out, added, or swapped with the next, anywhere in a word of at least three
 * letters.
 */
function mistyped(name: string, chance: Chance): string | null {
  const letters = [...name];
  const places = letters.flatMap((_, place) => (inLongWord(letters, place) ? [place] : []));
  if (places.length === 0) return null;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const place = oneOf(chance, places);
    const letter = oneOf(chance, [...'abcdefghijklmnopqrstuvwxyz']);
    const next = letters[place + 1];
    const typed = [...letters];
    const edit = below(chance, 4);
    if (edit === 0) typed[place] = letter;
    else if (edit === 1) typed.splice(place, 1);
    else if (edit === 2) typed.splice(place, 0, letter);
    else if (next !== undefined && /\p{L}/u.test(next)) typed.splice(place, 2, next, letters[place] ?? '');
    if (typed.join('').toLowerCase() !== name.toLowerCase()) return typed.join('');
  }
  return null;
}

function inLongWord(letters: string[], place: number): boolean {
  const letter = (at: number): boolean => /\p{L}/u.test(letters[at] ?? '');
  if (!letter(place)) return false;
  let from = place;
  let to = place;
  while (letter(from - 1)) from -= 1;
  while (letter(to + 1)) to += 1;
  return to - from >= 2;
}
