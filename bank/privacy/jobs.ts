/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { detect } from './detecting.ts';

export const tasks = {
  'privacy.detect': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_detection');
    await detect(run, Temporal.Now.instant(), signal);
  },
};

/**
 * Every few minutes: what is overwhelming is asked at once, the rest from five in the evening at each
 * branch.
 */
export const schedule: readonly Scheduled[] = [{ at: '*/5 * * * *', task: 'privacy.detect' }];
