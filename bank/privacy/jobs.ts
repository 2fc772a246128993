/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { type CopyOf, dropOldCopies, makeCopy } from './copying.ts';
import { detect } from './detecting.ts';

export const tasks = {
  'privacy.detect': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_detection');
    await detect(run, Temporal.Now.instant(), signal);
  },
  /** With whose it is, it makes the copy that waits; without, it drops what is a week old. */
  'privacy.copy': async (payload: Partial<CopyOf>, { job, database }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_copies');
    const { customerId, copyId } = payload;
    if (customerId === undefined || copyId === undefined) await dropOldCopies(run);
    else await makeCopy(run, { customerId, copyId });
  },
};

/**
 * Every few minutes: what is overwhelming is asked at once, the rest from five in the evening at each
 * branch. Every night copies that are a week old are dropped.
 */
export const schedule: readonly Scheduled[] = [
  { at: '*/5 * * * *', task: 'privacy.detect' },
  { at: '20 3 * * *', task: 'privacy.copy' },
];
