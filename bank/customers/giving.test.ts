/** Customers given to another colleague: all or none as they were shown, with their promises, never one's own people. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, dayFromNow, type StaffName, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
let other: Client;
let manager: Client;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql(`DELETE FROM customers.portfolios`);
  await bank.sql(`DELETE FROM conversations.promises`);
  await bank.sql(`DELETE FROM customers.portfolio_givings`);
  await bank.sql(`DELETE FROM privacy.opened_lately`);
  await bank.sql(`UPDATE staff.staff SET active = true, customer_id = NULL, premises_id = $1`, [
    bank.premises.main,
  ]);
  banker = await bank.signedIn('banker');
  other = await bank.signedIn('other');
  manager = await bank.signedIn('manager');
});

const today = dayFromNow(0);
const owns = (who: StaffName, ...customers: string[]) =>
  bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, from_date) SELECT c, $1, CURRENT_DATE - 9 FROM unnest($2::uuid[]) c`,
    [bank.staff[who], customers],
  );
const promised = async (customer: string, by: StaffName, due: string) => {
  const [row] = await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     VALUES ($1, 'Call back', $2, $3, $3) RETURNING promise_id`,
    [customer, due, bank.staff[by]],
  );
  return String(row?.promise_id);
};
const meant = (
  from: StaffName | null,
  to: StaffName,
  customerIds: string[] | null = null,
  fromDate = today,
) => ({
  ...{ fromStaffId: from === null ? null : bank.staff[from], toStaffId: bank.staff[to] },
  ...{ fromDate, customerIds },
});
const count = async (what: ReturnType<typeof meant>, by = manager) =>
  by.post('/api/portfolio-givings/counts', what);
/** Gives just what is shown. */
async function give(what: ReturnType<typeof meant>, key = randomUUID(), by = manager) {
  const { body } = await count(what, by);
  return by.post(
    '/api/portfolio-givings',
    { ...what, expectedCustomers: body.customers ?? 0, expectedPromises: body.promises ?? 0 },
    { 'idempotency-key': key },
  );
}
const opens = async (who: Client, customer: string) => {
  const { status, body } = await who.get(`/api/customers/${customer}/file`);
  return status === 200 ? `${body.ground.kind}, ${body.ground.proven ? 'proven' : 'declared'}` : body.code;
};
const holders = async () => (await manager.get('/api/portfolio-holders')).body.holders;
const told = async (who: Client) =>
  (await who.get('/api/notices')).body.notices
    .filter(({ kind }: { kind: string }) => /portfolio|banker/.test(kind))
    .map(({ kind, who: name, howMany, onDay }: Record<string, unknown>) => [kind, name, howMany, onDay]);

test('all of a banker’s customers go to a colleague with what was promised, on record, and both are told', async () => {
  const { jana, petr, shop, star } = bank.customers;
  await owns('banker', jana, petr, star);
  await owns('other', shop);
  const promise = await promised(jana, 'banker', dayFromNow(3));
  assert.deepEqual(
    (await holders()).map((one: Record<string, unknown>) => [one.fullName, one.customers, one.promises]),
    [
      ['Boris Banker', 3, 1],
      ['Olga Other', 1, 0],
    ],
  );
  const shown = await count(meant('banker', 'other'));
  assert.deepEqual(shown.body, { customers: 2, promises: 1, restricted: 1, ownPeople: 0, remaining: 0 });
  const key = randomUUID();
  const given = await give(meant('banker', 'other'), key);
  assert.equal(given.status, 200, given.text);
  assert.deepEqual(given.body, { givingId: given.body.givingId, ...shown.body });

  assert.deepEqual([await opens(banker, jana), await opens(banker, petr)], ['no-ground', 'no-ground']);
  assert.deepEqual(
    [await opens(other, jana), await opens(other, petr)],
    ['promise, proven', 'portfolio, proven'],
  );
  const list = (await other.get('/api/portfolio')).body.cards;
  assert.deepEqual(
    new Set(list.map((card: { customerId: string }) => card.customerId)),
    new Set([jana, petr, shop]),
  );
  assert.equal((await other.get('/api/promises')).body.promises[0].promiseId, promise);

  // once, however often it is sent
  const again = await manager.post(
    '/api/portfolio-givings',
    { ...meant('banker', 'other'), expectedCustomers: 2, expectedPromises: 1 },
    { 'idempotency-key': key },
  );
  assert.deepEqual([again.status, again.body], [200, given.body]);
  const changes = await bank.sql(
    `SELECT c.name, c.customer_id, c.staff_id FROM privacy.changes c WHERE c.name IN ('portfolio.given', 'promise.passed on') ORDER BY 1, 2`,
  );
  const by = { staff_id: bank.staff.manager };
  assert.deepEqual(changes, [
    ...[jana, petr].sort().map((customer_id) => ({ name: 'portfolio.given', customer_id, ...by })),
    { name: 'promise.passed on', customer_id: jana, ...by },
  ]);
  const [event] = await bank.sql(`SELECT detail FROM privacy.events WHERE name = 'portfolio.given'`);
  assert.equal((event as { detail: { customers: number } }).detail.customers, 2);
  assert.deepEqual(await told(other), [['portfolio received', 'Boris Banker', 2, today]]);
  assert.deepEqual(await told(banker), [['portfolio passed on', 'Olga Other', 2, today]]);
  assert.deepEqual(await told(manager), []);
});

