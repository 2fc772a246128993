/** When a place is open, held against the clock on its wall: any zone, days on which clocks change, holidays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hoursOn, type Interval, misfitOf, openingAt, type Place } from './rules.ts';

/** Clocks that change by an hour or half of one, at midnight or in the night, never, or leave out a whole day. */
const zones = [
  ...['Europe/Prague', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Cairo'],
  ...['America/Havana', 'Asia/Kathmandu', 'Pacific/Apia', 'Pacific/Chatham', 'Africa/Casablanca', 'UTC'],
];
/** About such days, and any other. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2011, 11, 28) / 60_000, max: Date.UTC(2012, 0, 2) / 60_000 }),
  fc.integer({ min: Date.UTC(2018, 9, 25) / 60_000, max: Date.UTC(2018, 10, 8) / 60_000 }),
  fc.integer({ min: Date.UTC(2026, 2, 1) / 60_000, max: Date.UTC(2026, 10, 10) / 60_000 }),
);
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** Up to three intervals; quarters of an hour, so that they often touch each other and midnight. */
const intervals = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((quarters): Interval[] => {
    const times = quarters.toSorted((one, other) => one - other).map((quarter) => clock(quarter * 15));
    return times.flatMap((from, at) =>
      at % 2 === 0 && times[at + 1] !== undefined ? [[from, times[at + 1] ?? '']] : [],
    );
  });
const week = fc
  .array(intervals, { minLength: 7, maxLength: 7 })
  .map((days) => Object.fromEntries(days.map((hours, at) => [String(at + 1), hours])));

const at = (minutes: number) => Temporal.Instant.fromEpochMilliseconds(minutes * 60_000);
const wallOf = (now: Temporal.Instant, place: Place) => now.toZonedDateTimeISO(place.timeZone);
const isShown = (now: Temporal.Instant, place: Place) => {
  const wall = wallOf(now, place);
  const time = clock(wall.hour * 60 + wall.minute);
  return hoursOn(place, wall.toPlainDate()).some(([from, to]) => from <= time && time < to);
};
/** No hour is there twice, and none is left out. */
const isPlain = (now: Temporal.Instant, place: Place) => wallOf(now, place).hoursInDay === 24;

const placeAndMoment = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    week,
    minutes: moment,
    special: intervals,
    ahead: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ timeZone, week, minutes, special, ahead }) => {
    const now = at(minutes);
    const onDate = now.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: ahead }).toString();
    const place: Place = {
      timeZone,
      week,
      endedOn: null,
      days: [{ onDate, name: 'A feast', hours: special }],
    };
    return { place, now };
  });

test('a place is open when the clock on its wall shows one of its hours, whatever the zone and the day', () => {
  fc.assert(
    fc.property(placeAndMoment, ({ place, now }) => {
      const isOpen = openingAt(place, now).state === 'open';
      // an hour that is there twice counts from its first beginning to its last end
      if (isShown(now, place)) assert.equal(isOpen, true);
      else if (isPlain(now, place)) assert.equal(isOpen, false);
    }),
    { numRuns: 2000 },
  );
});

test('what is said of until when and from when is so: there it changes, and nowhere before', () => {
  fc.assert(
    fc.property(placeAndMoment, ({ place, now }) => {
      const said = openingAt(place, now);
      if (said.at === null) return;
      assert.ok(Temporal.Instant.compare(said.at, now) > 0);
      assert.notEqual(openingAt(place, said.at).state, said.state, 'it changes then');
      const minutes = said.at.since(now).total('minutes');
      for (let step = 1; step <= 20; step += 1) {
        const between = now.add({ minutes: Math.floor(((minutes - 1) * step) / 20) });
        assert.equal(openingAt(place, between).state, said.state, `not before: ${between}`);
      }
      const day = wallOf(said.at, place).toPlainDate().toString();
      assert.equal(said.onDay, day === wallOf(now, place).toPlainDate().toString() ? null : day);
    }),
    { numRuns: 500 },
  );
});

test('hours that overlap or run backwards are found, and no others', () => {
  fc.assert(fc.property(intervals, (some) => assert.equal(misfitOf(some), undefined)));
  assert.deepEqual(misfitOf([['09:00', '09:00']]), { at: 0, is: 'backwards' });
  assert.deepEqual(misfitOf([['22:00', '02:00']]), { at: 0, is: 'backwards' });
  const overlapping: Interval[] = [
    ['09:00', '12:00'],
    ['11:59', '17:00'],
  ];
  assert.deepEqual(misfitOf(overlapping), { at: 1, is: 'overlap' });
});

const prague = (days: Place['days'] = [], endedOn: string | null = null): Place => ({
  timeZone: 'Europe/Prague',
  week: {
    1: [['09:00', '17:00']],
    4: [
      ['09:00', '12:00'],
      ['12:00', '17:00'],
    ],
    5: [['09:00', '16:00']],
  },
  days,
  endedOn,
});
const said = (place: Place, now: string) => {
  const { state, at: when, onDay, because } = openingAt(place, Temporal.Instant.from(now));
  return [state, when?.toString() ?? null, onDay, because];
};

test('a Thursday in Prague, a holiday, a short day, the last day', () => {
  // 08:59 there, and 09:00
  assert.deepEqual(said(prague(), '2026-11-26T07:59:00Z'), ['closed', '2026-11-26T08:00:00Z', null, null]);
  assert.deepEqual(said(prague(), '2026-11-26T08:00:00Z'), ['open', '2026-11-26T16:00:00Z', null, null]);
  assert.deepEqual(said(prague(), '2026-11-27T15:00:00Z'), [
    'closed',
    '2026-11-30T08:00:00Z',
    '2026-11-30',
    null,
  ]);
  const holiday = [{ onDate: '2026-11-26', name: 'A feast', hours: [] }];
  assert.deepEqual(said(prague(holiday), '2026-11-26T10:00:00Z'), [
    ...['closed', '2026-11-27T08:00:00Z', '2026-11-27', 'A feast'],
  ]);
  const short = [{ onDate: '2026-11-26', name: 'Stocktaking', hours: [['09:00', '12:00'] as const] }];
  assert.deepEqual(said(prague(short), '2026-11-26T10:00:00Z'), [
    'open',
    '2026-11-26T11:00:00Z',
    null,
    'Stocktaking',
  ]);
  assert.deepEqual(said(prague([], '2026-11-27'), '2026-11-26T17:00:00Z'), ['closed', null, null, null]);
  assert.deepEqual(said(prague([], '2026-11-27'), '2026-11-27T10:00:00Z'), ['ended', null, null, null]);
});

test('a cash machine that never shuts says so, and a place of which nobody has said anything as well', () => {
  const always = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00'] as const]]));
  const place = { timeZone: 'America/Havana', week: always, days: [], endedOn: null };
  assert.deepEqual(said(place, '2026-03-08T05:30:00Z'), ['open', null, null, null]);
  assert.deepEqual(said({ ...place, week: {} }, '2026-03-08T05:30:00Z'), ['not said', null, null, null]);
});
