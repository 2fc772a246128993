import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { reportOf, resumeRun, startImport, stopRun, undoRun } from './actions.ts';
import { runImport } from './handling.ts';
import { counts, firstDay, hold, imported, type Trial, trial } from './testing.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

/** Enough for two pieces of movements, so that a run can be cut off between them. */
const movements = 30_000;

async function largeDay(): Promise<Trial> {
  await bank.owner.query(
    'TRUNCATE feed.runs, customers.customers, holdings.holdings, holdings.transactions CASCADE',
  );
  const at = await trial();
  const lines = Array.from(
    { length: movements },
    (_, n) => `m${n},${n % 3 ? 'A1' : 'A2'},2024-01-0${1 + (n % 9)},${n}.05,movement ${n}\n`,
  );
  await at.write({ ...firstDay, 'movement.csv': `id,number,day,amount,text\n${lines.join('')}` });
  return at;
}

/** A process of its own that does the job, and tells each step on its output. */
function worker(jobId: string, runId: string): ChildProcess {
  const script = `
    import { openDatabase } from '#platform/database/pool.ts';
    import { runImport } from '#bank/feed/handling.ts';
    const database = openDatabase(JSON.parse(process.env.LOGINS));
    await runImport(database, '${jobId}', '${runId}', ({ phase,
      item }) => process.stdout.write(phase + ' ' + item + '\\n'));
    await database.close();`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, LOGINS: JSON.stringify(bank.logins), NODE_TEST_CONTEXT: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Starts the job in another process and kills it without warning when it says so. */
async function killedAt(jobId: string, runId: string, step: string): Promise<void> {
  await hold(bank, jobId);
  const child = worker(jobId, runId);
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line === step) child.kill('SIGKILL');
  }
  const [, signal] = await gone;
  assert.equal(signal, 'SIGKILL', `it never came to "${step}"`);
}

/** The same import again, as soon as the database has noticed that the process is gone. */
async function takenUp(at: Trial) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      return await startImport(bank, {
        feed: 'small',
        folder: at.folder,
        feeds: at.feeds,
        asOf: '2024-02-01',
      });
    } catch (error) {
      if ((error as { code?: string }).code !== 'not-now') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('the run was never free again');
}

for (const step of [
  'reading movement.csv',
  'mapping transactions',
  'writing customers',
  'writing transactions',
]) {
  test(`a run that is killed at "${step}" is taken up again and doubles nothing`, async () => {
    const at = await largeDay();
    const first = await startImport(bank, {
      feed: 'small',
      folder: at.folder,
      feeds: at.feeds,
      asOf: '2024-02-01',
    });
    await killedAt(first.jobId, first.runId, step);
    const again = await takenUp(at);
    assert.deepEqual([again.runId, again.resumed], [first.runId, true]);
    await hold(bank, again.jobId);
    const report = await runImport(bank, again.jobId, again.runId);
    assert.equal(report.run.state, 'finished');
    assert.equal(counts(report).customers, '3 in, 3 created');
    assert.equal(counts(report).transactions, `${movements} in, ${movements} created`);
    const { rows } = await bank.owner.query(
      'SELECT count(*)::int AS n, count(*) FILTER (WHERE counts)::int AS counted FROM holdings.transactions',
    );
    // Two thirds are of the joint account, and lie in two files.
    assert.deepEqual(rows[0], { n: movements + (movements / 3) * 2, counted: movements });
    assert.equal(counts(await imported(bank, at)).transactions, `${movements} in, ${movements} unchanged`);
    await at.clean();
  });
}

test('an undo that is killed is finished when it is taken up again', async () => {
  const at = await largeDay();
  const { run } = await imported(bank, at);
  const jobId = await undoRun(bank, run.run_id);
  await killedAt(jobId, run.run_id, 'undoing holdings');
  const again = await resumeWhenFree(run.run_id);
  await hold(bank, again);
  assert.equal((await runImport(bank, again, run.run_id)).run.state, 'undone');
  const { rows } = await bank.owner.query(
    'SELECT (SELECT count(*) FROM customers.customers) + (SELECT count(*) FROM holdings.transactions) AS n',
  );
  assert.equal(rows[0].n, '0');
  await at.clean();
});

async function resumeWhenFree(runId: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      return await resumeRun(bank, runId);
    } catch (error) {
      if ((error as { code?: string }).code !== 'not-now') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('the run was never free again');
}

test('a run that somebody stops stays where it is, and goes on when it is taken up again', async () => {
  const at = await largeDay();
  const { runId, jobId } = await startImport(bank, {
    feed: 'small',
    folder: at.folder,
    feeds: at.feeds,
    asOf: '2024-02-01',
  });
  await hold(bank, jobId);
  let asked: Promise<void> | undefined;
  const stopped = await runImport(bank, jobId, runId, ({ phase }) => {
    if (phase !== 'mapping') return;
    asked ??= stopRun(bank, runId);
    // The step itself takes its time, as it would with a large file: long enough for the wish to be heard.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  });
  await asked;
  if (stopped.run.state === 'stopped') {
    assert.match(stopped.run.problem ?? '', /take it up again, or undo it/);
    const again = await resumeRun(bank, runId);
    await hold(bank, again);
    await runImport(bank, again, runId);
  }
  const report = await reportOf(bank, runId);
  assert.equal(report.run.state, 'finished');
  assert.equal(counts(report).transactions, `${movements} in, ${movements} created`);
  await at.clean();
});
