/**
 * `npm test`: types, lint, dead code, then every test on the real PostgreSQL and a real browser. Words after
 * it narrow the files: `npm test -- vault`. The last line is "N passed, N failed".
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { startEmbedded } from '#platform/database/embedded.ts';
import { findBrowser } from '#platform/testing/browser.ts';
import { testHome } from '#platform/testing/database.ts';
import { buildApps } from './building.ts';

const root = path.dirname(import.meta.dirname);
process.chdir(root);
const words = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };

if (words.length === 0) {
  check('types', 'tsc', ['--noEmit']);
  check('lint and format', 'biome', ['ci', '--reporter=summary', '.']);
  check('nothing dead', 'knip', []);
}
if (!existsSync(process.env.EARSHOT_TEST_DATA ?? '../shared/data')) {
  console.log('EARSHOT_TEST_DATA is not there: the tests that use public data sets are skipped, and say so.');
}
await buildApps(root);
await findBrowser();
// Started once here, so that the files need not wait for one another.
const server = await startEmbedded(testHome, { disposable: true });
const files = globSync('**/*.test.ts', {
  exclude: (name) => name === 'node_modules' || name === 'dist',
}).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
// What seals waits for all transactions of the server, in other databases too; beside it goes
// what needs no database.
const seals = /(privacy\/(sealing|own-proofs|tampering)|cli\/record)\.test\.ts$/;
// What kills wants the machine.
const kills = /(bench\/crash|killing)\.test\.ts$/;
const isBare = (file: string) => !/trial|database\.ts|embedded|server\.ts/i.test(readFileSync(file, 'utf8'));
const long = [
  /^(walk|functions|hostile|signing|earshot|statements|logs|browser|inert)\.test/,
  /(privacy\/deciding|screens|browser|cli\/(demo|owner|start))\.test/,
];
const isLong = (file: string) => long.some((pattern) => pattern.test(file));
const alone = files.filter((file) => seals.test(file) || kills.test(file));
const bare = files.filter((file) => !alone.includes(file) && isBare(file));
await runFiles(
  files.filter((file) => !alone.includes(file) && !bare.includes(file)),
  3,
);
await Promise.all([
  runFiles(
    alone.filter((file) => seals.test(file)),
    1,
  ),
  runFiles(bare, 1),
]);
await runFiles(
  alone.filter((file) => kills.test(file)),
  1,
);
await server.stop();
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

/** Counts like a test. */
function check(name: string, program: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'node_modules', '.bin', program), args, {
    encoding: 'utf8',
  });
  if (status === 0) {
    counts.passed += 1;
    console.log(`✔ ${name}`);
    return;
  }
  counts.failed += 1;
  console.log(`✖ ${name}\n${stdout}${stderr}`);
}

async function runFiles(files: string[], concurrency: number): Promise<void> {
  if (files.length === 0) return;
  // The longest first, so that none of them is left over at the end with the other processors idle.
  const ordered = files.sort().sort((a, b) => Number(isLong(b)) - Number(isLong(a)));
  const stream = run({ files: ordered, concurrency, timeout: 600_000 });
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
  await new Promise<void>((resolve) => {
    stream.compose(spec).on('end', resolve).pipe(process.stdout, { end: false });
  });
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
}
