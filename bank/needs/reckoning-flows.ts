/** Facts of what moves through payment accounts: in, out, what stays, what is hard. Pure. */

import type { Value } from '#platform/tables/table.ts';
import { type Day, dayOf, daysOfMonth, isoOf, median, ratio } from './calendar.ts';
import type { Moved, Reckoned } from './reckoning.ts';
import { beganOn, isRunning, lastOn, type Stream, usualOf } from './streams.ts';

type Known = Record<string, Value | undefined>;

/** Days of history below which nothing is said about a month. */
const leastDays = 28;
/** Movements below which there is too little to tell a pattern from chance. */
const leastMovements = 8;

export function flowFacts(reckoned: Reckoned): Known {
  const { today, moved, rows } = reckoned;
  const first = rows.everMoved.first === null ? today : dayOf(rows.everMoved.first);
  const history = today - first;
  const enough = history >= leastDays && rows.everMoved.count >= leastMovements;
  return {
    ...incomeFacts(reckoned),
    ...(enough ? monthFacts(reckoned, Math.min(history, 91)) : {}),
    ...(enough ? balanceFacts(reckoned) : {}),
    ...(history >= 90 ? hardFacts(moved, today) : {}),
    ...(rows.customer.kind === 'business' ? turnoverFacts(reckoned, history) : {}),
  };
}

/** Regular incomes, by payer; no income seen here is not no income. */
function incomeFacts({ streams, incomes, today, rows }: Reckoned): Known {
  if (rows.customer.kind === 'business') return {};
  const [earned, running] = [streams, incomes].map((all) => all.filter((one) => isRunning(one, today)));
  return { ...kindFacts(earned ?? []), ...sumFacts(running ?? [], incomes, today) };
}

/** For care: of which kind it is. */
function kindFacts(earned: readonly Stream[]): Known {
  if (earned.length === 0) return {};
  return {
    'income.kind': kindOf(earned),
    pensioned: earned.some(({ kind }) => kind === 'pension') || undefined,
  };
}

/** For both contexts: how much, since when, and how it has changed. */
function sumFacts(running: readonly Stream[], incomes: readonly Stream[], today: Day): Known {
  if (running.length === 0) return {};
  const total = running.reduce((sum, stream) => sum + usualOf(stream), 0n);
  const before = incomes
    .filter((stream) => lastOn(stream) >= today - 365)
    .map((stream) => yearAgo(stream, today));
  const earlier = before.reduce((sum, minor) => sum + minor, 0n);
  return {
    'income.monthly': total,
    'income.sources': running.length,
    'income.since': isoOf(Math.min(...running.map(beganOn))),
    // against the three months a year ago; unknown when nothing of then is seen
    'income.trend': earlier > 0n ? ratio(total, earlier) : undefined,
  };
}

/** What the stream brought in a month a year ago: the middle of its payments between 13 and 10 months ago. */
function yearAgo({ payments }: Stream, today: Day): bigint {
  const then = payments.filter(({ day }) => today - day > 300 && today - day <= 396);
  return then.length === 0 ? 0n : median(then.map(({ minor }) => minor));
}

function kindOf(running: readonly Stream[]): string {
  const largest = [...running].sort((a, b) => (usualOf(b) > usualOf(a) ? 1 : -1))[0];
  return largest === undefined || largest.kind === 'transfer' ? 'other' : largest.kind;
}

/** Ins and outs of the last three months, without the customer's own transfers and loans paid out. */
function monthFacts({ moved, today, rows }: Reckoned, days: number): Known {
  const recent = moved.filter((one) => today - one.day < days && !one.own);
  const monthly = (sum: bigint) =>
    (sum * BigInt(Math.round(daysOfMonth * 100))) / BigInt(Math.round(days * 100));
  const total = (chosen: (one: Moved) => boolean) =>
    recent.filter(chosen).reduce((sum, one) => sum + (one.base < 0n ? -one.base : one.base), 0n);
  const inflow = monthly(total(({ base, kind }) => base > 0n && kind !== 'interest' && kind !== 'sale'));
  const outgoings = monthly(total(({ base, kind }) => base < 0n && kind !== 'purchase' && kind !== 'other'));
  const cash = monthly(total(({ base, kind }) => base < 0n && kind.endsWith('withdrawal')));
  if (rows.customer.kind === 'person' && recent.length === 0) return {};
  return {
    'inflow.monthly': inflow,
    'outgoings.monthly': outgoings,
    'surplus.monthly': inflow - outgoings,
    'cash.share': outgoings > 0n ? ratio(cash, outgoings) : undefined,
  };
}

