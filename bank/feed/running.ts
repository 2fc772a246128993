/**
 * A run from its folder to its end: read, map, check, write, end, tell. Until everything is checked nothing outside
 * staging has changed. A run that is taken up again starts over: what it wrote before, it finds unchanged.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { batch, house } from '#platform/database/vault.ts';
import { entityNamed } from './canonical.ts';
import {
  checkCounting,
  checkReferences,
  checkTwice,
  countRefused,
  fillParties,
  fillPartiesByNumber,
  keepRejects,
  keepUnreadable,
  keysNamed,
  makeParties,
} from './checking.ts';
import type { FeedEntity } from './description.ts';
import { followMerges } from './following.ts';
import { mapEntity, selectOf, stagedTable } from './mapping.ts';
import { takeMended } from './mending.ts';
import { FeedProblem, Stopped } from './problem.ts';
import type { Progress } from './progress.ts';
import {
  activeRuns,
  forgetAttempt,
  keepEntity,
  keepFile,
  raiseAlarm,
  rowsOfLast,
} from './queries.ts';
import { allRefused, isSmall } from './rules.ts';
import { dropStaging, findFiles, makeRawTables, type StagedFile, stageFile } from './staging.ts';
import type { Order, Work } from './work.ts';
import { indexNames, renewStatistics, write } from './writing.ts';

/**
 * Takes the extract in.
 * @param connection of earshot_feed, not pipelined, holding the feed's lock
 * @returns what a person should know beside the counts
 * @throws FeedProblem with a sentence; Stopped
 */
