/**
 * What does an import cost beside a bare COPY? A made-up extract of customers, accounts and movements is
 * taken in whole: streamed, staged, mapped, validated, compared with what is kept, journaled, counted, bad
 * rows rejected. In turns with it the limit: COPY, by the owner and past every policy, of the very rows that
 * the import wrote, in the order of the source, into the same tables with the same constraints, indexes and
 * partitions.
 *
 * Before each of the two the bank holds the tenth part of the rows; the import finds one in twenty of those
 * changed and writes them too, which the limit need not. What is measured ends where the search's words of
 * new customers are made: no COPY does that. `with_names` is the whole.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startImport } from '#bank/feed/actions.ts';
import { entityNamed, keptColumns } from '#bank/feed/canonical.ts';
import { runImport } from '#bank/feed/handling.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import type { Database } from '#platform/database/pool.ts';
import { ownerOf, prepare } from '#platform/database/preparing.ts';
import { firstNamesOf, nameOf, surnamesOf } from './find/people.ts';
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
    await writeExtract(path.join(folder, 'before'), name, size, Math.floor(size / 10), false);
    await writeExtract(path.join(folder, 'now'), name, size, size, true);
    const measured = await inTurns(
      rounds,
      () => importing(bank, folder),
      () => copying(bank, folder),
    );
    report(size, rounds, measured.work, median(measured.limit.map((one) => one.seconds)));
  } finally {
    await bank.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(size: number, rounds: number, work: Round[], limitSeconds: number): void {
  const common = { bench: 'feed', size, connections: 1, rounds };
  const rows = work[0]?.rows ?? 0;
  const rate = (figure: string, seconds: number[]) => {
    const limit = rows / limitSeconds;
    const ratio = limitSeconds / median(seconds);
    const [min, max] = [rows / Math.max(...seconds), rows / Math.min(...seconds)];
    print({ ...common, figure, value: rows / median(seconds), unit: 'rows/s', limit, ratio, min, max });
  };
  rate(
    'rows_per_second',
    work.map((one) => one.seconds),
  );
  rate(
    'with_names_rows_per_second',
    work.map((one) => one.withNames),
  );
  const value = Math.max(...work.map((one) => one.megabytes));
  print({ ...common, figure: 'peak_memory_mb', value, unit: 'MB' });
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
  withNames: number;
  megabytes: number;
}

const tables = ['customers', 'holdings', 'transactions'] as const;
const bookkeeping = ['source', 'source_key', 'row_hash', 'created_run', 'changed_run', 'seen_run'];

async function importing(bank: Bank, folder: string): Promise<Round> {
  await empty(bank);
  await imported(bank, folder, 'before');
  await bank.owner.query('CHECKPOINT');
  const round = await imported(bank, folder, 'now');
  await keepWritten(bank, folder, round.runId);
  return round;
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
    const copy = bank.owner.query(copyFrom(`COPY ${entityNamed(name).table} (${columns}) FROM STDIN`));
    await pipeline(createReadStream(path.join(folder, `${name}.copy`), { highWaterMark: 256 * 1024 }), copy);
  }
  const seconds = (performance.now() - start) / 1000;
  return { rows: 0, seconds, withNames: seconds, megabytes: 0 };
}

async function imported(bank: Bank, folder: string, day: string): Promise<Round & { runId: string }> {
  const { runId, jobId } = await startImport(bank.database, {
    feed: 'bench',
    folder: path.join(folder, day),
    feeds: path.join(folder, 'feeds'),
  });
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'bench' WHERE id = $1`,
    [jobId],
  );
  let megabytes = 0;
  const sampling = setInterval(() => {
    megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1e6);
  }, 50);
  const start = performance.now();
  let written: number | undefined;
  const report = await runImport(bank.database, jobId, runId, ({ phase }) => {
    if (phase === 'names') written ??= performance.now();
  });
  const end = performance.now();
  clearInterval(sampling);
  if (report.run.state !== 'finished')
    throw new Error(`The import ended ${report.run.state}: ${report.run.problem}`);
  const rows = report.entities.reduce((sum, { rows_in }) => sum + Number(rows_in), 0);
  return {
    runId,
    rows,
    megabytes,
    seconds: ((written ?? end) - start) / 1000,
    withNames: (end - start) / 1000,
  };
}

async function empty(bank: Bank): Promise<void> {
  await bank.owner.query(
    `TRUNCATE feed.runs, feed.source_values, customers.customers, customers.names,
       holdings.holdings, holdings.transactions CASCADE`,
  );
  const { rows } = await bank.owner.query(`SELECT to_regclass('customers.found_by') IS NOT NULL AS there`);
  if (rows[0].there) await bank.owner.query('TRUNCATE customers.found_by, customers.words');
}

/** The rows that this run created, for the limit; in the order of the source. */
async function keepWritten(bank: Bank, folder: string, runId: string): Promise<void> {
  for (const name of tables) {
    const { table } = entityNamed(name);
    const columns = [...keptColumns(entityNamed(name)), ...bookkeeping]
      .map((column) => `"${column}"`)
      .join(', ');
    const order = name === 'transactions' ? 'sequence, counts DESC' : 'source_key';
    const rows = bank.owner.query(
      copyTo(
        `COPY (SELECT ${columns} FROM ${table} WHERE created_run = '${runId}' ORDER BY ${order}) TO STDOUT`,
      ),
    );
    await pipeline(rows, createWriteStream(path.join(folder, `${name}.copy`)));
  }
}

