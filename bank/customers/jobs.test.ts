import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

test('the nightly job forgets words that nobody bears any more, and may be done twice', async () => {
  const words = async () => (await bank.sql('SELECT word FROM customers.words')).map((row) => row.word);
  assert.ok((await words()).includes('hvezda'));
  await bank.sql('DELETE FROM customers.customers WHERE customer_id = $1', [bank.customers.star]);
  for (let time = 0; time < 2; time += 1)
    await runOnce(bank.database, 'merging.find', {}, tasks['merging.find']);
  assert.ok(!(await words()).includes('hvezda'));
  assert.ok((await words()).includes('jana'));
});
