/**
 * Every named statement against the migrated database: prepared as its log-in, its parameters and columns
 * compared with their schemas, and explained: none reads a customer's table from end to end.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import type { TObject } from 'typebox';
import type { Login, Statement } from '#platform/database/statement.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { readWhole } from '#platform/testing/plans.ts';

type Any = Statement<TObject, TObject>;

let database: TestDatabase;
let statements: Any[];
before(async () => {
  database = await testDatabase();
  const files = globSync(['bank/*/*queries.ts', 'platform/crypto/*queries.ts'], { cwd: import.meta.dirname });
  const modules = await Promise.all(files.map((file) => import(path.join(import.meta.dirname, file))));
  statements = modules.flatMap((module) => Object.values(module)).flatMap(statementsIn);
});
after(async () => {
  for (const client of clients.values()) await client.end();
  await database.drop();
});

const isStatement = (value: unknown): value is Any =>
  typeof value === 'object' && value !== null && 'sql' in value && 'row' in value && 'name' in value;

/** A module exports its statements one by one, or a record of those that it shares with another. */
const statementsIn = (value: unknown): Any[] =>
  isStatement(value)
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).filter(isStatement)
      : [];

/**
 * The log-in that runs it; the statements of a batch run are sent by earshot_batch in the role of the run.
 */
const loginOf = (statement: Any) =>
  (statement.as.startsWith('earshot_run_') ? 'earshot_batch' : statement.as) as Login;

const clients = new Map<Login, pg.Client>();
/** One connection for each log-in, as new, in the role of a run where there is one. */
async function clientOf(statement: Any): Promise<pg.Client> {
  const login = loginOf(statement);
  const client = clients.get(login) ?? (await database.connect(login));
  clients.set(login, client);
  await client.query('DISCARD ALL');
  if (statement.as.startsWith('earshot_run_')) await client.query(`SET ROLE ${statement.as}`);
  return client;
}

const aliases: Record<string, string> = {
  ...{
    integer: 'int4',
    bigint: 'int8',
    boolean: 'bool',
    'timestamp with time zone': 'timestamptz',
    smallint: 'int2',
    real: 'float4',
    'double precision': 'float8',
  },
  ...{ 'character varying': 'text', json: 'jsonb' },
};
const short = (type: string) => {
  const [, name = type, array = ''] = /^(.*?)(\[\])?$/.exec(type) ?? [];
  return `${aliases[name] ?? name}${array}`;
};
const declared = (schema: TObject) =>
  Object.entries(schema.properties).map(([name, column]) => ({
    name,
    ...(column as { pg?: string; nullable?: boolean }),
  }));

test('there are statements, and each name is one statement only', () => {
  assert.ok(statements.length > 20);
  const names = statements.map((statement) => statement.name);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('parameters and columns are what their schemas say', async () => {
  for (const statement of statements) {
    const client = await clientOf(statement);
    try {
      await client.query(`PREPARE one AS ${statement.sql}`);
      const { rows } = await client.query(
        `SELECT parameter_types::text[] AS parameters, result_types::text[] AS results FROM pg_prepared_statements WHERE name = 'one'`,
      );
      const parameters = declared(statement.parameters);
      assert.deepEqual(
        parameters.map((parameter) => parameter.pg),
        rows[0].parameters.map(short),
        `${statement.name}: parameters`,
      );
      const columns = declared(statement.row);
      const results: string[] = rows[0].results ?? [];
      if (columns.length === 0) continue;
      assert.deepEqual(
        columns.map((column) => column.pg),
        results.map(short),
        `${statement.name}: columns`,
      );
    } catch (error) {
      throw new Error(`${statement.name}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
});

test('column names are those of the schema, and what comes from a nullable column may be null', async () => {
  const nullable = new Map<string, boolean>();
  const { rows } = await database.owner.query(
    `SELECT a.attrelid::int AS table_id, a.attnum::int AS number, NOT a.attnotnull AS nullable FROM pg_attribute a WHERE a.attnum > 0`,
  );
  for (const row of rows) nullable.set(`${row.table_id}.${row.number}`, row.nullable);
  for (const statement of statements) {
    const columns = declared(statement.row);
    if (columns.length === 0 || !/^\s*SELECT/i.test(statement.sql)) continue;
    const client = await clientOf(statement);
    const blanks = declared(statement.parameters).map(() => null);
    // Asks for the shape of the answer without running anything that a function would do.
    const { fields } = await client
      .query(`SELECT * FROM (${statement.sql}) shape LIMIT 0`, blanks)
      .catch(() => ({ fields: [] }));
    if (fields.length === 0) continue;
    assert.deepEqual(
      fields.map((field) => field.name),
      columns.map((column) => column.name),
      statement.name,
    );
    for (const [index, field] of fields.entries()) {
      const may = nullable.get(`${field.tableID}.${field.columnID}`);
      if (may === true && !statement.sql.includes('NOT NULL')) {
        assert.ok(columns[index]?.nullable, `${statement.name}.${field.name} can be null`);
      }
    }
  }
});

test('no statement reads a customer-owned table from end to end', async () => {
  const { rows } = await database.owner.query(
    `SELECT table_name FROM house.table_classes WHERE class IN ('customer', 'derived')`,
  );
  const guarded = new Set(rows.map((row) => row.table_name));
  const indexes = await database.owner.query(
    'SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indpred IS NOT NULL',
  );
  const partial = new Set(indexes.rows.map((row) => row.relname));
  for (const statement of statements) {
    if (statement.as.startsWith('earshot_run_') || !/^\s*(SELECT|UPDATE|DELETE|WITH)/i.test(statement.sql))
      continue;
    const client = await clientOf(statement);
    await client.query('SET enable_seqscan = off');
    await client.query('SET plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE one AS ${statement.sql}`);
    const blanks = declared(statement.parameters).map(() => 'NULL');
    const call = blanks.length === 0 ? 'EXECUTE one' : `EXECUTE one(${blanks.join(', ')})`;
    const plan = (await client.query(`EXPLAIN (VERBOSE, FORMAT JSON) ${call}`)).rows[0]['QUERY PLAN'];
    for (const table of readWhole(plan, partial))
      assert.ok(!guarded.has(table), `${statement.name} reads all of ${table}`);
  }
});
