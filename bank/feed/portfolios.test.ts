/** Who looks after whom, as a core system says it: refused with what to do, ended, undone, overruled by a manager. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial as Bank, type Client, dayFromNow, type StaffName, trialBank } from '#bank/trial.ts';
import { listRejects } from './actions.ts';
import { counts, imported, type Trial, trial, undone } from './testing.ts';

let bank: Bank;
let banker: Client;
let other: Client;
let manager: Client;
let at: Trial;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  other = await bank.signedIn('other');
  manager = await bank.signedIn('manager');
  await bank.sql(
    `INSERT INTO staff.staff (user_name, full_name, role, premises_id, active)
     VALUES ('lea.ver', 'Lea Leaver', 'banker', $1, false)`,
    [bank.premises.main],
  );
  at = await trial(yaml, sql);
  await at.write({ 'customer.csv': 'id,name\n1,Alma Alvová\n2,Beno Březina\n3,Cita Čapková\n' });
});
after(async () => {
  await at.clean();
  await bank.close();
});

const yaml = `title: Portfolios, made up
files:
  customer: { name: customer.csv, columns: [id, name] }
  keeper: { name: keeper.csv, columns: [id, customer, who, first, last] }
entities:
  customers: { complete: true, from: customer }
  portfolios: { complete: true, from: keeper }
expect: { small_below: 0 }
`;
const sql = {
  'customers.sql': `SELECT origin, id AS key, 'person' AS kind, name AS full_name, 'true' AS made_up FROM customer`,
  'portfolios.sql': `SELECT origin, id AS key, customer AS customer_key, who AS user_name, first AS from_date,
    last AS to_date FROM keeper`,
};
/** Takes in who looks after whom: "1 banker 2024-01-01" is customer 1, whose line has her number. */
async function take(...lines: string[]) {
  const rows = lines.map((line, n) => {
    const [customer = '', who = '', first = '', last = ''] = line.split(' ');
    return `${lines.filter((one, m) => m < n && one.startsWith(customer)).length}k${customer},${customer},${who},${first},${last}`;
  });
  await at.write({ 'keeper.csv': `id,customer,who,first,last\n${rows.join('\n')}\n` });
  return imported(bank.database, at);
}
const idOf = async (key: string) =>
  String((await bank.sql(`SELECT house.id_of('small', 'customers', $1) AS id`, [key]))[0]?.id);
const opens = async (who: Client, key: string) => {
  const { status, body } = await who.get(`/api/customers/${await idOf(key)}/file`);
  return status === 200 ? `${body.ground.kind}, ${body.ground.proven ? 'proven' : 'declared'}` : body.code;
};
const rows = () => bank.sql('SELECT to_jsonb(p) AS row FROM customers.portfolios p ORDER BY p.portfolio_id');

test('each row that does not fit says what to do, and the others open files as work that somebody else gave', async () => {
  // customers first: somebody of the branch is one of them
  await take('1 banker');
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [
    ...[bank.staff.other, await idOf('3')],
  ]);
  const report = await take(
    ...['1 banker 2024-01-01', '2 OTHER', '2 nobody', '2 lea.ver', '2 admin', '9 banker'],
    ...['2 banker 2024-05-01 2024-04-01', '3 other', '2 banker 2099-01-01', '2 banker soon'],
  );
  assert.equal(counts(report).portfolios, '10 in, 2 created, 1 updated, 7 rejected');
  const rejects = await listRejects(bank.database, report.run.run_id, 0n, 20);
  assert.deepEqual(
    rejects.map(({ column_name: column, reason }) => `${column} ${reason}`),
    [
      'user_name is the user name of nobody who works here: enter them under Administration, or name another',
      'user_name has left the bank: name who looks after the customer now',
      'user_name looks after no customers: name a banker, a manager or somebody of the contact centre',
      'customer_key is no customer whom this feed has brought: send the customer too, or mend the key',
      'to_date is before the day on which it begins',
      'user_name is this very customer or close to them: name somebody else',
      'from_date is not a day like 2026-11-23',
    ],
  );
  assert.equal(await opens(banker, '1'), 'portfolio, proven');
  assert.equal(await opens(other, '2'), 'portfolio, proven');
  assert.equal(await opens(banker, '2'), 'no-ground', 'not before its day');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.other]);
});

test('what has not changed is not rewritten; another name takes the customer from one to the other at once', async () => {
  await take('1 banker', '2 other');
  const before = await rows();
  assert.equal(counts(await take('1 banker', '2 other')).portfolios, '2 in, 2 unchanged');
  assert.deepEqual(await rows(), before);
  assert.equal(counts(await take('1 other', '2 other')).portfolios, '2 in, 1 updated, 1 unchanged');
  assert.deepEqual([await opens(banker, '1'), await opens(other, '1')], ['no-ground', 'portfolio, proven']);
});

