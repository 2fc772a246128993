/**
 * Does what a run asks for, in the process that holds its job: takes an extract in, or takes a run back. One run of a feed
 * at a time, in however many processes: whoever goes holds the feed's lock on a connection of its own, which the database
 * lets go when the process dies.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { type RunReport, type RunRow, reportOf } from './actions.ts';
import { ownFeeds, readFeed } from './description.ts';
import { FeedProblem, Stopped } from './problem.ts';
import { Progress, type Told } from './progress.ts';
import { beginRun, clearAlarms, endRun, newestOf, raiseAlarm, runOf } from './queries.ts';
import { goneAfterSeconds } from './rules.ts';
import { takeIn } from './running.ts';
import { undo } from './undoing.ts';

/**
 * Does the job of a run: takes its extract in, or takes it back. Safe to call again after a crash at any point.
 * @param jobId the queue's id of the job that this process holds
 * @param onProgress is told at every step, for a bar in a terminal
 * @param signal of a process that is ending: the run is left to be taken up again
 */
export async function runImport(
  database: Database,
  jobId: string,
  runId: string,
  onProgress?: (told: Told) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunReport> {
  const known = await house(database, 'earshot_batch', (tx) => tx.one(runOf, { runId }));
  if (!['waiting', 'running', 'undoing'].includes(known.state)) return reportOf(database, runId);
  const connection = await locked(database, known.feed);
  try {
    const run = await house(database, 'earshot_batch', (tx) => tx.first(beginRun, { runId }));
    if (run !== undefined) await doing(database, connection, { run, jobId }, onProgress, signal);
  } finally {
    await connection.end().catch(() => undefined);
  }
  return reportOf(database, runId);
}

/** Was it under way in a process that is there no longer? Its lock is free, or it has told nothing for a while. */
async function isCutOff(database: Database, run: RunRow): Promise<boolean> {
  if (run.state !== 'running' && run.state !== 'undoing') return false;
  const connection = await database.connect('earshot_feed');
  try {
    if (await lock(connection, run.feed)) return true;
  } finally {
    await connection.end();
  }
  const told = run.told_at ?? run.requested_at;
  return Temporal.Now.instant().since(told).total('seconds') > goneAfterSeconds;
}

async function lock(connection: pg.Client, feed: string): Promise<boolean> {
  const { rows } = await connection.query('SELECT pg_try_advisory_lock(4772010, hashtext($1)) AS mine', [
    feed,
  ]);
  return rows[0].mine;
}

/** A connection of earshot_feed that holds the feed: one run of a feed at a time, in however many processes. */
async function locked(database: Database, feed: string): Promise<pg.Client> {
  const connection = await database.connect('earshot_feed');
  // The connection of a process that was killed goes when its last statement ends; that is ended here.
  for (const patience of [0, 200, 1000, 3000]) {
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (await lock(connection, feed)) return connection;
    if (patience === 1000) await endDeadHolder(database, connection, feed);
  }
  await connection.end();
  throw new Failure('not-now', { cause: new Error(`another process is running the feed ${feed}`) });
}

async function endDeadHolder(database: Database, connection: pg.Client, feed: string): Promise<void> {
  const run = await newestRun(database, feed);
  if (run?.told_at && Temporal.Now.instant().since(run.told_at).total('seconds') <= goneAfterSeconds) return;
  await connection.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 4772010 AND granted
        AND objid = (hashtext($1)::bigint & 4294967295)::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [feed],
  );
}

interface Doing {
  run: RunRow;
  jobId: string;
}

async function doing(
  database: Database,
  connection: pg.Client,
  { run, jobId }: Doing,
  onProgress: ((told: Told) => void) | undefined,
  signal: AbortSignal,
) {
  const progress = new Progress(database, run.run_id, onProgress);
  const either = AbortSignal.any([progress.stop.signal, signal]);
  const end = async (state: RunRow['state'], problem: string | null, notes: string[] = []) => {
    await progress.close();
    await house(database, 'earshot_batch', (tx) =>
      tx.rows(endRun, { runId: run.run_id, state, problem, notes }),
    );
  };
  try {
    if (run.state === 'undoing') {
      await undo(database, { runId: run.run_id, feed: run.feed, jobId }, progress);
      await end('undone', null);
      return;
    }
    const feed = await readFeed(run.feeds_folder ?? ownFeeds, run.feed);
    const order = {
      runId: run.run_id,
      feed,
      folder: run.folder,
      asOf: run.as_of,
      acceptSmall: run.accept_small,
      jobId,
    };
    const notes = await takeIn(database, connection, order, progress, either);
    await end('finished', null, notes);
    await house(database, 'earshot_batch', (tx) =>
      tx.rows(clearAlarms, {
        feed: run.feed,
        kinds: ['failed', 'late', ...(notes.length === 0 ? ['small'] : [])],
      }),
    );
  } catch (error) {
    await progress.close();
    if (error instanceof Stopped && !signal.aborted) await end('stopped', error.message);
    else if (error instanceof FeedProblem) await failed(database, run, error.message, end);
    else if (isPassing(error) || signal.aborted) throw error;
    else {
      await failed(database, run, 'Something went wrong on our side; the log of the server says what.', end);
      throw error;
    }
  }
}

/** The sentence is kept and an alarm raised; the queue does not try again what would only fail again. */
async function failed(
  database: Database,
  run: RunRow,
  says: string,
  end: (state: RunRow['state'], problem: string) => Promise<void>,
) {
  const undoing = run.state === 'undoing';
  const before =
    run.state_before === 'failed' || run.state_before === 'stopped' ? run.state_before : 'finished';
  await end(undoing ? before : 'failed', says.slice(0, 2000));
  if (undoing) return;
  const alarm = `The feed ${run.feed} could not be taken in: ${says}`.slice(0, 500);
  await house(database, 'earshot_batch', (tx) =>
    tx.rows(raiseAlarm, { feed: run.feed, runId: run.run_id, kind: 'failed', says: alarm }),
  );
}

/** Does it pass by itself? Then the run stays as it is and the queue tries again. */
function isPassing(error: unknown): boolean {
  if (error instanceof Failure) return error.code !== 'not-allowed';
  const { code } = error as { code?: string };
  return code === undefined || /^(08|53|57P|40|E[A-Z]{3})/.test(code);
}
