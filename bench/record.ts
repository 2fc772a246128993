/**
 * Access records made by the kernel, one durable transaction each, with the sealer at work in a process of
 * its own, as in production. Limit: bare inserts of the same rows by the same driver into a table of the same
 * columns, checks, indexes and partitions, one transaction each too. Then: how many records the sealer seals
 * in a second, and how long the list of whom an employee viewed takes among so many records (made set-wise).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { sealSome, standingOf } from '#bank/privacy/sealing.ts';
import { readViewed } from '#bank/privacy/viewed.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import type { Database } from '#platform/database/pool.ts';
import { signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { type BenchBank, benchBank } from './bank/bank.ts';
import { startSealing } from './bank/server.ts';
import { inTurns, type Load, load, median, print } from './measure.ts';

const connections = 16;
const seconds = 3;

/** @param size records among which the list is asked for */
export async function bench({ size = 5_000_000, rounds }: { size?: number; rounds: number }): Promise<void> {
  const bank = await benchBank(10_000);
  const database = await reach(configOf({ EARSHOT_HOME: bank.home }));
  try {
    await insert(bank, database, rounds);
    await seal(bank, database);
    await list(bank, database, size, rounds);
  } finally {
    await database.close();
    await bank.close();
  }
}

/**
 * record: the record alone, inserted by the owner, so that nobody has asked whether it may be, and sealed.
 * insert: the whole opening, whose permission the kernel finds before it makes the record, beside a bare
 * insert. insert_beside_permission: the same opening beside a bare insert that asks the kernel for the same
 * permission in its transaction; what is left is the record: its seal, its policies and the sealer.
 * insert_beside_statement: beside one bare statement, written by hand, that reads the very same rows for that
 * permission and inserts; nothing that reads them anew for each opening costs less.
 */
async function insert(bank: BenchBank, database: Database, rounds: number): Promise<void> {
  const tokens = await signIn(bank);
  await bank.sql('DROP TABLE IF EXISTS public.bare_records');
  await makeBare(bank);
  const staff = new pg.Pool({ ...loginOf(database, bank), max: connections });
  // the kernel's functions ask for these plans themselves
  const options = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';
  const bare = new pg.Pool({ ...bank.owner, options, max: connections });
  const clients = await Promise.all(Array.from({ length: connections }, () => staff.connect()));
  const owners = await Promise.all(Array.from({ length: connections }, () => bare.connect()));
  const [row] = await bank.sql('SELECT staff_id, gen_random_uuid() AS some FROM staff.staff LIMIT 1');
  // No more different ones in an hour than the limit that Earshot comes with lets a banker open.
  const files = tokens.map((_token, n) => Array.from({ length: 90 }, () => bank.customerOf(n)));
  let turn = 0;
  const asking = (of: pg.PoolClient[], name: string, text: string, values: (n: number) => unknown[]) => () =>
    load(connections, seconds, async (n) => {
      turn += 1;
      await of[n]?.query({ name, text, values: values(n) });
    });
  const opened = (n: number) => [randomUUID(), tokens[n], files[n]?.[turn % 90]];
  const opening = asking(clients, 'open', open, opened);
  const sealing = (asked: () => Promise<Load>) => async () => {
    const stopSealing = await startSealing(bank.home);
    const measured = await asked();
    await stopSealing();
    return measured;
  };
  const said = (n: number) => [files[n]?.[turn % 90], randomUUID(), row?.some, row?.staff_id];
  const bareInsert = asking(owners, 'plain', plain, said);
  const record = asking(owners, 'record', plainInto('privacy.access_records'), said);
  const limits = {
    record: bareInsert,
    insert: bareInsert,
    insert_beside_permission: asking(owners, 'permitted', permitted, opened),
    insert_beside_statement: asking(owners, 'by hand', byHand, opened),
  };
  const of = (loads: Load[]) => median(loads.map(({ perSecond }) => perSecond));
  for (const [figure, limit] of Object.entries(limits)) {
    const measured = await inTurns(rounds, sealing(figure === 'record' ? record : opening), limit);
    const [value, floor] = [of(measured.work), of(measured.limit)];
    const unit = 'records/s';
    print({ bench: 'record', connections, rounds, unit, figure, value, limit: floor, ratio: value / floor });
  }
  for (const client of [...clients, ...owners]) client.release();
  await Promise.all([staff.end(), bare.end()]);
  await bank.sql('DROP TABLE public.bare_records');
}

const open = 'SELECT privacy.open_file($1, $2, ARRAY[$3]::uuid[], NULL)';
const columns =
  'customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven, place';
const plainInto = (table: string) => `INSERT INTO ${table} (${columns})
  VALUES ($1, $2, 'open', $3, $4, 'banker', '', 'portfolio', $3, true, 'back office')`;
const plain = plainInto('public.bare_records');
const permitted = `INSERT INTO public.bare_records (${columns})
  SELECT d.customer_id, $1, 'open', a.session_id, a.staff_id, a.role, d.purpose, d.kind, d.ground, d.proven,
         a.place
    FROM privacy.actor($2) a, privacy.decide_one(a.staff_id, a.session_id, $3, NULL) d,
         privacy.count_opening(a.staff_id, a.session_id, a.role, d.customer_id)`;