async function writeFeed(folder: string): Promise<void> {
  const feed = path.join(folder, 'feeds', 'bench');
  await mkdir(feed, { recursive: true });
  const files: Record<string, string> = {
    customers: 'key, kind, full_name, born_on, sex, language, customer_since, occupation, made_up',
    holdings: 'agreement_key, customer_key, role, kind, number, currency, opened_on, state',
    transactions:
      'key, agreement_key, booked_on, sequence, minor, currency, balance_minor, kind, counterparty, ' +
      'counterparty_account, description',
  };
  let yaml = 'title: A bank for measuring, made up\nfiles:\n';
  for (const [name, columns] of Object.entries(files)) {
    yaml += `  ${name}: { name: ${name}.csv, columns: [${columns}] }\n`;
    await writeFile(path.join(feed, `${name}.sql`), `SELECT origin, ${columns} FROM ${name}\n`);
  }
  yaml +=
    'entities:\n  customers: { complete: true }\n  holdings: { complete: true }\n' +
    '  transactions: { complete: false }\n';
  await writeFile(path.join(feed, 'feed.yaml'), yaml);
}

/**
 * Names as unevenly spread as people's are, as in the bench of Find. The bank is nearly empty before, so that
 * most surnames are new to the search: the first import of a bank, which is the dearest.
 */
async function people(): Promise<(n: number) => string> {
  const data = process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../shared/data');
  const csv = gunzipSync(await readFile(path.join(data, 'names/firstnames_at_counts.csv.gz'))).toString();
  return nameOf(firstNamesOf(csv), surnamesOf(120_000, 7));
}

/**
 * An account in twenty is joint; one row in two hundred is bad; of a later day, one known row in twenty has
 * changed.
 */
async function writeExtract(
  folder: string,
  name: (n: number) => string,
  size: number,
  movements: number,
  later: boolean,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const people = Math.max(20, Math.floor(size / 20));
  const known = Math.floor((people * movements) / size);
  await pipeline(
    function* () {
      yield 'key,kind,full_name,born_on,sex,language,customer_since,occupation,made_up\n';
      for (let n = 0; n < known; n += 1) {
        const born = `19${50 + (n % 50)}-0${1 + (n % 9)}-1${n % 9}`;
        const work = later && n % 20 === 0 ? 'changed' : n % 50;
        yield `C${n},person,${name(n)},${born},female,en,2001-02-03,worker ${work},true\n`;
      }
    },
    createWriteStream(path.join(folder, 'customers.csv')),
  );
  await pipeline(
    function* () {
      yield 'agreement_key,customer_key,role,kind,number,currency,opened_on,state\n';
      for (let n = 0; n < known; n += 1) {
        const account = `current account,${1_000_000 + n},EUR,2001-02-03,active\n`;
        yield `A${n},C${n},owner,${account}`;
        if (n % 20 === 0) yield `A${n},C${(n + 1) % known},joint owner,${account}`;
      }
    },
    createWriteStream(path.join(folder, 'holdings.csv')),
  );
  const kinds = ['card payment', 'transfer in', 'transfer out', 'fee', 'interest', 'standing order'];
  await pipeline(
    function* () {
      yield 'key,agreement_key,booked_on,sequence,minor,currency,balance_minor,';
      yield 'kind,counterparty,counterparty_account,description\n';
      const start = Temporal.PlainDate.from('2024-01-01');
      const days = Array.from({ length: 900 }, (_, day) => start.add({ days: day }).toString());
      for (let n = 0; n < movements; n += 1) {
        // an even spread over the accounts that are there on that day
        const account =
          (n * 7919) % (later && n >= size / 10 ? people : Math.max(20, Math.floor(people / 10)));
        const day = n % 200 === 7 ? '2024-02-30' : days[Math.floor((n * 900) / size)];
        const text = later && n % 20 === 3 ? 'corrected' : `Payment at shop number ${n % 977}`;
        const money = `${((n * 31) % 1_000_000) - 500_000},EUR,${(n * 37) % 10_000_000}`;
        yield `T${n},A${account},${day},${n},${money},${kinds[n % 6]},Shop number ${n % 1000},,${text}\n`;
      }
    },
    createWriteStream(path.join(folder, 'transactions.csv')),
  );
}
