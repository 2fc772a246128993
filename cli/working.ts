/** `earshot jobs`: what the queue holds, and the sealing of the record. By its own log-ins only. */
import path from 'node:path';
import { replayErasures } from '#bank/privacy/erasing.ts';
import { startSealer } from '#bank/privacy/sealer.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import { logger } from '#platform/http/log.ts';
import { startWorker } from '#platform/jobs/worker.ts';
import { signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { folderWitness } from '#platform/record/witness.ts';
import { remoteWitness } from '#platform/record/witnessing.ts';
import { schedule, tasks } from '../tasks.ts';
import { isReady, mayBegin, stopped } from './standing.ts';

export async function jobs(): Promise<void> {
  const config = configOf(process.env);
  await mayBegin();
  const database = await reach(config);
  await replayErasures(database, config.home);
  const log = logger(config.logLevel, 'jobs');
  const worker = await startWorker(database, tasks, {
    schedule: await schedule(),
    home: config.home,
    onError: (task, error) => log.error({ task, cause: error instanceof Error ? error.name : 'unknown' }),
  });
  const key = await signingKey(path.join(config.home, 'record'), 'log', keyTypes.note);
  const sealer = startSealer(database, {
    key,
    witnesses: await Promise.all(
      config.witnesses.map((place) =>
        /^https?:/.test(place) ? remoteWitness(place) : folderWitness(place, key.verifier),
      ),
    ),
    onTrouble: (what, where, cause) =>
      log.error({ trouble: what, where, cause: cause instanceof Error ? cause.message : 'unknown' }),
  });
  isReady();
  await stopped();
  await sealer.stop();
  await worker.stop();
  await database.close();
  if (!process.send) await leave(database.logins, database.embedded);
  if (process.connected) process.disconnect?.();
}
