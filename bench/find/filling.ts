/**
 * Fills a database of the benchmark's own with customers who can be looked for: set-wise, the same for the
 * same seed.
 */
import type pg from 'pg';
import type { FirstName, Surname } from './people.ts';

/** Marks every row that the benchmark made, as a feed run would. */
const benchRun = '00000000-0000-4000-8000-00000000f14d';

/**
 * So many customers: 4 % businesses, 1 % with one name only, 5 % with a middle name, 3 % with a double
 * surname, 8 % of the women with a former name; one telephone, one e-mail address and one account each.
 * Nothing when they are there.
 */
export async function fill(
  owner: pg.Client,
  size: number,
  first: FirstName[],
  last: Surname[],
): Promise<void> {
  const { rows } = await owner.query('SELECT count(*)::int AS many FROM customers.customers');
  if (rows[0].many === size) return;
  if (rows[0].many > 0)
    throw new Error(`the database has ${rows[0].many} customers, not ${size}: give the benchmark another`);
  await nameTables(owner, first, last);
  await owner.query(customers, [cumulative(first), cumulative(last), benchRun, size]);
  for (const statement of belongings) await owner.query(statement, [benchRun]);
  await owner.query(
    'ANALYZE customers.customers, customers.names, customers.contact_points, holdings.holdings',
  );
}

/**
 * Makes the search's index of them, a piece at a time as a feed run does.
 * @returns seconds that it took
 */
export async function index(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query('SELECT EXISTS (SELECT FROM customers.found_by) AS there');
  if (rows[0].there) return 0;
  const from = performance.now();
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null) {
    const piece: pg.QueryResult = await owner.query('SELECT customers.index_names_of_run($1, $2) AS after', [
      benchRun,
      after,
    ]);
    after = piece.rows[0].after;
  }
  await owner.query('VACUUM ANALYZE customers.found_by, customers.words, customers.customers');
  return (performance.now() - from) / 1000;
}

async function nameTables(owner: pg.Client, first: FirstName[], last: Surname[]): Promise<void> {
  await owner.query(`CREATE TEMP TABLE first_names (n integer PRIMARY KEY, name text, sex text);
    CREATE TEMP TABLE surnames (n integer PRIMARY KEY, male text, female text);
    CREATE FUNCTION pg_temp.chance(i bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
      SELECT ((hashint8extended(i, salt) >> 11) & 9007199254740991)::float8 / 9007199254740992 $$`);
  await owner.query('INSERT INTO first_names SELECT * FROM unnest($1::integer[], $2::text[], $3::text[])', [
    first.map((_, place) => place),
    first.map((one) => one.name),
    first.map((one) => one.sex),
  ]);
  await owner.query('INSERT INTO surnames SELECT * FROM unnest($1::integer[], $2::text[], $3::text[])', [
    last.map((_, place) => place),
    last.map((one) => one.male),
    last.map((one) => one.female),
  ]);
  await owner.query('ANALYZE first_names; ANALYZE surnames');
}

/** From 0 to 1: where each name's share ends. */
function cumulative(names: { count: number }[]): number[] {
  const all = names.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return names.map(({ count }) => {
    sum += count;
    return sum / all;
  });
}

const customers = `
  WITH drawn AS (
    SELECT i, pg_temp.chance(i, 9) AS shape, width_bucket(pg_temp.chance(i, 1), $1::float8[]) AS first,
      width_bucket(pg_temp.chance(i, 2), $2::float8[]) AS last,
      width_bucket(pg_temp.chance(i, 3), $1::float8[]) AS middle,
      width_bucket(pg_temp.chance(i, 4), $2::float8[]) AS second,
      1 + floor(pg_temp.chance(i, 10) * 8)::int AS trade, 1 + floor(pg_temp.chance(i, 11) * 6)::int AS form,
      date '1930-01-01' + floor(pg_temp.chance(i, 5) * 28000)::int AS born_on
    FROM generate_series(1, $4::bigint) i
  ), named AS (
    SELECT d.*, f.name, f.sex, m.name AS middle_name, s.male,
      CASE f.sex WHEN 'female' THEN s.female ELSE s.male END AS surname,
      CASE f.sex WHEN 'female' THEN t.female ELSE t.male END AS second_surname
    FROM drawn d JOIN first_names f ON f.n = d.first JOIN first_names m ON m.n = d.middle
    JOIN surnames s ON s.n = d.last JOIN surnames t ON t.n = d.second
  )
  INSERT INTO customers.customers (customer_id, kind, full_name, born_on, sex, made_up, created_run)
  SELECT house.id_of('bench', 'customer', i::text), CASE WHEN shape < 0.04 THEN 'business' ELSE 'person' END,
    CASE WHEN shape < 0.04 THEN concat_ws(' ', male,
           ('{Stavby,Bau,Transport,Consulting,Auto,Elektro,Reality,Mode}'::text[])[trade],
           ('{s.r.o.,GmbH,a.s.,Ltd,S.L.,"& Co. KG"}'::text[])[form])
         WHEN shape < 0.05 THEN name
         WHEN shape < 0.10 THEN concat_ws(' ', name, middle_name, surname)
         WHEN shape < 0.13 THEN concat(name, ' ', male, '-', second_surname)
         ELSE concat_ws(' ', name, surname) END,
    CASE WHEN shape >= 0.04 THEN born_on END, sex, true, $3
  FROM named`;

const belongings = [
  `INSERT INTO customers.names (customer_id, kind, full_name, created_run)
   SELECT c.customer_id, 'former', split_part(c.full_name, ' ', 1) || ' ' || s.female, $1
   FROM customers.customers c
   JOIN surnames s ON s.n = abs(hashtext(c.customer_id::text) % (SELECT count(*)::int FROM surnames))
   WHERE c.sex = 'female' AND c.kind = 'person' AND hashtext(c.customer_id::text || 'former') % 12 = 0`,
  `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, created_run)
   SELECT customer_id, 'phone', number, number, $1 FROM (SELECT customer_id,
     '+4206' || lpad(abs(hashtext(customer_id::text || 'phone') % 100000000)::text, 8, '0') AS number
     FROM customers.customers) p`,
  `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, created_run)
   SELECT customer_id, 'email', address, address, $1 FROM (SELECT customer_id,
     concat(customers.folded(replace(full_name, ' ', '.')), left(customer_id::text, 4), '@example.com')
     AS address FROM customers.customers) e`,
  `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, number, currency, created_run)
   SELECT customer_id, house.id_of('bench', 'agreement', customer_id::text), 'owner', 'current account',
     lpad(abs(hashtext(customer_id::text || 'account'))::text, 10, '0'), 'EUR', $1 FROM customers.customers`,
];
