/** That somebody is here is proven by two people, or by what nobody at the bank can type. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Answer, type Client, dayFromNow, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let jana: string;
let greeter: Client;
let banker: Client;
let other: Client;
let manager: Client;
before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  greeter = await bank.signedIn('greeter', 'open counter');
  banker = await bank.signedIn('banker', 'private room');
  other = await bank.signedIn('other', 'private room');
  manager = await bank.signedIn('manager', 'private room');
});
after(() => bank.close());
beforeEach(() => bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE state <> 'undone'`));

const checkIn = async (by: Client, more: object = {}): Promise<string> => {
  const says = { channel: 'branch', presence: 'card', topic: null, companions: [] };
  const { status, body, text } = await by.post('/api/visits', { customerId: jana, ...says, ...more });
  assert.equal(status, 200, text);
  return body.visitId;
};
const versionOf = async (visit: string) =>
  (await bank.sql('SELECT version FROM conversations.visits WHERE visit_id = $1', [visit]))[0]?.version;
const move = async (who: Client, visit: string, what: string, to: string | null = null): Promise<Answer> => {
  const body = { what, to, reason: what === 'undo' ? 'It was somebody else.' : null };
  const headers = { 'if-match': `"${await versionOf(visit)}"` };
  return who.send('POST', `/api/visits/${visit}/moves`, body, headers);
};
const moved = async (...given: Parameters<typeof move>) => {
  const { status, text } = await move(...given);
  assert.equal(status, 200, text);
};
/** What the file says of why it is open, and what the record of that look says. */
const seen = async (who: Client) => {
  const { body, text } = await who.get(`/api/customers/${jana}/file`);
  const [record] = await bank.sql(
    `SELECT proven FROM privacy.access_records WHERE ground = $1 ORDER BY at DESC LIMIT 1`,
    [body.ground?.groundId],
  );
  assert.equal(record?.proven, body.ground?.proven, text);
  return body.ground.proven;
};
const provenNow = async (visit: string) =>
  (await bank.sql('SELECT proven FROM conversations.visits WHERE visit_id = $1', [visit]))[0]?.proven;

test('whoever checks a customer in for themselves proves nothing, whatever word they choose', async () => {
  for (const presence of ['card', 'queue ticket', 'document looked at', 'known by sight']) {
    const visit = await checkIn(banker, { presence });
    await moved(banker, visit, 'start');
    assert.equal(await seen(banker), false, presence);
    await moved(banker, visit, 'end');
  }
  const call = await checkIn(banker, { channel: 'phone', presence: 'telephony' });
  await moved(banker, call, 'start');
  assert.equal(await seen(banker), false, 'nor does a telephone line that nobody asked');
});

test('it takes another person: it follows the visit from hand to hand, and back again', async () => {
  const visit = await checkIn(greeter);
  assert.equal(await provenNow(visit), false, 'nobody has taken her yet');
  await moved(banker, visit, 'start');
  assert.equal(await seen(banker), true);
  await moved(banker, visit, 'end');
  const own = await checkIn(banker);
  await moved(banker, own, 'start');
  assert.equal(await seen(banker), false);
  await moved(banker, own, 'hand over', bank.staff.other);
  await moved(other, own, 'start');
  assert.equal(await seen(other), true, 'a colleague brought her');
  await moved(other, own, 'hand over', bank.staff.banker);
  await moved(banker, own, 'start');
  assert.equal(await seen(banker), false, 'back with whoever said so');
});

test('a second account is no second person, also when that is found out while she is here', async () => {
  const visit = await checkIn(greeter);
  await moved(banker, visit, 'start');
  assert.equal(await seen(banker), true);
  const [{ person_id: person } = {}] = await bank.sql(
    'SELECT person_id FROM staff.staff WHERE staff_id = $1',
    [bank.staff.banker],
  );
  await bank.sql('UPDATE staff.staff SET person_id = $1 WHERE staff_id = $2', [person, bank.staff.greeter]);
  assert.equal(await seen(banker), false);
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [
    bank.staff.greeter,
  ]);
});

test('nobody writes that it is proven, not even the owner, nor where triggers are off', async () => {
  const visit = await checkIn(banker);
  await moved(banker, visit, 'start');
  const claim = () => bank.sql('UPDATE conversations.visits SET proven = true WHERE visit_id = $1', [visit]);
  await claim();
  assert.equal(await provenNow(visit), false);
  await bank.sql('SET session_replication_role = replica');
  await claim();
  await bank.sql('SET session_replication_role = origin');
  assert.equal(await provenNow(visit), false);
});

test('her own check of a code, signed in, proves it; the same code read by anybody does not', async () => {
  const visit = await checkIn(banker);
  await moved(banker, visit, 'start');
  const code = async () => (await banker.post(`/api/visits/${visit}/vouching-codes`)).body.code;
  const byAnybody = await bank.nobody('portal').post('/api/vouching-codes', { code: await code() });
  assert.equal(byAnybody.status, 200, byAnybody.text);
  assert.equal(await seen(banker), false);
  const her = await bank.atHome(jana);
  const byHer = await her.post('/api/own-vouching-codes', { code: await code() });
  assert.equal(byHer.status, 200, byHer.text);
  assert.equal(await seen(banker), true);
  await moved(banker, visit, 'end');
  assert.equal(await provenNow(visit), true, 'and it stays so');
});

