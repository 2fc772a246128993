/**
 * `npm start` to `ready`: the second time (everything is kept), and the first time with the demo bank but
 * with packages installed and apps built. Limit: starting and stopping the bare PostgreSQL of the same home.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, startEmbedded } from '#platform/database/embedded.ts';
import { buildApps } from '../cli/building.ts';
import { inTurns, median, print } from './measure.ts';

const root = path.dirname(import.meta.dirname);

export async function bench({ rounds }: { rounds: number }): Promise<void> {
  await buildApps(root);
  const folder = await mkdtemp(path.join(tmpdir(), 'earshot-start-'));
  const home = path.join(folder, 'home');
  try {
    const first = await startOnce(home);
    print({ bench: 'start', figure: 'first_start_ms', value: first, unit: 'ms', size: 2000 });
    const { work, limit } = await inTurns(
      rounds,
      () => startOnce(home),
      () => bareStart(home),
    );
    print({
      ...{ bench: 'start', figure: 'second_start_ms', value: median(work), unit: 'ms', rounds },
      ...{ limit: median(limit), ratio: median(work) / median(limit) },
      ...{ min: Math.min(...work), max: Math.max(...work) },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(home: string): Promise<number> {
  const ports = { PORT: String(await freePort()), PORTAL_PORT: String(await freePort()) };
  const start = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'cli', 'launch.mjs'), 'start'], {
    env: { ...process.env, ...ports, EARSHOT_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/^ready /m.test(text)) resolve();
    });
    void ended.then(() => reject(new Error('it ended before it was ready')));
  });
  const took = performance.now() - start;
  child.kill('SIGTERM');
  await ended;
  return took;
}

async function bareStart(home: string): Promise<number> {
  const start = performance.now();
  const { stop } = await startEmbedded(home);
  const took = performance.now() - start;
  await stop();
  return took;
}
