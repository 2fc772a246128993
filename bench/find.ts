/**
 * find: search as you type, recorded, masked cards, at 10,000, 100,000 or 1,000,000 customers with thin
 * files. Queries are made from the customers themselves, so that the true answer is known. Limit: plain
 * pg_trgm on the same rows in the same run (a GIN index on the name, the % operator, the ten nearest),
 * asked by the owner without row security or record. p50_ms and p95_ms go through HTTP;
 * times_faster_than_trigram compares the database's part of both, by the same driver.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { searchCards } from '#bank/customers/queries.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import { ownerOf, prepare } from '#platform/database/preparing.ts';
import { search } from '#platform/database/vault.ts';
import { cookieName } from '#platform/http/server.ts';
import { startServer } from './bank/server.ts';
import { fill, index } from './find/filling.ts';
import { shortNames } from './find/nicknames.ts';
import { firstNamesOf, surnamesOf } from './find/people.ts';
import { type Kind, kinds, type Query, queriesOf, recalled } from './find/queries.ts';
import { type Figure, median, percentile, print } from './measure.ts';

export interface FindOptions {
  /** Customers. */
  size?: number | undefined;
  rounds?: number | undefined;
  /** Other truth of short names: a CSV of formal name, short name. */
  truth?: string | undefined;
}

type Ask = (typed: string) => Promise<string[]>;
type Tell = (figure: Omit<Figure, 'bench' | 'size' | 'connections'>) => void;

/** Queries of each kind. */
const each = 150;

/** Fills a database of its own at the first run, then prints one JSON line per figure. */
export async function bench({ size = 10_000, rounds = 5, truth }: FindOptions): Promise<void> {
  const home = path.join(tmpdir(), `earshot-bench-${userInfo().username}-find-${size}`);
  const config = configOf({ EARSHOT_HOME: home });
  const prepared = await prepare(config).catch((error) => {
    // Migrations have changed since it was filled.
    throw new Error(`${error.message} Remove ${home} to fill it anew.`, { cause: error });
  });
  if (prepared.embedded === undefined) throw new Error('benches run on the embedded database');
  const owner = new pg.Client(ownerOf(prepared.embedded));
  await owner.connect();
  const database = await reach(config);
  const tell: Tell = (figure) => print({ bench: 'find', size, connections: 1, ...figure });
  try {
    await makeReady(owner, size, tell);
    const token = await signIn(owner);
    const session = { database, token };
    const ours: Ask = async (typed) =>
      (await search(session, 'find', typed, 10, (tx, opening) => tx.rows(searchCards, opening))).map(
        (row) => row.customer_id,
      );
    const queries = queriesOf(
      await people(owner),
      each,
      truth === undefined ? shortNames : await truthOf(truth),
    );
    await recalls(owner, queries, { ours, trigram: trigramOf(owner) }, tell);
    const server = await startServer(home);
    try {
      await speeds(
        queries,
        rounds,
        { http: httpOf(server.port, token), ours, trigram: trigramOf(owner) },
        tell,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await database.close();
    await owner.end();
    await leave(prepared.logins, prepared.embedded);
  }
}

async function makeReady(owner: pg.Client, size: number, tell: Tell): Promise<void> {
  const data = process.env.EARSHOT_TEST_DATA ?? path.resolve('../shared/data');
  const csv = gunzipSync(await readFile(path.join(data, 'names/firstnames_at_counts.csv.gz'))).toString();
  await fill(owner, size, firstNamesOf(csv), surnamesOf(120_000, 7));
  const seconds = await index(owner);
  if (seconds > 0) tell({ figure: 'index_seconds', value: seconds, unit: 's' });
  await owner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX IF NOT EXISTS bench_trigrams ON customers.customers USING gin (full_name gin_trgm_ops)`);
}

async function signIn(owner: pg.Client): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await owner.query(`
    INSERT INTO premises.premises (kind, code, name, made_up) VALUES ('branch', 'bench', 'Bench', true)
      ON CONFLICT DO NOTHING;
    INSERT INTO premises.stations (premises_id, name, place)
      SELECT premises_id, 'Desk', 'back office' FROM premises.premises ON CONFLICT DO NOTHING;
    INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
      SELECT 'bench', 'Bench', 'banker', premises_id, true FROM premises.premises ON CONFLICT DO NOTHING`);
  // What is timed is the search; forty thousand people are more than anybody may be shown.
  await owner.query(`UPDATE privacy.find_limits SET people_per_hour = 1000000000`);
  await owner.query(
    `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
     SELECT $1, f.staff_id, s.station_id, now() + interval '6 hours', now() + interval '6 hours'
       FROM staff.staff f, premises.stations s WHERE f.user_name = 'bench'`,
    [hashToken(token)],
  );
  return token;
}

async function people(owner: pg.Client) {
  const { rows } =
    await owner.query(`SELECT customer_id AS "customerId", full_name AS "fullName" FROM customers.customers
    ORDER BY hashtext(customer_id::text) LIMIT 40000`);
  return rows;
}

async function truthOf(file: string): Promise<Map<string, string[]>> {
  const pairs = (await readFile(file, 'utf8')).split(/\r?\n/).map((line) => line.toLowerCase().split(','));
  const named = pairs.flatMap(([formal, short]) => (formal && short ? [{ formal, short }] : []));
  return new Map(
    [...Map.groupBy(named, ({ formal }) => formal)].map(([formal, group]) => [
      formal,
      group.map(({ short }) => short),
    ]),
  );
}

function trigramOf(owner: pg.Client): Ask {
  const text =
    'SELECT customer_id FROM customers.customers WHERE full_name % $1 ORDER BY full_name <-> $1 LIMIT 10';
  return async (typed) =>
    (await owner.query({ name: 'trigram', text, values: [typed] })).rows.map((row) => row.customer_id);
}

function httpOf(port: number, token: string): Ask {
  const headers = { 'content-type': 'application/json', cookie: `${cookieName('workspace')}=${token}` };
  return async (query) => {
    const url = `http://127.0.0.1:${port}/api/customer-searches`;
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, most: 10 }) });
    if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
    const { cards } = (await reply.json()) as { cards: { customerId: string }[] };
    return cards.map((card) => card.customerId);
  };
}

