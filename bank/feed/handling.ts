/**
 * Does what a run asks for, in the process that holds its job: takes an extract in, or takes a run back. Safe
 * to do again after a crash at any point.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { type RunReport, type RunRow, reportOf } from './actions.ts';
import { clearAlarms, raiseAlarm } from './alarm-queries.ts';
import { ownFeeds, readFeed } from './description.ts';
import { holdFeed } from './locking.ts';
import { FeedProblem, Stopped } from './problem.ts';
import { Progress, type Told } from './progress.ts';
import { beginRun, endRun, runOf } from './queries.ts';
import { takeIn } from './running.ts';
import { say } from './sayings.ts';
import { undo } from './undoing.ts';

/**
 * @param jobId the queue's id of the job that this process holds
 * @param onProgress is told at every step, for a bar in a terminal
 * @param signal of a process that is ending: the run is left to be taken up again
 * @returns the run as it stands; what a person can mend is its `problem`, anything else is thrown
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
  const connection = await holdFeed(database, known);
  try {
    const run = await house(database, 'earshot_batch', (tx) => tx.first(beginRun, { runId }));
    if (run !== undefined) await handle({ database, connection, run, jobId, onProgress, signal });
  } finally {
    // It may have been ended by whoever took the feed over.
    await connection.end().catch(() => undefined);
  }
  return reportOf(database, runId);
}

interface Task {
  database: Database;
  connection: pg.Client;
  run: RunRow;
  jobId: string;
  onProgress: ((told: Told) => void) | undefined;
  signal: AbortSignal;
}

async function handle(task: Task): Promise<void> {
  const { database, run, signal } = task;
  const progress = new Progress(database, run.run_id, task.onProgress);
  try {
    if (run.state === 'undoing') {
      await undo(database, { runId: run.run_id, feed: run.feed, jobId: task.jobId }, progress);
      await progress.close();
      await end(task, 'undone', null);
    } else {
      const { notes, small } = await takeInOf(task, progress);
      await progress.close();
      await end(task, 'finished', null, notes);
      const over = ['failed', 'late', ...(small ? [] : ['small'])];
      await house(database, 'earshot_batch', (tx) => tx.rows(clearAlarms, { feed: run.feed, kinds: over }));
    }
  } catch (error) {
    await progress.close();
    if (signal.aborted || isPassing(error)) throw error;
    if (error instanceof Stopped) return end(task, 'stopped', error.message);
    if (error instanceof FeedProblem) return failed(task, error.message);
    await failed(task, say('our side'));
    throw error;
  }
}

async function takeInOf({ database, connection, run, jobId, signal }: Task, progress: Progress) {
  const feed = await readFeed(run.feeds_folder ?? ownFeeds, run.feed);
  const order = {
    runId: run.run_id,
    feed,
    folder: run.folder,
    asOf: run.as_of,
    acceptSmall: run.accept_small,
    jobId,
  };
  return takeIn(database, connection, order, progress, AbortSignal.any([progress.stop.signal, signal]));
}

async function end(
  { database, run }: Task,
  state: RunRow['state'],
  problem: string | null,
  notes: string[] = [],
) {
  await house(database, 'earshot_batch', (tx) =>
    tx.rows(endRun, { runId: run.run_id, state, problem, notes }),
  );
}

/** The sentence is kept and an alarm raised; the queue does not try again what would only fail again. */
async function failed(task: Task, says: string): Promise<void> {
  const { database, run } = task;
  const before =
    run.state_before === 'failed' || run.state_before === 'stopped' ? run.state_before : 'finished';
  await end(task, run.state === 'undoing' ? before : 'failed', says.slice(0, 2000));
  if (run.state === 'undoing') return;
  const alarm = say('not taken in', { feed: run.feed, why: says }).slice(0, 500);
  await house(database, 'earshot_batch', (tx) =>
    tx.rows(raiseAlarm, { feed: run.feed, runId: run.run_id, kind: 'failed', says: alarm }),
  );
}

/** Does it pass by itself? Then the run stays as it is and the queue tries again. */
function isPassing(error: unknown): boolean {
  if (error instanceof Failure) return ['unavailable', 'too-slow', 'keys-unavailable'].includes(error.code);
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(08|53|57P|40|E[A-Z]{3})/.test(code) || /^Connection terminated/.test(message);
}
