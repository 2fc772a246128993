/**
 * What a member of staff has to do with a customer outside the bank: the same person, a relative, a
 * colleague, a neighbour. Compared by what the bank knows of both as customers, and by the employee's
 * name.
 */
import { type ReasonName, weights } from './detecting-weights.ts';

export interface Person {
  customerId: string | null;
  names: string[];
  phones: string[];
  addresses: { lines: string[]; postalCode: string | null }[];
  employer: string | null;
}

/** What tables say without comparing anything. */
export interface Ties {
  /** Related in the bank's own register, in either direction. */
  related: boolean;
  /** The customer works here too, or is the employee's manager. */
  colleague: boolean;
  manager: boolean;
}

/** The reasons that concern the two persons; the strongest of each kind. */
export type Kinship = ReasonName[];

/** @param share of all customers that carry this surname, as `surnamesOf` gives it */
export function kinshipOf(
  staff: Person,
  customer: Person,
  ties: Ties,
  share: (surname: string) => number,
): Kinship {
  if (staff.customerId !== null && staff.customerId === customer.customerId) return ['oneself'];
  const found: Kinship = [];
  if (ties.manager) found.push('manager');
  else if (ties.colleague) found.push('colleague');
  if (ties.related) found.push('relative');
  if (meet(staff.phones, customer.phones)) found.push('same telephone');
  if (meet(staff.addresses.map(houseOf), customer.addresses.map(houseOf))) found.push('same address');
  else if (nextDoor(staff, customer)) found.push('next door');
  else if (meet(staff.addresses.map(streetOf), customer.addresses.map(streetOf))) found.push('same street');
  if (meet(wordOf(staff.employer), wordOf(customer.employer))) found.push('same employer');
  const surname = surnameShared(staff.names, customer.names);
  if (surname !== undefined) found.push(surnameReason(share(surname)));
  return found;
}

/**
 * The words of names that may be surnames: all but the first, without what a woman's surname adds to a
 * man's in Czech and Slovak, and without accents.
 */
export function surnamesOf(names: readonly string[]): string[] {
  const words = names.flatMap((name) => plain(name).split(' ').slice(1));
  return [...new Set(words.map(familyForm).filter((word) => word.length > 2))];
}

/** How a family's name may be written in names: what `surnamesOf` gives, undone. */
export function surnameSpellings(family: string): string[] {
  const open = family.replace(/([^aeiou])k$/, '$1ek');
  return [...new Set([family, open].flatMap((stem) => [stem, `${stem}y`, `${stem}a`])), `${family}ova`];
}

function surnameShared(staff: readonly string[], customer: readonly string[]): string | undefined {
  const others = new Set(surnamesOf(customer));
  return surnamesOf(staff).find((word) => others.has(word));
}

function surnameReason(share: number): ReasonName {
  if (share < weights.surnameShares.rare) return 'rare surname';
  return share < weights.surnameShares.uncommon ? 'same surname' : 'common surname';
}

/** novakova, novak -> novak; novotna, novotny -> novotn; cerny, cerna -> cern. */
function familyForm(word: string): string {
  const stem = word.replace(/ova$/, '').replace(/[ya]$/, '');
  return stem.length > 2 ? stem.replace(/ek$/, 'k').replace(/ec$/, 'c') : word;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Numbers matter here; '' for an address that says nothing. */
function houseOf({ lines, postalCode }: Person['addresses'][number]): string {
  const [first = ''] = lines;
  return /\d/.test(first) ? `${plain(first)}|${plain(postalCode ?? '')}` : '';
}

function streetOf({ lines, postalCode }: Person['addresses'][number]): string {
  const [first = ''] = lines;
  const street = plain(first)
    .split(' ')
    .filter((word) => !/\d/.test(word))
    .join(' ');
  return street.length > 2 ? `${street}|${plain(postalCode ?? '')}` : '';
}

/** Three houses away at most, on either side of the street. */
function nextDoor(staff: Person, customer: Person): boolean {
  return staff.addresses.some((one) =>
    customer.addresses.some(
      (other) =>
        streetOf(one) !== '' &&
        streetOf(one) === streetOf(other) &&
        Math.abs(numberOf(one) - numberOf(other)) <= 6,
    ),
  );
}

/** NaN where there is none: it is near nothing. */
function numberOf({ lines: [first = ''] }: Person['addresses'][number]): number {
  return Number(/\d+/.exec(first)?.[0] ?? Number.NaN);
}

const wordOf = (text: string | null) => [plain(text ?? '')];

function meet(some: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others.filter((one) => one !== ''));
  return some.some((one) => known.has(one));
}