const byHand = `INSERT INTO public.bare_records (${columns})
  SELECT k.customer_id, $1, 'open', a.session_id, a.staff_id, a.role, n.purpose, n.kind, n.ground, n.proven,
         a.place
    FROM privacy.signed_in a
    JOIN staff.certificates c ON c.staff_id = a.staff_id AND c.kind = 'privacy'
     AND CURRENT_DATE BETWEEN c.valid_from AND c.expires_on
    JOIN customers.customers k ON k.customer_id = $3::uuid AND NOT k.restricted
    JOIN privacy.opened_lately o ON o.staff_id = a.staff_id AND o.customer_id = k.customer_id
     AND o.at > now() - interval '1 hour'
   CROSS JOIN LATERAL (SELECT * FROM privacy.near_grounds x
     WHERE x.staff_id = a.staff_id AND x.customer_id = k.customer_id ORDER BY x.rank, x.since DESC LIMIT 1) n
   WHERE a.token_hash = sha256(convert_to($2, 'UTF8')) AND NOT a.alarmed LIMIT 1`;

/** The same table without the kernel, its policies and its sealer. */
async function makeBare(bank: BenchBank): Promise<void> {
  await bank.sql(
    `CREATE TABLE public.bare_records (LIKE privacy.access_records INCLUDING ALL) PARTITION BY RANGE (at)`,
  );
  const partitions = await bank.sql(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'privacy.access_records'::regclass`,
  );
  for (const { name, bound } of partitions)
    await bank.sql(`CREATE TABLE public."bare_${name}" PARTITION OF public.bare_records ${bound}`);
}

const sealedAtOnce = 100_000;

async function seal(bank: BenchBank, database: Database): Promise<void> {
  const key = await signingKey(path.join(bank.home, 'record'), 'log', keyTypes.note);
  const standing = await standingOf(database, key);
  let left = true;
  while (left) left = (await sealSome(database, key, standing)) !== undefined;
  for (let there = 0; there < sealedAtOnce; there += 4000) await made(bank, 4000, 'now()');
  const start = performance.now();
  let sealed = 0;
  for (let round = await sealSome(database, key, standing); round !== undefined; ) {
    sealed += round.added;
    round = await sealSome(database, key, standing);
  }
  const perSecond = (sealed * 1000) / (performance.now() - start);
  print({ bench: 'record', figure: 'sealed_per_second', size: sealed, value: perSecond, unit: 'records/s' });
}

async function list(bank: BenchBank, database: Database, size: number, rounds: number): Promise<void> {
  const [before] = await bank.sql('SELECT count(*)::int AS n FROM privacy.access_records');
  const step = 500_000;
  for (let there = Number(before?.n); there < size; there += step)
    await made(bank, Math.min(step, size - there), `now() - random() * interval '790 days'`);
  await bank.sql('VACUUM (ANALYZE) privacy.access_records');
  const [reader] = await signIn(bank, 'privacy officer', 1);
  const [person] = await bank.sql(`SELECT staff_id FROM staff.staff WHERE user_name = 'banker3'`);
  const session = {
    database,
    token: String(reader),
    sessionId: '',
    actorId: '',
    role: 'privacy officer',
    locked: false,
    fresh: true,
  };
  const today = Temporal.Now.plainDateISO();
  const asked = { of: 'staff' as const, subjectId: String(person?.staff_id), most: 100 };
  for (const [figure, days] of [
    ['list_viewed_ms', 800],
    ['list_viewed_one_month_ms', 30],
  ] as const) {
    const from = today.subtract({ days }).toString();
    const milliseconds: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const start = performance.now();
      await readViewed(session, { ...asked, from, to: today.toString() });
      if (round > 0) milliseconds.push(performance.now() - start);
    }
    print({ bench: 'record', figure, size, rounds, value: median(milliseconds), unit: 'ms' });
  }
  const plan = await bank.sql(
    `EXPLAIN (ANALYZE, BUFFERS) SELECT r.customer_id FROM privacy.access_records r WHERE r.staff_id = $1
       AND r.at >= now() - interval '800 days' AND r.at < now() GROUP BY r.customer_id ORDER BY
         r.customer_id LIMIT 101`,
    [person?.staff_id],
  );
  for (const line of plan) console.error(line['QUERY PLAN']);
}

/** Access records of sixteen bankers and ten thousand customers, made in one statement. */
async function made(bank: BenchBank, count: number, at: string): Promise<void> {
  await bank.sql(
    `INSERT INTO privacy.access_records (customer_id, at, opening, action, session_id, staff_id, role,
      purpose,
       ground_kind, ground, proven, place)
     SELECT house.id_of('bench', 'customers', (random() * 9999)::int::text), ${at}, gen_random_uuid(),
       'open', s.staff_id,
            s.staff_id, 'banker', '', 'portfolio', s.staff_id, true, 'back office'
       FROM generate_series(1, ${count}) n
       JOIN (SELECT staff_id, row_number() OVER () AS number FROM staff.staff WHERE user_name LIKE
         'banker%') s
         ON s.number = 1 + n % 16`,
  );
}

async function signIn(bank: BenchBank, role = 'banker', count = connections): Promise<string[]> {
  if (role !== 'banker')
    await bank.sql(
      `INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
       SELECT 'reader0', 'Reader', $1, premises_id, true FROM premises.premises LIMIT 1 ON CONFLICT DO
         NOTHING`,
      [role],
    );
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  for (const [n, token] of tokens.entries())
    await bank.sql(
      `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
       SELECT $1, staff_id, (SELECT station_id FROM premises.stations WHERE place = 'back office' LIMIT 1),
              now() + interval '2 hours', now() + interval '12 hours' FROM staff.staff WHERE user_name = $2`,
      [hashToken(token), `${role === 'banker' ? 'banker' : 'reader'}${n}`],
    );
  return tokens;
}

function loginOf(database: Database, bank: BenchBank): pg.PoolConfig {
  const { host, database: name, passwords } = database.logins;
  return {
    host,
    port: bank.owner.port ?? 0,
    database: name,
    user: 'earshot_staff',
    password: passwords.earshot_staff,
  };
}
