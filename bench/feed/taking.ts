/** Takes one extract in and does nothing else; says how many megabytes it took at most. */
import { runImport } from '#bank/feed/handling.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';

const [home = '', jobId = '', runId = ''] = process.argv.slice(2);
const database = await reach(configOf({ EARSHOT_HOME: home }));
const { run } = await runImport(database, jobId, runId);
if (run.state !== 'finished') throw new Error(`The import ended ${run.state}: ${run.problem}`);
await database.close();
console.log(process.resourceUsage().maxRSS / 1000);
