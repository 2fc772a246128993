/**
 * Words as people write them, made comparable: folding, edit distance and sound. Pure.
 * Nothing here knows what a customer is; matching.ts weighs what these functions find.
 */

/**
 * Lower case, without accents, one space between words; letters of any script and digits stay, all else goes.
 */
export function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return plain
    .replace(/[ßæœøłđðþı]/g, (letter) => UNFOLDED[letter] ?? letter)
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The folded words of a text, in their order; none for an empty one. */
export function wordsOf(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/**
 * How many single letters must be added, left out, replaced or swapped with their neighbour to turn one word
 * into the other (optimal string alignment: Damerau 1964, no piece edited twice). Gives up, answering most +
 * 1, when it takes more than `most`. Symmetric.
 */
export function editDistance(left: string, right: string, most: number): number {
  if (left === right) return 0;
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let [beforeLast, last, current] = rowsFor(right.length + 1);
  for (let column = 0; column <= right.length; column += 1) last[column] = column;
  for (let row = 1; row <= left.length; row += 1) {
    const letter = left.charCodeAt(row - 1);
    const letterBefore = row > 1 ? left.charCodeAt(row - 2) : -1;
    let least = row;
    current[0] = row;
    for (let column = 1; column <= right.length; column += 1) {
      const there = right.charCodeAt(column - 1);
      let cost = at(last, column - 1) + (letter === there ? 0 : 1);
      cost = Math.min(cost, at(last, column) + 1, at(current, column - 1) + 1);
      if (column > 1 && letterBefore === there && letter === right.charCodeAt(column - 2)) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(at(last, right.length), most + 1);
}

/**
 * How a word sounds, roughly and in no one language: the first letter, then the groups of consonants of
 * Soundex (Russell 1918) without its limit of four; vowels, h and y are silent, and w is a v, as between
 * Warsaw and Vienna. Words of other scripts stand for themselves.
 */
export function soundOf(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const opening = word
    .replace(/^(?:ph)/, 'f')
    .replace(/^[kq]/, 'c')
    .replace(/^wr/, 'r')
    .replace(/^w/, 'v')
    .replace(/^kn/, 'n');
  let sound = opening[0] ?? '';
  let previous = GROUPS[sound] ?? '';
  for (const letter of opening.slice(1)) {
    const group = GROUPS[letter] ?? '';
    if (group !== '' && group !== previous) sound += group;
    if (letter !== 'h') previous = group;
  }
  return sound;
}

/** Order by code units: the same on every machine. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const UNFOLDED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Consonants that sound alike have the same digit. */
const GROUPS: Record<string, string> = Object.fromEntries(
  ['bfpvw', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 1)]),
  ),
);

/**
 * Three rows of the table of distances, kept between calls: this is the innermost loop of a run over all
 * customers.
 */
let rows: [Uint16Array, Uint16Array, Uint16Array] = [
  new Uint16Array(64),
  new Uint16Array(64),
  new Uint16Array(64),
];

function rowsFor(columns: number): [Uint16Array, Uint16Array, Uint16Array] {
  if (rows[0].length < columns)
    rows = [new Uint16Array(columns), new Uint16Array(columns), new Uint16Array(columns)];
  return [...rows];
}

function at(row: Uint16Array, column: number): number {
  return row[column] ?? 0;
}
