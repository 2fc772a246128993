/**
 * A run from its folder to its end: read, judge, write, end, tell. Until everything is judged nothing outside
 * staging has changed. A run that is taken up again starts over: what it wrote before, it finds unchanged.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { batch, house } from '#platform/database/vault.ts';
import { type Judged, judge } from './judging.ts';
import { takeMended } from './mending.ts';
import { Stopped } from './problem.ts';
import type { Progress } from './progress.ts';
import { activeRuns, forgetAttempt, keepFile } from './queries.ts';
import { say } from './sayings.ts';
import { dropStaging, findFiles, makeRawTables, prefixesHere } from './staging.ts';
import { type FoundFile, type StagedFile, stageFile } from './streaming.ts';
import type { Order, Work } from './work.ts';
import { indexNames, renewStatistics, write } from './writing.ts';

interface Taken {
  /** What a person should know beside the counts. */
  notes: string[];
  /** Too little of something came. */
  small: boolean;
}

/**
 * Takes the extract in.
 * @param connection of earshot_feed, not pipelined, holding the feed's lock
 * @throws FeedProblem with a sentence; Stopped
 */
export async function takeIn(
  database: Database,
  connection: pg.Client,
  order: Order,
  progress: Progress,
  signal: AbortSignal,
): Promise<Taken> {
  const prefix = prefixOf(order.runId);
  const files = await findFiles(order.feed, order.folder);
  const run = await batch(database, order.jobId, 'earshot_run_feed');
  const work: Work = { database, connection, run, order, prefix, progress, signal, notes: [] };
  const noLongerCancelled = cancelOn(signal, database, connection);
  try {
    await forgetEarlierAttempts(work);
    const judged = await judge(work, await read(work, files));
    await write(work, judged);
    // The planner's statistics beside the search's words: neither needs the other, and both are waited for.
    const [names] = await Promise.allSettled([
      indexNames(work, namedIn(judged.rows)),
      renewStatistics(work, judged.rows),
    ]);
    if (names.status === 'rejected') throw names.reason;
    return { notes: work.notes, small: work.notes.includes(say('accept its size')) };
  } catch (error) {
    throw signal.aborted ? new Stopped() : error;
  } finally {
    noLongerCancelled();
    // A server that has gone away takes nothing with it: the next run drops what is left.
    await dropStaging(connection, [prefix]).catch(() => undefined);
  }
}

/** How many customers' names may be new, at most. */
function namedIn(rows: Judged['rows']): number {
  const counts = [...rows].map(([{ name }, count]) => (name === 'customers' || name === 'names' ? count : 0));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Counts and rejects of this run so far, and the tables of processes that were killed. */
async function forgetEarlierAttempts({ database, connection, run, order: { runId } }: Work): Promise<void> {
  await house(database, 'earshot_batch', (tx) => tx.rows(forgetAttempt, { runId }));
  await run.transaction((tx) => tx.query('DELETE FROM feed.rejects WHERE run_id = $1', [runId]));
  // First what is there, then who goes: a run that begins meanwhile is not taken for a dead one.
  const here = await prefixesHere(connection);
  const active = await house(database, 'earshot_batch', (tx) => tx.rows(activeRuns, {}));
  const living = active.filter(({ run_id }) => run_id !== runId).map(({ run_id }) => prefixOf(run_id));
  await dropStaging(
    connection,
    here.filter((prefix) => !living.includes(prefix)),
  );
}

/** All files into their raw tables, mended lines in the place of the old ones. */
async function read(work: Work, files: FoundFile[]): Promise<StagedFile[]> {
  const { connection, prefix, order, progress, signal } = work;
  await makeRawTables(connection, order.feed, prefix);
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const staged: StagedFile[] = [];
  let bytesBefore = 0;
  let rowsBefore = 0;
  for (const file of files) {
    const one = await stageFile(
      connection,
      prefix,
      file,
      (bytes, rows) =>
        progress.at('reading', file.name, rowsBefore + rows, (bytesBefore + bytes) / Math.max(1, bytesAll)),
      signal,
    );
    staged.push(one);
    bytesBefore += file.bytes;
    rowsBefore += one.rows;
  }
  await takeMended(connection, prefix, staged);
  // Statistics are for choosing a join, for which a small sample does.
  await connection.query('SET default_statistics_target = 10');
  for (const file of order.feed.files) await connection.query(`ANALYZE staging.${prefix}_raw_${file.staged}`);
  await keepFiles(work, staged);
  return staged;
}

async function keepFiles({ database, order: { runId } }: Work, files: StagedFile[]): Promise<void> {
  await house(database, 'earshot_batch', async (tx) => {
    await Promise.all(
      files.map(({ number, name, described, bytes, sha256, rows, unreadable }) =>
        tx.rows(keepFile, {
          ...{ runId, number, name, staged: described.staged, bytes: BigInt(bytes), sha256 },
          ...{ rows: BigInt(rows), unreadable: BigInt(unreadable) },
        }),
      ),
    );
  });
}

/** "run_" and the random end of the run's id. */
function prefixOf(runId: string): string {
  return `run_${runId.slice(-12)}`;
}

/** A statement under way is cancelled, so that a stop need not wait for it. */
function cancelOn(signal: AbortSignal, database: Database, connection: pg.Client): () => void {
  const process = (connection as pg.Client & { processID: number }).processID;
  const cancel = () => {
    database
      .connect('earshot_feed')
      .then((other) => other.query('SELECT pg_cancel_backend($1)', [process]).finally(() => other.end()))
      // The stop is noticed between two statements then.
      .catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
