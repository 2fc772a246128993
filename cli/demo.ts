/** The demo bank is filled: `earshot demo fill`, and what `npm start` does where nobody works yet. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { followedDays } from '#bank/advice/following.ts';
import { startImport } from '#bank/feed/actions.ts';
import { tasks as feedTasks } from '#bank/feed/jobs.ts';
import { staffAreThere } from '#bank/staff/actions.ts';
import { fillDemo as fillTask } from '#feeds/demo/filling.ts';
import { demoBank, demoCustomersWithSignIn } from '#feeds/demo/generate.ts';
import type { DemoOptions } from '#feeds/demo/setting.ts';
import { snoop, snoopOnce } from '#feeds/demo/snooping.ts';
import { demoStaff } from '#feeds/demo/staff.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { type Config, configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import type { Database } from '#platform/database/pool.ts';
import { prepare } from '#platform/database/preparing.ts';
import { addInOrder, addJob, type Queued, runOnce } from '#platform/jobs/worker.ts';
import { finish } from './feeds.ts';
import { type Account, fileOf, printSignIns } from './sign-ins.ts';

/** Those who can sign in; the other made-up staff only stand in the record. */
const withSignIn = new Set(
  'greeter banker banker2 contact manager privacy compliance security analyst marketing admin'.split(' '),
);

export async function fillDemo(options: { customers: string; seed: string }): Promise<void> {
  const config = configOf(process.env);
  const { embedded, logins } = await prepare(config);
  if (embedded === undefined)
    throw new Error('The demo bank is for the embedded database: leave DATABASE_URL out.');
  await fillIfEmpty(config, { customers: Number(options.customers), seed: Number(options.seed) });
  await leave(logins, embedded);
  await printSignIns(config);
}

/** Fills the demo bank unless there are staff already; never gives a database with staff demo sign-ins. */
export async function fillIfEmpty(config: Config, size: Size = { customers: 2000, seed: 1 }): Promise<void> {
  const database = await reach(config);
  try {
    if (!(await staffAreThere(database))) await fillBank(database, config.home, size);
  } finally {
    await database.close();
  }
}

type Size = Pick<DemoOptions, 'customers' | 'seed'>;

/** What takes longer is left to the jobs process, which does it while people sign in already. */
export async function fillBank(database: Database, home: string, size: Size): Promise<void> {
  console.error(`Filling the demo bank with ${size.customers.toLocaleString('en')} made-up customers …`);
  const history: 'full' | 'thin' = size.customers > 20_000 ? 'thin' : 'full';
  const options = { ...size, asOf: Temporal.Now.plainDateISO().toString(), history };
  const extract = path.join(home, 'demo-extract');
  await writeExtract(extract, options);
  await importExtract(database, extract);
  await rm(extract, { recursive: true, force: true });
  const accounts = makeAccounts(options);
  const signIns = async (app: Account['app']) =>
    Promise.all(
      accounts
        .filter((account) => account.app === app)
        .map(async ({ userName, password, totpSecret }) => ({
          userName,
          passwordHash: await hashPassword(password),
          totpSecret,
        })),
    );
  // What a person needs to sign in is on disk before the first of them can.
  await writeFile(fileOf({ home }), JSON.stringify(accounts, null, 2), { mode: 0o600 });
  const payload = { options, staff: await signIns('workspace'), customers: await signIns('portal') };
  await runOnce(database, 'demo.fill', payload, fillTask);
  const snooping = accounts.find(({ userName }) => userName === snoop.userName);
  if (snooping !== undefined) await snoopOnce(database, snooping);
  await addJob(database, 'privacy.detect');
  await addInOrder(database, 'demo bank', nightsOf(options));
  // Its duplicates are looked for, too.
  await addJob(database, 'merging.find');
  console.error(
    'Needs, suggestions and what came of a year of them are worked out while it runs: some minutes.',
  );
}

/**
 * Nights that a bank has had when somebody first looks at it: of what was suggested half a year and a year
 * ago one knows what came of it. A short history tells too little of these days, so there it is tonight only.
 */
export function nightsOf({ history, seed }: Pick<DemoOptions, 'history' | 'seed'>): Queued[] {
  const today = Temporal.Now.plainDateISO('UTC');
  const past =
    history === 'thin' ? [] : [2, 1].map((halves) => today.subtract({ days: halves * followedDays }));
  const night = (payload: object): Queued[] =>
    ['needs.understand', 'advice.decide', 'advice.follow'].map((task) => ({ task, payload }));
  return [
    ...past
      .map(String)
      .flatMap((asOf) => [...night({ asOf }), { task: 'demo.answers', payload: { seed, asOf } }]),
    ...night({}),
    ...['advice.learn', 'advice.compare'].map((task) => ({ task })),
  ];
}

/** Streams the generator's tables into files, as a bank's own system would hand them over. */
async function writeExtract(folder: string, options: Parameters<typeof demoBank>[0]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, table] of Object.entries(demoBank(options).tables)) {
    const file = createWriteStream(path.join(folder, `${name}.csv`));
    for (const line of table()) if (!file.write(line)) await once(file, 'drain');
    await new Promise((resolve) => file.end(resolve));
  }
}

async function importExtract(database: Database, folder: string): Promise<void> {
  const { runId } = await startImport(database, { feed: 'demo', folder });
  const task = feedTasks['feed.run'];
  if (task === undefined) throw new Error('there is no task feed.run');
  await runOnce(database, 'feed.run', undefined, task);
  const { run } = await finish(database, runId);
  if (run.state !== 'finished')
    throw new Error(`The demo bank could not be filled: ${run.problem ?? run.state}`);
}

function makeAccounts(options: Parameters<typeof demoStaff>[0]): Account[] {
  const account = (app: Account['app'], userName: string, fullName: string, role: string): Account => ({
    ...{ app, userName, fullName, role, password: madeUpPassword() },
    totpSecret: newTotp(userName, 'Earshot demo').secret,
  });
  return [
    ...demoStaff(options)
      .filter((person) => withSignIn.has(person.user_name))
      .map((person) => account('workspace', person.user_name, person.full_name, person.role)),
    ...demoCustomersWithSignIn().map((person) =>
      account('portal', person.user_name, person.full_name, 'customer'),
    ),
  ];
}

const words = (list: string) => list.split(' ');
const adjectives = words(
  'amber brave calm dusty early fair gentle hazel ivory jolly keen lunar mellow noble olive',
);
const nouns = words(
  'badger beaver crane dolphin falcon ferret heron ibex lynx magpie otter plover puffin robin',
);

/**
 * Four words: some 17 bits and a number of five digits, enough for a bank that lives on one machine's
 * loopback.
 */
function madeUpPassword(): string {
  const pick = (from: string[]) => from[randomInt(from.length)];
  return [pick(adjectives), pick(nouns), pick(adjectives), pick(nouns), randomInt(10_000, 100_000)].join(' ');
}
