import { type Day, dayOn, yearOf } from './calendar.ts';
import { type Career, careerOf } from './careers.ts';
import type { Part } from './casting.ts';
import { misdated } from './copies.ts';
import { dayOfEvent, eventsOf, type LifeEvent } from './events.ts';
import { type Home, home, homesOf } from './homes.ts';
import { type Plan, sizeOf } from './households.ts';
import { childBenefit, type Income, incomesUntil, survivorsPension } from './incomes.ts';
import type { Sex } from './names.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

/** A person of a household: when born, since when a customer, what comes in, where they live. */
export interface Person {
  /** Their number among all customers of the bank. */
  index: number;
  part: 'adult' | 'child';
  sex: Sex;
  bornOn: Day;
  /** One in a hundred has no birth date on file. */
  birthKnown: boolean;
  diedOn: Day | null;
  since: Day;
  career: Career;
  homes: readonly Home[];
  cast: Part | null;
}

export interface Household {
  plan: Plan;
  adults: Person[];
  children: Person[];
  /** The number of the business customer, or null. */
  business: { index: number; since: Day } | null;
  /** Since when the two adults are married; null: not, or not known. */
  marriedOn: Day | null;
  events: readonly LifeEvent[];
  homes: readonly Home[];
}

/** The whole life of a household, from the seed and its plan alone. */
export function householdOf(bank: Bank, plan: Plan): Household {
  if (plan.original !== null) return enteredTwice(bank, plan, plan.original);
  const random = new Random(bank.seed, 'life', plan.first);
  const events = eventsOf(random, bank, plan);
  const homes = homesOf(random, bank, plan, events);
  const ages = agesOf(random, bank, plan, events);
  // some to whom nothing else happens came to the bank in these years
  const came = random.whole(bank.toldFrom + 30, bank.asOf - 200);
  const newcomer =
    random.chance(30) && events.length === 0 && plan.cast === null && plan.children === 0 && !plan.business
      ? came
      : 0;
  const adults = ages.map(({ bornOn, sex, cast }, place): Person => {
    const old = bank.asOf - 18 * 365 > bornOn ? bank.asOf - 18 * 365 - bornOn : 0;
    const long = bank.toldFrom - random.whole(30, Math.max(60, Math.min(9000, old - 1095)));
    const since = newcomer === 0 ? long : newcomer;
    return {
      index: plan.first + place,
      part: 'adult',
      sex,
      bornOn,
      birthKnown: !(cast?.birthUnknown ?? random.chance(1)),
      diedOn: null,
      since,
      career: careerOf(random, bank, plan, events, place, bornOn, sex),
      homes:
        plan.story === 'attorney' && place === 1
          ? [home(random, plan, bank.toldFrom - 900, 'rented')]
          : homes,
      cast,
    };
  });
  const children = childrenOf(random, bank, plan, events, adults, homes);
  bury(random, plan, events, adults);
  const couple = adults.length === 2 && plan.story !== 'attorney';
  const marriedOn =
    couple && (plan.cast !== null || random.chance(80)) ? weddingOf(random, bank, adults) : null;
  const business = plan.business
    ? { index: plan.first + sizeOf(plan) - 1, since: bank.toldFrom - random.whole(100, 4000) }
    : null;
  return { plan, adults, children, business, marriedOn, events, homes };
}

const AGES: Readonly<Record<Plan['story'], readonly [youngest: number, oldest: number]>> = {
  student: [18, 24],
  'starting out': [22, 31],
  couple: [25, 46],
  family: [28, 47],
  'single parent': [26, 47],
  pensioner: [67, 91],
  'pensioner couple': [66, 88],
  attorney: [79, 94],
  business: [30, 62],
  wealthy: [45, 79],
  struggling: [24, 60],
  'entered twice': [30, 60],
};

type Age = { bornOn: Day; sex: Sex; cast: Part | null };

