import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { from as copyFrom } from 'pg-copy-streams';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { inPieces } from './csv.ts';
import { demoBank, type EntityName } from './generate.ts';
import type { DemoOptions } from './setting.ts';

const BANK: DemoOptions = { seed: 1, customers: 2000, asOf: '2026-11-23', history: 'full' };

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
  await database.owner.query('CREATE SCHEMA tried');
});
after(() => database.drop());

test('the database takes every row: each value fits its type and every rule of the real tables', async () => {
  const { tables } = demoBank(BANK);
  for (const name of Object.keys(tables) as EntityName[]) {
    const copied = await copyOf(name, tables[name]);
    await database.owner.query(insertionOf(name, copied.columns));
    const counted = await database.owner.query<{ count: string }>(`SELECT count(*) FROM tried.${name}`);
    assert.equal(Number(counted.rows[0]?.count), copied.rows);
    assert.ok(copied.rows > 0, name);
  }
  // the rules are really there
  const gift = database.owner.query("UPDATE tried.transactions SET kind = 'gift'");
  await assert.rejects(gift, /transactions_kind_check/);
});

/** The real table behind an entity, and what its ids are made of. */
const TABLES: Readonly<Record<EntityName, string>> = {
  premises: 'premises.premises',
  products: 'products.products',
  customers: 'customers.customers',
  names: 'customers.names',
  contact_points: 'customers.contact_points',
  identifiers: 'customers.identifiers',
  addresses: 'customers.addresses',
  relations: 'customers.relations',
  holdings: 'holdings.holdings',
  balances: 'holdings.balances',
  transactions: 'holdings.transactions',
  standing_orders: 'holdings.standing_orders',
  exchange_rates: 'holdings.exchange_rates',
};
const KEYS: Readonly<Record<string, string>> = {
  customer_key: 'customer_id',
  other_key: 'other_id',
  agreement_key: 'agreement_id',
  linked_agreement_key: 'linked_agreement_id',
  product_key: 'product_id',
  premises_key: 'premises_id',
  home_premises_key: 'home_premises_id',
  parent_key: 'parent_id',
};

const AGREEMENTS: readonly EntityName[] = ['balances', 'transactions', 'standing_orders'];

/** COPY into a table of texts, as staging does. */
async function copyOf(
  name: EntityName,
  lines: () => Iterable<string>,
): Promise<{ rows: number; columns: string[] }> {
  const [header = ''] = lines();
  const columns = header.trimEnd().split(',');
  const { owner } = database;
  await owner.query(
    `CREATE TABLE tried.raw_${name} (${columns.map((column) => `${column} text`).join(', ')})`,
  );
  const into = owner.query(copyFrom(`COPY tried.raw_${name} FROM STDIN (FORMAT csv, HEADER match)`));
  await pipeline(Readable.from(inPieces(lines())), into);
  return { rows: into.rowCount, columns };
}

/**
 * Into a table like the real one, with all its rules but the references; ids are hashes of keys, absent ones
 * are drawn.
 */
function insertionOf(name: EntityName, columns: readonly string[]): string {
  const real = TABLES[name];
  const to: string[] = [];
  const values: string[] = [];
  for (const column of columns) {
    if (column === 'key') continue;
    if (column === 'restricted') {
      to.push(column);
      values.push('coalesce(r.restricted::boolean, false)');
      continue;
    }
    const id = KEYS[column];
    to.push(id ?? column);
    values.push(
      id === undefined ? `r.${column}::@${id ?? column}@` : `house.id_of('demo', '${column}', r.${column})`,
    );
  }
  // an agreement's rows are fanned out to its parties later: here one stands for all
  if (AGREEMENTS.includes(name)) {
    to.push('customer_id');
    values.push("'00000000-0000-4000-8000-000000000000'::uuid");
  }
  const own = { transactions: 'transaction_id', standing_orders: 'order_id' }[name as string];
  if (own !== undefined) {
    to.push(own);
    values.push(`house.id_of('demo', '${name}', r.key)`);
  }
  if (name === 'contact_points') {
    to.push('normalised');
    values.push('lower(r.value)');
  }
  const unique = name === 'transactions' ? '' : 'INCLUDING INDEXES';
  // A feed seals numbers on their way; here they are tried as they come.
  const plain = name === 'identifiers' ? `ALTER TABLE tried.${name} DROP CONSTRAINT identifiers_sealed;` : '';
  const typed = values.map((value) =>
    value.replace(/@(\w+)@/, (_all, column: string) => TYPES[column] ?? 'text'),
  );
  return `
    CREATE TABLE tried.${name}
      (LIKE ${real} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED ${unique});
    ${plain}
    INSERT INTO tried.${name} (${to.join(', ')}) SELECT ${typed.join(', ')} FROM tried.raw_${name} r`;
}

const TYPES: Readonly<Record<string, string>> = {
  address_lines: 'text[]',
  lines: 'text[]',
  hours: 'jsonb',
  made_up: 'boolean',
  counts: 'boolean',
  safe_to_use: 'boolean',
  verified_at: 'timestamptz',
  born_on: 'date',
  died_on: 'date',
  customer_since: 'date',
  from_date: 'date',
  to_date: 'date',
  expires_on: 'date',
  opened_on: 'date',
  closed_on: 'date',
  matures_on: 'date',
  as_of: 'date',
  booked_on: 'date',
  on_date: 'date',
  minor: 'bigint',
  balance_minor: 'bigint',
  limit_minor: 'bigint',
  instalment_minor: 'bigint',
  sequence: 'bigint',
  rate_basis_points: 'integer',
  term_months: 'integer',
  units_of_base: 'numeric',
};
