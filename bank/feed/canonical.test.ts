import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { entities, keptColumns } from './canonical.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

test('the words that a feed may use are the words that the tables accept', async () => {
  const { rows } = await bank.owner.query(
    `SELECT conrelid::regclass::text AS table_name, pg_get_constraintdef(oid) AS says FROM pg_constraint
      WHERE contype = 'c'`,
  );
  for (const entity of entities) {
    const checks = rows
      .filter(({ table_name }) => table_name === entity.table)
      .map(({ says }) => says as string);
    for (const { name, becomes, words } of entity.columns) {
      const check = checks.find((says) => says.includes(`(${becomes ?? name} = ANY`));
      const accepted =
        check === undefined ? undefined : [...check.matchAll(/'([^']*)'::text/g)].map(([, word]) => word);
      assert.deepEqual(
        words === undefined ? undefined : [...words].sort(),
        accepted?.sort(),
        `${entity.name}.${name}`,
      );
    }
  }
});

test('the primary keys are those of the tables, and every column is there', async () => {
  for (const entity of entities) {
    const { rows } = await bank.owner.query(
      `SELECT a.attname AS name, a.attnum = ANY (i.indkey) AS in_key, array_position(i.indkey::int2[],
        a.attnum) AS place
         FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY place`,
      [entity.table],
    );
    assert.deepEqual(
      rows.filter((row) => row.in_key).map((row) => row.name),
      entity.primaryKey,
      entity.name,
    );
    const names = rows.map((row) => row.name);
    const missing = [
      ...keptColumns(entity),
      'source',
      'row_hash',
      'created_run',
      'changed_run',
      'ended_on',
    ].filter((name) => !names.includes(name));
    assert.deepEqual(missing, [], entity.name);
  }
});

test('a feed names a thing under the same id in staging as everywhere else', async () => {
  const { rows } = await bank.owner.query(
    `SELECT staging.id_of('a', 'b', 'č') = house.id_of('a', 'b', 'č') AS same`,
  );
  assert.equal(rows[0].same, true);
});