function agesOf(random: Random, bank: Bank, plan: Plan, events: readonly LifeEvent[]): Age[] {
  const year = yearOf(bank.asOf);
  const born = (age: number) => dayOn(year - age, random.whole(1, 12), random.whole(1, 28));
  const [youngest, oldest] = AGES[plan.story];
  const pensionBegins = dayOfEvent(events, 'pension begins');
  const firstBorn = born(random.whole(youngest, oldest));
  const firstSex: Sex = random.chance(50) ? 'female' : 'male';
  const ages: Age[] = [
    {
      bornOn: pensionBegins === null ? firstBorn : pensionBegins - 65 * 365 - random.whole(0, 300),
      sex: firstSex,
      cast: null,
    },
  ];
  if (plan.adults === 2) {
    const years = plan.story === 'attorney' ? -random.whole(24, 36) : random.whole(-4, 4);
    const sameSex = random.chance(plan.story === 'attorney' ? 50 : 4);
    const sex: Sex = sameSex === (firstSex === 'female') ? 'female' : 'male';
    ages.push({
      bornOn: (ages[0]?.bornOn ?? firstBorn) - years * 365 - random.whole(0, 300),
      sex,
      cast: null,
    });
  }
  for (const [place, cast] of (plan.cast?.adults ?? []).entries()) {
    ages[place] = { bornOn: born(cast.age), sex: cast.sex, cast };
  }
  return ages;
}

function childrenOf(
  random: Random,
  bank: Bank,
  plan: Plan,
  events: readonly LifeEvent[],
  adults: readonly Person[],
  homes: readonly Home[],
): Person[] {
  const baby = dayOfEvent(events, 'baby');
  const youngestParent = Math.max(...adults.map((adult) => adult.bornOn));
  const gap = random.whole(2, 3);
  const ageLimit = Math.min(17, Math.floor((bank.asOf - youngestParent) / 365.25) - 21);
  const ageOfLast = random.whole(4, Math.max(4, ageLimit - gap * (plan.children - 1)));
  const children: Person[] = [];
  for (let place = 0; place < plan.children; place++) {
    const cast = plan.cast?.children?.[place] ?? null;
    const last = place === plan.children - 1;
    const age = cast?.age ?? ageOfLast + (plan.children - 1 - place) * gap;
    const drawn = dayOn(yearOf(bank.asOf) - age, random.whole(1, 12), random.whole(1, 28));
    const bornOn = last && baby !== null ? baby : Math.min(drawn, bank.toldFrom - 60);
    const sex: Sex = cast?.sex ?? (random.chance(50) ? 'female' : 'male');
    const since =
      last && baby !== null
        ? baby + random.whole(20, 50)
        : Math.min(bank.toldFrom - 20, bornOn + random.whole(30, 900));
    const career = { occupation: null, employer: null, incomes: [] };
    children.push({
      index: plan.first + plan.adults + place,
      part: 'child',
      sex,
      bornOn,
      birthKnown: true,
      diedOn: null,
      since,
      career,
      homes: homes.filter(({ to }) => to === null || to > bornOn),
      cast,
    });
    adults[0]?.career.incomes.push(childBenefit(random, plan, bornOn));
  }
  return children;
}

/** A death ends what came in, and leaves the other a part of it. */
function bury(random: Random, plan: Plan, events: readonly LifeEvent[], adults: readonly Person[]): void {
  const death = events.find(({ kind }) => kind === 'death');
  const dead = death === undefined ? undefined : adults[death.person];
  if (death === undefined || dead === undefined) return;
  dead.diedOn = death.on;
  dead.career.incomes = incomesUntil(dead.career.incomes, death.on);
  const left = plan.story === 'pensioner couple' ? adults.find((adult) => adult !== dead) : undefined;
  left?.career.incomes.push(survivorsPension(random, plan, death.on));
}

function weddingOf(random: Random, bank: Bank, adults: readonly Person[]): Day {
  const younger = Math.max(...adults.map(({ bornOn }) => bornOn));
  const wed = younger + random.whole(23 * 365, 30 * 365);
  return Math.min(wed, bank.asOf - random.whole(200, 1500));
}

/** The same person, with a second number and little else. */
function enteredTwice(bank: Bank, plan: Plan, original: Plan): Household {
  const household = householdOf(bank, original);
  const [person] = household.adults;
  if (person === undefined) throw new RangeError('a household has an adult');
  const since = bank.toldFrom + new Random(bank.seed, 'copy', plan.first).whole(30, 700);
  const career: Career = { ...person.career, incomes: [] as Income[] };
  const bornOn = misdated(bank, plan.first, person.bornOn);
  const birthKnown = person.birthKnown && bornOn !== null;
  const copy: Person = {
    ...person,
    index: plan.first,
    bornOn: bornOn ?? person.bornOn,
    birthKnown,
    since,
    career,
    diedOn: null,
    cast: null,
  };
  return {
    plan,
    adults: [copy],
    children: [],
    business: null,
    marriedOn: null,
    events: [],
    homes: household.homes,
  };
}
