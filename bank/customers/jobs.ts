/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { renewKeys } from './keeping-keys.ts';
import { findDuplicates, tidyNames } from './merging-search.ts';

export const tasks = {
  /** Tidies the words of names, then looks for duplicates; one that was stopped goes on where it was. */
  'merging.find': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_merging');
    await tidyNames(run);
    await findDuplicates(run, signal);
  },
  /** Seals what is plain or sealed with a retired key, wraps keys anew; see keeping-keys.ts. */
  'keys.renew': async (_payload: unknown, { job, database, signal }: Held): Promise<void> => {
    await renewKeys(database, await batch(database, job, 'earshot_run_keys'), signal);
  },
};

/** Every night, when branches are shut and feeds have come. */
export const schedule: readonly Scheduled[] = [
  { at: '30 2 * * *', task: 'merging.find' },
  { at: '45 1 * * *', task: 'keys.renew' },
];
