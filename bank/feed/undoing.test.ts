import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { undoRun } from './actions.ts';
import { counts, firstDay, imported, type Trial, trial, undone } from './testing.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

async function fresh(): Promise<Trial> {
  await bank.owner.query(
    'TRUNCATE feed.runs, customers.customers, holdings.holdings, holdings.transactions, conversations.notes CASCADE',
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
  'customer.csv':
    firstDay['customer.csv'].replace('baker', 'chef').replace(/^2,.*\n/m, '') + '4,New One,1999-09-09,\n',
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
  await undone(bank, second.run.run_id);
  await undone(bank, first.run.run_id);
  assert.deepEqual(await bankNow(), []);
  assert.equal(counts(await imported(bank, at)).customers, '3 in, 3 created');
  await at.clean();
});

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
];
for (const [what, sql, says] of builtOn) {
  test(`a run is not taken back after ${what}: the reason is given and everything stays`, async () => {
    const at = await fresh();
    const { run } = await imported(bank, at);
    await bank.owner.query(
      `INSERT INTO staff.staff (user_name, full_name, role) VALUES ('writer', 'A Writer',
        'banker') ON CONFLICT DO NOTHING`,
    );
    await bank.owner.query(sql);
    const before = await bankNow();
    const refused = await undone(bank, run.run_id);
    assert.equal(refused.run.state, 'finished');
    assert.match(refused.run.problem ?? '', says);
    assert.deepEqual(await bankNow(), before);
    await at.clean();
  });
}
