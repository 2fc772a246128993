/** The sealer for a bench, in a process of its own, as the jobs process of a bank is. */
import path from 'node:path';
import { startSealer } from '#bank/privacy/sealer.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';

const [home = ''] = process.argv.slice(2);
const database = await reach(configOf({ EARSHOT_HOME: home }));
const key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
const onTrouble = (what: string, where: string, cause: unknown) => console.error(what, where, cause);
const sealer = startSealer(database, { key, witnesses: [], onTrouble });
process.send?.('ready');
process.once('SIGTERM', async () => {
  await sealer.stop();
  await database.close();
  process.exit(0);
});
process.once('disconnect', () => process.exit(0));
