import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { listRuns, undoRun } from './actions.ts';
import { runImport } from './handling.ts';
import { standingOf, undoableOf } from './telling.ts';
import { counts, firstDay, hold, imported, type Trial, trial, undone } from './testing.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

async function fresh(): Promise<Trial> {
  await bank.owner.query(
    `TRUNCATE feed.runs, customers.customers, holdings.holdings, holdings.transactions, conversations.notes,
      privacy.holds, privacy.investigations, privacy.restraints, customers.confidences, customers.sign_ins,
      needs.events CASCADE`,
  );
  const at = await trial();
  await at.write(firstDay);
  return at;
}

/** Everything that a feed keeps, but for the ids of runs that last saw a row. */
async function bankNow(): Promise<unknown[]> {
  const { rows } = await bank.owner.query(`
    SELECT to_jsonb(c) AS row FROM customers.customers c UNION ALL SELECT to_jsonb(h) FROM holdings.holdings h
    UNION ALL SELECT to_jsonb(t) FROM holdings.transactions t ORDER BY 1`);
  return rows.map(({ row }) => row);
}

const secondDay = {
  'customer.csv': `${firstDay['customer.csv'].replace('baker', 'chef').replace(/^2,.*\n/m, '')}4,New One,1999-09-09,\n`,
  'account.csv': firstDay['account.csv'].replace('A1,1,2,', 'A1,1,,'),
  'movement.csv': 'id,number,day,amount,text\nm1,A1,2024-01-02,100.00,corrected\nm4,A2,2024-01-09,3.00,new\n',
};

test('a run that changed, ended and created is taken back to the very row', async () => {
  const at = await fresh();
  await imported(bank, at);
  const before = await bankNow();
  await at.write(secondDay);
  const second = await imported(bank, at);
  assert.deepEqual(counts(second), {
    customers: '3 in, 1 created, 1 updated, 1 unchanged, 1 ended',
    holdings: '2 in, 2 unchanged, 1 ended',
    transactions: '2 in, 1 created, 1 updated',
  });
  assert.notDeepEqual(await bankNow(), before);
  assert.equal((await undone(bank, second.run.run_id)).run.state, 'undone');
  assert.deepEqual(await bankNow(), before);
  const { rows } = await bank.owner.query('SELECT count(*)::int AS n FROM feed.journal');
  assert.equal(rows[0].n, 0);
  await at.clean();
});

test('runs are taken back newest first, down to an empty bank', async () => {
  const at = await fresh();
  const first = await imported(bank, at);
  await at.write(secondDay);
  const second = await imported(bank, at);
  await assert.rejects(undoRun(bank, first.run.run_id), { code: 'not-now' });
  const standing = async () => standingOf(await listRuns(bank, { feed: 'small' }))?.runId;
  assert.equal(await standing(), second.run.run_id);
  await undone(bank, second.run.run_id);
  assert.equal(await standing(), first.run.run_id, 'which run counts now');
  await undone(bank, first.run.run_id);
  assert.equal(await standing(), undefined);
  assert.deepEqual(await bankNow(), []);
  assert.equal(counts(await imported(bank, at)).customers, '3 in, 3 created');
  await at.clean();
});

test('attempts that failed before anything was written stand in the way of no undoing', async () => {
  const at = await fresh();
  const first = await imported(bank, at);
  await at.remove('movement.csv');
  const failed = [await imported(bank, at), await imported(bank, at)];
  assert.deepEqual(
    failed.map(({ run }) => [run.state, run.touched]),
    [
      ['failed', false],
      ['failed', false],
    ],
  );
  const next = async () => undoableOf(await listRuns(bank, { feed: 'small' }))?.run_id;
  assert.equal(await next(), first.run.run_id);
  assert.equal((await undone(bank, first.run.run_id)).run.state, 'undone');
  assert.deepEqual(await bankNow(), []);
  assert.equal(await next(), undefined);
  await at.clean();
});

test('an attempt that had begun to write before it failed is taken back first', async () => {
  const at = await fresh();
  const first = await imported(bank, at);
  await at.remove('movement.csv');
  const failed = await imported(bank, at);
  await bank.owner.query(
    `INSERT INTO feed.run_entities (run_id, entity, place, applied) VALUES ($1, 'customers', 0, true)`,
    [failed.run.run_id],
  );
  await assert.rejects(undoRun(bank, first.run.run_id), { code: 'not-now' });
  await undone(bank, failed.run.run_id);
  await undone(bank, first.run.run_id);
  await at.clean();
});

const kept = /must be kept: a legal hold, a request for their rights or the like stands on them/;
const holdOf = (
  name: string,
) => `INSERT INTO privacy.holds (customer_id, hold_id, reference, reason, placed_by)
  SELECT customer_id, gen_random_uuid(), 'Case 17', 'A court has ordered it', (SELECT staff_id FROM staff.staff LIMIT 1)
    FROM customers.customers WHERE full_name = '${name}'`;
