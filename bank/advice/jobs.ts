/** The jobs of this module, for the queue. Each calls one action and may be done twice. */
import { defaultOptions } from '#bank/products/actions.ts';
import { batch } from '#platform/database/vault.ts';
import type { Held, Scheduled } from '#platform/jobs/worker.ts';
import { followAll } from './following.ts';
import { compareGroups } from './grouping.ts';
import { learnAll } from './propensity.ts';
import { decideForAll } from './running.ts';

/** A night that is made up for later, as the demo bank's past is, says which. */
type Night = { asOf?: string } | undefined;
const dayOf = (night: Night) => night?.asOf ?? Temporal.Now.plainDateISO('UTC').toString();

export const tasks = {
  'advice.decide': async (night: Night, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_advice');
    await decideForAll(run, dayOf(night), signal);
  },
  'advice.follow': async (night: Night, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_outcomes');
    await followAll(run, dayOf(night), signal);
  },
  'advice.compare': async (night: Night, { job, database }: Held): Promise<void> => {
    await compareGroups(await batch(database, job, 'earshot_run_fairness'), dayOf(night));
  },
  'advice.learn': async (night: Night, { job, database, signal }: Held): Promise<void> => {
    const run = await batch(database, job, 'earshot_run_learning');
    await learnAll(
      run,
      dayOf(night),
      signal,
      defaultOptions.map(({ code }) => code),
    );
  },
};

/**
 * Every night, after what is known of everybody was worked out anew; what is suggested then is followed. What
 * is learnt from answers, each week; whether offers come to groups alike, each quarter.
 */
export const schedule: readonly Scheduled[] = [
  { at: '30 4 * * *', task: 'advice.decide' },
  { at: '30 5 * * *', task: 'advice.follow' },
  { at: '45 3 * * 0', task: 'advice.learn' },
  { at: '15 6 1 1,4,7,10 *', task: 'advice.compare' },
];
