/**
 * Out of hours, or at no work station, a file opens to a proof of the last hour alone, whatever is done with
 * it; in hours it takes none. The kernel says so itself, to whoever has the log-in that reads files.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
let visit: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
  visit = await bank.visit(bank.customers.jana, 'banker');
  await bank.visit(bank.customers.petr, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM premises.holidays');
  await opens(always);
  await at('private room');
  await proven(61);
});

const proven = (minutes: number) =>
  bank.sql('UPDATE staff.sessions SET authenticated_at = now() - make_interval(mins => $1)', [minutes]);
const opens = (week: object) =>
  bank.sql('UPDATE premises.premises SET hours = $2 WHERE premises_id = $1', [
    bank.premises.main,
    JSON.stringify(week),
  ]);
const at = (place: string | null) =>
  bank.sql(
    `UPDATE staff.sessions SET station_id =
       (SELECT station_id FROM premises.stations WHERE premises_id = $1 AND place = $2)`,
    [bank.premises.main, place],
  );
const keptUntil = async () =>
  (await bank.sql('SELECT in_hours_until::text AS until FROM staff.sessions'))[0]?.until;

const now = Temporal.Now.zonedDateTimeISO('Europe/Prague');
const [today, tomorrow] = [now, now.add({ days: 1 })].map(({ dayOfWeek }) => String(dayOfWeek));
const wide = [['00:00', '24:00']];
const always = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, wide]));
/** Open this day, and not now; and, since an hour of a neighbour's may reach into it, on no other. */
const never = { [`${today}`]: [now.hour < 12 ? ['16:00', '20:00'] : ['04:00', '08:00']] };
const file = (customer = bank.customers.jana) => banker.get(`/api/customers/${customer}/file`);
const code = async (asked: ReturnType<Client['get']>) => (await asked).body?.code;
const note = () =>
  banker.post(`/api/customers/${bank.customers.jana}/notes`, {
    body: 'Called about the roof',
    sensitive: false,
  });

test('in hours a file opens as ever, hours after signing in', async () => {
  assert.equal((await file()).status, 200);
  assert.equal((await note()).status, 200);
  await opens({});
  assert.equal((await file()).status, 200, 'a branch that has not said when it is open');
});

test('out of hours opening, reading on and writing take a proof of the last hour; one is enough for several files (row 58)', async () => {
  await opens(never);
  const looks = () => bank.sql('SELECT FROM privacy.access_records');
  const before = (await looks()).length;
  for (const asked of [file, () => file(bank.customers.petr), note]) {
    const { status, body, text } = await asked();
    assert.deepEqual([status, body.code], [403, 'step-up']);
    assert.doesNotMatch(text, /Jana|Petr/);
  }
  assert.equal((await looks()).length, before, 'nothing was looked at');
  const refused = await bank.sql(
    `SELECT subject, detail->>'action' AS action FROM privacy.events
      WHERE name = 'look.refused' AND detail->>'because' = 'step-up' ORDER BY at`,
  );
  const { jana, petr } = bank.customers;
  assert.deepEqual(
    refused.map(({ subject, action }) => [subject, action]),
    [
      [jana, 'open'],
      [petr, 'open'],
      [jana, 'change'],
    ],
    'who could not show it is on record like any other who was refused',
  );
  await proven(0);
  assert.equal((await file()).status, 200);
  assert.equal((await file(bank.customers.petr)).status, 200);
  assert.equal((await note()).status, 200);
  await proven(59);
  assert.equal((await file()).status, 200);
  await proven(61);
  assert.equal(await code(file()), 'step-up');
});

test('at no work station it takes one in hours as well', async () => {
  await at(null);
  assert.equal(await code(file()), 'step-up');
  await proven(0);
  assert.equal((await file()).status, 200);
  await proven(61);
  await at('private room');
  assert.equal((await file()).status, 200);
});

test('until when it is in hours is kept with the session, and reckoned anew when that has lapsed', async () => {
  assert.equal((await file()).status, 200);
  const kept = String(await keptUntil());
  assert.ok(Date.parse(kept) > Date.now(), kept);
  assert.equal((await file()).status, 200);
  assert.equal(await keptUntil(), kept, 'and not written once more');
  await bank.sql(`UPDATE staff.sessions SET in_hours_until = now() - interval '1 second'`);
  assert.equal((await file()).status, 200);
  assert.equal(await keptUntil(), kept);
});

