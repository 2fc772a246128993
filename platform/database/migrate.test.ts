import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { migrate, queueMigration } from './migrate.ts';

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
