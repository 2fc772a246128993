/**
 * Are these two records of one person? Pure comparison of two records with reasons (Fellegi and Sunter 1969):
 * each field that agrees or disagrees is evidence in bits, the sum is set against how unlikely it is that two
 * records taken at random are of one person. matching-blocks.ts finds the pairs worth comparing, and groups
 * the answers.
 */
import { compareNames, type NameComparison, pairUp } from './matching-names.ts';
import {
  type AddressFacts,
  type Facts,
  type Reason,
  type Surroundings,
  shareOf,
  sum,
  weights,
} from './matching-weights.ts';
import { editDistance, fold, wordsOf } from './matching-words.ts';

/**
 * A record of a party, from whatever source: the bank's customers, an extract, a test set. Empty means not
 * known.
 */
export interface PartyRecord {
  id: string;
  kind: 'person' | 'business';
  /** Whole names as they are written: legal, former, alias. The order of their words does not matter. */
  names: string[];
  /** ISO date, or eight digits YYYYMMDD; need not be a day that exists, sources hold such. */
  bornOn: string | null;
  sex: string | null;
  identifiers: { kind: string; country: string | null; value: string }[];
  phones: string[];
  emails: string[];
  addresses: { lines: string[]; postalCode: string | null }[];
}

export interface Comparison {
  /** Bits above (or below) even odds that these are one person. */
  score: number;
  decision: 'same' | 'likely' | 'possible' | 'different';
  reasons: Reason[];
}

/**
 * Bits above even odds from which a pair is put before a person, and from which it is all but certain (99 %).
 */
export const thresholds = { possible: 0, likely: 3, same: 6.6 } as const;

/**
 * Takes a record apart. Long lists are cut: five names, addresses, phones and e-mails are enough to know
 * somebody by.
 */
export function factsOf(record: PartyRecord): Facts {
  const phones = record.phones.map((phone) => phone.replace(/\D/g, '').slice(-9));
  return {
    id: record.id,
    kind: record.kind,
    names: distinct(record.names.map(fold)).map((name) => name.split(' ').slice(0, WORDS)),
    born: (record.bornOn ?? '').replace(/\D/g, ''),
    sex: record.sex ?? '',
    identifiers: record.identifiers
      .slice(0, 2 * FEW)
      .map(({ kind, country, value }) => ({ kind, country: country ?? '', value: compact(value) }))
      .filter(({ value }) => value.length >= 4),
    phones: distinct(phones).filter((phone) => phone.length >= 6),
    emails: distinct(record.emails.map((email) => email.trim().toLowerCase())),
    addresses: record.addresses.slice(0, FEW).map(addressFacts),
  };
}

/** Compares two records; symmetric. */
export function compare(left: Facts, right: Facts, around: Surroundings): Comparison {
  if (left.kind !== right.kind) return { score: -99, decision: 'different', reasons: [] };
  const name = compareNames(left, right, around);
  const date = birthDates(left.born, right.born);
  const numbers = identifiers(left, right);
  const contact = [...phones(left, right), ...emails(left, right), ...addresses(left, right, around)];
  const shared = household(sharedByTwo(name, date, contact));
  const all = [...name.reasons, ...date, ...sexes(left.sex, right.sex), ...numbers, ...contact, ...shared];
  const reasons = all.map((reason) => ({ ...reason, bits: round(reason.bits) }));
  const score = round(sum(reasons.map(({ bits }) => bits)) - Math.log2(Math.max(2, around.records)));
  return { score, decision: decide(score), reasons };
}

/**
 * A reason as a person reads it: "birth date: day and month swapped", "tax number differs (speaks against)".
 */
export function inWords({ field, level, bits }: Reason): string {
  const says = field === 'identifier' || field === 'household' ? level : `${field}: ${level}`;
  return speaksAgainst({ bits }) ? `${says} (speaks against)` : says;
}

/** Less than a bit against is no more than silence: people have several e-mail addresses. */
export function speaksAgainst({ bits }: Pick<Reason, 'bits'>): boolean {
  return bits <= -1;
}

/** Does it say anything, for one person or against it? */
export function speaks(reason: Pick<Reason, 'bits'>): boolean {
  return reason.bits > 0 || speaksAgainst(reason);
}

/** What a score means. */
export function decide(score: number): Comparison['decision'] {
  if (score >= thresholds.same) return 'same';
  if (score >= thresholds.likely) return 'likely';
  return score >= thresholds.possible ? 'possible' : 'different';
}

const FEW = 5;
const WORDS = 8;

function birthDates(left: string, right: string): Reason[] {
  if (left.length !== 8 || right.length !== 8) return [];
  const level = dateLevel(left, right);
  return [{ field: 'birth date', level, bits: weights.date[level] }];
}

function dateLevel(left: string, right: string): keyof typeof weights.date {
  if (left === right) return left.endsWith('0101') ? 'same, but 1 January' : 'same';
  if (left.slice(0, 4) + left.slice(6) + left.slice(4, 6) === right) return 'day and month swapped';
  if (swappedDigits(left, right)) return 'two digits swapped';
  const digits = differing(left, right);
  if (digits === 1) return 'one digit differs';
  if (left.slice(4) === right.slice(4)) return 'year differs';
  if (left.slice(0, 4) === right.slice(0, 4))
    return digits === 2 ? 'two digits differ' : 'only the year agrees';
  return digits === 2 ? 'two digits differ' : 'differs';
}

function sexes(left: string, right: string): Reason[] {
  if (left === '' || right === '') return [];
  const level = left === right ? 'same' : 'differs';
  return [{ field: 'sex', level, bits: weights.sex[level] }];
}