test('what was kept is forgotten with the station, and when hours, clock or a special day are changed', async () => {
  const day = [bank.premises.main, now.toPlainDate().toString()];
  const feast = `INSERT INTO premises.holidays (premises_id, on_date, name) VALUES ($1, $2::date - 1, 'A feast'),
    ($1, $2, 'A feast'), ($1, $2::date + 1, 'A feast')`;
  const changes: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ['hours', () => opens({ [`${tomorrow}`]: [['12:00', '12:15']] }), () => opens(always)],
    ['a feast', () => bank.sql(feast, day), () => bank.sql('DELETE FROM premises.holidays')],
    ['no station', () => at(null), () => at('private room')],
  ];
  for (const [what, change, back] of changes) {
    assert.equal((await file()).status, 200, what);
    await change();
    assert.equal(await keptUntil(), null, what);
    assert.equal(await code(file()), 'step-up', what);
    await back();
    assert.equal((await file()).status, 200, what);
  }
  await bank.sql(feast, day);
  await bank.sql(`UPDATE premises.holidays SET hours = '[["00:00", "24:00"]]'`);
  assert.equal((await file()).status, 200, 'a special day that is open');
  await bank.sql(`UPDATE premises.holidays SET hours = '[]'`);
  assert.equal(await code(file()), 'step-up');
  await bank.sql('DELETE FROM premises.holidays');
  assert.equal((await file()).status, 200);
  const clock = `UPDATE premises.premises SET time_zone = $2 WHERE premises_id = $1`;
  await bank.sql(clock, [bank.premises.main, 'Europe/Madrid']);
  assert.equal(await keptUntil(), null, 'another clock');
  await bank.sql(clock, [bank.premises.main, 'Europe/Prague']);
});

test('the kernel asks for it itself, and nobody who reads files says of themselves that it is day', async () => {
  await opens(never);
  const client = await bank.database.connect('earshot_staff');
  const open = (action: string) =>
    client.query('SELECT privacy.open_file($1, $2, ARRAY[$3]::uuid[], $4, $5)', [
      ...[randomUUID(), banker.token, bank.customers.jana, visit, action],
    ]);
  const refused = (sqlstate: string) => (error: Error & { code?: string }) => {
    assert.equal(error.code, sqlstate, error.message);
    return true;
  };
  try {
    for (const action of ['open', 'change', 'reveal']) {
      await assert.rejects(open(action), refused('ES406'), action);
    }
    const bulk = () =>
      client.query('SELECT * FROM privacy.bulk_reveal($1, $2, $1, $3)', [
        ...[randomUUID(), banker.token, [bank.customers.jana]],
      ]);
    await assert.rejects(bulk(), refused('ES406'), 'a list, before its approval is looked at');
    for (const text of [
      `UPDATE staff.sessions SET in_hours_until = 'infinity'`,
      `UPDATE staff.sessions SET authenticated_at = now()`,
      `UPDATE premises.premises SET hours = '{}'`,
      'DELETE FROM premises.holidays',
      `SELECT privacy.in_hours_or_proven('${randomUUID()}', NULL, NULL, '1 hour')`,
      `SELECT premises.in_hours_until('${bank.premises.main}')`,
    ]) {
      await assert.rejects(client.query(text), refused('42501'), text);
    }
    // a clock of its own for the connection is not the branch's
    await client.query(`SET TIME ZONE 'Pacific/Auckland'`);
    await assert.rejects(open('open'), refused('ES406'));
    await proven(6);
    await open('open');
    await assert.rejects(open('reveal'), refused('ES406'), 'what is hidden takes one of five minutes');
    await proven(0);
    await open('reveal');
    await assert.rejects(bulk(), refused('ES403'), 'there is no approval');
  } finally {
    await client.end();
  }
});

test('while the hours are being changed, a look that comes in between waits, and goes by what they become', async () => {
  await bank.sql('UPDATE staff.sessions SET in_hours_until = NULL');
  await bank.sql('BEGIN');
  await opens({ [`${tomorrow}`]: [['12:00', '12:15']] });
  const asked = file();
  const waits = await Promise.race([
    asked.then(() => false),
    new Promise((r) => setTimeout(() => r(true), 300)),
  ]);
  assert.equal(waits, true, 'it waits');
  await bank.sql('COMMIT');
  assert.equal((await asked).body.code, 'step-up');
  assert.equal(await keptUntil(), null);
});
