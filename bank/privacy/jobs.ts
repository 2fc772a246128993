/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { detect } from './detecting.ts';
import { applyRetention } from './retaining.ts';

export const tasks = {
  'privacy.detect': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_detection');
    await detect(run, Temporal.Now.instant(), signal);
  },
  /** Deletes what is kept no longer, with proof; one that was stopped goes on where it was. */
  'retention.apply': async (_payload: unknown, { job, database, signal, home }: Held): Promise<void> => {
    await applyRetention(database, job, home, signal);
  },
};

/**
 * Every few minutes: what is overwhelming is asked at once, the rest from five in the evening at each
 * branch. At night: what is kept no longer.
 */
export const schedule: readonly Scheduled[] = [
  { at: '*/5 * * * *', task: 'privacy.detect' },
  { at: '15 3 * * *', task: 'retention.apply' },
];
