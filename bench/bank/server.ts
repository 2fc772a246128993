/** The real server for a bench, in a process of its own (serve.ts), on a port of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '#platform/database/embedded.ts';

export interface BenchServer {
  port: number;
  stop(): Promise<void>;
}

/** @param home the folder of the bench's bank */
export async function startServer(home: string): Promise<BenchServer> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      ...(process.env.PROFILE ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : []),
      ...['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'serve.ts'), home],
      String(port),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server stopped with ${code}`))),
  ]);
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
