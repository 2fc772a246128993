/** `earshot serve`: the workspace and the portal. It reaches the database by its own log-ins only. */
import { replayErasures } from '#bank/privacy/erasing.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import { serve as serveApps } from '../server.ts';
import { isReady, mayBegin, stopped } from './standing.ts';

export async function serve(): Promise<void> {
  const config = configOf(process.env);
  await mayBegin();
  const database = await reach(config);
  await replayErasures(database, config.home);
  const served = await serveApps(config, database);
  isReady(`${served.workspace} ${served.portal}`);
  await stopped();
  await served.close();
  await database.close();
  if (!process.send) await leave(database.logins, database.embedded);
  if (process.connected) process.disconnect?.();
}
