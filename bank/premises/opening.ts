/** Hours as they are kept, and what of them crosses the wire. */
import { type Interval, openingAt, type Week } from './rules.ts';

interface Kept {
  premises_id: string;
  time_zone: string;
  hours: Week;
  ended_on: string | null;
}

interface KeptDay {
  premises_id: string;
  on_date: string;
  name: string;
  hours: readonly Interval[];
}

/** @param days special days, also those of other places */
export function openingNow(row: Kept, days: readonly KeptDay[]) {
  const place = {
    ...{ timeZone: row.time_zone, week: row.hours, endedOn: row.ended_on },
    days: days
      .filter((day) => day.premises_id === row.premises_id)
      .map((day) => ({ onDate: day.on_date, name: day.name, hours: day.hours })),
  };
  const opening = openingAt(place, Temporal.Now.instant());
  return { ...opening, at: opening.at?.toString() ?? null };
}

export const wire = ([from, to]: Interval) => ({ from, to });

export const weekOf = (hours: Week) =>
  Object.entries(hours)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([weekday, intervals]) => ({ weekday: Number(weekday), intervals: intervals.map(wire) }));
