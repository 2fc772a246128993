/** Who may look: reasons that are derived and end, how many in an hour, and the certificate that it takes. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';

let bank: Trial;
let banker: Client;
let other: Client;
let manager: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  other = await bank.signedIn('other');
  manager = await bank.signedIn('manager');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM privacy.opened_lately');
});

const file = (customer: string) => `/api/customers/${customer}/file`;
const today = (days = 0) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

function addPortfolio(customer: string, to: StaffName) {
  return bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)',
    [...[customer, bank.staff[to], bank.staff.manager]],
  );
}

const eventsCalled = (name: string) =>
  bank.sql('SELECT staff_id, detail FROM privacy.events WHERE name = $1', [name]);

test('when the visit ends, the next request is refused, however lately the file was opened', async () => {
  const visit = await bank.visit(bank.customers.jana, 'banker');
  assert.equal((await banker.get(file(bank.customers.jana))).status, 200);
  const moved = await banker.post(
    `/api/visits/${visit}/moves`,
    { what: 'end', to: null, reason: null },
    { 'if-match': '"1"' },
  );
  assert.equal(moved.status, 200, moved.text);
  const answer = await banker.get(file(bank.customers.jana));
  assert.equal(answer.status, 403);
  assert.equal(answer.body.code, 'no-ground');
});

test('an opening of seconds ago is not unlocked any more when its visit has ended meanwhile', async () => {
  const visit = await bank.visit(bank.customers.jana, 'banker');
  const client = await bank.database.connect('earshot_staff');
  try {
    const opening = randomUUID();
    const open = 'SELECT privacy.open_file($1, $2, ARRAY[$3]::uuid[], $4)';
    await client.query(open, [opening, banker.token, bank.customers.jana, visit]);
    await client.query('SELECT privacy.unlock($1, $2)', [opening, banker.token]);
    await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visit]);
    // another reason for the same file does not stand in for the one on record
    await addPortfolio(bank.customers.jana, 'banker');
    await assert.rejects(client.query('SELECT privacy.unlock($1, $2)', [opening, banker.token]), {
      code: 'ES403',
    });
    await bank.sql('DELETE FROM customers.portfolios');
  } finally {
    await client.end();
  }
});

test("a cover opens a colleague's portfolio from its day to its day, and says so in the record", async () => {
  await addPortfolio(bank.customers.petr, 'banker');
  const cover = { fromStaffId: bank.staff.banker, toStaffId: bank.staff.other };
  assert.equal((await other.get(file(bank.customers.petr))).status, 403);
  const made = await banker.post('/api/portfolio-covers', { ...cover, fromDate: today(), toDate: today(7) });
  assert.equal(made.status, 200, made.text);
  const answer = await other.get(file(bank.customers.petr));
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.body.ground, {
    ...{ kind: 'cover', groundId: made.body.coverId, topic: '', topicHidden: false, proven: true },
  });
  const listed = await other.get('/api/portfolio');
  assert.deepEqual(
    listed.body.cards.map((card: { customerId: string }) => card.customerId),
    [bank.customers.petr],
  );
  assert.equal((await manager.get('/api/portfolio-covers')).body.covers[0].toName, 'Olga Other');
  assert.equal((await eventsCalled('cover.made')).length, 1);

  await bank.sql(
    'UPDATE customers.portfolio_covers SET from_date = from_date - 9, to_date = CURRENT_DATE - 1',
  );
  assert.equal((await other.get(file(bank.customers.petr))).status, 403, 'the day after the last');
  await bank.sql(
    'UPDATE customers.portfolio_covers SET from_date = CURRENT_DATE + 1, to_date = CURRENT_DATE + 2',
  );
  assert.equal((await other.get(file(bank.customers.petr))).status, 403, 'the day before the first');
  await bank.sql('UPDATE customers.portfolio_covers SET from_date = CURRENT_DATE');
  assert.equal((await other.get(file(bank.customers.petr))).status, 200);
  assert.equal((await other.post(`/api/portfolio-covers/${made.body.coverId}/end`)).status, 200);
  assert.equal((await other.get(file(bank.customers.petr))).status, 403, 'ended early');
});

test('nobody gives a cover to themselves, of a stranger, to another branch, or for ever', async () => {
  const make = (who: Client, from: StaffName, to: StaffName, days = 7) =>
    who.post('/api/portfolio-covers', {
      ...{ fromStaffId: bank.staff[from], toStaffId: bank.staff[to] },
      ...{ fromDate: today(), toDate: today(days) },
    });
  assert.equal((await make(other, 'banker', 'other')).status, 403, "a colleague's, to oneself");
  assert.equal((await make(other, 'banker', 'manager')).status, 403, "a colleague's, to somebody else");
  assert.equal((await make(manager, 'banker', 'manager')).status, 422, 'a manager to herself');
  assert.equal((await make(banker, 'banker', 'greeter')).status, 404, 'to somebody who opens no files');
  assert.equal((await make(banker, 'banker', 'other', 61)).status, 422, 'for more than 60 days');
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    ...[bank.premises.side, bank.staff.other],
  ]);
  assert.equal((await make(manager, 'banker', 'other')).status, 422, 'to another branch');
  await bank.sql(
    'UPDATE staff.staff SET premises_id = $1, person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $3) WHERE staff_id = $2',
    [bank.premises.main, bank.staff.other, bank.staff.banker],
  );
  assert.equal(
    (await make(manager, 'banker', 'other')).status,
    422,
    'to a second account of the same person',
  );
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [bank.staff.other]);
  assert.equal((await make(manager, 'banker', 'other')).status, 200, 'by the manager, for the two');
  await bank.sql('DELETE FROM customers.portfolio_covers');
});

test('whoever leaves loses sessions, visits, and covers at once, and gets nothing back on return', async () => {
  const visit = await bank.visit(bank.customers.jana, 'other');
  const leaver = await bank.signedIn('other');
  await bank.sql(
    `INSERT INTO customers.portfolio_covers (cover_id, from_staff, to_staff, from_date, to_date, made_by)
     VALUES (house.new_id(), $1, $2, CURRENT_DATE, CURRENT_DATE, $1)`,
    [bank.staff.banker, bank.staff.other],
  );
  assert.equal((await leaver.get(file(bank.customers.petr))).status, 200);
  await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.other]);
  assert.equal((await leaver.get(file(bank.customers.petr))).status, 401);
  await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.other]);
  assert.equal((await leaver.get(file(bank.customers.petr))).status, 401, 'the old session stays ended');
  other = await bank.signedIn('other');
  assert.equal((await other.get(file(bank.customers.petr))).status, 403, 'the cover stays ended');
  assert.equal((await other.get(file(bank.customers.jana))).status, 403, 'the visit is not hers any more');
  const [waiting] = await bank.sql('SELECT state, handed_to FROM conversations.visits WHERE visit_id = $1', [
    visit,
  ]);
  assert.deepEqual(waiting, { state: 'waiting', handed_to: null }, 'and the customer waits for a colleague');
  assert.equal((await eventsCalled('staff.left')).length, 1);
});

test('more different customers in an hour than the role may open: refused, with an alert; the same one again is no more', async () => {
  const { jana, petr, shop } = bank.customers;
  for (const customer of [jana, petr, shop]) await addPortfolio(customer, 'other');
  await bank.sql(`UPDATE privacy.throttles SET customers_per_hour = 2 WHERE role = 'banker'`);
  for (const customer of [jana, petr, petr, jana, petr])
    assert.equal((await other.get(file(customer))).status, 200);
  const refused = await other.get(file(shop));
  assert.equal(refused.status, 429);
  assert.equal(refused.body.code, 'too-many');
  const wait = Number(refused.headers.get('retry-after'));
  assert.ok(wait > 3500 && wait <= 3600, `an hour after the first: ${wait}`);
  assert.deepEqual(await eventsCalled('opening limit.reached'), [
    { staff_id: bank.staff.other, detail: { customers: 2, hours: 1 } },
  ]);
  assert.deepEqual(
    await bank.sql('SELECT FROM privacy.access_records WHERE customer_id = $1 AND staff_id = $2', [
      ...[shop, bank.staff.other],
    ]),
    [],
  );
  assert.equal((await other.get(file(jana))).status, 200, 'the same customers still open');
  await bank.sql(`UPDATE privacy.opened_lately SET at = at - interval '1 hour' WHERE customer_id = $1`, [
    jana,
  ]);
  assert.equal((await other.get(file(shop))).status, 200, 'an hour after the first');
  await bank.sql('DELETE FROM privacy.opened_lately');
  const all = await Promise.all(
    [jana, petr, shop, jana, petr, shop].map((customer) => other.get(file(customer))),
  );
  const opened = await bank.sql('SELECT customer_id FROM privacy.opened_lately WHERE staff_id = $1', [
    bank.staff.other,
  ]);
  assert.equal(opened.length, 2, 'requests at the same time count like requests in turn');
  assert.equal(all.filter(({ status }) => status === 429).length, 2);
  await bank.sql(`UPDATE privacy.throttles SET customers_per_hour = 100 WHERE role = 'banker'`);
});

test('without a valid privacy certificate no file opens, and a manager who records one opens them again', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const lapse = (days: number) =>
    bank.sql('UPDATE staff.certificates SET expires_on = CURRENT_DATE + $1::int WHERE staff_id = $2', [
      ...[days, bank.staff.banker],
    ]);
  await lapse(0);
  assert.equal((await banker.get(file(bank.customers.jana))).status, 200, 'on its last day');
  await bank.sql('UPDATE staff.certificates SET valid_from = CURRENT_DATE - 9 WHERE staff_id = $1', [
    bank.staff.banker,
  ]);
  await lapse(-1);
  const refused = await banker.get(file(bank.customers.jana));
  assert.equal(refused.status, 403);
  assert.equal(refused.body.code, 'training-lapsed');
  const record = (who: Client, staff: StaffName, expiresOn = today(365)) =>
    who.post('/api/certificates', { staffId: bank.staff[staff], validFrom: today(), expiresOn });
  assert.equal((await record(banker, 'banker')).status, 403, 'a banker records none');
  assert.equal((await record(manager, 'manager')).status, 403, 'nobody records their own');
  assert.equal((await record(manager, 'banker', today(1000))).status, 422);
  const listed = (await manager.get('/api/certificates')).body.people;
  assert.equal(
    listed.find((one: { staffId: string }) => one.staffId === bank.staff.banker).expiresOn,
    today(-1),
  );
  assert.ok(!listed.some((one: { staffId: string }) => one.staffId === bank.staff.manager));
  assert.equal((await record(manager, 'banker')).status, 200);
  assert.equal((await banker.get(file(bank.customers.jana))).status, 200);
  const admin = await bank.signedIn('admin');
  const first = await admin.send('GET', '/api/certificates?most=2');
  assert.equal(first.body.people.length, 2);
  const next = await admin.get(`/api/certificates?most=2&after=${first.body.next}`);
  assert.ok(next.body.people[0].userName > first.body.people[1].userName, 'a page by key');
});

test('a look that is refused is on record like one that is let: who, where, whose file and why not (row 74)', async () => {
  const stranger = await bank.signedIn('other', 'open counter');
  const { petr, star } = bank.customers;
  await bank.sql('DELETE FROM customers.portfolios');
  for (let turn = 0; turn < 2; turn += 1)
    assert.equal((await stranger.get(file(petr))).body.code, 'no-ground');
  await stranger.get(file(star));
  const note = { body: 'I know her.', sensitive: false };
  await stranger.post(`/api/customers/${star}/notes`, note);
  const rows = await bank.sql(
    `SELECT subject, role, place, detail FROM privacy.events
      WHERE name = 'look.refused' AND staff_id = $1 AND session_id = (SELECT session_id FROM staff.sessions WHERE token_hash = $2)
      ORDER BY at`,
    [bank.staff.other, hashToken(stranger.token)],
  );
  const refused = { role: 'banker', place: 'open counter' };
  assert.deepEqual(rows, [
    { ...refused, subject: petr, detail: { action: 'open', because: 'no-ground' } },
    { ...refused, subject: star, detail: { action: 'open', because: 'restricted' } },
    { ...refused, subject: star, detail: { action: 'change', because: 'restricted' } },
  ]);
  const client = await bank.database.connect('earshot_staff');
  await assert.rejects(client.query('UPDATE privacy.events SET detail = $1', ['{}']), { code: '42501' });
  await client.end();
});