/** The course of the balance of all payment accounts together over 90 days, from what each booking left. */
function balanceFacts({ moved, today, held }: Reckoned): Known {
  const accounts = held.filter(({ kind }) => kind === 'current account');
  const course = courseOf(
    moved,
    accounts.map(({ agreement_id }) => agreement_id),
    today,
  );
  if (course === undefined) return {};
  let [lowest, sum, below] = [course[0] ?? 0n, 0n, 0];
  for (const minor of course) {
    if (minor < lowest) lowest = minor;
    if (minor < 0n) below += 1;
    sum += minor;
  }
  return {
    'balance.lowest.90': lowest,
    'balance.average.90': sum / BigInt(course.length),
    'overdraft.days.90': below,
  };
}

/**
 * The lowest balance of each of the last 90 days, oldest first; undefined where a booking does not say
 * what it
 * left. Before the first booking that is known there is no balance: the course is as long as the history.
 */
function courseOf(moved: readonly Moved[], accounts: readonly string[], today: Day): bigint[] | undefined {
  if (accounts.length === 0) return undefined;
  const length = 90;
  const courses: (bigint | undefined)[][] = [];
  for (const account of accounts) {
    const lows: (bigint | undefined)[] = Array.from({ length });
    const booked = moved.filter(({ agreement_id }) => agreement_id === account);
    let evening: bigint | undefined;
    let next = 0;
    for (let place = 0; place < length; place++) {
      const day = today - length + 1 + place;
      let low = evening;
      for (; next < booked.length && (booked[next]?.day ?? day) <= day; next++) {
        const one = booked[next];
        if (one === undefined || one.balance_minor === null) return undefined;
        // base is minor in another currency: the same ratio holds for what is left
        const left =
          one.minor === 0n || one.base === one.minor
            ? one.balance_minor
            : (one.balance_minor * one.base) / one.minor;
        evening = left;
        if (one.day === day && (low === undefined || left < low)) low = left;
        if (one.day < day) low = left;
      }
      lows[place] = low;
    }
    courses.push(lows);
  }
  const together: bigint[] = [];
  for (let place = 0; place < length; place++) {
    const lows = courses.map((lows) => lows[place]).filter((low) => low !== undefined);
    if (lows.length > 0) together.push(lows.reduce((sum, low) => sum + low, 0n));
  }
  return together.length === 0 ? undefined : together;
}

function hardFacts(moved: readonly Moved[], today: Day): Known {
  const charged = moved.filter((one) => one.kind === 'penalty interest' && today - one.day < 366);
  const months = new Set(charged.map(({ booked_on }) => booked_on.slice(0, 7)));
  const recent = charged.filter((one) => today - one.day < 90);
  return {
    'overdraft.interest.months': months.size,
    'overdraft.interest.90': recent.reduce((sum, { base }) => sum - base, 0n),
  };
}

/** What a business takes: money in that is neither its own nor lent, over a whole year. */
function turnoverFacts({ moved, today }: Reckoned, history: number): Known {
  const takings = moved.filter((one) => one.base > 0n && !one.own && one.kind !== 'interest');
  const between = (from: number, to: number) =>
    takings
      .filter((one) => today - one.day >= from && today - one.day < to)
      .reduce((sum, { base }) => sum + base, 0n);
  const [last, before] = [between(0, 91), between(365, 456)];
  return {
    'turnover.months': Math.floor(history / daysOfMonth),
    'turnover.yearly': history >= 360 ? between(0, 365) : undefined,
    // the last quarter against the same one a year before: trade has seasons
    'turnover.trend': history >= 456 && before > 0n ? ratio(last, before) : undefined,
  };
}
