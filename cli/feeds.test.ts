/** `earshot import`, `feeds`, `rejects` as programs of their own: what they print, and how they end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { firstDay, type Trial, trial } from '#bank/feed/testing.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';

let bank: TestDatabase;
let home: string;
let at: Trial;
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'earshot-cli-'));
  bank = await testDatabase(path.join(home, 'keys'));
  await writeFile(path.join(home, 'logins.json'), JSON.stringify(bank.logins), { mode: 0o600 });
  at = await trial();
});
after(async () => {
  await at.clean();
  await bank.drop();
  await rm(home, { recursive: true });
});

async function earshot(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'earshot.ts'), ...words], {
    env: { ...process.env, NODE_OPTIONS: '', EARSHOT_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const importing = (...more: string[]) => earshot('import', path.join(at.feeds, 'small'), at.folder, ...more);

test('an import tells each rejected row with file, line, column and reason, and the others are listed', async () => {
  const bad = Array.from({ length: 25 }, (_, n) => `m${n + 10},A1,2024-02-30,1.00,x\n`).join('');
  await at.write({ ...firstDay, 'movement.csv': firstDay['movement.csv'] + bad });
  const { code, out, err } = await importing();
  assert.equal(code, 3, err);
  assert.match(out, /entity +rows in +created +updated +unchanged +rejected +ended\n/);
  assert.match(out, /movement\.csv:5 {2}booked_on is not a day like 2026-11-23: 2•+0\n/);
  assert.match(out, /20 of 25 rejected rows are shown/);
  assert.ok(!out.includes('2024-02-30'), 'values are masked');
  const listed = await earshot('rejects', 'small');
  assert.equal(listed.code, 0, listed.err);
  assert.equal(listed.out.match(/movement\.csv:\d+/g)?.length, 25);
  const json = JSON.parse((await earshot('rejects', 'small', '--most', '2', '--json')).out);
  assert.deepEqual(
    json.rejects.map((reject: { line: number }) => reject.line),
    [5, 6],
  );
});

test('a size is accepted from the terminal, and what it lacks has ended', async () => {
  await at.write({
    ...firstDay,
    'customer.csv': firstDay['customer.csv'].split('\n').slice(0, 2).join('\n'),
  });
  const small = JSON.parse((await importing('--json')).out);
  assert.match(small.run.notes.join(' '), /holds 1 rows of customers where 3 came before/);
  assert.equal(small.entities[0].ended, 0);
  const accepted = JSON.parse((await importing('--accept-size', '--json')).out);
  assert.equal(accepted.entities[0].ended, 2);
});

test('undo takes back what was taken in last, not the attempt that came to nothing after it', async () => {
  await at.remove('movement.csv');
  assert.equal((await importing()).code, 1);
  const listed = async () =>
    JSON.parse((await earshot('feeds', '--json')).out).map(({ state }: { state: string }) => state);
  const before = await listed();
  assert.deepEqual(before.slice(0, 2), ['failed', 'finished']);
  await bank.owner.query(`UPDATE customers.customers SET edited = '{occupation}'`);
  const refused = await earshot('undo', 'small');
  assert.match(refused.out, /cannot be undone: staff have edited customers/);
  assert.equal(refused.code, 1);
  await bank.owner.query(`UPDATE customers.customers SET edited = '{}'`);
  const { code, err } = await earshot('undo', 'small');
  assert.equal(code, 0, err);
  assert.match(err, /Undoing the run of \d{4}-/);
  assert.deepEqual(await listed(), ['failed', 'undone', ...before.slice(2)]);
});

test('help says how a command ends', async () => {
  const { code, out } = await earshot('help');
  assert.equal(code, 0);
  assert.match(
    out,
    /Exit codes:\n +0 +done\n +1 +failed.*\n +2 +the command.*\n +3 +done, but with rows rejected/,
  );
});
