import { type Day, dateOf, workdayBefore } from './calendar.ts';
import { customerKey } from './called.ts';
import { CAST_TALKS, type CastTalk } from './cast-talks.ts';
import { CAST } from './casting.ts';
import { type Plan, plansOf } from './households.ts';
import { type Household, householdOf } from './lives.ts';
import { AFTER, ORDINARY, PLAIN, type Talk } from './phrases.ts';
import { Random } from './random.ts';
import { type Bank, bankOf, type DemoOptions } from './setting.ts';
import { bankerOf, bankersOf, type DemoStaff, demoStaff } from './staff.ts';

export interface DemoVisit {
  what: 'visit';
  customer_key: string;
  channel: 'branch' | 'phone';
  premises_key: string;
  queue_number: number;
  state: 'ended';
  presence:
    | 'card'
    | 'code to phone'
    | 'kept appointment'
    | 'queue ticket'
    | 'telephony'
    | 'document looked at'
    | 'known by sight';
  topic: string;
  companions: { role: string; name: string }[];
  checked_in_by: string;
  handed_to: string;
  /** Instants in UTC, 'YYYY-MM-DDTHH:MM:00Z', within the branch's opening hours. */
  checked_in_at: string;
  started_at: string;
  ended_at: string;
}

export interface DemoNote {
  what: 'note';
  customer_key: string;
  body: string;
  sensitive: boolean;
  written_by: string;
  written_at: string;
}

export interface DemoPromise {
  what: 'promise';
  customer_key: string;
  body: string;
  due_on: string;
  state: 'open' | 'kept' | 'withdrawn';
  made_by: string;
  assigned_to: string;
  made_at: string;
  kept_at: string | null;
}

export type DemoConversation = DemoVisit | DemoNote | DemoPromise;

/**
 * What was said with customers before today, in households' order: visits that ended, notes, promises kept
 * and open.
 */
export function* demoConversations(options: DemoOptions): Generator<DemoConversation> {
  const bank = bankOf(options);
  const desk = new Desk(bank, demoStaff(options));
  for (const plan of plansOf(bank)) yield* desk.talksWith(plan);
}

class Desk {
  #bank: Bank;
  #bankers: ReadonlyMap<string, readonly string[]>;
  #greeters: ReadonlyMap<string, string>;
  #callTakers: ReadonlyMap<string, string>;

  constructor(bank: Bank, staff: readonly DemoStaff[]) {
    this.#bank = bank;
    this.#bankers = bankersOf(staff);
    const first = (role: DemoStaff['role']) =>
      new Map(
        staff
          .filter((member) => member.role === role)
          .reverse()
          .map((member) => [member.premises_key, member.user_name]),
      );
    this.#greeters = first('greeter');
    this.#callTakers = first('contact centre');
  }

