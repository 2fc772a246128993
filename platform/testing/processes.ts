/** Earshot's own commands as processes of their own, as whoever runs a bank starts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** What is set beside PATH, TMPDIR and the like; no variable of the surroundings that Earshot reads gets in. */
export type Surroundings = Record<string, string>;

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

/** Runs a command to its end: `runCommand(['staff', 'add', …], { EARSHOT_HOME })`. */
export async function runCommand(words: string[], surroundings: Surroundings): Promise<Ended> {
  const child = start(words, surroundings);
  const [output, errors] = [collect(child, 'stdout'), collect(child, 'stderr')];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output(), errors: errors() };
}

export interface Kept {
  readonly pid: number;
  /** Where it serves: workspace and portal; empty for `jobs`. */
  readonly addresses: string[];
  /** All that it has written so far, both streams. */
  written(): string;
  stop(): Promise<void>;
}

/** Starts `serve` or `jobs` and waits until it says that it is ready. */
export async function keepRunning(verb: 'serve' | 'jobs', surroundings: Surroundings): Promise<Kept> {
  const child = start([verb], { PORT: '0', PORTAL_PORT: '0', ...surroundings });
  const [output, errors] = [collect(child, 'stdout'), collect(child, 'stderr')];
  const ended = once(child, 'close');
  const written = () => output() + errors();
  const ready = () => /^ready ?(.*)$/m.exec(output());
  while (ready() === null) {
    if (child.exitCode !== null) throw new Error(`${verb} stopped with ${child.exitCode}: ${written()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    pid: child.pid as number,
    addresses: (ready()?.[1] ?? '').split(' ').filter((address) => address !== ''),
    written,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function start(words: string[], surroundings: Surroundings): ChildProcess {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return spawn(process.execPath, [path.join(root, 'cli', 'earshot.ts'), ...words], {
    env: { PATH, HOME, TMPDIR, LANG, ...surroundings },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
  });
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}
