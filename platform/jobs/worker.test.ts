import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { addJob, runOnce, startWorker } from './worker.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.drop());

test('a worker takes jobs that are added while it runs, and schedules with times of a crontab', async () => {
  const done: string[] = [];
  const worker = await startWorker(
    database,
    { 'test.job': async (_payload, { job }) => void done.push(job) },
    { schedule: [{ at: '*/15 * * * *', task: 'test.job' }] },
  );
  await addJob(database, 'test.job');
  for (let attempt = 0; attempt < 100 && done.length === 0; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await worker.stop();
  assert.equal(done.length, 1);
  const { rows } = await database.owner.query(
    'SELECT identifier FROM graphile_worker._private_known_crontabs',
  );
  assert.deepEqual(rows, [{ identifier: 'test.job' }]);
});

test('what a task throws is thrown to whoever runs it once', async () => {
  const fails = async () => {
    throw new Error('the file is gone');
  };
  await assert.rejects(runOnce(database, 'test.once', {}, fails), /the file is gone/);
});
