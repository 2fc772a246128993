/**
 * `earshot import`, `feeds`, `rejects`, `undo`: a bank's extracts from the terminal, whether or not
 * Earshot is running.
 */
import path from 'node:path';
import {
  listRejects,
  listRuns,
  type RunReport,
  type RunRow,
  reportOf,
  startImport,
  undoRun,
} from '#bank/feed/actions.ts';
import { tasks as feedTasks } from '#bank/feed/jobs.ts';
import { undoableOf } from '#bank/feed/telling.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import type { Database } from '#platform/database/pool.ts';
import { prepare } from '#platform/database/preparing.ts';
import { startWorker } from '#platform/jobs/worker.ts';

/** Rejects that an import shows by itself; "rejects" lists the others. */
const rejectsAtOnce = 20;
/** Of which the list is asked for at a time. */
const page = 200;
const finished = new Set(['finished', 'failed', 'stopped', 'undone']);

export async function importFeed(
  feed: string,
  files: string,
  options: { asOf?: string; acceptSize?: boolean; json?: boolean },
): Promise<void> {
  const folder = path.resolve(files);
  const order = {
    ...{ feed: path.basename(path.resolve(feed)), folder, feeds: path.dirname(path.resolve(feed)) },
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    acceptSmall: options.acceptSize ?? false,
  };
  await withDatabase(async (database) => {
    const { runId, resumed } = await startImport(database, order);
    if (resumed && !options.json) console.error('Taking up the run that was cut off.');
    await follow(database, runId, options.json ?? false);
  });
}

export async function undoFeed(feed: string, { json }: { json?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const newest = undoableOf(await runsOf(database, feed));
    if (newest === undefined) throw new Error(`There is no run of ${feed} to undo.`);
    if (!json) console.error(`Undoing the run of ${newest.requested_at.toString().slice(0, 19)}.`);
    await undoRun(database, newest.run_id);
    await follow(database, newest.run_id, json ?? false);
  });
}

export async function listFeeds({ json }: { json?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const runs = await listRuns(database, { most: 20 });
    if (json) return console.log(JSON.stringify(runs, plain));
    if (runs.length === 0) console.log('Nothing was imported yet.');
    for (const run of runs)
      console.log(`${run.requested_at.toString().slice(0, 19)}  ${run.feed.padEnd(12)} ${run.state}`);
  });
}

/** The rejected rows of a feed's newest run that stands, or of another run; their values masked. */
export async function showRejects(
  feed: string,
  options: { run?: string; most: string; json?: boolean },
): Promise<void> {
  await withDatabase(async (database) => {
    const runId = options.run ?? (await newestOf(database, feed))?.run_id;
    if (runId === undefined) throw new Error(`There is no run of ${feed}.`);
    const most = Number(options.most);
    if (!Number.isInteger(most) || most < 1) throw new Error('--most is a whole number from 1 on.');
    const { run, entities } = await reportOf(database, runId);
    if (run.feed !== path.basename(feed)) throw new Error(`The run ${runId} is not one of ${feed}.`);
    const rejects = await rejectsOf(database, runId, most);
    if (options.json) return console.log(JSON.stringify({ run, rejects }, plain));
    console.log(`${run.feed}, ${run.requested_at.toString().slice(0, 19)}: ${run.state}`);
    printRejects(rejects, entities);
  });
}

async function newestOf(database: Database, feed: string): Promise<RunRow | undefined> {
  return (await runsOf(database, feed)).find((run) => run.state !== 'undone');
}

const runsOf = (database: Database, feed: string) =>
  listRuns(database, { feed: path.basename(feed), most: 200 });

type Reject = Awaited<ReturnType<typeof listRejects>>[number];

async function rejectsOf(database: Database, runId: string, most: number): Promise<Reject[]> {
  const rejects: Reject[] = [];
  while (rejects.length < most) {
    const wanted = Math.min(page, most - rejects.length);
    const some = await listRejects(database, runId, rejects.at(-1)?.reject_id ?? 0n, wanted);
    rejects.push(...some);
    if (some.length < wanted) break;
  }
  return rejects;
}

