/** Twenty-six months of the simulated bank, day by day, judged by the bank's own rules. */
import {
  accumulate,
  allowanceOf,
  type EvidenceDay,
  isToBeAsked,
  ordinary,
} from '#bank/privacy/detecting-evidence.ts';
import { type Judgement, judgeDay } from '#bank/privacy/detecting-rules.ts';
import { weights } from '#bank/privacy/detecting-weights.ts';
import { below, type Chance, chanceOf } from '../find/chance.ts';
import { type Employee, relativesOf, type SimulatedBank } from './bank.ts';
import { busyness, type Culprit, culpritDay, type Done, honestDay, type Scheme, schemes } from './days.ts';

/** 26 months of Mondays to Fridays, less eleven holidays a year. */
const workingDays = 542;
const calendarPerWorking = 7 / 4.8;

export interface Replay {
  accesses: number;
  falseAlarms: number;
  /** Occasions of honest staff that a question named. */
  askedInVain: number;
  lazyAlarmsPerYear: number;
  otherAlarmsPerYear: number;
  culprits: { scheme: Scheme; days: number; accesses: number }[];
}

/** Customer -> who looked without an explanation in the last days. */
type Lookers = Map<number, { staff: number; day: number }[]>;

interface Watched {
  employee: Employee;
  culprit: Culprit | undefined;
  /** Unasked evidence of the last days, and of all days for the others' allowance. */
  days: EvidenceDay[];
  ordinary: number[];
  /** Occasions not asked about yet, in the days that are kept. */
  waiting: number[];
  /** Customer -> working days of unexplained looks without work. */
  bare: Map<number, number[]>;
  illicit: number;
  /** The working day of the first of them. */
  since: number | undefined;
  alarm: { days: number; accesses: number } | undefined;
}

export function replay(bank: SimulatedBank): Replay {
  const chance = chanceOf(bank.seed * 31 + 7);
  const watched = hide(chance, bank);
  const total: Replay = {
    ...{ accesses: 0, falseAlarms: 0, askedInVain: 0, lazyAlarmsPerYear: 0, otherAlarmsPerYear: 0 },
    culprits: [],
  };
  const alarms = { lazy: 0, other: 0 };
  const lookers: Lookers = new Map();
  for (let day = 0; day < workingDays; day += 1) {
    const busy = busyness(chance);
    const allowances = allowancesOf(watched, bank.branches);
    for (const one of watched) {
      const done = dayOf(chance, bank, one, day, busy, lookers);
      if (done.length === 0) continue;
      total.accesses += done.length;
      const questions = judgeWatched(one, done, day, allowances(one), lookers);
      if (one.culprit !== undefined) continue;
      total.falseAlarms += questions.length;
      total.askedInVain += questions.reduce((sum, asked) => sum + asked, 0);
      alarms[one.employee.isLazy ? 'lazy' : 'other'] += questions.length;
    }
    forget(watched, lookers, day);
  }
  const years = workingDays / 250;
  const lazy = watched.filter(({ employee }) => employee.isLazy).length;
  return {
    ...total,
    lazyAlarmsPerYear: alarms.lazy / Math.max(1, lazy) / years,
    otherAlarmsPerYear: alarms.other / (watched.length - lazy) / years,
    culprits: watched.flatMap(({ culprit, alarm }) =>
      culprit === undefined
        ? []
        : [{ scheme: culprit.scheme, ...(alarm ?? { days: Infinity, accesses: Infinity }) }],
    ),
  };
}

/** One banker for each scheme; they begin on days of their own. */
function hide(chance: Chance, bank: SimulatedBank): Watched[] {
  const culprits = new Map<number, Culprit>();
  for (const scheme of schemes) {
    for (;;) {
      const employee = bank.staff[below(chance, bank.staff.length)] as Employee;
      const hasFamily = employee.customer !== null && relativesOf(employee.customer).length > 1;
      if (employee.role !== 'banker' || employee.isLazy || employee.startsOn > 0 || !hasFamily) continue;
      if (culprits.has(employee.number)) continue;
      // The large case lasts 26 months; the others begin when the bank has worked for a while, or soon.
      const startsOn = scheme === 'large' ? below(chance, 20) : below(chance, 400);
      culprits.set(employee.number, { scheme, staff: employee.number, startsOn });
      break;
    }
  }
  return bank.staff.map((employee) => ({
    ...{ employee, culprit: culprits.get(employee.number), days: [], ordinary: [], waiting: [] },
    ...{ bare: new Map(), illicit: 0, since: undefined, alarm: undefined },
  }));
}

