/**
 * Are these two names of one person? Words in any order, any number and any script, mistyped, shortened,
 * written apart. A rare word in common says more than a common one. Pure; symmetric.
 */
import { type Facts, type Reason, type Surroundings, shareOf, sum, weights } from './matching-weights.ts';
import { compareText, editDistance, soundOf } from './matching-words.ts';

export interface NameComparison {
  reasons: Reason[];
  /** Each has a word that the other has nothing like. */
  clash: boolean;
  /**
   * They clash, but the word in common is rarer than those that differ: the family's name, and two given
   * names.
   */
  family: boolean;
  bits: number;
}

/** The best agreement of any name of the one with any name of the other. */
export function compareNames(left: Facts, right: Facts, around: Surroundings): NameComparison {
  const compared = left.names.flatMap((one) =>
    right.names.filter((other) => sameScript(one, other)).map((other) => compareWords(one, other, around)),
  );
  const levels = ({ reasons }: NameComparison) => reasons.map(({ level }) => level).join();
  compared.sort(
    (a, b) => b.bits - a.bits || Number(a.clash) - Number(b.clash) || compareText(levels(a), levels(b)),
  );
  return compared[0] ?? { reasons: [], clash: false, family: false, bits: 0 };
}

/** A name in Cyrillic and one in Latin letters can be the same: comparing them says nothing either way. */
function sameScript(one: string[], other: string[]): boolean {
  return one.some(isLatin) === other.some(isLatin);
}

export type Likeness = 'same' | 'near' | 'alike';

const LIKENESSES: Likeness[] = ['same', 'near', 'alike'];

interface WordPair {
  left: number;
  right: number;
  /** The two words, in order of the alphabet. */
  words: [string, string];
  likeness: Likeness;
  bits: number;
}

/**
 * Each word (or line) with the one of the other side that it is most like, the best first, whatever their
 * order.
 */
export function pairUp(
  left: string[],
  right: string[],
  bitsOf: (one: string, other: string, likeness: Likeness) => number,
): WordPair[] {
  const pairs = left.flatMap((one, leftIndex) =>
    right.flatMap((other, rightIndex) => {
      const likeness = likenessOf(one, other);
      if (likeness === undefined) return [];
      const bits = bitsOf(one, other, likeness);
      const words: [string, string] = one < other ? [one, other] : [other, one];
      return [{ left: leftIndex, right: rightIndex, words, likeness, bits }];
    }),
  );
  pairs.sort(
    (a, b) =>
      LIKENESSES.indexOf(a.likeness) - LIKENESSES.indexOf(b.likeness) ||
      b.bits - a.bits ||
      // Ties are broken by the words and where they stand: else the answer would depend on which record came
      // first.
      compareText(a.words.join(' '), b.words.join(' ')) ||
      Math.abs(a.left - a.right) - Math.abs(b.left - b.right) ||
      Math.min(a.left, a.right) - Math.min(b.left, b.right),
  );
  const chosen: WordPair[] = [];
  for (const pair of pairs) {
    if (!chosen.some((taken) => taken.left === pair.left || taken.right === pair.right)) chosen.push(pair);
  }
  return chosen;
}

function compareWords(left: string[], right: string[], around: Surroundings): NameComparison {
  const chosen = pairUp(left, right, (one, other, likeness) => wordBits(one, other, likeness, around));
  const restLeft = left.filter((_, index) => !chosen.some((pair) => pair.left === index));
  const restRight = right.filter((_, index) => !chosen.some((pair) => pair.right === index));
  return judgeName(chosen, restLeft, restRight, around);
}

function judgeName(found: WordPair[], left: string[], right: string[], around: Surroundings): NameComparison {
  const reasons: Reason[] = [];
  const add = (level: string, bits: number) => reasons.push({ field: 'name', level, bits });
  const worst = LIKENESSES.findLast((likeness) => found.some((pair) => pair.likeness === likeness));
  if (worst !== undefined) {
    const level = `${NAME_LEVELS[worst]}${inOrder(found) ? '' : ', in another order'}`;
    add(level, Math.min(weights.name.most, sum(found.map(({ bits }) => bits))));
  }
  const bothHaveMore = left.length > 0 && right.length > 0;
  const apart = bothHaveMore && ['same', 'near'].includes(likenessOf(left.join(''), right.join('')) ?? '');
  if (apart) {
    const worth = (words: string[]) => sum(words.map((word) => wordBits(word, word, 'near', around)));
    add('a word is written apart', Math.min(worth(left), worth(right)));
  } else if (bothHaveMore) {
    if (found.length > 0) add('another word differs', weights.name.clash);
    else add('differs', weights.name.differs);
  } else if (left.length + right.length > 0) {
    add('one has more words', weights.name.missing * (left.length + right.length));
  }
  const clash = bothHaveMore && !apart;
  const common = (words: string[]) => Math.max(...words.map((word) => shareOf(around, word, word)));
  const family =
    clash && found.some((pair) => shareOf(around, ...pair.words) <= Math.min(common(left), common(right)));
  return { reasons, clash, family, bits: sum(reasons.map(({ bits }) => bits)) };
}

function inOrder(pairs: WordPair[]): boolean {
  return pairs.every((one) => pairs.every((other) => one.left < other.left === one.right < other.right));
}

const NAME_LEVELS: Record<Likeness, string> = {
  same: 'same',
  near: 'almost the same spelling',
  alike: 'sounds alike or shortened',
};

function likenessOf(one: string, other: string): Likeness | undefined {
  if (one === other) return 'same';
  const short = Math.min(one.length, other.length);
  // How many slips are still near, and how many may be: two slips in a word of four leave little of it.
  const near = short >= 6 ? 2 : short >= 3 ? 1 : 0;
  const far = short >= 8 ? 3 : short >= 4 ? 2 : near;
  const distance = editDistance(one, other, far);
  if (distance <= near) return 'near';
  if (distance <= far) return 'alike';
  if ((short === 1 || short >= 3) && (one.startsWith(other) || other.startsWith(one))) return 'alike';
  return short >= 4 && soundOf(one) === soundOf(other) ? 'alike' : undefined;
}

function wordBits(one: string, other: string, likeness: Likeness, around: Surroundings): number {
  const { word, least, near, alike } = weights.name;
  const initial = Math.min(one.length, other.length) === 1;
  const bits = initial ? least : Math.min(word, Math.max(least, -Math.log2(shareOf(around, one, other))));
  return bits * { same: 1, near, alike }[likeness];
}

function isLatin(word: string): boolean {
  return /^[a-z0-9]/.test(word);
}
