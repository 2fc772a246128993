/**
 * A random bank for deciding.test.ts: all that can give a reason to open a file, in every state, with ends
 * that lie before, on and after today. The same seed, the same bank.
 */
import { createHash } from 'node:crypto';

/** Days from today; null: no end on that side. */
export interface Span {
  from: number | null;
  to: number | null;
}

export interface Member {
  id: string;
  session: string;
  /** Two accounts may be one person. */
  person: string;
  role: 'banker' | 'privacy officer' | 'compliance officer';
  /** Which customer they are themselves, as far as the bank knows. */
  own: string | null;
  certificates: Span[];
  /** Where they sit: at a branch that is open, shut today, never open, or says no hours; null: nowhere. */
  sits: (typeof branches)[number] | null;
  /** Minutes since they last proved who they are. */
  provenAgo: number;
  /** Minutes for which their session is known to be in hours; null: not reckoned yet. */
  inHoursFor: number | null;
}

export const branches = ['open', 'feast', 'shut', 'unsaid'] as const;

export interface RandomBank {
  premises: string;
  staff: Member[];
  customers: Map<string, { restricted: boolean }>;
  visits: Visit[];
  promises: {
    id: string;
    customer: string;
    to: string;
    by: string;
    state: string;
    madeAgo: number;
    dueIn: number;
  }[];
  portfolios: {
    id: string;
    customer: string;
    staff: string;
    by: string | null;
    span: Span & { from: number };
    ended: boolean;
  }[];
  covers: {
    id: string;
    of: string;
    by: string;
    staff: string;
    span: Span & { from: number; to: number };
    madeAgo: number;
    ended: boolean;
  }[];
  relations: { id: string; customer: string; other: string; kind: string; span: Span; ended: boolean }[];
  confidences: { id: string; customer: string; other: string | null; ended: boolean }[];
  duplicates: {
    id: string;
    one: string;
    other: string;
    to: string | null;
    takenAgo: number | null;
    handedOut: boolean;
  }[];
  passes: Pass[];
  inquiries: {
    id: string;
    customer: string;
    office: 'privacy' | 'compliance';
    open: boolean;
    askedAgo: number;
  }[];
  requests: {
    id: string;
    customer: string;
    by: string | null;
    channel: string;
    open: boolean;
    heldAgo: number;
  }[];
  investigations: {
    id: string;
    customers: string[];
    to: string;
    open: boolean;
    /** By a second officer. */
    confirmed: boolean;
    openedAgo: number;
  }[];
  proves(visit: Visit): boolean;
  pick<T>(from: readonly T[]): T | undefined;
  /** So many customers, each once. */
  sample(count: number): string[];
}

export interface Visit {
  id: string;
  customer: string;
  to: string | null;
  state: string;
  channel: string;
  presence: string;
  startedAgo: number;
  by: string;
  /** She checked a code in it, or answered on her own telephone. */
  confirmed: boolean;
}

export interface Pass {
  id: string;
  customer: string;
  to: string;
  session: string;
  kind: string;
  grantedAgo: number;
  expiresIn: number;
  verdict: string | null;
}

const shown = ['card', 'code to phone', 'kept appointment', 'queue ticket', 'telephony'];
const said = ['document looked at', 'known by sight'];
const kinds = ['household', 'spouse', 'ward', 'attorney', 'principal', 'business', 'owner', 'employer'];

/** @param size how many members of staff and customers */
export function randomBank(
  seed: number,
  size: { staff: number; customers: number; premises: string },
): RandomBank {
  const dice = diceOf(seed, size);
  return {
    ...{ premises: size.premises, staff: dice.staff },
    customers: new Map(dice.ids.map((each) => [each, { restricted: dice.chance(0.1) }])),
    ...workOf(dice),
    ...tiesOf(dice),
    ...exceptionsOf(dice),
    ...officesOf(dice),
    proves: provesIn(dice.staff),
    pick: (from) => from[dice.upTo(from.length)],
    sample: (count) => dice.times(count, () => dice.one(dice.ids)),
  };
}

/** By herself, or by two people, one of whom saw what proves it. */
function provesIn(staff: readonly Member[]): RandomBank['proves'] {
  const people = new Map(staff.map(({ id, person }) => [id, person]));
  return ({ presence, by, to, confirmed }) =>
    confirmed || (to !== null && shown.includes(presence) && people.get(by) !== people.get(to));
}

type Dice = ReturnType<typeof diceOf>;

function diceOf(seed: number, size: { staff: number; customers: number }) {
  const random = randomOf(seed);
  let made = 0;
  const id = () => uuidOf(`${seed} ${made++}`);
  const upTo = (most: number) => Math.floor(random() * most);
  const one = <T>(from: readonly T[]): T => from[upTo(from.length)] as T;
  const chance = (of: number) => random() < of;
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const ids = times(size.customers, id);
  const staff: Member[] = times(size.staff, () => ({
    role: chance(0.1) ? one(['privacy officer', 'compliance officer']) : 'banker',
    own: chance(0.5) ? one(ids) : null,
    ...{ id: id(), session: id(), person: uuidOf(`${seed} person ${upTo(size.staff / 2)}`) },
    certificates: times(one([0, 1, 1, 1, 1, 2]), () => {
      const from = one([-400, -1, 0, 1]);
      return { from, to: Math.max(from, one([-1, 0, 1, 300])) };
    }),
    ...seatOf(one),
  }));
  // some have much more to do with each other than most, so that there are many reasons for one file
  const customer = () => ids[Math.floor(ids.length * random() ** 3)] as string;
  return {
    ...{ id, upTo, one, chance, times, staff, ids, customer },
    member: () => staff[Math.floor(staff.length * random() ** 2)] as Member,
    another(than: string) {
      for (;;) {
        const other = customer();
        if (other !== than) return other;
      }
    },
    span: (): Span => ({
      from: chance(0.2) ? null : one([-30, -1, 0, 0, 1, 9]),
      to: chance(0.3) ? null : one([-9, -1, 0, 0, 1, 30]),
    }),
  };
}