test('so does her answer on her own telephone, unless it is that it is not right', async () => {
  for (const [answer, proves] of [
    ['not right', false],
    ['right', true],
  ] as const) {
    const visit = await checkIn(banker);
    await moved(banker, visit, 'start');
    const confirmation = randomUUID();
    await bank.sql(
      `INSERT INTO conversations.confirmations (customer_id, confirmation_id, visit_id, field, shown_on, shown, asked_by, expires_at)
       VALUES ($1, $2, $3, 'name', 'own phone', '{"text": "Jana", "language": "en"}', $4, now() + interval '2 minutes')`,
      [jana, confirmation, visit, bank.staff.banker],
    );
    const her = await bank.atHome(jana);
    const path = '/api/confirmation/answers';
    const said = await her.post(path, { confirmationId: confirmation, answer, words: null });
    assert.equal(said.status, 200, said.text);
    assert.equal(await seen(banker), proves, answer);
    await moved(banker, visit, 'end');
  }
});

test('a card is put into no telephone, and no line recognises whoever stands at the counter', async () => {
  for (const [channel, presence] of [
    ['branch', 'telephony'],
    ['phone', 'card'],
    ['phone', 'queue ticket'],
    ['phone', 'document looked at'],
  ]) {
    const given = { customerId: jana, channel, presence, topic: null, companions: [] };
    const { status, body } = await banker.post('/api/visits', given);
    assert.deepEqual([status, body.code, body.fields?.[0]?.field], [422, 'does-not-fit', '/presence']);
  }
  await checkIn(banker, { channel: 'phone', presence: 'known by sight' });
});

test('a visit that nobody ended opens nothing after sixteen hours; the night ends it, and says so', async () => {
  const visit = await checkIn(greeter);
  await moved(banker, visit, 'start');
  const lasting = (hours: number) =>
    bank.sql(
      `UPDATE conversations.visits SET checked_in_at = now() - make_interval(hours => $1::int),
         started_at = now() - make_interval(hours => $1::int) WHERE visit_id = $2`,
      [hours, visit],
    );
  const night = () => runOnce(bank.database, 'visits.end', {}, tasks['visits.end']);
  await lasting(15);
  await night();
  assert.equal(await seen(banker), true, 'a long day is a day');
  await lasting(17);
  assert.equal((await banker.get(`/api/customers/${jana}/file`)).body.code, 'no-ground');
  await night();
  const [kept] = await bank.sql(
    'SELECT state, ended_by_night FROM conversations.visits WHERE visit_id = $1',
    [visit],
  );
  assert.deepEqual(kept, { state: 'ended', ended_by_night: true });
  await night();
  const changes = await bank.sql(
    `SELECT role, staff_id FROM privacy.changes WHERE subject = $1 AND name = 'visit.ended by the night'`,
    [visit],
  );
  assert.deepEqual(changes, [{ role: 'nightly run', staff_id: null }], 'once');
  const next = await checkIn(greeter);
  await moved(banker, next, 'start');
  const { entries } = (await banker.get(`/api/customers/${jana}/timeline?kinds=visit&most=100`)).body;
  const shown = entries.find(({ entryId }: { entryId: string }) => entryId === visit);
  assert.equal(shown.what, 'visit left open');
});

test('a promise is due within a year, and one that came in for later is no reason', async () => {
  const visit = await checkIn(greeter);
  await moved(banker, visit, 'start');
  const promise = (dueOn: string) =>
    banker.post(`/api/customers/${jana}/promises`, { body: 'Call.', dueOn, assignedTo: null });
  assert.equal((await promise('2099-12-31')).status, 422);
  assert.equal((await promise(dayFromNow(380))).status, 422);
  const made = await promise(dayFromNow(364));
  assert.equal(made.status, 200, made.text);
  await moved(banker, visit, 'end');
  assert.equal((await banker.get(`/api/customers/${jana}/file`)).status, 200);
  await bank.sql(`UPDATE conversations.promises SET due_on = '2099-12-31' WHERE promise_id = $1`, [
    made.body.promiseId,
  ]);
  assert.equal((await banker.get(`/api/customers/${jana}/file`)).status, 403);
});

test('a visit in progress is handed over by whoever has it, or by a manager, on record', async () => {
  const visit = await checkIn(greeter);
  await moved(banker, visit, 'start');
  for (const who of [other, greeter])
    assert.equal((await move(who, visit, 'hand over', bank.staff.other)).body.code, 'not-allowed');
  assert.equal((await banker.get(`/api/customers/${jana}/file`)).status, 200, 'it is his still');
  await moved(manager, visit, 'hand over', bank.staff.other);
  const [change] = await bank.sql(
    `SELECT staff_id, detail FROM privacy.changes WHERE subject = $1 AND name = 'visit.handed over'`,
    [visit],
  );
  assert.deepEqual(change, {
    staff_id: bank.staff.manager,
    detail: { to: bank.staff.other, from: bank.staff.banker },
  });
  await moved(greeter, visit, 'hand over', bank.staff.banker);
  await moved(banker, visit, 'start');
});
