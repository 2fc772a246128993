/**
 * A made-up bank of any size for benches, made set-wise by the owner and kept between runs: each customer
 * with two holdings, six month ends and twenty transactions of a year, contact points, an address, relations
 * of every fifth.
 */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { configOf } from '#platform/config.ts';
import { leave } from '#platform/database/leaving.ts';
import { ownerOf, prepare } from '#platform/database/preparing.ts';

export interface BenchBank {
  home: string;
  owner: pg.ClientConfig;
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** A random customer of the n-th of sixteen bankers. */
  customerOf(banker: number): string;
  close(): Promise<void>;
}

/**
 * @param size customers
 * @param home its folder; by default one that is kept for the next run
 */
export async function benchBank(
  size: number,
  home = path.join(tmpdir(), `earshot-bench-${userInfo().username}-${size}`),
): Promise<BenchBank> {
  const filled = path.join(home, 'filled');
  const config = configOf({ EARSHOT_HOME: home });
  const prepared = await prepare(config).catch(async (error) => {
    // Migrations have changed since it was made.
    if (!existsSync(filled)) throw error;
    await rm(filled);
    throw new Error(`${error.message} Remove ${home} and its database to make it anew.`);
  });
  if (prepared.embedded === undefined) throw new Error('benches run on the embedded database');
  const owner = ownerOf(prepared.embedded);
  const client = new pg.Client(owner);
  // A bench may kill the database under it.
  client.on('error', () => undefined);
  await client.connect();
  const sql = async (text: string, values?: unknown[]) => (await client.query(text, values)).rows;
  if (!existsSync(filled)) {
    await fill(sql, size);
    await writeFile(filled, '');
  }
  const ids = (await sql(`SELECT customer_id FROM customers.customers WHERE source_key::int < 160000`)).map(
    (row) => String(row.customer_id),
  );
  const keys = await sql(
    `SELECT source_key::int AS key FROM customers.customers WHERE source_key::int < 160000`,
  );
  const byBanker = Map.groupBy(
    ids.map((id, index) => ({ id, key: Number(keys[index]?.key) })),
    (one) => one.key % 16,
  );
  let seed = 1;
  return {
    ...{ home, owner, sql },
    customerOf(banker) {
      const own = byBanker.get(banker) ?? [];
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return own[seed % own.length]?.id ?? '';
    },
    async close() {
      await client.end();
      await leave(prepared.logins, prepared.embedded);
    },
  };
}

async function fill(sql: BenchBank['sql'], size: number): Promise<void> {
  await sql(
    `INSERT INTO premises.premises (kind, code, name, time_zone, made_up) VALUES ('branch', 'bench', 'Bench',
      'UTC', true) ON CONFLICT DO NOTHING`,
  );
  await sql(
    `INSERT INTO premises.stations (premises_id, name, place) SELECT premises_id, 'Desk', 'back office'
      FROM premises.premises ON CONFLICT DO NOTHING`,
  );
  await sql(`INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
    SELECT 'banker' || n, 'Banker ' || n, 'banker', premises_id, true FROM generate_series(0, 15) n,
      premises.premises ON CONFLICT DO NOTHING`);
  await sql(`INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
    SELECT staff_id, CURRENT_DATE, CURRENT_DATE + 700 FROM staff.staff`);
  // No banker opens so many; a bench does.
  await sql('UPDATE privacy.throttles SET customers_per_hour = 1000000');
  const step = 100_000;
  for (let from = 0; from < size; from += step) {
    const range = `generate_series(${from}, ${Math.min(size, from + step) - 1}) n`;
    for (const statement of statementsFor(range)) await sql(statement);
  }
  await sql('ANALYZE');
}

const who = `house.id_of('bench', 'customers', n::text)`;
const account = (which: number) => `house.id_of('bench', 'agreement ${which}', n::text)`;

function statementsFor(range: string): string[] {
  return [
    `INSERT INTO customers.customers (customer_id, kind, full_name, born_on, customer_since, occupation,
      made_up, source, source_key)
     SELECT ${who}, 'person', 'Customer ' || n, '1950-01-01'::date + (n % 20000),
       '2005-01-01'::date + (n % 5000), 'clerk', true, 'bench', n
       FROM ${range} ON CONFLICT DO NOTHING`,
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
     SELECT ${who}, kind, value, value FROM ${range}, LATERAL (VALUES ('phone', '+420' || (600000000 + n)),
       ('email', 'c' || n || '@example.com')) v(kind, value)`,
    `INSERT INTO customers.addresses (customer_id, lines, country, postal_code) SELECT ${who},
      ARRAY['Street ' || n, '11000 Town'], 'CZ', '11000' FROM ${range}`,
    `INSERT INTO customers.relations (customer_id, other_id, kind)
     SELECT ${who}, house.id_of('bench', 'customers', (n / 5 * 5 + 1)::text), 'household' FROM ${range}
       WHERE n % 5 = 0`,
    `INSERT INTO customers.portfolios (customer_id, staff_id, from_date)
     SELECT ${who}, s.staff_id, CURRENT_DATE - 100 FROM ${range} JOIN staff.staff s
       ON s.user_name = 'banker' || n % 16`,
    ...[1, 2].flatMap((which) => [
      `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, number, currency, opened_on)
       SELECT ${who}, ${account(which)}, 'owner', '${which === 1 ? 'current account' : 'savings'}',
         'XX' || (1000000000 + n), 'EUR', '2010-01-01' FROM ${range}`,
      `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
       SELECT ${who}, ${account(which)}, (date_trunc('month', CURRENT_DATE) - m * interval '1 month')::date,
         100000 + m * n % 777777
         FROM ${range}, generate_series(0, 5) m`,
    ]),
    `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, sequence, minor,
      currency, kind, counterparty)
     SELECT ${who}, ${account(1)}, CURRENT_DATE - m * 18, house.id_of('bench', 'transaction', n || ' ' || m),
       m,
            CASE WHEN m % 4 = 0 THEN 250000 ELSE -(n * 7 + m * 131) % 9000 - 1 END, 'EUR',
            CASE WHEN m % 4 = 0 THEN 'salary' ELSE 'card payment' END, 'Shop ' || (n + m) % 500
       FROM ${range}, generate_series(0, 19) m`,
  ];
}
