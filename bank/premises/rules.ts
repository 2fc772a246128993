/**
 * When a place is open: its usual hours by weekday, days with hours of their own, all on the clock that hangs
 * there. Pure.
 */

/** "09:00" to "17:00"; "24:00" is the end of the day. */
export type Interval = readonly [from: string, to: string];
/** ISO weekday, "1" is Monday -> its intervals, in their order. As premises keep it. */
export type Week = Readonly<Record<string, readonly Interval[]>>;

export interface SpecialDay {
  readonly onDate: string;
  readonly name: string;
  /** None: closed. */
  readonly hours: readonly Interval[];
}

export interface Place {
  readonly timeZone: string;
  readonly week: Week;
  readonly days: readonly SpecialDay[];
  /** From that day on it is no more. */
  readonly endedOn: string | null;
}

export interface Opening {
  readonly state: 'open' | 'closed' | 'not said' | 'ended';
  /** Open: until when; null: always. Closed: from when again; null: nobody knows. */
  readonly at: Temporal.Instant | null;
  /** The day that it is there then, unless it is today. */
  readonly onDay: string | null;
  /** The special day that today is. */
  readonly because: string | null;
}

/** Further ahead nobody looks for the next opening. */
const daysAheadMax = 60;

export function openingAt(place: Place, now: Temporal.Instant): Opening {
  const today = dayAt(now, place);
  if (place.endedOn !== null && place.endedOn <= today.toString())
    return { state: 'ended', ...never, because: null };
  const because = specialDay(place, today)?.name ?? null;
  if (because === null && Object.keys(place.week).length === 0)
    return { state: 'not said', ...never, because };
  const coming = comingSpan(place, today, now);
  if (coming === undefined) return { state: 'closed', ...never, because };
  const isOpen = !isBefore(now, coming.start);
  if (isOpen && coming.goesOn) return { state: 'open', ...never, because };
  const at = isOpen ? coming.end : coming.start;
  const day = dayAt(at, place);
  const onDay = day.equals(today) ? null : day.toString();
  return { state: isOpen ? 'open' : 'closed', at, onDay, because };
}

const never = { at: null, onDay: null } as const;
const dayAt = (now: Temporal.Instant, { timeZone }: Place) => now.toZonedDateTimeISO(timeZone).toPlainDate();

/** The hours of a day there. */
export function hoursOn(place: Place, date: Temporal.PlainDate): readonly Interval[] {
  return specialDay(place, date)?.hours ?? place.week[String(date.dayOfWeek)] ?? [];
}

export type Misfit = 'backwards' | 'overlap';

/** What is wrong with the hours of a day, and at which interval. */
export function misfitOf(intervals: readonly Interval[]): { at: number; is: Misfit } | undefined {
  for (const [at, [from, to]] of intervals.entries()) {
    if (from >= to) return { at, is: 'backwards' };
    const before = intervals[at - 1];
    if (before !== undefined && from < before[1]) return { at, is: 'overlap' };
  }
  return undefined;
}

interface Span {
  start: Temporal.Instant;
  end: Temporal.Instant;
  /** For days on end. */
  goesOn: boolean;
}

const specialDay = (place: Place, date: Temporal.PlainDate) =>
  place.days.find(({ onDate }) => onDate === date.toString());

/** The first span that has not ended yet, from a day on; what touches is one span, over midnight too. */
function comingSpan(place: Place, first: Temporal.PlainDate, now: Temporal.Instant): Span | undefined {
  let span: Span | undefined;
  let began = 0;
  for (let ahead = 0; ahead < daysAheadMax; ahead += 1) {
    const date = first.add({ days: ahead });
    if (place.endedOn !== null && place.endedOn <= date.toString()) break;
    for (const [from, to] of hoursOn(place, date)) {
      const start = instantOf(date, from, place.timeZone, 'first');
      const end = instantOf(date, to, place.timeZone, 'last');
      // An hour that the clock leaves out is no hour; one that is over is of no interest.
      if (!isBefore(start, end) || !isBefore(now, end)) continue;
      if (span !== undefined && isBefore(span.end, start)) return span;
      if (span === undefined) began = ahead;
      span = { start: span?.start ?? start, end, goesOn: ahead - began >= 7 };
    }
    const midnight = span && startOf(date.add({ days: 1 }), place.timeZone);
    if (span?.goesOn || (span && midnight && isBefore(span.end, midnight))) return span;
  }
  return span;
}

const isBefore = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;

const startOf = (date: Temporal.PlainDate, timeZone: string) => date.toZonedDateTime(timeZone).toInstant();

/**
 * When the clock there shows that time. Shown twice as the clock goes back: the first, or the last of it. Not
 * shown at all as it goes forward: when it does.
 */
function instantOf(
  date: Temporal.PlainDate,
  time: string,
  timeZone: string,
  which: 'first' | 'last',
): Temporal.Instant {
  if (time === '24:00') return startOf(date.add({ days: 1 }), timeZone);
  if (time === '00:00') return startOf(date, timeZone);
  const wall = date.toPlainDateTime(time);
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const isShown = earlier.toPlainDateTime().equals(wall);
  if (!isShown) return (earlier.getTimeZoneTransition('next') ?? earlier).toInstant();
  if (which === 'first') return earlier.toInstant();
  return wall.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant();
}
