/** The job of conversations: what was shown to a customer does not stay behind. It may be done twice. */
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { lapseConfirmations } from './actions.ts';

export const tasks = {
  'confirming.lapse': async (_payload: unknown, { database }: Held): Promise<void> => {
    await lapseConfirmations(database);
  },
};

export const schedule: readonly Scheduled[] = [{ at: '* * * * *', task: 'confirming.lapse' }];
