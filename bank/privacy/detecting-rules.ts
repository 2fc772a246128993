/**
 * Who should not have looked. An occasion is one member of staff in one customer's file on one day on one
 * ground. First it is explained, if anything but the employee's own word does; only the rest is scored,
 * with reasons that a person can read. Pure: what is known comes in, a judgement goes out.
 * bench/snooping.ts runs these very rules.
 */
import type { Kinship } from './detecting-kin.ts';
import { type LeavesName, type ReasonName, weights } from './detecting-weights.ts';

/** What is known of an occasion by the evening, or later. */
export interface Occasion {
  /** visit, call, acting for them, promise, portfolio, duplicate review, … */
  groundKind: string;
  /** The kernel's word at the time: did anything but the employee's own word give the ground? */
  proven: boolean;
  /** A promise or portfolio of one's own that goes back to a day with proven presence of the customer. */
  followsProven: boolean;
  /** How presence was shown, for visits and calls. */
  presence: string | null;
  /** It was said afterwards to have been somebody else ("wrong Jana"). */
  undone: boolean;
  /** Did somebody else check the visitor in? */
  secondPerson: boolean;
  /** Cash over the counter on that day: the customer herself was in a branch. */
  counterBusiness: boolean;
  /** A note, a promise or a change in the file by this employee on that day. */
  workDone: boolean;
  /** From start to end of the visit; null: unknown or still on. */
  minutes: number | null;
  /** Other visits that this employee says were going on in the same minutes. */
  atOnce: number;
  /** Is it the customer's own branch? null: the customer has none. */
  homeBranch: boolean | null;
  outOfHours: boolean;
  /** This employee's earlier unexplained occasions with this customer without work, in the last 30 days. */
  earlier: number;
  /** This employee's other unexplained people that day, up to this occasion. */
  peopleBefore: number;
  /** Other employees with unexplained occasions with this customer in the last week. */
  otherStaff: number;
  prominent: boolean;
  kinship: Kinship;
}

export type Explanation =
  | 'proven presence'
  | 'kept appointment'
  | 'given by somebody else'
  | 'follows proven presence'
  | 'own business at the counter';

/** Why an occasion counts, with how many tenths of a bit, and how often where that is the point. */
export interface OccasionReason {
  rule: ReasonName;
  weight: number;
  times?: number;
}

export interface Judgement {
  explained: Explanation | null;
  /** Tenths of a bit; 0 when explained. */
  score: number;
  /** The part of it that says who was looked at, and not how many. */
  personal: number;
  reasons: OccasionReason[];
  /** What speaks for the employee and took some of the score away. */
  lessened: LeavesName[];
}

/** Explains an occasion, or says how much it counts and why. */
export function judge(occasion: Occasion): Judgement {
  const explained = explanationOf(occasion);
  if (explained !== null) return { explained, score: 0, personal: 0, reasons: [], lessened: [] };
  const reasons = reasonsOf(occasion);
  const lessened = lessenedBy(occasion);
  const left = (some: OccasionReason[]) =>
    lessened.reduce((part, name) => (part * weights.leaves[name]) / 100, sumOf(some));
  // What is nearly certain by itself is not talked down: nobody's colleague makes a look at oneself right.
  const floor = Math.max(0, ...reasons.map(({ weight }) => (weight >= weights.ask.evening ? weight : 0)));
  const personal = reasons.filter(({ rule }) => weights.personal.includes(rule));
  return {
    ...{ explained, reasons, lessened, personal: Math.round(left(personal)) },
    score: Math.max(Math.round(left(reasons)), floor),
  };
}

/** An occasion before its day is put together. */
export type OccasionFacts = Omit<Occasion, 'peopleBefore'> & { customerId: string };

/**
 * Judges what one employee did in a day, in its order: from the fifth person on whom nothing explains,
 * every one counts more.
 */
export function judgeDay(day: readonly OccasionFacts[]): Judgement[] {
  const people = new Set<string>();
  return day.map((facts) => {
    const peopleBefore = people.has(facts.customerId) ? people.size - 1 : people.size;
    const judgement = judge({ ...facts, peopleBefore });
    if (judgement.explained === null) people.add(facts.customerId);
    return judgement;
  });
}

/** Does anything but the employee's own word explain it? Nobody is served by themselves. */
export function explanationOf(occasion: Occasion): Explanation | null {
  if (occasion.kinship.includes('oneself')) return null;
  // Everybody agrees that they were not here, so nothing that they did that day explains it.
  if (occasion.undone) return null;
  if (occasion.proven) {
    if (!isPresence(occasion)) return 'given by somebody else';
    return occasion.presence === 'kept appointment' ? 'kept appointment' : 'proven presence';
  }
  if (!isPresence(occasion) && occasion.followsProven) return 'follows proven presence';
  // Cash does not say at which counter: for a customer of another branch it only lessens.
  if (isPresence(occasion) && occasion.counterBusiness && occasion.homeBranch === true) {
    return 'own business at the counter';
  }
  return null;
}

/**
 * A name and an initial, or less: going through people rather than looking for one. Words of one or two
 * letters count as initials, digits do not: an account's last digits are somebody's.
 */
export function isBrowsing(query: string, found: number): boolean {
  const words = query.trim().split(/\s+/);
  if (found < 5 || words.length > 2 || /\d|@/.test(query)) return false;
  return words.length === 1 ? (words[0]?.length ?? 0) <= 3 : words.some((word) => word.length <= 2);
}

const presences = ['visit', 'call', 'acting for them'];
const isPresence = ({ groundKind }: Occasion) => presences.includes(groundKind);

const sumOf = (reasons: OccasionReason[]) => reasons.reduce((total, { weight }) => total + weight, 0);

function reasonsOf(occasion: Occasion): OccasionReason[] {
  const { kinship, minutes, atOnce, homeBranch, outOfHours, earlier, workDone } = occasion;
  const says = (rule: ReasonName, is: boolean, times = 1, counted = 1): OccasionReason[] =>
    is ? [{ rule, weight: weights.reasons[rule] * counted, ...(times > 1 && { times }) }] : [];
  const presence = isPresence(occasion);
  const people = occasion.peopleBefore + 1;
  const staff = occasion.otherStaff + 1;
  return [
    ...kinship.flatMap((rule) => says(rule, true)),
    ...says('prominent', occasion.prominent),
    ...says('declared', presence && !occasion.undone),
    ...says('undone', occasion.undone),
    ...says('chosen oneself', !presence),
    ...says('nothing done', !workDone),
    ...says('hurried', presence && !workDone && minutes !== null && minutes < weights.hurriedMinutes),
    ...says('two at once', presence && atOnce > 0, atOnce + 1),
    ...says('other branch', homeBranch === false),
    ...says('out of hours', outOfHours),
    ...says('again and again', earlier > 0, earlier + 1, Math.min(earlier, weights.againMost)),
    ...says('many people', people >= weights.manyPeople, people),
    ...says('many colleagues', staff >= weights.manyColleagues, staff),
  ];
}

function lessenedBy(occasion: Occasion): LeavesName[] {
  const presence = isPresence(occasion);
  return [
    ...(presence && occasion.secondPerson ? (['checked in by a colleague'] as const) : []),
    ...(occasion.workDone ? (['work left behind'] as const) : []),
    ...(presence && occasion.counterBusiness ? (['counter business elsewhere'] as const) : []),
  ];
}
