/** What a customer may ask not to be used, and which facts no offer knows then. Pure. */
import type { Static } from 'typebox';
import { happeningNames, needCategories, refusable, type refusal } from './contract.ts';
import { facts, type NeedCategory, needName } from './facts.ts';

export type Refusable = (typeof refusable)[number];
export const isRefusable = (word: string): word is Refusable =>
  (refusable as readonly string[]).includes(word);

/** The facts behind each, by how their names begin; what is reckoned from one of them goes with it. */
const behind: Readonly<Record<Refusable, readonly string[]>> = {
  level: ['level'],
  // stage of life never reaches an offer; it is no longer used for care either
  stage: ['stage'],
  income: [
    'income.',
    'inflow.',
    'surplus.',
    'spending.share',
    'instalments.share',
    'debts.months',
    'turnover.',
    'level',
  ],
  spending: [
    'outgoings.',
    'surplus.',
    'spending.',
    'cash.',
    'reserve.',
    'balance.',
    'movements.',
    'active.',
    'inactive.',
  ],
  owned: ['savings.', 'deposits.', 'investments.', 'owned.', 'net.', 'reserve.', 'level'],
  owed: ['debts.', 'net.', 'instalments.', 'cards.', 'loans.'],
  speaking: ['contact.', 'contacts.', 'promises.'],
};

export type Refusal = Static<typeof refusal>;

const eventBegins = 'event.';
const statedBegins = 'stated.';
const needNames: ReadonlyMap<string, NeedCategory> = new Map(
  needCategories.map((one) => [needName(one), one]),
);

/** What is refused, by the name that it is kept under; undefined: of what is no such thing any more. */
export function refusalOf(about: string): Omit<Refusal, 'since'> | undefined {
  if (isRefusable(about)) return { of: 'area', what: about, about };
  const category = needNames.get(about);
  if (category !== undefined) return { of: 'need', what: category, about };
  const kind = about.startsWith(eventBegins) ? about.slice(eventBegins.length) : undefined;
  if (kind !== undefined && (happeningNames as readonly string[]).includes(kind))
    return { of: 'event', what: kind, about };
  const fact = about.startsWith(statedBegins) ? about.slice(statedBegins.length) : undefined;
  return facts.some(({ name }) => name === fact) ? { of: 'stated', what: fact ?? '', about } : undefined;
}

/** Of these needs no offer knows, however often they are told or worked out. */
export const needsRefused = (refused: readonly string[]): NeedCategory[] =>
  refused.flatMap((about) => needNames.get(about) ?? []);

/** What she may state as often as she likes, it is not used. */
export const factsRefused = (refused: readonly string[]): string[] =>
  refused.flatMap((about) => (about.startsWith(statedBegins) ? about.slice(statedBegins.length) : []));

/**
 * The names of facts that no offer may know; a need worked out from what she refuses goes, one that was
 * stated stays, but for a need that she refuses itself.
 */
export function namesNotUsed(about: readonly string[], stated: readonly string[]): string[] {
  const refused = about.filter(isRefusable);
  const begins = refused.flatMap((one) => behind[one]);
  const names = facts.filter(({ name }) =>
    begins.some((start) => name === start || (start.endsWith('.') && name.startsWith(start))),
  );
  const money = refused.some((one) => ['income', 'spending', 'owned', 'owed'].includes(one));
  const inferred = money ? needCategories.filter((one) => !stated.includes(one)).map(needName) : [];
  const needs = about.filter((one) => needNames.has(one));
  return [...new Set([...names.map(({ name }) => name), ...inferred, ...needs])];
}
