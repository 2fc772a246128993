/**
 * The jobs of conversations: what was shown to a customer does not stay behind, and no visit goes on for
 * ever. Each may be done twice.
 */
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { endForgotten, lapseConfirmations } from './actions.ts';

export const tasks = {
  'confirming.lapse': async (_payload: unknown, { database }: Held): Promise<void> => {
    await lapseConfirmations(database);
  },
  'visits.end': async (_payload: unknown, { database }: Held): Promise<void> => {
    await endForgotten(database);
  },
};

/** Branches lie in many time zones: whoever was forgotten longest ago is first, and nobody waits a day. */
export const schedule: readonly Scheduled[] = [
  { at: '* * * * *', task: 'confirming.lapse' },
  { at: '7 * * * *', task: 'visits.end' },
];