  /** Everybody with a banker is known; of the others, one in five came by once. */
  *talksWith(plan: Plan): Generator<DemoConversation> {
    const random = new Random(this.#bank.seed, 'conversation', plan.first);
    const own = bankerOf(this.#bank, this.#bankers, plan);
    const passing = random.pick(this.#bankers.get(plan.town.key) ?? ['banker']);
    if (plan.original !== null || (own === null && !random.chance(20))) return;
    const banker = own ?? passing;
    const household = householdOf(this.#bank, plan);
    const said = plan.cast === null ? undefined : CAST_TALKS[CAST.indexOf(plan.cast)];
    if (said !== undefined) {
      for (const talk of said)
        yield* this.#talk(random, household, banker, this.#bank.asOf - talk.daysAgo, talk);
      return;
    }
    for (const { kind, on } of household.events) {
      const talks = AFTER[kind];
      if (talks === undefined || (own === null && random.chance(60))) continue;
      const day = Math.min(on + random.whole(4, 28), this.#bank.asOf - random.whole(2, 40));
      yield* this.#talk(random, household, banker, day, random.pick(talks));
    }
    const ordinary = ORDINARY[plan.story] ?? PLAIN;
    const count = own === null ? 1 : random.whole(1, 2);
    for (let time = 0; time < count; time++) {
      const talk = random.pick(random.chance(60) ? ordinary : PLAIN);
      yield* this.#talk(random, household, banker, this.#bank.asOf - random.whole(3, 900), talk);
    }
  }

  *#talk(
    random: Random,
    household: Household,
    banker: string,
    around: Day,
    talk: Talk & Partial<CastTalk>,
  ): Generator<DemoConversation> {
    const day = workdayBefore(around);
    const visitor = household.adults.find(({ diedOn }) => diedOn === null || diedOn > day);
    if (visitor === undefined) return;
    const index =
      talk.topic === 'Business' || talk.topic === 'Cash takings'
        ? (household.business?.index ?? visitor.index)
        : visitor.index;
    const customer_key = customerKey(index);
    const town = household.plan.town;
    const channel = talk.channel ?? (random.chance(75) ? 'branch' : 'phone');
    const hour = town.country === 'US' ? random.whole(14, 19) : random.whole(8, 13);
    const at = (minute: number) =>
      `${dateOf(day)}T${two(hour + Math.floor(minute / 60))}:${two(minute % 60)}:00Z`;
    const start = random.whole(0, 45);
    const callTaker = this.#callTakers.get(town.key) ?? banker;
    const by = channel === 'phone' ? callTaker : (this.#greeters.get(town.key) ?? banker);
    const handed_to = channel === 'phone' ? callTaker : banker;
    yield {
      what: 'visit',
      customer_key,
      channel,
      premises_key: town.key,
      queue_number: random.whole(1, 64),
      state: 'ended',
      presence: channel === 'phone' ? 'telephony' : random.pick(PRESENCE),
      topic: talk.topic,
      companions:
        talk.daysAgo === undefined && random.chance(6)
          ? [{ role: random.pick(['interpreter', 'relative', 'neighbour']), name: random.pick(COMPANIONS) }]
          : [],
      checked_in_by: by,
      handed_to,
      checked_in_at: at(start),
      started_at: at(start + random.whole(1, 9)),
      ended_at: at(start + random.whole(14, 44)),
    };
    const written_at = at(start + 45);
    yield {
      what: 'note',
      customer_key,
      body: talk.note,
      sensitive: talk.sensitive ?? false,
      written_by: handed_to,
      written_at,
    };
    if (talk.promise === undefined) return;
    yield this.#promise(random, talk, customer_key, handed_to, talk.assigned ?? banker, day, written_at);
  }

  /**
   * Old promises were kept, most of them in time; those of the last weeks are open, and some are due today.
   */
  #promise(
    random: Random,
    talk: Talk & Partial<CastTalk>,
    customer_key: string,
    made_by: string,
    assigned_to: string,
    made: Day,
    made_at: string,
  ): DemoPromise {
    const { asOf } = this.#bank;
    const lately = made > asOf - 45;
    const soon =
      asOf +
      random.pickWeighted([
        [0, 3],
        [1, 3],
        [random.whole(2, 20), 5],
        [-random.whole(1, 5), 1],
      ]);
    const usual = made + random.whole(5, 21);
    const due = talk.dueIn === undefined ? (lately ? Math.max(made + 1, soon) : usual) : asOf + talk.dueIn;
    const state = talk.state ?? (lately || due >= asOf ? 'open' : random.chance(94) ? 'kept' : 'withdrawn');
    const kept = Math.min(asOf - 1, Math.max(made, due + random.whole(-4, random.chance(85) ? 0 : 6)));
    return {
      what: 'promise',
      customer_key,
      body: talk.promise ?? '',
      due_on: dateOf(due),
      state,
      made_by,
      assigned_to,
      made_at,
      kept_at:
        state === 'kept'
          ? `${dateOf(kept)}T${made_at.slice(11, 13) >= '20' ? '20' : made_at.slice(11, 13)}:55:00Z`
          : null,
    };
  }
}

const PRESENCE: readonly DemoVisit['presence'][] = [
  'card',
  'card',
  'card',
  'card',
  'card',
  'queue ticket',
  'queue ticket',
  'queue ticket',
  'document looked at',
  'known by sight',
];
const COMPANIONS = ['Alena S.', 'Pau G.', 'Ruth H.', 'Iryna L.', 'Hoa T.'] as const;

function two(number: number): string {
  return String(number).padStart(2, '0');
}
