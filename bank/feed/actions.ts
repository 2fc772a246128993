/**
 * The verbs of feeds: import, stop, take up again, undo, list, export rejects. Called with a sign-in's token
 * by routes (administrators only, which the database checks) and without one by the command line and the job
 * queue.
 */
import path from 'node:path';
import type { Database } from '#platform/database/pool.ts';
import type { ParametersOf, RowOf } from '#platform/database/statement.ts';
import { house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { alarmsNow, awaitFeed, clearAlarms, lastFinished, raiseAlarm } from './alarm-queries.ts';
import { type Feed, feedNames, ownFeeds, readFeed } from './description.ts';
import { isCutOff } from './locking.ts';
import { FeedProblem } from './problem.ts';
import {
  entitiesOf,
  filesOf,
  newestOf,
  rejectsShown,
  requestAgain,
  requestRun,
  requestStop,
  requestUndo,
  runOf,
  runsOf,
} from './queries.ts';
import { isLate } from './rules.ts';
import { say } from './sayings.ts';

export interface ImportOrder {
  feed: string;
  /** Where the extract's files are; left out: where the bank puts the extracts of this feed. */
  folder?: string;
  /** The day that the extract speaks of, "2026-11-23"; today when it is left out. */
  asOf?: string;
  /** Take it although it is unusually small. */
  acceptSmall?: boolean;
  /** Where the feeds are; those of Earshot when it is left out. */
  feeds?: string;
}

export interface Requested {
  runId: string;
  jobId: string;
  /** True when a run that was cut off is taken up again instead of a new one. */
  resumed: boolean;
}

export type RunRow = RowOf<typeof runOf>;
export type EntityRow = RowOf<typeof entitiesOf>;

export interface RunReport {
  run: RunRow;
  files: RowOf<typeof filesOf>[];
  entities: EntityRow[];
}

/**
 * Asks for an import: a run and its job. A run of the same feed and folder that still waits, or whose process
 * is gone, is taken up instead.
 * @throws FeedProblem when there is no such feed; Failure `not-now` while a run of it is under way
 */
export async function startImport(
  database: Database,
  order: ImportOrder,
  token: string | null = null,
): Promise<Requested> {
  const feed = await readFeed(order.feeds ?? ownFeeds, order.feed);
  const asOf = order.asOf ?? Temporal.Now.plainDateISO('UTC').toString();
  const folder = folderOf(feed, order.folder, token);
  const newest = await newestRun(database, feed.name);
  if (newest?.state === 'waiting' && newest.folder === folder && newest.job_id !== null) {
    return { runId: newest.run_id, jobId: newest.job_id.toString(), resumed: true };
  }
  if (newest !== undefined && newest.folder === folder && (await isCutOff(database, newest))) {
    const jobId = await again(database, newest.run_id, token);
    return { runId: newest.run_id, jobId, resumed: true };
  }
  const asked: ParametersOf<typeof requestRun> = {
    token,
    feed: feed.name,
    folder,
    feedsFolder: feedsFolderOf(order.feeds),
    asOf,
    acceptSmall: order.acceptSmall ?? false,
  };
  const run = await house(database, loginOf(token), (tx) => tx.one(requestRun, asked));
  return { runId: run.run_id, jobId: run.job_id.toString(), resumed: false };
}

/** Asks a run to stop; it does so within about a second. */
export async function stopRun(database: Database, runId: string, token: string | null = null): Promise<void> {
  await house(database, loginOf(token), (tx) => tx.rows(requestStop, { token, runId }));
}

/** Takes up a run that was stopped, has failed, or whose process is gone. @returns the job's id */
export async function resumeRun(
  database: Database,
  runId: string,
  token: string | null = null,
): Promise<string> {
  const run = await house(database, loginOf(token), (tx) => tx.one(runOf, { runId }));
  if (['running', 'undoing'].includes(run.state) && !(await isCutOff(database, run)))
    throw new Failure('not-now');
  return again(database, runId, token);
}

/**
 * Asks for the newest run of a feed that may have changed something to be taken back. @returns the job's id
 * @throws Failure `not-now` when it is another
 */
export async function undoRun(
  database: Database,
  runId: string,
  token: string | null = null,
): Promise<string> {
  const { job_id } = await house(database, loginOf(token), (tx) => tx.one(requestUndo, { token, runId }));
  return job_id.toString();
}

/** Runs, newest first; `before` is the last id of the page before. */
export async function listRuns(
  database: Database,
  filter: { feed?: string; before?: string; most?: number } = {},
  token: string | null = null,
): Promise<RunRow[]> {
  const { feed = null, before = null, most = 50 } = filter;
  return house(database, loginOf(token), (tx) =>
    tx.rows(runsOf, { feed, before, most: Math.min(most, 200) }),
  );
}

/** A run with its files and its counts. */
export async function reportOf(
  database: Database,
  runId: string,
  token: string | null = null,
): Promise<RunReport> {
  return house(database, loginOf(token), async (tx) => {
    const [run, files, entities] = await Promise.all([
      tx.one(runOf, { runId }),
      tx.rows(filesOf, { runId }),
      tx.rows(entitiesOf, { runId }),
    ]);
    return { run, files, entities };
  });
}

/** Rejected cells, masked, in pages: `after` is the last id of the page before. */
export async function listRejects(
  database: Database,
  runId: string,
  after: bigint,
  most: number,
  token: string | null = null,
): Promise<RowOf<typeof rejectsShown>[]> {
  return house(database, loginOf(token), (tx) => tx.rows(rejectsShown, { token, runId, after, most }));
}

export async function listAlarms(
  database: Database,
  token: string | null = null,
): Promise<RowOf<typeof alarmsNow>[]> {
  return house(database, loginOf(token), (tx) => tx.rows(alarmsNow, {}));
}

/** Feeds as their folders describe them; one that cannot be read says why. */
export async function listFeeds(
  feeds: string = ownFeeds,
): Promise<{ name: string; feed?: Feed; problem?: string }[]> {
  return Promise.all(
    (await feedNames(feeds)).map(async (name) => {
      try {
        return { name, feed: await readFeed(feeds, name) };
      } catch (error) {
        if (error instanceof FeedProblem) return { name, problem: error.message };
        throw error;
      }
    }),
  );
}

/** A feed as its folder describes it, and where its extracts are put. @throws FeedProblem */
export async function describeFeed(name: string): Promise<{ feed: Feed; folder: string }> {
  const feed = await readFeed(ownFeeds, name);
  return { feed, folder: folderOf(feed, undefined, null) };
}

/**
 * Raises an alarm for every scheduled feed that has brought nothing for too long, and clears those that came.
 * One that has never come is given as long from when it was first awaited.
 */
export async function watchFeeds(database: Database, feeds: string = ownFeeds): Promise<void> {
  for (const { feed } of await listFeeds(feeds)) {
    if (feed?.schedule === undefined) continue;
    const { name, lateAfterHours } = feed;
    await house(database, 'earshot_batch', async (tx) => {
      await tx.rows(awaitFeed, { feed: name });
      const { ever, hours } = await tx.one(lastFinished, { feed: name });
      const since = hours ?? 0;
      const says = ever
        ? say('came long ago', { feed: name, hours: Math.floor(since) })
        : say('never came', { feed: name });
      if (isLate(since, lateAfterHours))
        await tx.rows(raiseAlarm, { feed: name, runId: null, kind: 'late', says });
      else await tx.rows(clearAlarms, { feed: name, kinds: ['late'] });
    });
  }
}

/** Null for those that come with Earshot: they may lie elsewhere in the next release. */
function feedsFolderOf(asked: string | undefined): string | null {
  return asked === undefined || path.resolve(asked) === ownFeeds ? null : path.resolve(asked);
}

/** EARSHOT_EXTRACTS, or `extracts` in Earshot's home: where the bank's other systems put what they send. */
export function extractsFolder(environment: Record<string, string | undefined> = process.env): string {
  return path.resolve(
    environment.EARSHOT_EXTRACTS ?? path.join(environment.EARSHOT_HOME ?? '.earshot', 'extracts'),
  );
}

/** Over HTTP nobody may have Earshot read any other folder of the machine. */
function folderOf(feed: Feed, asked: string | undefined, token: string | null): string {
  const extracts = extractsFolder();
  if (asked === undefined) return path.join(extracts, feed.folder ?? feed.name);
  const folder = path.resolve(asked);
  if (token === null || folder.startsWith(extracts + path.sep)) return folder;
  throw new Failure('does-not-fit', {
    fields: [{ field: '/folder', says: 'is not below the folder of extracts' }],
  });
}

function loginOf(token: string | null): 'earshot_staff' | 'earshot_batch' {
  return token === null ? 'earshot_batch' : 'earshot_staff';
}

async function newestRun(database: Database, feed: string): Promise<RunRow | undefined> {
  return house(database, 'earshot_batch', (tx) => tx.first(newestOf, { feed }));
}

async function again(database: Database, runId: string, token: string | null): Promise<string> {
  const { job_id } = await house(database, loginOf(token), (tx) => tx.one(requestAgain, { token, runId }));
  return job_id.toString();
}
