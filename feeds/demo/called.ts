import { type Day, yearOf } from './calendar.ts';
import { mistyped } from './copies.ts';
import { type Household, householdOf, type Person } from './lives.ts';
import { fullNameOf, type GivenName, givenNameOf, latinNameOf, type Surname, surnameOf } from './names.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

/** How a customer is called, and was. */
export interface Called {
  full: string;
  preferred: string | null;
  former: { full: string; until: Day } | null;
  /** In Latin letters, where the full name is not. */
  latin: string | null;
  /** In Latin letters, for the part of an e-mail address before the @; '' for none. */
  mail: string;
}

/** The key of a customer: their number from 1, in seven figures. */
export function customerKey(index: number): string {
  return `C${String(index + 1).padStart(7, '0')}`;
}

/**
 * The names of everybody in a household, adults first, then children. Named by the year's fashion and their
 * families.
 */
export function namesOf(bank: Bank, household: Household): Called[] {
  const { plan, adults, children, marriedOn } = household;
  if (plan.original !== null) {
    return namesOf(bank, householdOf(bank, plan.original))
      .slice(0, 1)
      .map((called) => mistyped(bank, plan.first, called));
  }
  const random = new Random(bank.seed, 'name', plan.first);
  const families = [surnameOf(random, plan.naming), surnameOf(random, plan.naming)] as const;
  const mothers = [surnameOf(random, plan.naming), surnameOf(random, plan.naming)] as const;
  const shared = sharedFamily(random, household);
  const called = adults.map((person, place): Called => {
    const own = families[place === 0 ? 0 : 1];
    const family = shared === null ? own : families[shared];
    const given = givenNameOf(random, plan.naming, person.sex, yearOf(person.bornOn));
    const name = calledBy(household, person, given, family, mothers[place === 0 ? 0 : 1]);
    if (person.cast?.former !== undefined && marriedOn !== null)
      return { ...name, former: { full: person.cast.former, until: marriedOn } };
    if (family === own || marriedOn === null || person.cast !== null) return name;
    return {
      ...name,
      former: { full: fullNameOf(plan.naming, given, person.sex, own, own), until: marriedOn },
    };
  });
  const father = shared ?? (adults[0]?.sex === 'female' && adults.length === 2 ? 1 : 0);
  const mother = plan.adults === 2 ? families[1 - father] : mothers[0];
  return called.concat(
    children.map((child) => {
      const given = givenNameOf(random, plan.naming, child.sex, yearOf(child.bornOn));
      return calledBy(household, child, given, families[father] ?? families[0], mother ?? families[1]);
    }),
  );
}

/** Whose surname a married couple shares: place 0 or 1, or null where each keeps their own. */
function sharedFamily(random: Random, { plan, adults, marriedOn }: Household): 0 | 1 | null {
  const shares = random.chance(85);
  // a grown child has the parent's name
  if (plan.story === 'attorney') return 0;
  if (marriedOn === null || !shares || !['czech', 'english', 'ukrainian'].includes(plan.naming)) return null;
  return adults[0]?.sex === 'male' ? 0 : 1;
}

function calledBy(
  household: Household,
  person: Person,
  given: GivenName,
  family: Surname,
  mother: Surname,
): Called {
  const { naming } = household.plan;
  if (person.cast !== null) {
    const { name, preferred = null, latin = null, mail, former } = person.cast;
    const until = person.bornOn + 27 * 365;
    return {
      full: name,
      preferred,
      latin,
      mail,
      former: former === undefined ? null : { full: former, until },
    };
  }
  const latinSurname = person.sex === 'female' ? family.latinFemale : family.latinMale;
  return {
    full: fullNameOf(naming, given, person.sex, family, mother),
    preferred: given.familiar,
    former: null,
    latin: latinNameOf(naming, given, person.sex, family),
    mail: `${given.latin} ${latinSurname}`,
  };
}
