import type { Day } from './calendar.ts';
import type { Casting, Story, Twist } from './casting.ts';
import type { Plan } from './households.ts';
import type { Random } from './random.ts';
import type { Bank } from './setting.ts';

/** Something that happened to a household, on which day, to which of its people (by place). */
export interface LifeEvent {
  kind: Twist;
  on: Day;
  person: number;
}

/** What happens in this household: the cast's as written, the others' by the odds of their story. */
export function eventsOf(random: Random, bank: Bank, plan: Plan): LifeEvent[] {
  const days = plan.cast === null ? drawn(random, bank, plan) : written(bank, plan.cast);
  return [...days].map(([kind, on]) => ({ kind, on, person: strikes(plan, kind) }));
}

/** The day of the event of that kind, or null. */
export function dayOfEvent(events: readonly LifeEvent[], kind: Twist): Day | null {
  return events.find((event) => event.kind === kind)?.on ?? null;
}

const ORDER: readonly Twist[] = [
  'first salary',
  'rise',
  'lost job',
  'new job',
  'baby',
  'house',
  'move',
  'death',
  'pension begins',
  'falls behind',
  'deposit matures',
];

const ODDS: Readonly<Record<Story, Partial<Record<Twist, number>>>> = {
  student: { 'first salary': 35 },
  'starting out': { 'first salary': 40, rise: 40, move: 40, 'lost job': 6, 'new job': 15 },
  couple: { rise: 50, move: 25, house: 15, 'lost job': 6, 'new job': 12 },
  family: { baby: 35, house: 22, move: 15, rise: 55, 'lost job': 8, 'new job': 10, 'falls behind': 2 },
  'single parent': { move: 20, 'lost job': 12, rise: 30, 'falls behind': 5 },
  pensioner: { 'pension begins': 18, 'deposit matures': 12, death: 5 },
  'pensioner couple': { death: 14, 'pension begins': 18, 'deposit matures': 14 },
  attorney: { death: 8, 'deposit matures': 10 },
  business: { rise: 50, 'falls behind': 6, house: 8 },
  wealthy: { 'deposit matures': 45, move: 5 },
  struggling: { 'lost job': 70, 'falls behind': 35, move: 20, 'new job': 20 },
  'entered twice': {},
};

function drawn(random: Random, bank: Bank, plan: Plan): Map<Twist, Day> {
  const odds = ODDS[plan.story];
  const days = new Map<Twist, Day>();
  for (const twist of ORDER) {
    // drawn for every twist, happening or not, so that one more twist does not stir the others
    const happens = random.chance(odds[twist] ?? 0);
    const on = dayOfTwist(random, bank, twist, days);
    // who has just found the first job neither loses it nor looks for another in the time told
    const tooSoon = days.has('first salary') && (twist === 'lost job' || twist === 'new job');
    if (happens && !tooSoon) days.set(twist, on);
  }
  return days;
}

function written(bank: Bank, { twists }: Casting): Map<Twist, Day> {
  const days = ORDER.map((twist) => [twist, twists[twist]] as const);
  return new Map(
    days.flatMap(([twist, ago]) => (ago === undefined ? [] : [[twist, bank.asOf - ago] as const])),
  );
}

/** In the three years told, with time left after it for its consequences to be seen. */
function dayOfTwist(random: Random, bank: Bank, twist: Twist, earlier: ReadonlyMap<Twist, Day>): Day {
  const { toldFrom, asOf } = bank;
  const lost = earlier.get('lost job');
  switch (twist) {
    case 'first salary':
      return random.whole(toldFrom + 150, asOf - 200);
    case 'rise':
      return random.whole(Math.max(toldFrom + 200, (earlier.get('first salary') ?? 0) + 100), asOf - 60);
    case 'lost job':
      return random.whole(toldFrom + 330, asOf - 220);
    case 'new job':
      return random.whole((lost ?? toldFrom + 200) + 120, asOf - 70);
    case 'baby':
      return random.whole(toldFrom + 200, asOf - 130);
    case 'house':
      return random.whole(toldFrom + 240, asOf - 75);
    case 'move':
      return random.whole(toldFrom + 120, asOf - 75);
    case 'death':
      return random.whole(toldFrom + 250, asOf - 50);
    case 'pension begins':
      return random.whole(toldFrom + 200, asOf - 100);
    case 'falls behind':
      return lost === undefined ? random.whole(asOf - 420, asOf - 150) : lost + random.whole(70, 120);
    case 'deposit matures':
      return random.whole(asOf + 3, asOf + 40);
  }
}

/** Whom it happens to: of an old couple the second dies; of a parent and their attorney, the parent. */
function strikes(plan: Plan, kind: Twist): number {
  return kind === 'death' && plan.story === 'pensioner couple' ? 1 : 0;
}