const writer = `INSERT INTO staff.staff (user_name, full_name, role) VALUES ('writer', 'A Writer', 'banker')
  ON CONFLICT DO NOTHING`;

const builtOn: [what: string, sql: string, says: RegExp][] = [
  [
    'a note was written',
    `INSERT INTO conversations.notes (customer_id, body, written_by) SELECT customer_id, 'x',
      (SELECT staff_id FROM staff.staff LIMIT 1) FROM customers.customers LIMIT 1`,
    /customers that it made have notes/,
  ],
  [
    'a customer was edited',
    `UPDATE customers.customers SET occupation = 'poet', edited = '{occupation}', version = version + 1
      WHERE full_name = 'Jana Nová'`,
    /staff have edited/,
  ],
  [
    'two customers were merged',
    `UPDATE customers.customers SET merged_into = (SELECT customer_id FROM customers.customers
      WHERE full_name = 'Jana Nová') WHERE full_name = 'Petr Nový'`,
    /were merged/,
  ],
  ['a hold was placed', holdOf('Jana Nová'), kept],
  [
    'an investigation was begun, of which it does not tell',
    `WITH begun AS (INSERT INTO privacy.investigations (investigation_id, opened_by, assigned_to)
       SELECT gen_random_uuid(), staff_id, staff_id FROM staff.staff LIMIT 1 RETURNING *)
     INSERT INTO privacy.investigation_customers (investigation_id, customer_id, added_by)
     SELECT investigation_id, customer_id, opened_by FROM begun, customers.customers
      WHERE full_name = 'Jana Nová'`,
    kept,
  ],
  [
    'a customer had her file restrained',
    `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
     SELECT customer_id, gen_random_uuid(), 'storage only', gen_random_uuid() FROM customers.customers LIMIT 1`,
    kept,
  ],
  [
    'a customer asked for a confidence',
    `INSERT INTO customers.confidences (customer_id, recorded_by)
     SELECT customer_id, (SELECT staff_id FROM staff.staff LIMIT 1) FROM customers.customers LIMIT 1`,
    /customers that it made have confidences/,
  ],
  [
    'a customer told of a life event',
    `INSERT INTO needs.events (customer_id, kind, state, source, on_date, confidence, evidence_key, sensitive,
       expires_on, decided_at, decided_as)
     SELECT customer_id, 'moved', 'confirmed', 'customer', '2024-01-01', 100, 'told', false, '2030-01-01',
       now(), 'customer' FROM customers.customers LIMIT 1`,
    /customers that it made have life events that somebody told or decided/,
  ],
  [
    'a customer got a sign-in',
    `INSERT INTO customers.sign_ins (customer_id, user_name) SELECT customer_id, 'jana' FROM customers.customers
      LIMIT 1`,
    /customers that it made have a sign-in for the portal/,
  ],
];
for (const [what, sql, says] of builtOn) {
  test(`a run is not taken back after ${what}: the reason is given and everything stays`, async () => {
    const at = await fresh();
    const { run } = await imported(bank, at);
    await bank.owner.query(writer);
    await bank.owner.query(sql);
    const before = await bankNow();
    const refused = await undone(bank, run.run_id);
    assert.equal(refused.run.state, 'finished');
    assert.match(refused.run.problem ?? '', says);
    assert.deepEqual(await bankNow(), before);
    await at.clean();
  });
}

test('what a run brought of a customer who is under a hold stays, though the customer was there before', async () => {
  const at = await fresh();
  await imported(bank, at);
  await at.write({ 'movement.csv': `${firstDay['movement.csv']}m4,A2,2024-01-09,3.00,new\n` });
  const { run } = await imported(bank, at);
  await bank.owner.query(writer);
  await bank.owner.query(holdOf('Ó Súilleabháin'));
  const before = await bankNow();
  assert.match((await undone(bank, run.run_id)).run.problem ?? '', kept);
  assert.deepEqual(await bankNow(), before);
  await bank.owner.query(`UPDATE privacy.holds SET lifted_at = now(), lifted_by = placed_by,
    lifted_because = 'The case is over'`);
  assert.equal((await undone(bank, run.run_id)).run.state, 'undone');
  await at.clean();
});

test('a hold that is being placed while a run is taken back is waited for, and respected', async () => {
  const at = await fresh();
  const { run } = await imported(bank, at);
  await bank.owner.query(writer);
  const before = await bankNow();
  const jobId = await undoRun(bank, run.run_id);
  await hold(bank, jobId);
  await bank.owner.query('BEGIN');
  await bank.owner.query(holdOf('Petr Nový'));
  const undoing = runImport(bank, jobId, run.run_id);
  const waits =
    'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())';
  while ((await bank.owner.query(waits)).rowCount === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await bank.owner.query('COMMIT');
  assert.match((await undoing).run.problem ?? '', kept);
  assert.deepEqual(await bankNow(), before);
  await at.clean();
});
