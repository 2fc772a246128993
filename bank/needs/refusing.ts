/** What a customer may ask not to be used for offers, and which facts that are. Pure. */
import { needCategories, refusable } from './contract.ts';
import { facts, needName } from './facts.ts';

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

/** The names of facts that no offer may know; a need worked out from them goes, one that was stated stays. */
export function namesNotUsed(refused: readonly Refusable[], stated: readonly string[]): string[] {
  const begins = refused.flatMap((one) => behind[one]);
  const names = facts.filter(({ name }) =>
    begins.some((start) => name === start || (start.endsWith('.') && name.startsWith(start))),
  );
  const money = refused.some((one) => ['income', 'spending', 'owned', 'owed'].includes(one));
  const inferred = money ? needCategories.filter((one) => !stated.includes(one)).map(needName) : [];
  return [...new Set([...names.map(({ name }) => name), ...inferred])];
}
