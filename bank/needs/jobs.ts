/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { understandAll, understandSome } from './understanding.ts';

export const tasks = {
  /** Everybody of whom something changed; with customers, these at once; with a day, as of that day. */
  'needs.understand': async (
    payload: { customerIds?: string[]; asOf?: string } | undefined,
    { job, database, signal }: Held,
  ): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_needs');
    const now = Temporal.Now.plainDateISO('UTC').toString();
    const today = payload?.asOf ?? now;
    if (payload?.customerIds !== undefined) await understandSome(run, today, payload.customerIds);
    else await understandAll(run, today, signal, () => undefined, today === now);
  },
};

/** Every night, after the feeds and before branches open. */
export const schedule: readonly Scheduled[] = [{ at: '15 3 * * *', task: 'needs.understand' }];
