/**
 * `npm start`: a database, its newest shape, the demo bank where there is none, and one process each for HTTP
 * and jobs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { configOf } from '#platform/config.ts';
import { leave, prepare } from '#platform/database/home.ts';
import { buildApps } from './building.ts';
import { fillIfEmpty, printSignIns } from './demo.ts';
import { sealPlain } from './keys.ts';

const config = configOf(process.env);
const root = path.dirname(import.meta.dirname);
const children: ChildProcess[] = [];
let stopping = false;

const prepared = await prepare(config).catch(fail);
if (prepared.applied.length > 0) await sealPlain(config, prepared).catch(fail);
await Promise.all([buildApps(root), prepared.embedded ? fillIfEmpty(config) : undefined]).catch(fail);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
await Promise.all([startChild('jobs'), startChild('serve')]);
if (prepared.embedded) await printSignIns(config);
console.log(`ready http://localhost:${config.port} http://localhost:${config.portalPort}`);

/**
 * Starts `earshot serve` or `earshot jobs` and waits until it says that it is ready. Never with the owner's
 * URL.
 */
async function startChild(verb: string): Promise<void> {
  const { DATABASE_URL: _owners, ...environment } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'cli', 'earshot.ts'), verb], {
    env: { LOG_LEVEL: 'warn', ...environment, EARSHOT_HOME: config.home },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: root,
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => {
      if (!stopping) void stop(code ?? 1);
      reject(new Error(`${verb} stopped with ${code}`));
    });
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
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