test('who is gone from a complete extract ended yesterday, is not deleted, and comes back by undoing or when named again', async () => {
  await take('1 banker', '2 other');
  const before = await rows();
  const second = await take('1 banker');
  assert.equal(counts(second).portfolios, '1 in, 1 unchanged, 1 ended');
  assert.equal(await opens(other, '2'), 'no-ground');
  const [gone] = await bank.sql(
    `SELECT to_date::text AS last FROM customers.portfolios WHERE customer_id = $1 AND source_key = '0k2'`,
    [await idOf('2')],
  );
  assert.equal(gone?.last, dayFromNow(-1));
  assert.equal((await undone(bank.database, second.run.run_id)).run.state, 'undone');
  assert.deepEqual(await rows(), before);
  assert.equal(await opens(other, '2'), 'portfolio, proven');
  await take('1 banker');
  assert.equal(counts(await take('1 banker', '2 other')).portfolios, '2 in, 1 updated, 1 unchanged');
  assert.equal(await opens(other, '2'), 'portfolio, proven');
});

test('a leaver’s row is refused and stays, so that the manager finds whom they looked after', async () => {
  await take('1 banker', '2 other');
  await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.other]);
  assert.equal(counts(await take('1 banker', '2 other')).portfolios, '2 in, 1 unchanged, 1 rejected');
  const { holders } = (await manager.get('/api/portfolio-holders')).body;
  const left = holders.find(({ active }: { active: boolean }) => !active);
  assert.deepEqual([left.fullName, left.customers], ['Olga Other', 1]);
  await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.other]);
  other = await bank.signedIn('other');
});

test('whom a source names who has become one of the keeper’s own people, stops being theirs', async () => {
  await take('1 banker', '2 other');
  await bank.sql(`UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1`, [
    bank.staff.other,
    bank.customers.shop,
  ]);
  await bank.sql(`INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'spouse')`, [
    ...[await idOf('2'), bank.customers.shop],
  ]);
  const second = await take('1 banker', '2 other');
  assert.equal(counts(second).portfolios, '2 in, 1 unchanged, 1 rejected, 1 ended');
  assert.equal(await opens(other, '2'), 'no-ground');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.other]);
  await bank.sql('DELETE FROM customers.relations WHERE other_id = $1 AND customer_id = $2', [
    ...[bank.customers.shop, await idOf('2')],
  ]);
});

test('what the manager gave stands until the source names somebody anew; undoing that brings it back', async () => {
  const first = await take('1 banker', '2 banker', '3 banker');
  const give = async (from: StaffName, to: StaffName, keys: string[]) => {
    const answer = await manager.post('/api/portfolio-givings', {
      ...{ fromStaffId: bank.staff[from], toStaffId: bank.staff[to], fromDate: dayFromNow(0) },
      customerIds: await Promise.all(keys.map(idOf)),
      ...{ expectedCustomers: keys.length, expectedPromises: 0 },
    });
    assert.equal(answer.status, 200, answer.text);
  };
  await give('banker', 'other', ['1', '2']);
  assert.deepEqual([await opens(banker, '1'), await opens(other, '1')], ['no-ground', 'portfolio, proven']);
  const refused = await undone(bank.database, first.run.run_id);
  assert.match(refused.run.problem ?? '', /were given to somebody else/);

  // the source says what it said: nothing is taken up again
  assert.equal(counts(await take('1 banker', '2 banker', '3 banker')).portfolios, '3 in, 3 unchanged');
  assert.deepEqual([await opens(banker, '1'), await opens(other, '1')], ['no-ground', 'portfolio, proven']);

  // it drops the one and names nobody: the gift stays; of the other it names the manager: the gift ends
  const before = await rows();
  const third = await take('1 manager', '3 banker');
  assert.equal(counts(third).portfolios, '2 in, 1 updated, 1 unchanged, 1 ended');
  assert.deepEqual([await opens(other, '1'), await opens(manager, '1')], ['no-ground', 'portfolio, proven']);
  assert.equal(await opens(other, '2'), 'portfolio, proven');
  assert.equal((await undone(bank.database, third.run.run_id)).run.state, 'undone');
  assert.deepEqual(await rows(), before);
  assert.equal(await opens(other, '1'), 'portfolio, proven');

  // given on by the manager, it still stands in for what the source said
  await bank.sql(`UPDATE staff.staff SET role = 'contact centre' WHERE staff_id = $1`, [bank.staff.analyst]);
  await give('other', 'analyst', ['1']);
  const fourth = await take('1 other', '2 banker', '3 banker');
  assert.equal(counts(fourth).portfolios, '3 in, 1 updated, 2 unchanged');
  const analyst = await bank.signedIn('analyst');
  assert.deepEqual([await opens(analyst, '1'), await opens(other, '1')], ['no-ground', 'portfolio, proven']);
});
