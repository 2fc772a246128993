/**
 * The jobs of feeds, for the queue. Each calls one action and may be done twice.
 */
import type { Tasks } from '#platform/jobs/worker.ts';
import { listFeeds, startImport, watchFeeds } from './actions.ts';
import { runImport } from './handling.ts';

export const tasks = {
  /** An import or an undo, whichever the run's state asks for. */
  'feed.run': async (payload: { run_id: string }, { job, database, signal }) => {
    await runImport(database, job, payload.run_id, undefined, signal);
  },
  /** A scheduled feed's time has come. */
  'feed.start': async (payload: { feed: string }, { database }) => {
    await startImport(database, { feed: payload.feed });
  },
  /** Is any scheduled feed late? */
  'feed.watch': async (_payload: unknown, { database }) => {
    await watchFeeds(database);
  },
} satisfies Tasks;

/**
 * Lines for the queue's crontab: every scheduled feed at its time, and a look for late ones each quarter of
 * an hour.
 */
export async function feedCrontab(feeds?: string): Promise<string> {
  const lines = (await listFeeds(feeds)).flatMap(({ name, feed }) =>
    feed?.schedule === undefined
      ? []
      : [`${feed.schedule} feed.start ?id=feed_${name} ${JSON.stringify({ feed: name })}`],
  );
  return [...lines, '*/15 * * * * feed.watch ?id=feed_watch'].join('\n');
}
