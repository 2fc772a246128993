/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { followAll } from './following.ts';
import { decideForAll } from './running.ts';

const today = () => Temporal.Now.plainDateISO('UTC').toString();

export const tasks = {
  'advice.decide': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_advice');
    await decideForAll(run, today(), signal);
  },
  'advice.follow': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_outcomes');
    await followAll(run, today(), signal);
  },
};

/** Every night: after what is known of everybody was worked out anew; what is suggested then is followed. */
export const schedule: readonly Scheduled[] = [
  { at: '30 4 * * *', task: 'advice.decide' },
  { at: '30 5 * * *', task: 'advice.follow' },
];