function dayOf(
  chance: Chance,
  bank: SimulatedBank,
  one: Watched,
  day: number,
  busy: number,
  lookers: Lookers,
): Done[] {
  const { employee, culprit } = one;
  const isHere = day * calendarPerWorking >= employee.startsOn && chance() > 0.12;
  if (!isHere) return [];
  const done = honestDay(chance, bank, employee, busy);
  if (culprit !== undefined && day >= culprit.startsOn && one.alarm === undefined) {
    for (const look of culpritDay(chance, bank, employee, culprit))
      done.splice(below(chance, done.length + 1), 0, look);
  }
  for (const look of done) {
    if (look.proven) continue;
    look.earlier = one.bare.get(look.customer)?.length ?? 0;
    const others = lookers.get(look.customer)?.filter(({ staff }) => staff !== employee.number) ?? [];
    look.otherStaff = new Set(others.map(({ staff }) => staff)).size;
  }
  return done;
}

/**
 * Judges a day as the job does: again after each occasion, and once more in the evening. A question takes
 * all that waits; how many occasions were asked about, for each question of the day.
 */
function judgeWatched(
  one: Watched,
  done: Done[],
  day: number,
  allowance: number,
  lookers: Lookers,
): number[] {
  const judged = judgeDay(done);
  const today = { day: String(day), evidence: 0, personal: 0, strongest: 0, waiting: 0 };
  const questions: number[] = [];
  const ask = () => {
    questions.push(one.waiting.reduce((sum, count) => sum + count, today.waiting));
    Object.assign(today, { evidence: 0, personal: 0, strongest: 0, waiting: 0 });
    one.days = [];
    one.waiting = [];
    if (one.since !== undefined) one.alarm ??= { days: day - one.since + 1, accesses: one.illicit };
  };
  const sum = () => accumulate([...one.days, today], allowance).sum;
  judged.forEach(({ score, personal }, index) => {
    if (done[index]?.illicit) {
      one.illicit += 1;
      one.since ??= day;
    }
    if (score === 0) return;
    today.evidence += score;
    today.personal += personal;
    today.waiting += 1;
    today.strongest = Math.max(today.strongest, score);
    if (isToBeAsked(sum(), today.strongest, false)) ask();
  });
  if (today.waiting > 0 && isToBeAsked(sum(), today.strongest, true)) ask();
  one.days.push(today);
  one.waiting.push(today.waiting);
  one.ordinary.push(ordinary(judged.reduce((total, { score }) => total + score, 0)));
  remember(one, done, judged, day, lookers);
  return questions;
}

function remember(one: Watched, done: Done[], judged: Judgement[], day: number, lookers: Lookers): void {
  done.forEach((look, index) => {
    if (judged[index]?.explained !== null) return;
    if (!look.workDone) one.bare.set(look.customer, [...(one.bare.get(look.customer) ?? []), day]);
    const seen = lookers.get(look.customer) ?? [];
    seen.push({ staff: one.employee.number, day });
    lookers.set(look.customer, seen);
  });
}

/** What colleagues of the branch have, oneself left out. */
function allowancesOf(watched: Watched[], branches: number): (one: Watched) => number {
  const sums = Array.from({ length: branches }, () => ({ days: 0, evidence: 0 }));
  const own = (one: Watched) => ({
    days: one.ordinary.length,
    evidence: one.ordinary.reduce((sum, evidence) => sum + evidence, 0),
  });
  const each = new Map(watched.map((one) => [one, own(one)]));
  for (const [{ employee }, { days, evidence }] of each) {
    const sum = sums[employee.branch];
    if (sum === undefined || employee.role === 'greeter') continue;
    sum.days += days;
    sum.evidence += evidence;
  }
  return (one) => {
    const sum = sums[one.employee.branch] ?? { days: 0, evidence: 0 };
    const mine = each.get(one) ?? { days: 0, evidence: 0 };
    return allowanceOf({ days: sum.days - mine.days, evidence: sum.evidence - mine.evidence });
  };
}

/** Memory is flat: what is older than the rules look back is forgotten every day. */
function forget(watched: Watched[], lookers: Lookers, day: number): void {
  const kept = Math.round(weights.memoryDays / calendarPerWorking);
  const again = day - Math.round(weights.againDays / calendarPerWorking);
  for (const one of watched) {
    if (one.days.length > kept) {
      one.days.shift();
      one.waiting.shift();
    }
    if (one.ordinary.length > 21) one.ordinary.shift();
    for (const [customer, days] of one.bare) {
      const fresh = days.filter((on) => on > again);
      if (fresh.length === 0) one.bare.delete(customer);
      else if (fresh.length < days.length) one.bare.set(customer, fresh);
    }
  }
  const recent = day - Math.round(weights.colleaguesDays / calendarPerWorking);
  for (const [customer, seen] of lookers) {
    const fresh = seen.filter((look) => look.day > recent);
    if (fresh.length === 0) lookers.delete(customer);
    else if (fresh.length < seen.length) lookers.set(customer, fresh);
  }
}
