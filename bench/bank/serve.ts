/** The real server for a bench, in a process of its own, on a bench's database. */
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { serve } from '../../server.ts';

const [home = '', port = '0'] = process.argv.slice(2);
const config = configOf({ EARSHOT_HOME: home, PORT: port, PORTAL_PORT: '0', LOG_LEVEL: 'silent' });
const database = await reach(config, { connectionsMax: 16 });
const served = await serve(config, database, { appFolder: undefined, requestsPerMinuteMax: 100_000_000 });
process.send?.('ready');
process.once('SIGTERM', async () => {
  await served.close();
  await database.close();
  process.exit(0);
});
process.once('disconnect', () => process.exit(0));