/** Of each kind that both have the best agreement. Countries are told apart only where both are known. */
function identifiers(left: Facts, right: Facts): Reason[] {
  const best = new Map<string, number>();
  for (const { kind, country, value } of left.identifiers) {
    for (const other of right.identifiers) {
      if (kind !== other.kind || (country !== '' && other.country !== '' && country !== other.country))
        continue;
      const most = Math.min(value.length, other.value.length) >= 7 ? 2 : 1;
      const distance = editDistance(value, other.value, most);
      best.set(kind, Math.min(best.get(kind) ?? FAR, distance > most ? FAR : distance));
    }
  }
  return [...best].sort().flatMap(([kind, distance]) => identifierReason(kind, distance));
}

const FAR = 9;

function identifierReason(kind: string, distance: number): Reason[] {
  const reason = (level: string, bits: number): Reason[] => [{ field: 'identifier', level, bits }];
  const bits = weights.identifier;
  if (distance === 0) return reason(`same ${kind}`, bits.same);
  // Each record of one person has a core banking key of its own: that it differs is why we are here.
  if (kind === 'core banking key') return [];
  if (distance === 1) return reason(`one character of the ${kind} differs`, bits['one character differs']);
  if (distance === 2) return reason(`two characters of the ${kind} differ`, bits['two characters differ']);
  const renewed = kind === 'passport' || kind === 'driving licence';
  if (renewed) return reason(`${kind} differs, but may be renewed`, bits['may be renewed']);
  return reason(`${kind} differs`, bits.differs);
}

function phones(left: Facts, right: Facts): Reason[] {
  if (left.phones.length === 0 || right.phones.length === 0) return [];
  const level = (['same', 'one digit differs'] as const)[least(left.phones, right.phones, 1)] ?? 'differs';
  return [{ field: 'phone', level, bits: weights.phone[level] }];
}

function emails(left: Facts, right: Facts): Reason[] {
  if (left.emails.length === 0 || right.emails.length === 0) return [];
  const level = (['same', 'one letter differs'] as const)[least(left.emails, right.emails, 1)] ?? 'differs';
  return [{ field: 'email', level, bits: weights.email[level] }];
}

function addresses(left: Facts, right: Facts, around: Surroundings): Reason[] {
  const found = left.addresses.flatMap((one) =>
    right.addresses.map((other) => addressBits(one, other, around)),
  );
  if (found.length === 0) return [];
  const bits = Math.max(...found);
  const level = ADDRESS_LEVELS.find(([from]) => bits >= from)?.[1] ?? 'differs';
  return [{ field: 'address', level, bits }];
}

const ADDRESS_LEVELS: [from: number, level: string][] = [
  [12, 'same'],
  [7, 'almost the same'],
  [2, 'some of it agrees'],
];

function addressBits(one: AddressFacts, other: AddressFacts, around: Surroundings): number {
  const { line, near, differs, most } = weights.address;
  const lines = pairUp(one.lines, other.lines, (own, their, likeness) => {
    const bits = Math.min(line, -Math.log2(shareOf(around, `@${own}`, `@${their}`)));
    return bits * { same: 1, near, alike: 0 }[likeness];
  });
  let bits = sum(lines.map((pair) => pair.bits)) + postalBits(one.postal, other.postal);
  if (one.house !== '' && one.house === other.house) bits += weights.address.house;
  const nothingElse = lines.length === one.lines.length && lines.length === other.lines.length;
  return bits < 2 && !nothingElse ? differs : Math.min(most, bits);
}

function postalBits(one: string, other: string): number {
  if (one !== '' && one === other) return weights.address.postal;
  const near = Math.min(one.length, other.length) > 2 && editDistance(one, other, 1) === 1;
  return near ? weights.address.postalNear : 0;
}

/** The least edit distance between any two values; most + 1 when all are farther apart. */
function least(values: string[], others: string[], most: number): number {
  return Math.min(...values.flatMap((one) => others.map((other) => editDistance(one, other, most))));
}

function swappedDigits(left: string, right: string): boolean {
  return differing(left, right) === 2 && editDistance(left, right, 1) === 1;
}

function differing(left: string, right: string): number {
  return [...left].filter((digit, index) => digit !== right[index]).length;
}

/**
 * What two people who live together may have in common, where something says that they may be two: brothers
 * and sisters a family name and, as twins, a birth date; father and son the whole name, but not the birth
 * date.
 */
function sharedByTwo(name: NameComparison, date: Reason[], contact: Reason[]): Reason[] {
  const bornApart = date.some(({ bits }) => bits <= 0);
  const family = name.family || bornApart ? name.reasons : [];
  const twins = name.family ? date : [];
  const all = name.clash || bornApart ? [...family, ...twins, ...contact] : [];
  return all.filter(({ bits }) => bits > 0);
}

/** Holds what a household may share to a limit. */
function household(shared: Reason[]): Reason[] {
  const over = sum(shared.map(({ bits }) => bits)) - weights.householdMost;
  return over > 0 ? [{ field: 'household', level: 'may be two people who live together', bits: -over }] : [];
}

function addressFacts({ lines, postalCode }: PartyRecord['addresses'][number]): AddressFacts {
  const words = lines.map(wordsOf);
  return {
    postal: compact(postalCode ?? ''),
    house: words.flat().find((word) => /^\d/.test(word)) ?? '',
    lines: words
      .map((line) => line.filter((word) => !/^\d/.test(word)).join(''))
      .filter((line) => line !== ''),
  };
}

function compact(text: string): string {
  return fold(text).replaceAll(' ', '');
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').slice(0, FEW);
}

/** To tenths of a bit: sums of the same reasons in another order must be the same score. */
function round(bits: number): number {
  return Math.round(bits * 10) / 10;
}
