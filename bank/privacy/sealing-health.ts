/** How far sealing lags behind, for health checks and metrics. */
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import { sealingState } from './sealing-queries.ts';

/**
 * `unsealedSeconds`: the age of the oldest record that is not sealed; `uncosignedSeconds`: since when no
 * witness has signed. 0 where there is none. Alarm at 60.
 */
export async function sealingHealth(database: Database): Promise<Record<string, number>> {
  const [state] = await ask(database, sealingState, {});
  const now = Temporal.Now.instant();
  const ageOf = (instant: Temporal.Instant | null | undefined) =>
    instant ? Math.max(0, Math.round(now.since(instant).total('seconds'))) : 0;
  return {
    sealedRecords: Number(state?.sealed ?? 0),
    unsealedSeconds: ageOf(state?.unsealed_since),
    uncosignedSeconds: ageOf(state?.uncosigned_since),
  };
}
