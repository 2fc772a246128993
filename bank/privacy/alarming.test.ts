/** Somebody is forced at the counter: nothing opens there any more, nobody there learns why, others are told. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
  await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());

const file = () => `/api/customers/${bank.customers.jana}/file`;
const told = async (client: Client) =>
  (await client.get('/api/notices')).body.notices.filter(({ kind }: { kind: string }) =>
    ['alarm', 'come to the back'].includes(kind),
  );
const security = async (): Promise<Client> => {
  await bank.sql(`UPDATE staff.staff SET role = 'security officer' WHERE staff_id = $1`, [
    bank.staff.analyst,
  ]);
  return bank.signedIn('analyst');
};

async function forced(place: Place = 'open counter', who: StaffName = 'banker'): Promise<Client> {
  await bank.sql('DELETE FROM staff.alarms');
  const client = await bank.signedIn(who, place);
  const raised = await client.post('/api/step-away');
  assert.deepEqual([raised.status, raised.body], [200, null]);
  return client;
}

test('from then on neither that person nor that station gets anything; it looks like a database out of order', async () => {
  const before = await bank.signedIn('banker', 'open counter');
  assert.equal((await before.get(file())).status, 200);
  const banker = await forced();
  const outOfOrder = async (client: Client, says: string) => {
    const asked = [
      () => client.get(file()),
      () => client.post('/api/customer-searches', { query: 'jana', most: 5 }),
      () => client.get('/api/desk'),
      () => client.get('/api/approvals'),
      () => client.post(`/api/customers/${bank.customers.jana}/reveals`, { kind: 'totals', subject: null }),
      () => client.get('/api/notices'),
      () => client.post('/api/step-away'),
    ];
    for (const ask of asked) {
      const { status, body, text } = await ask();
      assert.deepEqual([status, body.code], [503, 'unavailable'], says);
      assert.doesNotMatch(text, /alarm|forced|duress/i, says);
    }
  };
  const looks = () => bank.sql('SELECT count(*)::int AS n FROM privacy.access_records');
  const counted = await looks();
  await outOfOrder(banker, 'the sign-in that raised it');
  await outOfOrder(before, 'another of the same person');
  await outOfOrder(await bank.signedIn('banker', 'private room'), 'the person at another station');
  await outOfOrder(await bank.signedIn('other', 'open counter'), 'a colleague at that station');
  assert.deepEqual(await looks(), counted, 'nothing was looked at');
  assert.equal((await banker.get('/api/me')).status, 200, 'nobody is thrown out, which would be seen');
  await bank.visit(bank.customers.petr, 'other');
  const elsewhere = await bank.signedIn('other', 'private room');
  assert.equal((await elsewhere.get(`/api/customers/${bank.customers.petr}/file`)).status, 200);
});

test('managers of the branch and security are told who, where and when; nobody else, and at a counter only to go to the back', async () => {
  await forced();
  const manager = await bank.signedIn('manager');
  const [alarm] = await told(manager);
  assert.deepEqual(
    [alarm.kind, alarm.who, alarm.station],
    ['alarm', 'Boris Banker', 'open counter, Main Street'],
  );
  assert.ok(Date.now() - Date.parse(alarm.at) < 60_000);
  const [quiet] = await told(await bank.signedIn('manager', 'phone'));
  assert.equal(quiet.who, 'Boris Banker');
  assert.equal((await told(await security())).length, 1);
  for (const who of ['greeter', 'other', 'privacy', 'compliance', 'admin'] as const)
    assert.deepEqual(await told(await bank.signedIn(who)), [], who);
  await bank.sql('UPDATE staff.alarms SET station_id = NULL');
  const answer = await (await bank.signedIn('manager', 'open counter')).get('/api/notices');
  const [hint] = answer.body.notices;
  assert.deepEqual([hint.kind, hint.who, hint.station, hint.alarmId], ['come to the back', null, null, null]);
  assert.ok(!answer.text.includes('Boris'));
  const [event] = await bank.sql(
    `SELECT staff_id, place, role FROM privacy.events WHERE name = 'alarm.raised' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(event, { staff_id: bank.staff.banker, place: 'open counter', role: 'banker' });
});

test('another branch’s manager is told of their own people alone', async () => {
  await forced();
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    ...[bank.premises.side, bank.staff.manager],
  ]);
  assert.equal((await told(await bank.signedIn('manager'))).length, 1, 'in their line');
  await bank.sql('UPDATE staff.staff SET manager_id = NULL WHERE staff_id = $1', [bank.staff.banker]);
  assert.deepEqual(await told(await bank.signedIn('manager')), []);
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    ...[bank.premises.main, bank.staff.manager],
  ]);
  await bank.sql('UPDATE staff.staff SET manager_id = $1 WHERE staff_id = $2', [
    ...[bank.staff.manager, bank.staff.banker],
  ]);
});

test('it is over when a manager or security says so, in words and once; never by the person who is forced', async () => {
  const banker = await forced();
  const manager = await bank.signedIn('manager');
  const [{ alarmId }] = await told(manager);
  const words = { words: 'I have seen him; the man has left, the police are here.' };
  const end = (client: Client, body: object = words) => client.post(`/api/alarms/${alarmId}/end`, body);
  assert.equal((await end(banker)).status, 403);
  assert.equal((await end(await bank.signedIn('other', 'private room'))).status, 403);
  assert.equal((await end(manager, { words: 'over' })).status, 400);
  assert.equal((await end(manager)).status, 200);
  assert.equal((await end(manager)).status, 404, 'once');
  assert.equal((await banker.get(file())).status, 200);
  const [row] = await bank.sql('SELECT ended_by, words FROM staff.alarms');
  assert.deepEqual(row, { ended_by: bank.staff.manager, words: words.words });
  const names = await bank.sql(`SELECT name, staff_id FROM privacy.events WHERE name = 'alarm.ended'`);
  assert.deepEqual(names, [{ name: 'alarm.ended', staff_id: bank.staff.manager }]);
  // a manager who is forced, by a second account
  const boss = await forced('back office', 'manager');
  const [mine] = await bank.sql('SELECT alarm_id FROM staff.alarms WHERE ended_at IS NULL');
  assert.equal((await boss.post(`/api/alarms/${mine?.alarm_id}/end`, words)).status, 503);
  await bank.sql(
    `UPDATE staff.staff SET role = 'manager', person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.manager, bank.staff.other],
  );
  const second = await bank.signedIn('other', 'private room');
  assert.deepEqual(await told(second), []);
  assert.equal((await second.post(`/api/alarms/${mine?.alarm_id}/end`, words)).status, 404);
  await bank.sql('DELETE FROM staff.alarms');
  assert.equal((await manager.post(`/api/alarms/${randomUUID()}/end`, words)).status, 404);
});

test('the log-in that serves neither reads nor ends an alarm past the kernel', async () => {
  const client = await bank.database.connect('earshot_staff');
  try {
    for (const sql of [
      'SELECT * FROM staff.alarms',
      'DELETE FROM staff.alarms',
      'UPDATE staff.alarms SET ended_at = now()',
    ])
      await assert.rejects(client.query(sql), { code: '42501' }, sql);
  } finally {
    await client.end();
  }
});
