/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { type CopyOf, dropOldCopies, makeCopy } from './copying.ts';
import { detect } from './detecting.ts';
import { eraseOrdered } from './erasing.ts';
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
  /** Erases whom two people agreed on; the journal outside the database is written before it is true. */
  'privacy.erase': async ({ orderId }: { orderId: string }, { job, database, home }: Held): Promise<void> => {
    if (!home) throw new Error('without a folder for the journal of erasures nobody is erased');
    await eraseOrdered(database, home, job, orderId);
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
 * branch. At night: what is kept no longer, and copies that are a week old.
 */
export const schedule: readonly Scheduled[] = [
  { at: '*/5 * * * *', task: 'privacy.detect' },
  { at: '15 3 * * *', task: 'retention.apply' },
  { at: '20 3 * * *', task: 'privacy.copy' },
];