/**
 * Does the jobs of feeds in this process too, so that it works when nothing else runs; whoever is first takes
 * the job.
 */
async function follow(database: Database, runId: string, json: boolean): Promise<void> {
  const worker = await startWorker(database, feedTasks, { concurrency: 1 });
  try {
    const report = await finish(database, runId, json ? undefined : showProgress);
    const rejects = await rejectsOf(database, runId, rejectsAtOnce);
    if (json) console.log(JSON.stringify({ ...report, rejects }, plain));
    else print(report, rejects);
    // a run that cannot be undone stands as it was, and says why
    const { state, problem } = report.run;
    if (state === 'failed' || state === 'stopped' || problem !== null) process.exitCode = 1;
    else if (report.entities.some((entity) => entity.rejected > 0n)) process.exitCode = 3;
  } finally {
    await worker.stop();
  }
}

/** Until the run has come to an end. */
export async function finish(
  database: Database,
  runId: string,
  show?: (report: RunReport) => void,
): Promise<RunReport> {
  for (;;) {
    const report = await reportOf(database, runId);
    show?.(report);
    if (finished.has(report.run.state)) return report;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function showProgress({ run }: RunReport): void {
  if (!process.stderr.isTTY) return;
  const done = Math.round((run.share ?? 0) * 30);
  const bar = '█'.repeat(done) + '░'.repeat(30 - done);
  const rate = `${Number(run.rows_per_second ?? 0).toLocaleString('en')} rows/s`;
  const end = finished.has(run.state) ? '\n' : '';
  const share = `${String(Math.round((run.share ?? 0) * 100)).padStart(3)} %`;
  const doing = `${run.phase ?? run.state} ${run.item ?? ''}`;
  process.stderr.write(`\r${bar} ${share}  ${doing} ${rate}\x1b[K${end}`);
}

function print({ run, files, entities }: RunReport, rejects: Reject[]): void {
  console.log(`${run.feed}: ${run.state}${run.problem ? `. ${run.problem}` : ''}`);
  for (const file of files) console.log(`  ${file.file_name}: ${file.rows_read.toLocaleString('en')} rows`);
  const columns = ['rows_in', 'created', 'updated', 'unchanged', 'rejected', 'ended'] as const;
  if (entities.length > 0)
    console.log(
      `  ${'entity'.padEnd(18)}${columns.map((column) => column.replace('_', ' ').padStart(12)).join('')}`,
    );
  for (const entity of entities) {
    const counts = columns.map((column) => entity[column].toLocaleString('en').padStart(12));
    console.log(`  ${entity.entity.padEnd(18)}${counts.join('')}`);
  }
  for (const note of run.notes ?? []) console.log(`  ${note}`);
  if (rejects.length > 0) printRejects(rejects, entities);
}

/** File, line, column and reason of each; the value masked, as on the screen. */
function printRejects(rejects: Reject[], entities: RunReport['entities']): void {
  for (const { file_name, line, column_name, reason, masked } of rejects) {
    const value = masked === null ? '' : `: ${masked}`;
    console.log(
      `  ${file_name ?? '?'}:${line}  ${column_name === null ? '' : `${column_name} `}${reason}${value}`,
    );
  }
  const all = Number(entities.reduce((sum, { rejected }) => sum + rejected, 0n));
  if (rejects.length < all)
    console.log(
      `  ${rejects.length.toLocaleString('en')} of ${all.toLocaleString('en')} rejected rows are shown; ` +
        '"earshot rejects" lists more. After ninety days they are forgotten.',
    );
  if (all === 0) console.log('  No row was rejected.');
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const config = configOf(process.env);
  const database = await reach(config).catch(async (error) => {
    // A bank's own database is set up by "migrate" alone; the embedded one now, as "migrate" would.
    if (config.databaseUrl !== undefined) throw error;
    await prepare(config);
    return reach(config);
  });
  try {
    await work(database);
  } finally {
    await database.close();
    await leave(database.logins, database.embedded);
  }
}

const plain = (_name: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