async function recalls(
  owner: pg.Client,
  queries: Map<Kind, Query[]>,
  ask: { ours: Ask; trigram: Ask },
  tell: Tell,
): Promise<void> {
  const share = async (asked: Query[], of: Ask) => {
    let found = 0;
    for (const query of asked) if (recalled(query, await named(owner, await of(query.typed)))) found += 1;
    return found / asked.length;
  };
  for (const [kind, asked] of queries) {
    // pg_trgm is slow: a third of them is enough to compare with.
    const theirs = await share(
      asked.filter((_, place) => place % 3 === 0),
      ask.trigram,
    );
    const value = await share(asked, ask.ours);
    tell({ figure: `recall_${kind}`, value, unit: 'share', limit: 1, ratio: value });
    tell({ figure: `trigram_recall_${kind}`, value: theirs, unit: 'share', limit: 1, ratio: theirs });
  }
}

async function named(owner: pg.Client, ids: string[]) {
  const text = `SELECT c.customer_id AS "customerId", c.full_name AS "fullName"
    FROM unnest($1::uuid[]) WITH ORDINALITY f(id, place)
    JOIN customers.customers c ON c.customer_id = f.id ORDER BY f.place`;
  return (await owner.query({ name: 'named', text, values: [ids] })).rows;
}

/** A B A B …: all kinds of queries mixed; pg_trgm's on every sixth, because it is slow. */
async function speeds(
  queries: Map<Kind, Query[]>,
  rounds: number,
  ask: { http: Ask; ours: Ask; trigram: Ask },
  tell: Tell,
): Promise<void> {
  const mixed = Array.from({ length: each }, (_, place) =>
    kinds.flatMap((kind) => queries.get(kind)?.[place]?.typed ?? []),
  ).flat();
  await timed(mixed.slice(0, 100), ask.http);
  await timed(mixed.slice(0, 100), ask.ours);
  const measured = {
    http: [] as number[],
    ours: [] as number[],
    trigram: [] as number[],
    ratios: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const turn = mixed.filter((_, place) => place % rounds === round);
    measured.http.push(...(await timed(turn, ask.http)));
    const ours = await timed(turn, ask.ours);
    const trigram = await timed(
      turn.filter((_, place) => place % 6 === 0),
      ask.trigram,
    );
    measured.ours.push(...ours);
    measured.trigram.push(...trigram);
    measured.ratios.push(median(trigram) / median(ours));
  }
  for (const rank of [50, 95]) {
    const [value, limit] = [percentile(measured.http, rank), percentile(measured.trigram, rank)];
    const range = { min: Math.min(...measured.http), max: Math.max(...measured.http) };
    tell({ figure: `p${rank}_ms`, value, unit: 'ms', limit, ratio: value / limit, rounds, ...range });
    tell({
      figure: `database_p${rank}_ms`,
      value: percentile(measured.ours, rank),
      unit: 'ms',
      limit,
      rounds,
    });
  }
  const range = { min: Math.min(...measured.ratios), max: Math.max(...measured.ratios) };
  tell({
    figure: 'times_faster_than_trigram',
    value: median(measured.ratios),
    unit: 'times',
    rounds,
    ...range,
  });
}

/** Milliseconds of each. */
async function timed(queries: string[], ask: Ask): Promise<number[]> {
  const taken: number[] = [];
  for (const query of queries) {
    const from = performance.now();
    await ask(query);
    taken.push(performance.now() - from);
  }
  return taken;
}