test('some are chosen by name from a list that is on record; whoever is not of the branch is not found', async () => {
  const { jana, petr } = bank.customers;
  await owns('banker', jana, petr);
  const page = await manager.get(`/api/held-customers?staffId=${bank.staff.banker}&most=1`);
  assert.equal(page.status, 200, page.text);
  const next = await manager.get(
    `/api/held-customers?staffId=${bank.staff.banker}&most=5&after=${page.body.next}`,
  );
  const names = [...page.body.cards, ...next.body.cards].map((card) => card.fullName);
  assert.deepEqual(names.sort(), ['Jana Nováková', 'Petr Novák']);
  const [search] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'portfolio of a colleague' ORDER BY at DESC LIMIT 1`,
  );
  assert.equal((search as { customer_ids: string[] }).customer_ids.length, 1);
  assert.equal((await give(meant('banker', 'other', [petr]))).status, 200);
  assert.deepEqual(
    [await opens(banker, jana), await opens(banker, petr)],
    ['portfolio, proven', 'no-ground'],
  );
  assert.equal(await opens(other, petr), 'portfolio, proven');

  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    ...[bank.premises.side, bank.staff.banker],
  ]);
  assert.equal((await count(meant('banker', 'other'))).status, 404, 'of a banker of another branch');
  assert.equal((await count(meant('other', 'banker'))).status, 404, 'to a banker of another branch');
  assert.equal((await manager.get(`/api/held-customers?staffId=${bank.staff.banker}`)).status, 404);
});

test('nobody gets their own people, the manager decides about none of hers, and takes none herself', async () => {
  const { jana, petr, shop } = bank.customers;
  await owns('banker', jana, petr, shop);
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [bank.staff.other, petr]);
  const [self] = await bank.sql('SELECT restricted FROM customers.customers WHERE customer_id = $1', [petr]);
  assert.equal(self?.restricted, true, 'who works here has a file of two people');
  assert.deepEqual((await count(meant('banker', 'other'))).body, {
    ...{ customers: 1, promises: 0, restricted: 1, ownPeople: 1, remaining: 0 },
  });
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.other]);
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [bank.staff.manager, jana]);
  assert.equal((await count(meant('banker', 'other', [petr]))).body.ownPeople, 1, 'the manager’s husband');
  assert.equal((await give(meant('banker', 'other', [petr]))).status, 409, 'then there is nothing to give');
  assert.equal(await opens(other, petr), 'no-ground');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.manager]);
  assert.equal((await count(meant('banker', 'manager'))).status, 422, 'to herself');
  assert.equal((await count(meant('banker', 'banker'))).status, 422, 'to the same');
  assert.equal((await count(meant('banker', 'greeter'))).status, 404, 'to somebody who opens no files');
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.manager, bank.staff.other],
  );
  assert.equal((await count(meant('banker', 'other'))).status, 422, 'to a second account of hers');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [bank.staff.other]);
  for (const who of ['banker', 'greeter', 'admin', 'privacy', 'compliance'] as const) {
    const client = await bank.signedIn(who);
    assert.equal((await count(meant('banker', 'other'), client)).status, 403, who);
    assert.equal((await client.get('/api/portfolio-holders')).status, 403, who);
  }
});

test('as many as were shown, or none: what has changed meanwhile is refused, and of two at once one gives', async () => {
  const { jana, petr, shop } = bank.customers;
  await owns('banker', jana, petr);
  const send = (expectedCustomers: number, expectedPromises: number, to: StaffName = 'other') =>
    manager.post('/api/portfolio-givings', { ...meant('banker', to), expectedCustomers, expectedPromises });
  await owns('banker', shop);
  assert.equal((await send(2, 0)).status, 409, 'a customer more');
  await promised(jana, 'banker', today);
  const refused = await send(3, 0);
  assert.deepEqual([refused.status, refused.body.code], [409, 'not-now'], 'a promise more');
  assert.deepEqual(await bank.sql('SELECT FROM customers.portfolio_givings'), []);
  assert.equal(await opens(banker, petr), 'portfolio, proven', 'nothing was given');
  await bank.sql(`UPDATE staff.staff SET role = 'contact centre' WHERE staff_id = $1`, [bank.staff.analyst]);
  const both = await Promise.all([send(3, 1), send(3, 1, 'analyst'), send(3, 1)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409, 409]);
  const standing = await bank.sql(
    `SELECT customer_id FROM customers.portfolios WHERE coalesce(to_date, CURRENT_DATE) >= CURRENT_DATE`,
  );
  assert.equal(standing.length, 3, 'each has one banker');
  await bank.sql(`UPDATE staff.staff SET role = 'analyst' WHERE staff_id = $1`, [bank.staff.analyst]);
});

test('from a later day on: until then everything stays, and what falls due before is kept by whoever promised it', async () => {
  const { jana, petr } = bank.customers;
  await owns('banker', jana, petr);
  await bank.sql('UPDATE customers.portfolios SET to_date = $2 WHERE customer_id = $1', [
    petr,
    dayFromNow(40),
  ]);
  const soon = await promised(jana, 'banker', dayFromNow(2));
  const late = await promised(jana, 'banker', dayFromNow(20));
  const given = await give(meant('banker', 'other', null, dayFromNow(10)));
  assert.equal(given.status, 200, given.text);
  assert.deepEqual([given.body.customers, given.body.promises], [2, 1]);
  const kept = await bank.sql('SELECT promise_id, assigned_to FROM conversations.promises ORDER BY due_on');
  assert.deepEqual(kept, [
    { promise_id: soon, assigned_to: bank.staff.banker },
    { promise_id: late, assigned_to: bank.staff.other },
  ]);
  assert.deepEqual([await opens(banker, petr), await opens(other, petr)], ['portfolio, proven', 'no-ground']);
  const days = await bank.sql(
    'SELECT staff_id, from_date::text AS first, to_date::text AS last FROM customers.portfolios WHERE customer_id = $1 ORDER BY from_date',
    [petr],
  );
  assert.deepEqual(days, [
    { staff_id: bank.staff.banker, first: dayFromNow(-9), last: dayFromNow(9) },
    // until when it was meant to be, it still is
    { staff_id: bank.staff.other, first: dayFromNow(10), last: dayFromNow(40) },
  ]);
  for (const day of [dayFromNow(-3), dayFromNow(400)])
    assert.equal((await count(meant('banker', 'other', null, day))).status, 422, day);
});

test('whom a leaver looked after, or still owes a promise, is shown to the manager and given; nobody is lost', async () => {
  const { jana, petr, shop } = bank.customers;
  await owns('other', jana);
  const promise = await promised(shop, 'other', dayFromNow(-2));
  const admin = await bank.signedIn('admin');
  const left = await admin.send('PUT', `/api/staff/${bank.staff.other}/active`, {
    ...{ active: false, reason: 'Has left the bank' },
  });
  assert.equal(left.status, 200, left.text);
  const [first] = await holders();
  assert.deepEqual(
    [first.fullName, first.active, first.customers, first.promises],
    ['Olga Other', false, 2, 1],
  );
  assert.deepEqual(await told(manager), [['left without a banker', 'Olga Other', 2, null]]);
  const given = await give(meant('other', 'banker'));
  assert.equal(given.status, 200, given.text);
  assert.deepEqual(
    [await opens(banker, jana), await opens(banker, shop)],
    ['portfolio, proven', 'promise, proven'],
  );
  const [row] = await bank.sql('SELECT assigned_to FROM conversations.promises WHERE promise_id = $1', [
    promise,
  ]);
  assert.equal(row?.assigned_to, bank.staff.banker);
  assert.deepEqual(await told(manager), []);

  // customers of the branch whom nobody looks after
  const nobody = (await holders()).find((one: { staffId: string | null }) => one.staffId === null);
  assert.equal(nobody.customers, 3, 'Petr, the shop that was only promised something, and the star');
  const cards = (await manager.get('/api/held-customers')).body.cards;
  assert.ok(cards.some((card: { customerId: string }) => card.customerId === petr));
  const found = await give(meant(null, 'banker', [petr]));
  assert.deepEqual([found.status, found.body.customers], [200, 1]);
  assert.equal(await opens(banker, petr), 'portfolio, proven');
  assert.deepEqual(
    (await told(banker)).map(([kind, name]: string[]) => [kind, name]).sort(),
    [
      ['portfolio received', 'Olga Other'],
      ['portfolio received', null],
    ].sort(),
  );
});

test('a promise that was made on a referral stays with the colleague to whom she agreed to be referred', async () => {
  const { jana } = bank.customers;
  await owns('banker', jana);
  const promise = await promised(jana, 'banker', dayFromNow(3));
  await bank.sql(
    `INSERT INTO advice.referrals (customer_id, referral_id, referred_by, referred_to, topic, state, consent, promise_id)
     VALUES ($1, gen_random_uuid(), $2, $3, 'home', 'accepted', 'in person', $4)`,
    [jana, bank.staff.other, bank.staff.banker, promise],
  );
  const given = await give(meant('banker', 'other'));
  assert.deepEqual([given.body.customers, given.body.promises], [1, 0], given.text);
  assert.equal(await opens(banker, jana), 'promise, declared');
  await bank.sql('DELETE FROM advice.referrals');
});