export async function takeIn(
  database: Database,
  connection: pg.Client,
  order: Order,
  progress: Progress,
  signal: AbortSignal,
): Promise<string[]> {
  const { runId, feed } = order;
  const prefix = prefixOf(runId);
  const files = await findFiles(feed, order.folder);
  const run = await batch(database, order.jobId, 'earshot_run_feed');
  const work: Work = { database, connection, run, order, prefix, progress, signal, notes: [] };
  const stopQuery = cancelOn(signal, database, connection);
  try {
    await house(database, 'earshot_batch', (tx) => tx.rows(forgetAttempt, { runId }));
    await run.transaction((tx) => tx.query('DELETE FROM feed.rejects WHERE run_id = $1', [runId]));
    await dropOthers(work);
    await makeRawTables(connection, feed, prefix);
    const staged: StagedFile[] = [];
    const bytesAll = Math.max(
      1,
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    let bytesBefore = 0;
    let rowsBefore = 0;
    for (const file of files) {
      const told = (bytes: number, rows: number) =>
        progress.at('reading', file.name, rowsBefore + rows, (bytesBefore + bytes) / bytesAll);
      const one = await stageFile(connection, prefix, file, told, signal);
      staged.push(one);
      bytesBefore += file.bytes;
      rowsBefore += one.rows;
    }
    await takeMended(connection, prefix, staged);
    await connection.query('SET default_statistics_target = 10');
    for (const { staged: name } of feed.files)
      await connection.query(`ANALYZE staging.${prefix}_raw_${name}`);
    await keepFiles(work, staged);
    const unreadable = await refuseUnreadable(work, staged);
    const rows = await mapAndCheck(work, unreadable);
    const small = await isUnusuallySmall(work, rows);
    await write(work, rows, small || [...unreadable.values()].some((lines) => lines > 0));
    await indexNames(work);
    await renewStatistics(work, rows);
    return work.notes;
  } catch (error) {
    if (signal.aborted) throw new Stopped();
    throw error;
  } finally {
    stopQuery();
    await dropStaging(connection, [prefix]).catch(() => undefined);
  }
}

/** "run_" and the random end of the run's id. */
export function prefixOf(runId: string): string {
  return `run_${runId.slice(-12)}`;
}

/** Tables of runs that are over, of a process that was killed. */
async function dropOthers({ database, connection, order }: Work): Promise<void> {
  const active = await house(database, 'earshot_batch', (tx) => tx.rows(activeRuns, {}));
  const others = active.map(({ run_id }) => run_id).filter((id) => id !== order.runId);
  await dropStaging(connection, others.map(prefixOf), true);
}

/** A statement under way is cancelled, so that a stop need not wait for it. */
function cancelOn(signal: AbortSignal, database: Database, connection: pg.Client): () => void {
  const process = (connection as pg.Client & { processID: number }).processID;
  const cancel = () => {
    database
      .connect('earshot_feed')
      .then((other) => other.query('SELECT pg_cancel_backend($1)', [process]).finally(() => other.end()))
      .catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
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

/** Lines that nobody could read, counted with the entity that the file is mainly of. */
async function refuseUnreadable(work: Work, files: StagedFile[]): Promise<Map<string, number>> {
  const { run, order, prefix } = work;
  const byEntity = new Map<string, number>();
  const bad = new Set(
    files.filter(({ unreadable }) => unreadable > 0).map(({ described }) => described.staged),
  );
  for (const staged of bad) {
    const entity = order.feed.entities.find(({ from, name }) => (from ?? name) === staged)?.name ?? null;
    await run.transaction((tx) => keepUnreadable(tx, prefix, order.runId, staged, entity));
    const lines = files
      .filter(({ described }) => described.staged === staged)
      .reduce((sum, file) => sum + file.unreadable, 0);
    byEntity.set(entity ?? `file ${staged}`, lines);
    if (entity === null)
      work.notes.push(`${lines} lines of ${staged} could not be read; they count with no entity.`);
  }
  return byEntity;
}

/** Every entity in its order. @returns rows by entity, as the SELECTs gave them and without unreadable lines */
async function mapAndCheck(work: Work, unreadable: Map<string, number>): Promise<Map<FeedEntity, number>> {
  const { connection, run, order, prefix, progress, signal } = work;
  const rows = new Map<FeedEntity, number>();
  const refused = new Map<string, number>();
  let all = 0;
  for (const [place, given] of order.feed.entities.entries()) {
    const entity = entityNamed(given.name);
    const done = place / order.feed.entities.length;
    if (signal.aborted) throw new Stopped();
    if (
      entity.perParty &&
      !rows.has(given) &&
      ![...rows.keys()].some(({ name }) => entityNamed(name).perParty)
    )
      await knowParties(work);
    progress.at('mapping', given.name, all, done);
    const count = await mapEntity(connection, prefix, order.feed, given);
    rows.set(given, count);
    all += count;
    progress.at('checking', given.name, all, done);
    await checkTwice(connection, prefix, entity);
    await run.transaction((tx) => checkReferences(tx, prefix, order.feed, entity));
    await run.transaction((tx) => followMerges(tx, prefix, order.feed.name, entity));
    if (given.name === 'holdings') await countOnce(work);
  }
  for (const [given, count] of rows) {
    const entity = entityNamed(given.name);
    const bad = await countRefused(connection, prefix, entity);
    const lost = unreadable.get(given.name) ?? 0;
    refused.set(given.name, bad + lost);
    if (bad > 0) await run.transaction((tx) => keepRejects(tx, prefix, order.runId, order.feed, entity));
    await house(work.database, 'earshot_batch', (tx) =>
      tx.rows(keepEntity, {
        ...{ runId: order.runId, entity: given.name, place: order.feed.entities.indexOf(given) },
        ...{ rowsIn: BigInt(count + lost), rejected: BigInt(bad + lost) },
      }),
    );
  }
  const hopeless = allRefused(
    [...rows].map(([{ name }, count]) => ({
      name,
      rows: count + (unreadable.get(name) ?? 0),
      rejected: refused.get(name) ?? 0,
    })),
  );
  if (hopeless !== undefined) throw new FeedProblem(hopeless);
  return rows;
}

/** Parties of agreements: of holdings that this run brings, so that each agreement counts once. */
async function countOnce({ connection, run, prefix, order }: Work): Promise<void> {
  await makeParties(connection, prefix);
  await run.transaction((tx) => fillParties(tx, prefix, order.feed));
  await run.transaction((tx) => checkCounting(tx, prefix));
  await connection.query(`ANALYZE ${stagedTable(prefix, 'parties')}`);
}

async function knowParties(work: Work): Promise<void> {
  const { connection, run, prefix, order } = work;
  if (order.feed.entities.some(({ name }) => name === 'holdings')) return;
  await makeParties(connection, prefix);
  if (order.feed.agreements === 'by key') await run.transaction((tx) => fillParties(tx, prefix, order.feed));
  else {
    const moved = order.feed.entities.filter(({ name }) => entityNamed(name).perParty);
    const keys = await Promise.all(
      moved.map((given) => keysNamed(connection, selectOf(prefix, order.feed, given))),
    );
    await run.transaction((tx) => fillPartiesByNumber(tx, prefix, [...new Set(keys.flat())]));
  }
  await connection.query(`ANALYZE ${stagedTable(prefix, 'parties')}`);
}

/** Far fewer rows than last time: an alarm, and nothing ends. */
async function isUnusuallySmall(work: Work, rows: Map<FeedEntity, number>): Promise<boolean> {
  const { order, database, notes } = work;
  const now = [...rows.values()].reduce((sum, count) => sum + count, 0);
  const last = await house(database, 'earshot_batch', (tx) =>
    tx.first(rowsOfLast, { feed: order.feed.name, runId: order.runId }),
  );
  const before = Number(last?.rows_in ?? 0);
  if (!isSmall(now, before, order.feed.smallBelow ?? 0.5)) return false;
  const says = `The feed ${order.feed.name} holds ${now} rows where the last run had ${before}.`;
  if (order.acceptSmall) return false;
  await house(database, 'earshot_batch', (tx) =>
    tx.rows(raiseAlarm, { feed: order.feed.name, runId: order.runId, kind: 'small', says }),
  );
  notes.push(`${says} Nothing was ended; run it again and accept its size if it is right.`);
  return true;
}
