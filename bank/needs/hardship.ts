/**
 * What she told or confirmed of hard times, and since when the newest of them is. Facts for care alone: they
 * hold a sale back and offer help, and decide nothing that is offered. Pure.
 */
import type { Facts, Value } from '#platform/tables/table.ts';
import { dayOf } from './calendar.ts';
import type { Kept } from './noticing.ts';
import type { Reckoned } from './reckoning.ts';
import { beganOn, isRunning } from './streams.ts';

/** A need of help that is as strong as this was asked for, and not only not denied. */
const askedFor = 60;
/** Days before an income stops in which another may have begun in its place. */
const overlap = 20;

export interface Said {
  readonly category: string;
  readonly strength: number;
  readonly said_on: string;
}

export function hardshipOf(reckoned: Reckoned, kept: readonly Kept[], said: readonly Said[]): Facts {
  const { day } = reckoned.moment;
  const told = kept.filter(
    (one) => one.state === 'confirmed' && !one.not_used && one.told_on <= day && one.expires_on >= day,
  );
  const deaths = told.filter(({ kind }) => kind === 'death');
  const stopped = told.filter((one) => one.kind === 'income stops' && !hasAnother(reckoned, kept, one));
  const asks = said.filter(
    ({ category, strength }) => category === 'help in difficulty' && strength >= askedFor,
  );
  const since = [
    ...[...deaths, ...stopped].map(({ told_on: on }) => on),
    ...asks.map(({ said_on: on }) => on),
    ...behind(kept),
    ...overdraftGrew(reckoned),
    ...spousesDied(reckoned),
  ].filter((on) => on <= day);
  const known: Record<string, Value> = {};
  if (deaths.length > 0) known.bereaved = true;
  if (stopped.length > 0) known['income.stopped'] = true;
  if (asks.length > 0) known['asks.for.help'] = true;
  const newest = since.sort().at(-1);
  if (newest !== undefined) known['hard.newest'] = newest;
  return known;
}

/** Another income has begun since: seen here, or told. */
function hasAnother({ streams, today }: Reckoned, kept: readonly Kept[], stop: Kept): boolean {
  const from = dayOf(stop.on_date) - overlap;
  const seen = streams.some(
    (one) => ['salary', 'pension'].includes(one.kind) && isRunning(one, today) && beganOn(one) >= from,
  );
  return (
    seen ||
    kept.some(
      ({ kind, state, on_date: on }) =>
        ['salary begins', 'pension begins'].includes(kind) &&
        ['suspected', 'confirmed'].includes(state) &&
        dayOf(on) >= from,
    )
  );
}

const behind = (kept: readonly Kept[]) =>
  kept.flatMap(({ kind, state, on_date: on }) =>
    kind === 'missed instalment' && state !== 'rejected' ? [on] : [],
  );

/** The days on which a second and a third month of the year were charged: then it was worse. */
function overdraftGrew({ moved, today }: Reckoned): string[] {
  const firsts = new Map<string, string>();
  for (const { kind, day, booked_on: on } of moved)
    if (kind === 'penalty interest' && today - day < 366 && !firsts.has(on.slice(0, 7)))
      firsts.set(on.slice(0, 7), on);
  return [...firsts.values()].sort().slice(1, 3);
}

const spousesDied = ({ rows }: Reckoned) =>
  rows.relations.flatMap(({ kind, other_died_on: died }) =>
    kind === 'spouse' && died !== null ? [died] : [],
  );
