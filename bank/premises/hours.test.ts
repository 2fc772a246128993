/**
 * Until when a branch is in hours, as the database reckons it for the kernel, held against another reckoning:
 * an hour before and after counts, also where that hour belongs to another day.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

type Interval = [string, string];
interface Case {
  timeZone: string;
  week: Record<string, Interval[]>;
  special: { onDate: string; hours: Interval[] } | undefined;
  now: string;
}

/** What the database says of each, in their order. */
async function reckoned(cases: readonly Case[]): Promise<(string | null)[]> {
  const rows = await bank.sql(
    `WITH asked AS (SELECT x.* FROM jsonb_to_recordset($1) x(n int, zone text, week jsonb)),
       made AS (INSERT INTO premises.premises (kind, code, name, time_zone, hours, made_up)
         SELECT 'branch', 'hours ' || n, n, zone, week, true FROM asked RETURNING premises_id, name)
     SELECT premises_id FROM made ORDER BY name::int`,
    [JSON.stringify(cases.map(({ timeZone, week }, n) => ({ n, zone: timeZone, week })))],
  );
  const ids = rows.map(({ premises_id }) => String(premises_id));
  const days = cases.flatMap(({ special }, n) => (special ? [{ id: ids[n], ...special }] : []));
  await bank.sql(
    `INSERT INTO premises.holidays (premises_id, on_date, name, hours)
     SELECT id, "onDate", 'A feast', hours FROM jsonb_to_recordset($1) x(id uuid, "onDate" date, hours jsonb)`,
    [JSON.stringify(days)],
  );
  const asked = JSON.stringify(cases.map(({ now }, n) => ({ n, id: ids[n], now })));
  const answers = await bank.sql(
    `SELECT to_char(premises.in_hours_until(id, now) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS until,
            premises.in_hours_until(id, now) = 'infinity' AS always
       FROM jsonb_to_recordset($1) x(n int, id uuid, now timestamptz) ORDER BY n`,
    [asked],
  );
  await bank.sql('DELETE FROM premises.holidays WHERE premises_id = ANY ($1)', [ids]);
  await bank.sql('DELETE FROM premises.premises WHERE premises_id = ANY ($1)', [ids]);
  return answers.map(({ until, always }) => (always ? 'always' : (until as string | null)));
}

/** Once more, with another calendar. */
function expected({ timeZone, week, special, now }: Case): string | null {
  if (Object.keys(week).length === 0) return 'always';
  const moment = Temporal.Instant.from(now);
  const today = moment.toZonedDateTimeISO(timeZone).toPlainDate();
  const onWall = (day: Temporal.PlainDate, time: string, hours: number) => {
    const [hour, minute] = time.split(':').map(Number);
    return day
      .toPlainDateTime()
      .add({ minutes: (Number(hour) + hours) * 60 + Number(minute) })
      .toZonedDateTime(timeZone, { disambiguation: 'later' })
      .toInstant();
  };
  const ends = [-1, 0, 1].flatMap((days) => {
    const day = today.add({ days });
    const hours = special?.onDate === day.toString() ? special.hours : (week[day.dayOfWeek] ?? []);
    return hours
      .map(([from, to]) => [onWall(day, from, -1), onWall(day, to, 1)] as const)
      .filter(
        ([from, to]) =>
          Temporal.Instant.compare(from, moment) <= 0 && Temporal.Instant.compare(moment, to) < 0,
      )
      .map(([, to]) => to);
  });
  return ends.toSorted(Temporal.Instant.compare).at(-1)?.toString() ?? null;
}

const prague = (now: string, week: Case['week'], special?: Case['special']): Case => ({
  ...{ timeZone: 'Europe/Prague', week, special, now },
});

