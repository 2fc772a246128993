/**
 * `npm run earshot -- <command>`: everything that is done to Earshot from a terminal.
 * Exit codes: 0 done, 1 failed, 2 the command was not understood, 3 done but with rows rejected.
 */
import { Command, CommanderError, Option } from 'commander';

const program = new Command('earshot')
  .description('Earshot, a CRM for banks. Start it with "npm start"; these are its other commands.')
  .helpCommand('help [command]', 'show what a command does and takes')
  .showHelpAfterError('Try "npm run earshot -- help".')
  .addHelpText(
    'after',
    `
Exit codes:
  0  done
  1  failed, or something was found
  2  the command was not understood
  3  done, but with rows rejected
  4  the record agrees with itself, but no witness vouches for it, or the kernel is another`,
  )
  .exitOverride();
const json = () => new Option('--json', 'print one JSON value instead of sentences');
type Doing = (...words: never[]) => unknown;
/** A command reads its own code only, when it is given: that of all of them takes a second. */
const of =
  <Name extends string>(read: () => Promise<Record<Name, Doing>>, name: Name) =>
  async (...words: unknown[]) => {
    await (await read())[name](...(words as never[]));
  };

program
  .command('serve')
  .description('serve the workspace and the portal')
  .action(of(() => import('./serving.ts'), 'serve'));
program
  .command('jobs')
  .description('run the jobs of the queue')
  .action(of(() => import('./working.ts'), 'jobs'));
program
  .command('migrate')
  .description(
    "bring the database to this version's shape; the only command that uses the owner's URL (DATABASE_URL)",
  )
  .addOption(json())
  .action(of(() => import('./owning.ts'), 'migrateDatabase'));
program
  .command('import')
  .description("import a bank's extract: a feed's folder and the folder of its files")
  .argument('<feed>', 'the folder of the feed, such as feeds/berka')
  .argument('<files>', 'the folder of the files')
  .option(
    '--as-of <day>',
    'the day that the extract speaks of (YYYY-MM-DD, else today): what is gone from it ended then',
  )
  .option('--accept-size', 'take it although it is unusually small: what it lacks ends; on record')
  .addOption(json())
  .action(of(() => import('./feeds.ts'), 'importFeed'));
program
  .command('feeds')
  .description('list feeds and their last runs')
  .addOption(json())
  .action(of(() => import('./feeds.ts'), 'listFeeds'));
program
  .command('rejects')
  .description("list a run's rejected rows: file, line, column, reason, and the value masked")
  .argument('<feed>', 'the name of the feed')
  .option('--run <run>', "the run's id; by default the newest that was not undone")
  .option('--most <count>', 'how many', '100')
  .addOption(json())
  .action(of(() => import('./feeds.ts'), 'showRejects'));
program
  .command('undo')
  .description('take back the newest run of a feed that may have changed something')
  .argument('<feed>', 'the name of the feed')
  .addOption(json())
  .action(of(() => import('./feeds.ts'), 'undoFeed'));
const demo = program.command('demo').description('the demo bank');
demo
  .command('fill')
  .description('fill an empty database with the demo bank')
  .option('--customers <count>', 'how many customers', '2000')
  .option('--seed <number>', 'another seed, another bank', '1')
  .action(of(() => import('./demo.ts'), 'fillDemo'));
demo
  .command('code')
  .description('print the one-time code of a demo sign-in')
  .argument('[user]', 'user name; without it those of all')
  .action(of(() => import('./sign-ins.ts'), 'demoCode'));
const staff = program.command('staff').description('staff');
staff
  .command('add')
  .description('add a member of staff and print a one-time link for the first sign-in')
  .argument('<user>', 'user name: small letters, digits, . _ -')
  .requiredOption('--name <name>', 'full name')
  .option('--role <role>', 'role', 'administrator')
  .option('--branch <name>', 'the branch where they work, by its name')
  .option('--manager <user>', 'the user name of whom they report to')
  .option('--same-person-as <user>', 'another account of the same person')
  .option('--customer <feed/number>', 'the customer they are: the name of a feed and their number there')
  .addOption(json())
  .action(of(() => import('./owning.ts'), 'addStaff'));
const many = (value: string, before: string[]) => [...before, value];
program
  .command('verify-record')
  .description(
    'verify the sealed record from its first leaf: 1 when something is found, 4 when nobody vouches',
  )
  .option('--log-key <key>', "the log's public key, or its file; by default that of EARSHOT_HOME")
  .option('--witness-key <key>', 'the public key of a witness elsewhere, or its file', many, [])
  .option('--kept <file>', 'a checkpoint that was kept elsewhere', many, [])
  .option('--kernel <hash>', 'a kernel that is known: any other is told', many, [])
  .option('--receipts <file>', 'receipts that were kept, one a line')
  .option('--receipts-key <key>', 'the public key of receipts, or its file')
  .addOption(json())
  .action(of(() => import('./record.ts'), 'verifyRecord'));
program
  .command('witness')
  .description('be a witness of a record: sign its checkpoints, and never one that takes something back')
  .requiredOption('--folder <folder>', "the witness's own folder")
  .requiredOption('--log-key <key>', "the log's public key, as text")
  .option('--listen <address>', 'port, or address and port', '127.0.0.1:3300')
  .action(of(() => import('./record.ts'), 'serveWitness'));
program
  .command('erase')
  .description('erase a person for good, keys and rows, when no duty has the bank keep the file')
  .argument('<customer>', "the customer's id")
  .addOption(json())
  .action(of(() => import('./owning.ts'), 'erase'));
program
  .command('keys')
  .description('the keys of what is sealed')
  .command('rotate')
  .description('a new master key; with --data new data keys too. Nobody needs to wait')
  .option('--data', 'retire all data keys: what they have sealed is sealed anew')
  .addOption(json())
  .action(of(() => import('./keys.ts'), 'rotateKeys'));
program
  .command('openapi')
  .description('print the description of the API (OpenAPI 3.1)')
  .argument('[app]', 'workspace or portal', 'workspace')
  .action(of(() => import('./owning.ts'), 'openApi'));
program
  .command('sbom')
  .description('print what Earshot is made of: a bill of materials (CycloneDX 1.6)')
  .action(of(() => import('./sbom.ts'), 'printBill'));
program
  .command('advisories')
  .description('hold the bill of materials against advisories: 1 when something is overdue')
  .argument('<from>', "a file or folder of advisories in OSV's JSON; nothing is asked of another host")
  .option('--deadlines <days>', 'days to mend after publication: critical=7,high=30,moderate=90,low=180')
  .option('--as-of <day>', 'the day to go by (YYYY-MM-DD, else today)')
  .addOption(json())
  .action(of(() => import('./advisories.ts'), 'checkAdvisories'));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? error.message : String(error));
    if (process.env.LOG_LEVEL === 'debug') console.error(error);
    process.exitCode = 1;
  }
}
