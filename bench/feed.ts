/**
 * What does an import cost beside a bare COPY? A made-up extract of customers, accounts and movements is
 * taken in whole: streamed, staged, mapped, validated, compared with what is kept, journaled, counted, bad
 * rows rejected. In turns with it the limit: COPY, by the owner and past every policy, of the very rows that
 * the import wrote, in the order of the source, into the same tables with the same constraints, indexes and
 * partitions.
 *
 * Before each of the two the bank holds the tenth part of the rows; the import finds one in twenty of those
 * changed and writes them too, which the limit need not. What is measured ends where the search's words of
 * new customers are made: no COPY does that. `with_names` is the whole, in a bank that has heard of few of
 * the surnames; `with_known_names` the whole where Find knows them, as at every import but the first;
 * `all_that_was_written` the whole beside a COPY of all that the import wrote, the words by which Find knows
 * names with their postings too.
 *
 * Memory is that of a process that does nothing but take the extract in, at a tenth of the size and at the
 * size: `ratio` is how much it grows while the rows become ten times as many.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startImport } from '#bank/feed/actions.ts';
import { entityNamed, keptColumns } from '#bank/feed/canonical.ts';
import { runImport } from '#bank/feed/handling.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import type { Database } from '#platform/database/pool.ts';
import { ownerOf, prepare } from '#platform/database/preparing.ts';
import { people, writeExtract, writeFeed } from './feed/extract.ts';
import { inTurns, median, print } from './measure.ts';

/** @param size movements of the extract; a customer and an account for each twenty of them */
export async function bench({
  size = 300_000,
  rounds = 5,
}: {
  size?: number;
  rounds?: number;
} = {}): Promise<void> {
  const folder = path.join(tmpdir(), `earshot-bench-feed-${process.pid}`);
  const bank = await ownBank(folder);
  try {
    await writeFeed(folder);
    const name = await people();
    const tenth = Math.floor(size / 10);
    await writeExtract(path.join(folder, 'small'), name, tenth, tenth, true);
    await writeExtract(path.join(folder, 'before'), name, size, tenth, false);
    await writeExtract(path.join(folder, 'now'), name, size, size, true);
    const measured = await inTurns(
      rounds,
      () => importing(bank, folder),
      () => copying(bank, folder),
    );
    report(size, rounds, measured.work, measured.limit);
    const small = await memoryOf(bank, folder, 'small');
    const memory = { bench: 'feed', connections: 1, figure: 'peak_memory_mb', unit: 'MB' };
    print({ ...memory, size: tenth, value: small });
    const large = await memoryOf(bank, folder, 'now');
    print({ ...memory, size, value: large, limit: small, ratio: large / small });
  } finally {
    await bank.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(size: number, rounds: number, work: Round[], limit: Round[]): void {
  const rows = work[0]?.rows ?? 0;
  type Part = Exclude<keyof Round, 'rows'>;
  const rate = (figure: string, of: Part, to: Part) => {
    const seconds = work.map((one) => one[of]);
    const limitSeconds = median(limit.map((one) => one[to]));
    const [value, ratio] = [rows / median(seconds), limitSeconds / median(seconds)];
    const [min, max] = [rows / Math.max(...seconds), rows / Math.min(...seconds)];
    const common = { bench: 'feed', size, connections: 1, rounds, figure, unit: 'rows/s' };
    print({ ...common, value, limit: rows / limitSeconds, ratio, min, max });
  };
  rate('rows_per_second', 'seconds', 'seconds');
  rate('with_names_rows_per_second', 'withNames', 'seconds');
  rate('with_known_names_rows_per_second', 'withKnown', 'seconds');
  rate('all_that_was_written_rows_per_second', 'withNames', 'withNames');
}

interface Bank {
  database: Database;
  owner: pg.Client;
  close(): Promise<void>;
}

/** A database server of this bench's own, set up like the one that comes with Earshot. */
async function ownBank(home: string): Promise<Bank> {
  const config = configOf({ EARSHOT_HOME: home });
  const { embedded } = await prepare(config);
  if (embedded === undefined) throw new Error('benches run on the embedded database');
  const database = await reach(config);
  const owner = new pg.Client(ownerOf(embedded));
  await owner.connect();
  return {
    database,
    owner,
    async close() {
      await database.close();
      await owner.end();
      await embedded.stop();
    },
  };
}

interface Round {
  rows: number;
  seconds: number;
  /** With the words of names. */
  withNames: number;
  /** The same where Find knows them already. */
  withKnown: number;
}

const tables = ['customers', 'holdings', 'transactions'] as const;
/** What the search keeps of names, with what tells new rows, and their order. */
const words = {
  'customers.words': ['NOT EXISTS (SELECT FROM bench_words b WHERE b.word = t.word)', 'word'],
  'customers.found_by': [
    'customer_id IN (SELECT c.customer_id FROM customers.customers c WHERE c.created_run = $run)',
    'customer_id, place',
  ],
} as const;
const bookkeeping = ['source', 'source_key', 'row_hash', 'created_run', 'changed_run', 'seen_run'];

async function importing(bank: Bank, folder: string): Promise<Round> {
  await empty(bank);
  await imported(bank, folder, 'before');
  await bank.owner.query('DROP TABLE IF EXISTS bench_words');
  await bank.owner.query('CREATE TEMP TABLE bench_words AS SELECT word FROM customers.words');
  await bank.owner.query('ANALYZE bench_words');
  await bank.owner.query('CHECKPOINT');
  const round = await imported(bank, folder, 'now');
  await keepWritten(bank, folder, round.runId);
  await empty(bank, 'but words');
  await imported(bank, folder, 'before');
  await bank.owner.query('CHECKPOINT');
  const known = await imported(bank, folder, 'now');
  return { ...round, withKnown: known.withNames };
}

async function copying(bank: Bank, folder: string): Promise<Round> {
  await empty(bank);
  await imported(bank, folder, 'before');
  await bank.owner.query('CHECKPOINT');
  const start = performance.now();
  for (const name of tables) {
    const columns = [...keptColumns(entityNamed(name)), ...bookkeeping]
      .map((column) => `"${column}"`)
      .join(', ');
    await copyIn(bank, folder, name, `${entityNamed(name).table} (${columns})`);
  }
  const seconds = (performance.now() - start) / 1000;
  for (const table of Object.keys(words)) await copyIn(bank, folder, table, table);
  return { rows: 0, seconds, withNames: (performance.now() - start) / 1000, withKnown: seconds };
}

async function copyIn(bank: Bank, folder: string, name: string, into: string): Promise<void> {
  const file = createReadStream(path.join(folder, `${name}.copy`), { highWaterMark: 256 * 1024 });
  await pipeline(file, bank.owner.query(copyFrom(`COPY ${into} FROM STDIN`)));
}

async function imported(bank: Bank, folder: string, day: string) {
  const { runId, jobId } = await started(bank, folder, day);
  const start = performance.now();
  let written: number | undefined;
  const report = await runImport(bank.database, jobId, runId, ({ phase }) => {
    if (phase === 'names') written ??= performance.now();
  });
  const end = performance.now();
  if (report.run.state !== 'finished')
    throw new Error(`The import ended ${report.run.state}: ${report.run.problem}`);
  const rows = report.entities.reduce((sum, { rows_in }) => sum + Number(rows_in), 0);
  return { runId, rows, seconds: ((written ?? end) - start) / 1000, withNames: (end - start) / 1000 };
}

/** An import whose job is held, as if the queue had given it out. */
async function started(bank: Bank, folder: string, day: string) {
  const { runId, jobId } = await startImport(bank.database, {
    feed: 'bench',
    folder: path.join(folder, day),
    feeds: path.join(folder, 'feeds'),
  });
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'bench' WHERE id = $1`,
    [jobId],
  );
  return { runId, jobId };
}

/** Megabytes that a process of its own takes at most, while it takes the extract into an empty bank. */
async function memoryOf(bank: Bank, folder: string, day: string): Promise<number> {
  await empty(bank);
  const { runId, jobId } = await started(bank, folder, day);
  const program = path.join(import.meta.dirname, 'feed/taking.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, jobId, runId]);
  return Number(stdout);
}

async function empty(bank: Bank, all: 'all' | 'but words' = 'all'): Promise<void> {
  await bank.owner.query(
    `TRUNCATE feed.runs, feed.source_values, customers.customers, customers.names,
       holdings.holdings, holdings.transactions CASCADE`,
  );
  await bank.owner.query('TRUNCATE customers.found_by');
  if (all === 'all') await bank.owner.query('TRUNCATE customers.words');
}

/** The rows that this run created, for the limit; in the order of the source. */
async function keepWritten(bank: Bank, folder: string, runId: string): Promise<void> {
  const keep = async (name: string, rows: string) => {
    const copy = bank.owner.query(copyTo(`COPY (${rows}) TO STDOUT`));
    await pipeline(copy, createWriteStream(path.join(folder, `${name}.copy`)));
  };
  for (const name of tables) {
    const { table } = entityNamed(name);
    const columns = [...keptColumns(entityNamed(name)), ...bookkeeping]
      .map((column) => `"${column}"`)
      .join(', ');
    const order = name === 'transactions' ? 'sequence, counts DESC' : 'source_key';
    await keep(name, `SELECT ${columns} FROM ${table} WHERE created_run = '${runId}' ORDER BY ${order}`);
  }
  for (const [table, [isNew, order]] of Object.entries(words))
    await keep(
      table,
      `SELECT * FROM ${table} t WHERE ${isNew.replace('$run', `'${runId}'`)} ORDER BY ${order}`,
    );
}