test('an hour before and after is still its day, past midnight too; a special day has hours of its own', async () => {
  // a Wednesday in winter: an hour ahead of Greenwich
  const office = { '3': [['09:00', '17:00']] as Interval[] };
  const late = { '3': [['18:00', '23:30']] as Interval[] };
  const early = { '3': [['00:30', '06:00']] as Interval[] };
  const table: [Case, string | null][] = [
    [prague('2026-01-14T08:00:00Z', office), '2026-01-14T17:00:00Z'],
    [prague('2026-01-14T07:00:00Z', office), '2026-01-14T17:00:00Z'],
    [prague('2026-01-14T06:59:59Z', office), null],
    [prague('2026-01-14T16:59:59Z', office), '2026-01-14T17:00:00Z'],
    [prague('2026-01-14T17:00:00Z', office), null],
    [prague('2026-01-15T08:00:00Z', office), null],
    // the hour after closing reaches into Thursday, the hour before opening into Tuesday
    [prague('2026-01-14T23:29:59Z', late), '2026-01-14T23:30:00Z'],
    [prague('2026-01-14T23:30:00Z', late), null],
    [prague('2026-01-13T22:30:00Z', early), '2026-01-14T06:00:00Z'],
    [prague('2026-01-13T22:29:59Z', early), null],
    // shut for a feast, or shorter; and so is the hour that it would have had past midnight
    [prague('2026-01-14T08:00:00Z', office, { onDate: '2026-01-14', hours: [] }), null],
    [prague('2026-01-14T23:10:00Z', late, { onDate: '2026-01-14', hours: [] }), null],
    [
      prague('2026-01-14T08:00:00Z', office, { onDate: '2026-01-14', hours: [['09:00', '12:00']] }),
      '2026-01-14T12:00:00Z',
    ],
    [prague('2026-01-18T03:00:00Z', {}), 'always'],
  ];
  const answers = await reckoned(table.map(([each]) => each));
  for (const [n, [each, until]] of table.entries()) {
    assert.equal(answers[n], until, JSON.stringify(each));
    assert.equal(expected(each), until, JSON.stringify(each));
  }
});

test('of any zone, week, feast and moment, clocks that change among them, two reckonings say the same', async () => {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const intervals = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 })
    .map((quarters): Interval[] => {
      const times = quarters.toSorted((one, other) => one - other).map((quarter) => clock(quarter * 15));
      return times.flatMap((from, at) => (at % 2 === 0 && times[at + 1] ? [[from, `${times[at + 1]}`]] : []));
    });
  const any = fc
    .record({
      timeZone: fc.constantFrom('Europe/Prague', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
      week: fc
        .array(intervals, { minLength: 7, maxLength: 7 })
        .map((days) => Object.fromEntries(days.map((hours, at) => [`${at + 1}`, hours]))),
      // about the days on which clocks change, and any other
      minutes: fc.oneof(
        fc.integer({ min: Date.UTC(2026, 2, 7) / 60_000, max: Date.UTC(2026, 2, 10) / 60_000 }),
        fc.integer({ min: Date.UTC(2026, 2, 27) / 60_000, max: Date.UTC(2026, 3, 6) / 60_000 }),
        fc.integer({ min: Date.UTC(2026, 9, 2) / 60_000, max: Date.UTC(2026, 10, 3) / 60_000 }),
      ),
      feast: fc.option(fc.record({ hours: intervals, days: fc.integer({ min: -1, max: 1 }) })),
    })
    .map(({ timeZone, week, minutes, feast }): Case => {
      const now = Temporal.Instant.fromEpochMilliseconds(minutes * 60_000);
      const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
      const special = feast && {
        onDate: today.add({ days: feast.days }).toString(),
        hours: feast.hours,
      };
      return { timeZone, week, special: special ?? undefined, now: now.toString() };
    });
  let inside = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 20, maxLength: 20 }), async (cases) => {
      const answers = await reckoned(cases);
      assert.deepEqual(
        answers,
        cases.map((each) => expected(each)),
      );
      inside += answers.filter((until) => until !== null).length;
    }),
    { numRuns: 40 },
  );
  assert.ok(inside > 100 && inside < 700, `${inside} of 800 in hours`);
});
