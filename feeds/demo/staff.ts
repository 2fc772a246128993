import { customerKey } from './called.ts';
import { plansOf } from './households.ts';
import { type Household, householdOf } from './lives.ts';
import { fullNameOf, givenNameOf, plainLetters, surnameOf } from './names.ts';
import { TOWNS, type Town, townOf } from './places.ts';
import { Random } from './random.ts';
import { type Bank, bankOf, type DemoOptions } from './setting.ts';

export interface DemoStaff {
  user_name: string;
  full_name: string;
  role:
    | 'banker'
    | 'greeter'
    | 'contact centre'
    | 'manager'
    | 'marketer'
    | 'analyst'
    | 'privacy officer'
    | 'compliance officer'
    | 'security officer'
    | 'administrator';
  premises_key: string;
  /** Named before those they manage. */
  manager_user_name: string | null;
  locale: 'en' | 'es';
  /** Which customer they are themselves; null where they bank elsewhere. */
  customer_key: string | null;
}

/**
 * Forty members of staff, all made up: eleven of the main branch have plain user names for the demo. Managers
 * first.
 */
export function demoStaff(options: DemoOptions): DemoStaff[] {
  const bank = bankOf(options);
  const staff: DemoStaff[] = [];
  for (const [user_name, role, full_name] of MAIN_BRANCH) {
    const manager_user_name = OFFICES.has(role) || role === 'manager' ? null : 'manager';
    const customer_key = keyOf(bank, full_name);
    const premises_key = TOWNS[0].key;
    const locale = SPEAK_SPANISH.has(user_name) ? 'es' : 'en';
    staff.push({ user_name, full_name, role, premises_key, manager_user_name, locale, customer_key });
  }
  let number = staff.length;
  for (const town of TOWNS) {
    let manager: string | null = town === TOWNS[0] ? 'manager' : null;
    for (const role of OTHERS[town.key]) {
      number += 1;
      const full_name = nameOf(bank, town, number);
      const user_name = `${plainLetters(full_name.split(' ').slice(0, 2).join(' '))}.${number}`;
      const managed = role === 'manager' ? null : manager;
      staff.push({
        user_name,
        full_name,
        role,
        premises_key: town.key,
        manager_user_name: managed,
        locale: town.language === 'es' ? 'es' : 'en',
        customer_key: null,
      });
      if (role === 'manager') manager = user_name;
    }
  }
  return staff;
}

/**
 * Whom a member of staff looks after. Bankers look after families, businesses, the wealthy and those who
 * struggle.
 */
export function* demoPortfolios(
  options: DemoOptions,
): Generator<{ customer_key: string; user_name: string }> {
  const bank = bankOf(options);
  const bankers = bankersOf(demoStaff(options));
  for (const plan of plansOf(bank)) {
    const user_name = bankerOf(bank, bankers, plan);
    if (user_name === null) continue;
    const { adults, business } = householdOf(bank, plan);
    for (const { index, diedOn } of adults)
      if (diedOn === null) yield { customer_key: customerKey(index), user_name };
    if (business !== null) yield { customer_key: customerKey(business.index), user_name };
  }
}

/** What they know more about than others: two things each of the bankers of a branch in turn. */
export function demoSpecialities(staff: readonly DemoStaff[]): { user_name: string; speciality: string }[] {
  return [...bankersOf(staff).values()].flatMap((bankers) =>
    bankers.flatMap((user_name, n) =>
      [SPECIALITIES[(2 * n) % SPECIALITIES.length], SPECIALITIES[(2 * n + 1) % SPECIALITIES.length]].flatMap(
        (speciality) => (speciality === undefined ? [] : { user_name, speciality }),
      ),
    ),
  );
}

const SPECIALITIES = [
  ...['home', 'borrowing', 'investing', 'retirement', 'protection', 'business', 'paying', 'estate'],
];

/** The bankers of each branch. */
export function bankersOf(staff: readonly DemoStaff[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    TOWNS.map(({ key }) => [
      key,
      staff
        .filter(({ role, premises_key }) => role === 'banker' && premises_key === key)
        .map(({ user_name }) => user_name),
    ]),
  );
}

/** Who looks after a household, or null. The cast of the main branch is the demo banker's own. */
export function bankerOf(
  bank: Bank,
  bankers: ReadonlyMap<string, readonly string[]>,
  plan: Household['plan'],
): string | null {
  if (plan.original !== null) return null;
  const here = bankers.get(plan.town.key) ?? [];
  if (plan.cast !== null) return here[0] ?? null;
  const random = new Random(bank.seed, 'portfolio', plan.first);
  const banker = random.pick(here);
  return random.chance(LOOKED_AFTER[plan.story] ?? 25) ? banker : null;
}

const LOOKED_AFTER: Readonly<Record<string, number>> = {
  wealthy: 100,
  business: 95,
  family: 60,
  struggling: 55,
  'pensioner couple': 50,
  attorney: 70,
  couple: 35,
  student: 5,
};

const MAIN_BRANCH: readonly (readonly [string, DemoStaff['role'], string])[] = [
  ['manager', 'manager', 'Helena Králová'],
  ['greeter', 'greeter', 'Radim Veselka'],
  ['banker', 'banker', 'Lenka Jarošová'],
  ['banker2', 'banker', 'Ondřej Malina'],
  ['contact', 'contact centre', 'Zuzana Havelková'],
  ['privacy', 'privacy officer', 'Dana Pešková'],
  ['compliance', 'compliance officer', 'Milan Sobota'],
  ['security', 'security officer', 'Igor Hradil'],
  ['analyst', 'analyst', 'Nela Vránová'],
  ['marketing', 'marketer', 'Filip Rada'],
  ['admin', 'administrator', 'Kamil Dostál'],
];
/** Two who work in Spanish. */
const SPEAK_SPANISH: ReadonlySet<string> = new Set(['banker2', 'marketing']);
/** They answer to the bank's head, not to a branch: so they can approve what a branch asks for. */
const OFFICES: ReadonlySet<string> = new Set([
  'privacy officer',
  'compliance officer',
  'security officer',
  'administrator',
]);
const BRANCH: readonly DemoStaff['role'][] = [
  'manager',
  'greeter',
  'banker',
  'banker',
  'banker',
  'banker',
  'contact centre',
  'contact centre',
];
const OTHERS: Readonly<Record<Town['key'], readonly DemoStaff['role'][]>> = {
  brno: ['banker', 'banker', 'banker', 'greeter', 'contact centre'],
  praha: BRANCH,
  valencia: BRANCH,
  portland: BRANCH,
};

/** The one of the cast who has that name, in a bank that is large enough for them. */
function keyOf(bank: Bank, name: string): string | null {
  for (const plan of plansOf(bank)) {
    if (plan.cast === null) return null;
    const place = plan.cast.adults.findIndex((part) => part.name === name);
    if (place >= 0) return customerKey(plan.first + place);
  }
  return null;
}

function nameOf(bank: Bank, town: Town, number: number): string {
  const random = new Random(bank.seed, 'staff', number);
  const naming = ({ CZ: 'czech', ES: 'spanish', US: 'english' } as const)[townOf(town.key).country];
  const sex = random.chance(55) ? 'female' : 'male';
  const given = givenNameOf(random, naming, sex, random.whole(1965, 2001));
  return fullNameOf(naming, given, sex, surnameOf(random, naming), surnameOf(random, naming));
}
