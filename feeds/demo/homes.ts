import type { Day } from './calendar.ts';
import { dayOfEvent, type LifeEvent } from './events.ts';
import type { Plan } from './households.ts';
import type { Town } from './places.ts';
import type { Random } from './random.ts';
import { type Bank, roundSum } from './setting.ts';
import { PAYERS } from './work.ts';

/** Where somebody lives, from a day to a day, and what it costs each month. */
export interface Home {
  from: Day;
  to: Day | null;
  tenure: 'rented' | 'owned' | 'mortgaged' | 'with parents';
  lines: string[];
  postalCode: string | null;
  country: Town['country'];
  /** Rent, or what an owner pays for the upkeep of the house; 0 with parents. */
  costMinor: number;
  payee: string;
}

/**
 * The household's homes, oldest first: a first one, and another after a move or with a house of their own.
 */
export function homesOf(random: Random, bank: Bank, plan: Plan, events: readonly LifeEvent[]): Home[] {
  const homes = [home(random, plan, bank.toldFrom - random.whole(365, 3285), tenureOf(random, plan, events))];
  const move = dayOfEvent(events, 'move');
  const house = dayOfEvent(events, 'house');
  const moves: [Day | null, Home['tenure']][] = [
    [move, 'rented'],
    [house, 'mortgaged'],
  ];
  moves.sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0));
  for (const [day, tenure] of moves) {
    const last = homes.at(-1);
    // who has a house of their own does not rent the month after
    if (day === null || last === undefined || last.tenure === 'mortgaged') continue;
    last.to = day - 1;
    homes.push(home(random, plan, day, tenure));
  }
  return homes;
}

/** Any address in the household's town. */
export function home(random: Random, plan: Plan, from: Day, tenure: Home['tenure']): Home {
  const { country, currency, postalCodes } = plan.town;
  const payers = PAYERS[country];
  // students share a flat
  const rent = plan.story === 'student' ? 165 : 300;
  const permille = { rented: rent, owned: 75, mortgaged: 70, 'with parents': 0 }[tenure];
  const costMinor = permille === 0 ? 0 : roundSum(currency, (permille * random.whole(75, 130)) / 100);
  const unusual = random.whole(1, 400) === 1;
  return {
    from,
    to: null,
    tenure,
    lines: unusual ? unusualLines(random, plan.town) : usualLines(random, plan.town),
    postalCode: unusual && random.chance(50) ? null : random.pick(postalCodes),
    country,
    costMinor,
    payee: tenure === 'rented' ? random.pick(payers.landlords) : (payers.landlords.at(-1) ?? ''),
  };
}

function tenureOf(random: Random, plan: Plan, events: readonly LifeEvent[]): Home['tenure'] {
  const draw = random.whole(1, 100);
  const first = plan.story === 'starting out' && dayOfEvent(events, 'first salary') !== null;
  if (first) return 'with parents';
  if (dayOfEvent(events, 'house') !== null || dayOfEvent(events, 'move') !== null) return 'rented';
  switch (plan.story) {
    case 'student':
      return draw <= 60 ? 'with parents' : 'rented';
    case 'starting out':
      return draw <= 25 ? 'with parents' : 'rented';
    case 'couple':
      return draw <= 25 ? 'mortgaged' : 'rented';
    case 'family':
      return draw <= 45 ? 'mortgaged' : draw <= 60 ? 'owned' : 'rented';
    case 'business':
      return draw <= 40 ? 'mortgaged' : 'owned';
    case 'wealthy':
      return draw <= 25 ? 'mortgaged' : 'owned';
    case 'pensioner':
    case 'pensioner couple':
    case 'attorney':
      return draw <= 75 ? 'owned' : 'rented';
    default:
      return 'rented';
  }
}

function usualLines(random: Random, town: Town): string[] {
  const street = random.pick(town.streets);
  const number = random.whole(1, 240);
  if (town.country === 'CZ') return [`${street} ${random.whole(100, 2900)}/${number}`, town.name];
  if (town.country === 'ES') {
    const flat = random.chance(80) ? `, ${random.whole(1, 9)}º ${random.whole(1, 4)}ª` : '';
    return [`${street} ${number}${flat}`, town.name];
  }
  const flat = random.chance(45) ? [`Apt ${random.whole(1, 24)}${random.pick(['', 'A', 'B'])}`] : [];
  return [`${number} ${street}`, ...flat, `${town.name}, ME`];
}

/** One in four hundred lives where forms do not expect it. */
function unusualLines(random: Random, town: Town): string[] {
  if (town.country === 'CZ') {
    return random.pick([
      ['Hausbót Rybka', 'přístaviště Na Hrázi', town.name],
      ['samota bez čísla za mlýnem', town.name],
    ]);
  }
  if (town.country === 'ES') {
    return random.pick([
      ['Partida de la Torre s/n', town.name],
      ['Barco "La Gaviota", amarre 0', 'Puerto', town.name],
    ]);
  }
  return random.pick([
    ['2 mi N, then 3 mi W of the old mill', `${town.name}, ME`],
    ['General Delivery', `${town.name}, ME`],
  ]);
}
