/**
 * Versions of terms, and what may be asked of them: a version counts from its day until the day of the next,
 * a withdrawal is a version too, and what has not come yet can be undone. Pure.
 */
import type { Terms } from '#bank/products/rules.ts';

export interface TermsVersion {
  version: number;
  appliesFrom: string;
  withdrawn: boolean;
  terms: Terms;
  undone: boolean;
}

export type TermsChange =
  | { kind: 'terms'; terms: Terms; appliesFrom: string }
  | { kind: 'withdrawal'; appliesFrom: string }
  | { kind: 'undoing'; undoes: number };

/** What can be wrong with a change, each with what the server says of it. */
export const says = {
  'has passed': 'This day has passed.',
  'too far': 'Choose a day within five years.',
  'same day': 'There is a version of that day already.',
  'withdrawn already': 'It is withdrawn by that day already.',
  'withdrawal planned': 'Its withdrawal is planned already: undo that first.',
  'nothing changed': 'Nothing is changed.',
  'no such version': 'There is no such version, or it is undone already.',
  'has come': 'Its day has come: a newer version can take its place.',
  'withdrawn twice': 'It would be withdrawn twice: undo the later withdrawal first.',
} as const;

export interface Wrong {
  field: 'appliesFrom' | 'terms' | 'undoes';
  code: keyof typeof says;
}

/** Years ahead for which a day can be chosen. */
const mostYears = 5;

/** Those that stand, the earliest first. */
export const standing = (versions: readonly TermsVersion[]): TermsVersion[] =>
  versions
    .filter(({ undone }) => !undone)
    .toSorted((a, b) => a.appliesFrom.localeCompare(b.appliesFrom) || a.version - b.version);

/** The terms on a day, of those that stand; what came with Earshot where there is no version yet. */
export function termsOf(brought: Terms, versions: readonly TermsVersion[], day: string) {
  const now = standing(versions).findLast(({ appliesFrom }) => appliesFrom <= day);
  return { terms: now?.terms ?? brought, withdrawn: now?.withdrawn ?? false, version: now };
}

/** What is wrong with a change that somebody asks for; undefined: nothing. */
export function wrongWith(
  brought: Terms,
  versions: readonly TermsVersion[],
  change: TermsChange,
  today: string,
): Wrong | undefined {
  const stands = standing(versions);
  if (change.kind === 'undoing') return wrongUndoing(stands, change.undoes, today);
  const { appliesFrom } = change;
  const day = (code: Wrong['code']): Wrong => ({ field: 'appliesFrom', code });
  if (appliesFrom < today) return day('has passed');
  if (appliesFrom > `${Number(today.slice(0, 4)) + mostYears}${today.slice(4)}`) return day('too far');
  if (stands.some((one) => one.appliesFrom === appliesFrom)) return day('same day');
  const before = termsOf(brought, versions, appliesFrom);
  if (change.kind === 'terms') {
    const same = !before.withdrawn && sameTerms(before.terms, change.terms);
    return same ? { field: 'terms', code: 'nothing changed' } : undefined;
  }
  if (before.withdrawn) return day('withdrawn already');
  const next = stands.find((one) => one.appliesFrom > appliesFrom);
  return next?.withdrawn ? day('withdrawal planned') : undefined;
}

function wrongUndoing(stands: readonly TermsVersion[], undoes: number, today: string): Wrong | undefined {
  const at = stands.findIndex(({ version }) => version === undoes);
  const one = stands[at];
  if (one === undefined) return { field: 'undoes', code: 'no such version' };
  if (one.appliesFrom <= today) return { field: 'undoes', code: 'has come' };
  const twice = stands[at - 1]?.withdrawn && stands[at + 1]?.withdrawn;
  return twice ? { field: 'undoes', code: 'withdrawn twice' } : undefined;
}

export const sameTerms = (a: Terms, b: Terms) =>
  a.margin === b.margin && (a.instalmentShare ?? null) === (b.instalmentShare ?? null);
