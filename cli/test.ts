/**
 * `npm test`: types, lint, dead code, then every test on the real PostgreSQL and a real browser. Words after
 * it narrow the files: `npm test -- vault`. The last line is "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, statfsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Embedded } from '#platform/database/embedded.ts';
import { findBrowser } from '#platform/testing/browser.ts';
import { testHome, testServer } from '#platform/testing/database.ts';
import { buildAppsApart } from './building.ts';

const root = path.dirname(import.meta.dirname);
process.chdir(root);
const words = process.argv.slice(2);
const whole = words.length === 0;
const counts = { passed: 0, failed: 0, skipped: 0 };
/** How long each file took. */
const seconds = new Map<string, number>();

if (!existsSync(process.env.EARSHOT_TEST_DATA ?? '../shared/data')) {
  console.log('EARSHOT_TEST_DATA is not there: the tests that use public data sets are skipped, and say so.');
}
const files = globSync('**/*.test.ts', {
  exclude: (name) => name === 'node_modules' || name === 'dist',
}).filter((file) => whole || words.some((word) => file.includes(word)));
// What seals waits for all transactions of its server, in other databases too: it has a server of its own.
const seals = /(privacy\/(sealing|own-proofs|tampering)|cli\/record)\.test\.ts$/;
// What kills wants the machine.
const kills = /(bench\/crash|killing)\.test\.ts$/;
const isBare = (file: string) => !/trial|database\.ts|embedded|server\.ts/i.test(readFileSync(file, 'utf8'));
const sealing = files.filter((file) => seals.test(file));
const killing = files.filter((file) => kills.test(file));
const bare = files.filter((file) => !sealing.includes(file) && !killing.includes(file) && isBare(file));
const others = files.filter((file) => ![...sealing, ...killing, ...bare].includes(file));
const homes = [homeFor(''), ...(sealing.length > 0 ? [homeFor('sealing')] : [])];
// All that comes before the first test, side by side: the processors have something to do from the start.
const [servers] = await Promise.all([
  serversAt(homes),
  buildAppsApart(root),
  findBrowser(),
  ...(whole
    ? [
        check('types', 'tsc', ['--noEmit']),
        check('lint and format', 'biome', ['ci', '--reporter=summary', '.']),
        check('nothing dead', 'knip', []),
      ]
    : []),
]);
const [home = testHome, apart = testHome] = homes;
// A browser and a server wait for each other most of the time: more files than processors go on at once.
const lanes = Math.min(8, 2 * availableParallelism() + 1);
await Promise.all([runFiles(others, lanes, home), runFiles(sealing, 1, apart)]);
await Promise.all([runFiles(killing, 1, home), runFiles(bare, 1, home)]);
await Promise.all(servers.map((server) => server.stop()));
for (const one of homes.filter(isInMemory)) await rm(one, { recursive: true, force: true });
tellSlowest();
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

/** Counts like a test. */
async function check(name: string, program: string, args: string[]): Promise<void> {
  const child = spawn(path.join(root, 'node_modules', '.bin', program), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [status, said, complained] = await Promise.all([
    new Promise((resolve) => child.once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (status === 0) {
    counts.passed += 1;
    console.log(`✔ ${name}`);
    return;
  }
  counts.failed += 1;
  console.log(`✖ ${name}\n${said}${complained}`);
}

/** Started once here, with all that a test's database is copied from: no file need wait for another. */
async function serversAt(places: readonly string[]): Promise<Embedded[]> {
  const started: Embedded[] = [];
  for (const place of places) started.push(await testServer(place));
  return started;
}

/**
 * Where a server of the whole suite keeps its data: in memory, where there is plenty, because a database of
 * ours is a thousand files; they are gone at the end. Some tests alone find theirs again the next time.
 */
function homeFor(which: string): string {
  const usual = which === '' ? testHome : `${testHome}-${which}`;
  const plenty = 8 * 2 ** 30;
  const room = () => {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return Math.min(bavail * bsize, process.availableMemory());
  };
  if (!whole || !existsSync('/dev/shm') || room() < plenty) return usual;
  return path.join('/dev/shm', usual.replaceAll(/\W+/g, '-').slice(1));
}

function isInMemory(place: string): boolean {
  return place.startsWith('/dev/shm/');
}

async function runFiles(some: string[], concurrency: number, at: string): Promise<void> {
  if (some.length === 0) return;
  const ordered = some.sort().sort((a, b) => placeOf(a) - placeOf(b));
  const env = { ...process.env, EARSHOT_TEST_HOME: at };
  const stream = run({ files: ordered, concurrency, timeout: 600_000, env });
  const failures: string[] = [];
  stream.on('test:pass', (event) => {
    if (event.details?.type === 'suite') return;
    if (event.skip !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  });
  stream.on('test:fail', (event) => {
    // what is around it fails with it, and is counted once
    const { failureType } = event.details.error as Error & { failureType?: string };
    if (failureType === 'subtestsFailed') return;
    counts.failed += 1;
    failures.push(`${event.file}: ${event.name}`);
  });
  stream.on('test:summary', ({ file, duration_ms }) => {
    if (file !== undefined) seconds.set(path.relative(root, file), duration_ms / 1000);
  });
  await new Promise<void>((resolve) => {
    stream.compose(spec).on('end', resolve).pipe(process.stdout, { end: false });
  });
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
}

/** The longest first, so that none of them is left over at the end with the other processors idle. */
function placeOf(file: string): number {
  const long = [
    ...[/^walk/, /privacy\/(rights-)?browser/, /privacy\/deciding\.|^earshot/, /(rules|premises)\/screens/],
    ...[/feed\/berka|cli\/owner/, /^(hostile|signing|logs)/, /cli\/(demo|start)/, /screens|browser/],
    ...[/^(api|inert|statements|functions)|home\/inviting/, /feed\/|rules\/|propensity/],
  ];
  const place = long.findIndex((pattern) => pattern.test(file));
  return place === -1 ? long.length : place;
}

function tellSlowest(): void {
  const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, 15);
  if (seconds.size > slowest.length)
    console.log(`\nSlowest:\n${slowest.map(([file, n]) => `${Math.round(n)} s ${file}`).join('\n')}`);
}
