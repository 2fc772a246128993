/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held } from '#platform/jobs/worker.ts';
import { simulate } from './simulating.ts';

export const tasks = {
  'rules.simulate': async (
    { simulationId }: { simulationId: string },
    { job, database, signal }: Held,
  ): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_rules');
    await simulate(run, simulationId, Temporal.Now.plainDateISO('UTC').toString(), signal);
  },
};
