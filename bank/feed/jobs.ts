/**
 * The jobs of feeds, for the queue. Each calls one action and may be done twice.
 */
import type { Scheduled, Tasks } from '#platform/jobs/worker.ts';
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

/** Every scheduled feed at its time, and a look for late ones each quarter of an hour. */
export async function feedSchedule(feeds?: string): Promise<Scheduled[]> {
  const scheduled = (await listFeeds(feeds)).flatMap(({ name, feed }): Scheduled[] =>
    feed?.schedule === undefined ? [] : [{ at: feed.schedule, task: 'feed.start', payload: { feed: name } }],
  );
  return [...scheduled, { at: '*/15 * * * *', task: 'feed.watch' }];
}
