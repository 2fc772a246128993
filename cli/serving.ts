/** The commands that keep running: `serve` and `jobs`. They reach the database by their own log-ins only. */
import path from 'node:path';
import { replayErasures } from '#bank/privacy/erasing.ts';
import { startSealer } from '#bank/privacy/sealer.ts';
import { configOf } from '#platform/config.ts';
import { leave, reach } from '#platform/database/home.ts';
import { logger } from '#platform/http/log.ts';
import { startWorker } from '#platform/jobs/worker.ts';
import { signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { folderWitness } from '#platform/record/witness.ts';
import { remoteWitness } from '#platform/record/witnessing.ts';
import { schedule, serve as serveApps, tasks } from '../server.ts';

export async function serve(): Promise<void> {
  const config = configOf(process.env);
  await mayBegin();
  const database = await reach(config);
  await replayErasures(database, config.home);
  const served = await serveApps(config, database);
  process.send?.('ready');
  if (!process.send) console.log(`ready ${served.workspace} ${served.portal}`);
  await stopped();
  await served.close();
  await database.close();
  if (!process.send) await leave(database.logins, database.embedded);
  if (process.connected) process.disconnect?.();
}

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
  process.send?.('ready');
  if (!process.send) console.log('ready');
  await stopped();
  await sealer.stop();
  await worker.stop();
  await database.close();
  if (!process.send) await leave(database.logins, database.embedded);
  if (process.connected) process.disconnect?.();
}

/** With `npm start`: until the database is ready. It may be left before, and then is not left over. */
function mayBegin(): Promise<void> {
  if (!process.send) return Promise.resolve();
  return new Promise((resolve) => {
    const left = () => process.exit();
    process.once('disconnect', left);
    process.once('message', () => {
      process.off('disconnect', left);
      resolve();
    });
  });
}

/** Until somebody asks this process to stop, or the process that started it is gone. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}
