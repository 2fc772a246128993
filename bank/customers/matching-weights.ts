/**
 * What counts as evidence that two records are of one person, and how much. The shapes and constants that the
 * rules of matching.ts, matching-names.ts and matching-blocks.ts share.
 */

/** A record with its words and digits taken apart once, for comparing it many times. */
export interface Facts {
  id: string;
  kind: 'person' | 'business';
  names: string[][];
  born: string;
  sex: string;
  identifiers: { kind: string; country: string; value: string }[];
  phones: string[];
  emails: string[];
  addresses: AddressFacts[];
}

export interface AddressFacts {
  postal: string;
  /** First number of the lines: most often that of the house. */
  house: string;
  /** Each line's letters, without spaces. */
  lines: string[];
}

/** What the bank at large looks like, which is what makes an agreement remarkable or not. */
export interface Surroundings {
  /** How many records there are. */
  records: number;
  /**
   * Of how many records is this word part of the name, as a share from 0 to 1? 0 for a word never seen.
   * Lines of addresses are asked for with an @ before them, as wordsToCount gives them.
   */
  share(word: string): number;
}

/** One piece of evidence. `level` is a fixed phrase without any value of the customer's. */
export interface Reason {
  field: 'name' | 'birth date' | 'sex' | 'identifier' | 'phone' | 'email' | 'address' | 'household';
  level: string;
  /** Evidence in bits: positive speaks for one person, negative against. */
  bits: number;
}

/**
 * Log2 of m/u for each level: how often records of one person agree so, over how often records of two people
 * do. The u are counted from calendars and numbering plans; the m are customary error rates of typed forms (1
 * to 10 %), not fitted to any set.
 */
export const weights = {
  date: {
    same: 13, // one in some 25,000 days of birth, less as ages bunch
    'same, but 1 January': 7, // what is written when the day is not known
    'day and month swapped': 8,
    'two digits swapped': 6,
    'one digit differs': 5,
    'year differs': 2,
    'two digits differ': 0, // as likely by chance within a generation as by two slips
    'only the year agrees': -1,
    differs: -5,
  },
  identifier: {
    same: 18,
    'one character differs': 10, // less than by chance alone: numbers are given out in rows
    'two characters differ': 3, // only of seven or more: of shorter ones too many are so near
    differs: -5,
    'may be renewed': -1,
  },
  phone: { same: 10, 'one digit differs': 5, differs: -0.5 },
  email: { same: 13, 'one letter differs': 8, differs: -0.5 },
  sex: { same: 0.9, differs: -4 },
  address: { postal: 6, postalNear: 3, house: 3, line: 6, near: 0.8, differs: -2, most: 16 },
  name: { word: 11, least: 1.5, near: 0.7, alike: 0.4, missing: -0.4, clash: -4, differs: -6, most: 22 },
  // What people of one household have in common says little about which of them it is.
  householdMost: 17,
} as const;

/** What to count in a record so that Surroundings can tell how common its words are; each once. */
export function wordsToCount(facts: Facts): string[] {
  const lines = facts.addresses.flatMap((address) => address.lines.map((line) => `@${line}`));
  return [...new Set([...facts.names.flat(), ...lines])];
}

/** How likely it is at least to meet this word, never 0: bits of surprise are finite. */
export function shareOf(around: Surroundings, one: string, other: string): number {
  // Of two spellings the commoner one says how easily two people come by it.
  return Math.max(around.share(one), around.share(other), 1 / Math.max(2, around.records));
}

/** The sum of some bits. */
export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
