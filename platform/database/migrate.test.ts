import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { migrate, migrations, queueMigration } from './migrate.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

test('twenty processes that start at once migrate a database once', async () => {
  const applied = await Promise.all(Array.from({ length: 20 }, () => migrate(bank.ownerSettings)));
  assert.deepEqual(applied.flat(), []);
  const { rows } = await bank.owner.query(
    'SELECT count(*)::int AS n, count(DISTINCT name)::int AS names FROM earshot_migrations',
  );
  assert.equal(rows[0].n, rows[0].names);
});

test('what has landed is never edited: every bank that has applied it would be refused', async () => {
  const landed = (await migrations()).filter(({ name }) => name < '0081');
  const digest = createHash('sha256').update(landed.map(({ name, hash }) => `${name} ${hash}`).join('\n'));
  assert.equal(
    digest.digest('hex').slice(0, 16),
    '4885169bf6cb7796',
    'what is to be otherwise is a new file',
  );
});

test('a bank that has applied the order of Find as it landed goes on, and finds as every other', async () => {
  const order = 'customers.in_order(customers.candidate[], text[], text[], integer, uuid)';
  const text = async () =>
    (await bank.owner.query(`SELECT prosrc FROM pg_proc WHERE oid = '${order}'::regprocedure`)).rows[0]
      .prosrc;
  const now = await text();
  await bank.owner.query(
    `CREATE OR REPLACE FUNCTION customers.in_order(matches customers.candidate[], spelt text[], born text[], most integer, here uuid)
     RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS 'BEGIN RETURN matches; END'`,
  );
  await bank.owner.query(`DELETE FROM earshot_migrations WHERE name = '0074_order.sql'`);
  await bank.owner.query(`UPDATE earshot_migrations SET hash = $1 WHERE name = '0061_order.sql'`, [
    '00464a2ca236c2299dc472f507947a80153f55d569179345a2515f840fbad8b9',
  ]);
  assert.deepEqual(await migrate(bank.ownerSettings), ['0074_order.sql']);
  assert.equal(await text(), now);
});

test('a migration that was applied and then edited is refused by name', async () => {
  await bank.owner.query(`UPDATE earshot_migrations SET hash = 'other' WHERE name = '0001_house.sql'`);
  await assert.rejects(migrate(bank.ownerSettings), /0001_house\.sql has changed/);
});

test('a database that is newer than the program is left alone', async () => {
  await bank.owner.query(`INSERT INTO earshot_migrations VALUES ('9999_future.sql', 'x')`);
  await assert.rejects(
    migrate(bank.ownerSettings),
    /9999_future\.sql, which this version of Earshot does not know/,
  );
});

test('the queue is as new as the library that runs it', async () => {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('graphile-worker').replace(/index\.js$/, 'generated/sql.js');
  const { migrations } = (await import(folder)) as { migrations: Record<string, string> };
  assert.equal(Math.max(...Object.keys(migrations).map((name) => Number.parseInt(name, 10))), queueMigration);
});
