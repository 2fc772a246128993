/**
 * find: search as you type at 10,000, 100,000 or 1,000,000 customers, recorded, masked cards; beside plain pg_trgm on the
 * same rows in the same run. Queries are made from the customers themselves, so that the true answer is known.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import { chanceOf } from './find/chance.ts';
import { fill, index } from './find/filling.ts';
import { median, quantile, recalled } from './find/measuring.ts';
import { shortNames } from './find/nicknames.ts';
import { firstNamesOf, surnamesOf } from './find/people.ts';
import { type Kind, kinds, type Query, queryFrom } from './find/queries.ts';

export interface Figure {
  bench: 'find';
  figure: string;
  size: number;
  connections: number;
  value: number;
  unit: string;
  limit?: string;
  ratio?: number;
  rounds?: number;
  min?: number;
  max?: number;
}

export interface Options {
  /** Owner of a database of the benchmark's own: filled when it is empty, used as it is when it has `size` customers. */
  owner: pg.Client;
  /** The whole way that is measured: what was typed in, the ids of the cards in their order out. */
  ask: (typed: string) => Promise<string[]>;
  size: number;
  /** The folder of the public data (EARSHOT_TEST_DATA), for first names and how common they are. */
  data: string;
  print: (figure: Figure) => void;
  /** Queries of each kind; 150 unless told. */
  each?: number;
  /** Turns A B A B …; 5 unless told. */
  rounds?: number;
  /** Another list of short names, read from a file: formal,short on each line. */
  truth?: ReadonlyMap<string, readonly string[]>;
}

/** Runs the benchmark and prints its figures. */
export async function bench(options: Options): Promise<void> {
  const { owner, size, print } = options;
  const csv = gunzipSync(await readFile(path.join(options.data, 'names/firstnames_at_counts.csv.gz'))).toString();
  await fill(owner, size, firstNamesOf(csv), surnamesOf(120_000, 7));
  const seconds = await index(owner);
  const figure = (name: string, value: number, unit: string, more: Partial<Figure> = {}): void =>
    print({ bench: 'find', figure: name, size, connections: 1, value: rounded(value), unit, ...more });
  if (seconds > 0) figure('index_seconds', seconds, 's');
  await makeTrigrams(owner);
  const queries = await queriesOf(options);
  await recalls(options, queries, figure);
  await speeds(options, queries, figure);
}

/** Plain pg_trgm as anybody would set it up: a GIN index on the name, the % operator, the ten nearest. */
const trigram = 'SELECT customer_id AS id FROM customers.customers WHERE full_name % $1 ORDER BY full_name <-> $1 LIMIT 10';

async function makeTrigrams(owner: pg.Client): Promise<void> {
  await owner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX IF NOT EXISTS bench_trigrams ON customers.customers USING gin (full_name gin_trgm_ops)`);
}

async function askTrigrams(owner: pg.Client, typed: string): Promise<string[]> {
  const { rows } = await owner.query({ name: 'trigram', text: trigram, values: [typed] });
  return rows.map((row) => row.id);
}

async function queriesOf({ owner, each = 150, truth = shortNames }: Options): Promise<Map<Kind, Query[]>> {
  const { rows } = await owner.query(`SELECT customer_id AS "customerId", full_name AS "fullName" FROM customers.customers
    ORDER BY hashtext(customer_id::text) LIMIT 40000`);
  const chance = chanceOf(11);
  const queries = new Map<Kind, Query[]>(kinds.map((kind) => [kind, []]));
  for (const kind of kinds) {
    for (const person of rows) {
      const query = queryFrom(kind, person, truth, chance);
      if (query !== null) queries.get(kind)?.push(query);
      if ((queries.get(kind)?.length ?? 0) >= each) break;
    }
    rows.push(...rows.splice(0, each * 3));
  }
  return queries;
}

type Tell = (name: string, value: number, unit: string, more?: Partial<Figure>) => void;

async function recalls({ owner, ask }: Options, queries: Map<Kind, Query[]>, figure: Tell): Promise<void> {
  for (const [kind, asked] of queries) {
    let ours = 0;
    let theirs = 0;
    for (const [place, query] of asked.entries()) {
      if (recalled(query, await named(owner, await ask(query.typed)))) ours += 1;
      // Slow, so a third of them is enough to compare with.
      if (place % 3 === 0 && recalled(query, await named(owner, await askTrigrams(owner, query.typed)))) theirs += 1;
    }
    const trigrams = rounded(theirs / Math.ceil(asked.length / 3));
    figure(`recall_${kind}`, ours / asked.length, 'of 1', { limit: `pg_trgm ${trigrams}`, ratio: rounded(ours / asked.length / trigrams) });
  }
}

async function named(owner: pg.Client, ids: string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await owner.query({
    name: 'named',
    text: `SELECT c.customer_id AS id, c.full_name AS name FROM unnest($1::uuid[]) WITH ORDINALITY f(id, place)
      JOIN customers.customers c ON c.customer_id = f.id ORDER BY f.place`,
    values: [ids],
  });
  return rows;
}

/** A B A B …: all kinds of queries mixed, ours and plain pg_trgm's on every sixth. */
async function speeds({ owner, ask, rounds = 5 }: Options, queries: Map<Kind, Query[]>, figure: Tell): Promise<void> {
  const mixed = kinds.flatMap((kind) => queries.get(kind)?.map((query) => query.typed) ?? []);
  const ours: number[] = [];
  const theirs: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const turn = mixed.filter((_, place) => place % rounds === round);
    const a = await timed(turn, ask);
    const b = await timed(turn.filter((_, place) => place % 6 === 0), (typed) => askTrigrams(owner, typed));
    ours.push(...a);
    theirs.push(...b);
    ratios.push(median(b) / median(a));
  }
  const range = { rounds, min: rounded(Math.min(...ours)), max: rounded(Math.max(...ours)) };
  figure('p50_ms', median(ours), 'ms', { ...range, limit: `pg_trgm ${rounded(median(theirs))} ms` });
  figure('p95_ms', quantile(ours, 0.95), 'ms', { ...range, limit: `pg_trgm ${rounded(quantile(theirs, 0.95))} ms` });
  figure('times_faster_than_trigram', median(ratios), 'x', {
    limit: 'plain pg_trgm on the same rows',
    ratio: rounded(median(ratios)),
    rounds,
    min: rounded(Math.min(...ratios)),
    max: rounded(Math.max(...ratios)),
  });
}

/** Milliseconds of each. */
async function timed(queries: string[], ask: (typed: string) => Promise<string[]>): Promise<number[]> {
  const taken: number[] = [];
  for (const query of queries) {
    const from = performance.now();
    await ask(query);
    taken.push(performance.now() - from);
  }
  return taken;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
