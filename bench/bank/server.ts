/** Programs of a bench's bank, each in a process of its own, as in production. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '#platform/database/embedded.ts';

export interface BenchServer {
  port: number;
  stop(): Promise<void>;
}

/** The real server (serve.ts), on a port of its own. @param home the folder of the bench's bank */
export async function startServer(home: string): Promise<BenchServer> {
  const port = await freePort();
  return { port, stop: await started('serve.ts', home, String(port)) };
}

/** The sealer (sealing.ts). @returns what stops it */
export function startSealing(home: string): Promise<() => Promise<void>> {
  return started('sealing.ts', home);
}

async function started(program: string, ...words: string[]): Promise<() => Promise<void>> {
  const child = spawn(
    process.execPath,
    [
      ...(process.env.PROFILE ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : []),
      ...['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, program), ...words],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${program} stopped with ${code}`))),
  ]);
  return async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
}
