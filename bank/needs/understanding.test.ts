/** The run on a real database: what it keeps, what it keeps only once, what it never brings back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';
import { seedLife } from './trial-lives.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
  await seedLife(bank);
});
after(() => bank.close());

const run = () => runOnce(bank.database, 'needs.understand', {}, tasks['needs.understand']);
const facts = async (customer: string) =>
  (await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [customer]))[0]?.known as Record<
    string,
    unknown
  >;

test('facts of everybody are kept, and what nobody knows is left out', async () => {
  await run();
  const jana = await facts(bank.customers.jana);
  assert.equal(jana.kind, 'person');
  assert.ok(BigInt(String(jana['income.monthly'])) > 0n, JSON.stringify(jana));
  assert.equal((await facts(bank.customers.star))['income.monthly'], undefined);
  console.log(
    JSON.stringify(jana),
    await bank.sql('SELECT kind, state, rule, confidence, on_date FROM needs.events'),
    await bank.sql('SELECT category, strength, rule FROM needs.needs'),
    await bank.sql('SELECT of, value, rule FROM needs.standings'),
  );
});