/** Whoever is known to be in hours for some minutes sits where it is open. */
function seatOf(one: <T>(from: readonly T[]) => T): Pick<Member, 'sits' | 'provenAgo' | 'inHoursFor'> {
  const sits = one([...branches, 'open', 'unsaid', null] as const);
  const known = sits === 'open' || sits === 'unsaid' ? [null, -1, 1, 300] : [null, null, -1];
  return { sits, provenAgo: one([0, 59, 61, 300]), inHoursFor: sits === null ? null : one(known) };
}

function workOf({ id, customer, member, one, chance, upTo, times, span }: Dice) {
  return {
    visits: times(6000, () => ({
      ...{ id: id(), customer: customer(), to: chance(0.1) ? null : member().id },
      ...{
        state: one(['waiting', 'in progress', 'in progress', 'ended', 'undone']),
        startedAgo: one([upTo(500), 959, 961, 60_000]),
      },
      ...{ channel: one(['branch', 'phone']), presence: one([...shown, ...said]) },
      ...{ by: member().id, confirmed: chance(0.1) },
    })),
    promises: times(4000, () => ({
      ...{ id: id(), customer: customer(), to: member().id, by: member().id },
      ...{
        state: one(['open', 'kept', 'withdrawn']),
        madeAgo: upTo(5000),
        dueIn: one([-30, 0, 366, 367, 20_000]),
      },
    })),
    portfolios: times(5000, () => ({
      ...{ id: id(), customer: customer(), staff: member().id, by: chance(0.2) ? null : member().id },
      ...{ span: { ...span(), from: one([-30, -2, -1, 0, 1]) }, ended: chance(0.2) },
    })),
    covers: times(200, () => {
      const [of, by, from] = [member().id, member().id, one([-20, -1, 0, 1])];
      let staff = member().id;
      while (staff === of || staff === by) staff = member().id;
      return {
        ...{ id: id(), of, by, staff, madeAgo: upTo(5000), ended: chance(0.2) },
        span: { from, to: Math.max(from, one([-1, 0, 1, 20])) },
      };
    }),
  };
}

function tiesOf({ id, customer, another, one, chance, times, span }: Dice) {
  return {
    relations: times(4000, () => {
      const of = customer();
      const ends = { span: span(), ended: chance(0.2) };
      return { id: id(), customer: of, other: another(of), kind: one(kinds), ...ends };
    }),
    confidences: times(600, () => {
      const of = customer();
      return { id: id(), customer: of, other: chance(0.3) ? null : another(of), ended: chance(0.3) };
    }),
  };
}

function exceptionsOf({ id, customer, another, member, one, chance, upTo, times }: Dice) {
  const pairs = times(1500, () => {
    const first = customer();
    return [first, another(first)].sort() as [string, string];
  });
  return {
    duplicates: [...new Map(pairs.map((both) => [both.join(), both])).values()].map(([first, second]) => ({
      ...{ id: id(), one: first, other: second, to: chance(0.2) ? null : member().id },
      ...{ takenAgo: chance(0.2) ? null : one([1, 100, 719, 721, 2000]), handedOut: chance(0.5) },
    })),
    passes: times(3000, () => {
      const to = member();
      return {
        ...{ id: id(), customer: customer(), to: to.id, session: chance(0.6) ? to.session : id() },
        ...{ kind: one(['approval', 'break-glass']), grantedAgo: upTo(29), expiresIn: one([-1, 1]) },
        verdict: one([null, null, 'justified', 'not justified']),
      };
    }),
  };
}

/** What the offices do: questions of customers, their requests, investigations of several people. */
function officesOf({ id, customer, member, one, chance, upTo, times }: Dice) {
  return {
    inquiries: times(400, () => ({
      ...{ id: id(), customer: customer(), office: one(['privacy', 'compliance'] as const) },
      ...{ open: chance(0.7), askedAgo: upTo(5000) },
    })),
    requests: times(600, () => ({
      ...{ id: id(), customer: customer(), by: chance(0.2) ? null : member().id, open: chance(0.7) },
      ...{ channel: one(['portal', 'branch', 'phone', 'letter']), heldAgo: upTo(5000) },
    })),
    investigations: times(100, () => ({
      ...{ id: id(), customers: [...new Set(times(4, customer))], to: member().id, open: chance(0.7) },
      ...{ openedAgo: upTo(5000), confirmed: chance(0.8) },
    })),
  };
}

/** mulberry32: a seeded stream of numbers from 0 up to 1. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `7${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
