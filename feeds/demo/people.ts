import { dateOf } from './calendar.ts';
import { customerKey, namesOf } from './called.ts';
import { csvLine } from './csv.ts';
import { plansOf } from './households.ts';
import type { Household } from './lives.ts';
import { LANGUAGE_OF } from './names.ts';
import type { Bank } from './setting.ts';
import { tradeOf } from './trades.ts';

export const CUSTOMERS_HEADER =
  'key,kind,full_name,preferred_name,born_on,died_on,sex,language,home_premises_key,customer_since,' +
  'occupation,employer,restricted,made_up\n';
export const NAMES_HEADER = 'key,customer_key,kind,full_name,from_date,to_date\n';

/** The rows of one household in the table of customers. */
export function* customerLines(bank: Bank, household: Household): Generator<string> {
  const { plan, adults, children, business } = household;
  const names = namesOf(bank, household);
  for (const [place, person] of [...adults, ...children].entries()) {
    const called = names[place];
    if (called === undefined) throw new RangeError('everybody has a name');
    const { career } = person;
    const died = person.diedOn === null ? null : dateOf(person.diedOn);
    yield csvLine([
      customerKey(person.index),
      'person',
      called.full,
      called.preferred,
      person.birthKnown ? dateOf(person.bornOn) : null,
      died,
      person.sex,
      LANGUAGE_OF[plan.naming],
      plan.town.key,
      dateOf(person.since),
      person.part === 'child' ? null : career.occupation,
      career.employer,
      prominentOf(bank).has(person.index) || null,
      true,
    ]);
  }
  if (business !== null) {
    const { name } = tradeOf(bank, household);
    yield csvLine([
      customerKey(business.index),
      'business',
      name,
      null,
      null,
      null,
      null,
      plan.town.language,
      plan.town.key,
      dateOf(business.since),
      null,
      null,
      null,
      true,
    ]);
  }
}

/** Two whom everybody in town would know: the source of their files says that these take two people. */
function prominentOf(bank: Bank): ReadonlySet<number> {
  const known = prominent.get(bank) ?? new Set<number>();
  if (prominent.has(bank)) return known;
  prominent.set(bank, known);
  for (const { cast, original, story, first } of plansOf(bank)) {
    if (cast === null && original === null && story === 'wealthy') known.add(first);
    if (known.size === 2) break;
  }
  return known;
}

const prominent = new WeakMap<Bank, Set<number>>();

/** Former names, and the same name in another script. */
export function* nameLines(bank: Bank, household: Household): Generator<string> {
  const names = namesOf(bank, household);
  for (const [place, person] of [...household.adults, ...household.children].entries()) {
    const called = names[place];
    const key = customerKey(person.index);
    if (called?.former)
      yield csvLine([`${key}-former`, key, 'former', called.former.full, null, dateOf(called.former.until)]);
    if (called?.latin) yield csvLine([`${key}-latin`, key, 'other script', called.latin, null, null]);
  }
}
