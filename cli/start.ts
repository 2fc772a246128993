/**
 * `npm start`: a database, its newest shape, the demo bank where there is none, and one process each for HTTP
 * and jobs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { configOf } from '#platform/config.ts';
import { leave } from '#platform/database/leaving.ts';
import { type Prepared, prepare } from '#platform/database/preparing.ts';
import { buildAppsApart } from './building.ts';
import { printSignIns } from './sign-ins.ts';

const config = configOf(process.env);
const root = path.dirname(import.meta.dirname);
let stopping = false;
// They read their own code while the database is made ready, which is most of a second start.
const children = [spawnChild('serve'), spawnChild('jobs')];

// Beside the database and its filling, which keep this process busy.
const isFirst = !existsSync(path.join(config.home, 'logins.json'));
if (isFirst && config.databaseUrl === undefined)
  console.error('A first start makes a database and a made-up bank: about half a minute.');
const built = buildAppsApart(root);
built.catch(() => undefined);
const prepared = await prepare(config).catch(fail);
await Promise.all([built, complete(prepared)]).catch(giveUp);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
await Promise.all(children.map(begin));
if (prepared.embedded) await printSignIns(config);
console.log(`ready http://localhost:${config.port} http://localhost:${config.portalPort}`);

/** What only a first start has to do, or the first of a new version; its code is read only then. */
async function complete({ applied, embedded, owner }: Prepared): Promise<void> {
  if (applied.length > 0) await (await import('./keys.ts')).sealPlain(config, { owner });
  if (embedded && !(await staffAreThere(owner))) await (await import('./demo.ts')).fillIfEmpty(config);
}

async function staffAreThere(owner: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(owner);
  await client.connect();
  const { rows } = await client.query('SELECT staff.are_there()').finally(() => client.end());
  return rows[0].are_there;
}

/**
 * `earshot serve` or `earshot jobs`, which waits to be told that it may begin. Never with the owner's URL.
 */
function spawnChild(verb: string): ChildProcess {
  const { DATABASE_URL: _owners, ...environment } = process.env;
  return spawn(process.execPath, [path.join(root, 'cli', 'earshot.ts'), verb], {
    env: { LOG_LEVEL: 'warn', ...environment, EARSHOT_HOME: config.home },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: root,
  });
}

/** Tells it to begin and waits until it says that it is ready. */
async function begin(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const ended = () => {
      if (!stopping) void stop(child.exitCode ?? 1);
      reject(new Error(`${child.spawnargs.at(-1)} stopped with ${child.exitCode}`));
    };
    child.once('message', () => resolve());
    child.once('exit', ended);
    if (child.exitCode !== null || child.signalCode !== null) ended();
    else child.send('begin');
  }).catch(() => stop(1));
}

async function stop(code: number): Promise<never> {
  if (stopping) return new Promise(() => undefined);
  stopping = true;
  await Promise.all(
    children.map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve();
          child.once('exit', () => resolve());
          child.kill('SIGTERM');
          setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
        }),
    ),
  );
  await leave(prepared.logins, prepared.embedded).catch(() => undefined);
  process.exit(code);
}

function fail(error: unknown): never {
  tell(error);
  process.exit(1);
}

/** As `fail`, once there is a database to be left. */
function giveUp(error: unknown): Promise<never> {
  tell(error);
  return stop(1);
}

function tell(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}
