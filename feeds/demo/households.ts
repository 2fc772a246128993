import { CAST, type Casting, type Story } from './casting.ts';
import { NAMINGS, type Naming } from './names.ts';
import { TOWN_SHARES, type Town, townOf } from './places.ts';
import { Random } from './random.ts';
import type { Bank } from './setting.ts';

/** Who lives together and what their story is; everything else is worked out from it when it is asked for. */
export interface Plan {
  /** The number of its first customer; adults come first, then children, then the business. */
  first: number;
  town: Town;
  naming: Naming;
  story: Story;
  adults: number;
  children: number;
  business: boolean;
  cast: Casting | null;
  /** For somebody entered twice: the household whose first adult it is. */
  original: Plan | null;
}

/** How many customers a household is. */
export function sizeOf(plan: Plan): number {
  return plan.adults + plan.children + (plan.business ? 1 : 0);
}

/**
 * All households, in the order of their customers' numbers. Planned a hundred customers at a time, from the
 * seed and the hundred's number alone: nothing is kept, and the first 2,000 customers of a million are the
 * 2,000 of a small bank.
 */
export function* plansOf(bank: Bank): Generator<Plan> {
  for (let first = 0; first < bank.customers; first += HUNDRED) {
    yield* hundredOf(bank, first, Math.min(HUNDRED, bank.customers - first));
  }
}

const HUNDRED = 100;

const STORIES: readonly (readonly [Story, number])[] = [
  ['student', 9],
  ['starting out', 14],
  ['couple', 8],
  ['family', 14],
  ['single parent', 4],
  ['pensioner', 10],
  ['pensioner couple', 7],
  ['attorney', 2],
  ['business', 7],
  ['wealthy', 3],
  ['struggling', 8],
];
const ALONE: readonly (readonly [Story, number])[] = [
  ['student', 3],
  ['starting out', 5],
  ['pensioner', 3],
];

function hundredOf(bank: Bank, first: number, count: number): Plan[] {
  const random = new Random(bank.seed, 'plan', first);
  const plans: Plan[] = [];
  // the last place of a whole hundred is somebody who is there already: one in a hundred was entered twice
  const end = first + (count === HUNDRED ? count - 1 : count);
  let next = first;
  const add = (plan: Plan) => {
    plans.push(plan);
    next += sizeOf(plan);
  };
  if (first === 0) {
    for (const cast of CAST) {
      const plan = castPlan(cast, next);
      if (next + sizeOf(plan) <= end) add(plan);
    }
  }
  while (next < end) {
    const plan = drawnPlan(random, next, random.pickWeighted(STORIES));
    add(next + sizeOf(plan) <= end ? plan : drawnPlan(random, next, random.pickWeighted(ALONE)));
  }
  if (end < first + count) add(copyPlan(random, plans, next));
  return plans;
}

function castPlan(cast: Casting, first: number): Plan {
  return {
    first,
    town: townOf(cast.town),
    naming: cast.naming,
    story: cast.story,
    adults: cast.adults.length,
    children: cast.children?.length ?? 0,
    business: cast.business !== undefined,
    cast,
    original: null,
  };
}

function drawnPlan(random: Random, first: number, story: Story): Plan {
  const town = random.pickWeighted(TOWN_SHARES);
  const naming = random.pickWeighted(NAMINGS[town.country]);
  return {
    first,
    town,
    naming,
    story,
    adults: adultsOf(random, story),
    children: childrenOf(random, story),
    business: story === 'business',
    cast: null,
    original: null,
  };
}

/** Any household but the cast's first: the demo's own story is not to be muddled. */
function copyPlan(random: Random, plans: readonly Plan[], first: number): Plan {
  const original = random.pick(plans.filter((plan) => plan.first > 3 && plan.cast === null));
  return {
    ...original,
    first,
    story: 'entered twice',
    adults: 1,
    children: 0,
    business: false,
    original,
  };
}

function adultsOf(random: Random, story: Story): number {
  switch (story) {
    case 'couple':
    case 'family':
    case 'pensioner couple':
    case 'attorney':
      return 2;
    case 'business':
      return random.chance(40) ? 2 : 1;
    case 'wealthy':
      return random.chance(60) ? 2 : 1;
    case 'struggling':
      return random.chance(25) ? 2 : 1;
    default:
      return 1;
  }
}

function childrenOf(random: Random, story: Story): number {
  if (story === 'family')
    return random.pickWeighted([
      [1, 5],
      [2, 6],
      [3, 2],
    ]);
  return story === 'single parent' ? random.whole(1, 2) : 0;
}
