/** Many customers are read at once; what is said of each is what was said when each was looked up by itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let everybody: string[];
before(async () => {
  bank = await trialBank();
  // the statement as it was: one customer after the other
  const migration = path.join(
    import.meta.dirname,
    '../../platform/database/migrations/0026_needs_reading.sql',
  );
  const [before = ''] =
    /CREATE FUNCTION needs\.people_of[\s\S]*?\n\$\$;/.exec(readFileSync(migration, 'utf8')) ?? [];
  await bank.sql(before.replace('needs.people_of', 'needs.people_one_by_one'));
  everybody = (await bank.sql('SELECT customer_id FROM customers.customers')).map((row) =>
    String(row.customer_id),
  );
});
after(() => bank.close());

const days = fc.integer({ min: 0, max: 500 });
const scene = fc.record({
  movements: fc.array(
    fc.record({
      who: fc.nat(),
      ago: days,
      role: fc.constantFrom('owner', 'joint owner', 'guarantor'),
      gone: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  visits: fc.array(fc.record({ who: fc.nat(), ago: days, state: fc.constantFrom('ended', 'in progress') }), {
    maxLength: 6,
  }),
  promises: fc.array(fc.record({ who: fc.nat(), state: fc.constantFrom('open', 'kept') }), { maxLength: 4 }),
  restraints: fc.array(
    fc.record({
      ...{ who: fc.nat(), ended: fc.boolean() },
      kind: fc.constantFrom('no marketing', 'no profiling', 'storage only'),
    }),
    { maxLength: 4 },
  ),
  merged: fc.option(fc.tuple(fc.nat(), fc.nat())),
  asked: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
  onDay: days,
});
const one = (at: number) => everybody[at % everybody.length] as string;

test('whatever is known of whom, the set says what one by one said', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (now) => {
      await set(now);
      const asked = [...new Set(now.asked.map(one))];
      const said = async (name: string) =>
        bank.sql(`SELECT * FROM needs.${name}($1, CURRENT_DATE - $2::integer) ORDER BY customer_id`, [
          asked,
          now.onDay,
        ]);
      assert.deepEqual(await said('people_of'), await said('people_one_by_one'));
    }),
    { numRuns: 40 },
  );
});

type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

async function set({ movements, visits, promises, restraints, merged }: Scene): Promise<void> {
  for (const table of [
    'holdings.transactions',
    'conversations.visits',
    'conversations.promises',
    'privacy.restraints',
  ])
    await bank.sql(`DELETE FROM ${table}`);
  await bank.sql('UPDATE customers.customers SET merged_into = NULL WHERE merged_into IS NOT NULL');
  for (const { who, ago, role, gone } of movements) {
    await bank.sql(
      `WITH held AS (INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, currency, opened_on)
         VALUES ($1, house.new_id(), $3, true, 'current account', 'CZK', '2020-01-01') RETURNING customer_id, agreement_id)
       INSERT INTO holdings.transactions (customer_id, transaction_id, agreement_id, booked_on, sequence, minor, currency, kind, ended_on)
       SELECT customer_id, house.new_id(), agreement_id, CURRENT_DATE - $2::integer, 1, 100, 'CZK', 'transfer in',
         CASE WHEN $4 THEN CURRENT_DATE END FROM held`,
      [one(who), ago, role, gone],
    );
  }
  for (const { who, ago, state } of visits) {
    await bank.sql(
      `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence, checked_in_by, handed_to,
         started_at, ended_at)
       VALUES ($1, 'branch', $2, 1, $4, 'card', $3, $3, now() - make_interval(days => $5), CASE WHEN $4 = 'ended' THEN now() END)`,
      [one(who), bank.premises.main, bank.staff.greeter, state, ago],
    );
  }
  for (const { who, state } of promises) {
    await bank.sql(
      `INSERT INTO conversations.promises (customer_id, promise_id, body, due_on, made_by, assigned_to, state)
       VALUES ($1, house.new_id(), 'Call back', CURRENT_DATE, $2, $2, $3)`,
      [one(who), bank.staff.banker, state],
    );
  }
  for (const { who, kind, ended } of restraints) {
    await bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id, ended_at)
       VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), CASE WHEN $3 THEN now() END)`,
      [one(who), kind, ended],
    );
  }
  if (merged !== null && one(merged[0]) !== one(merged[1]))
    await bank.sql('UPDATE customers.customers SET merged_into = $2 WHERE customer_id = $1', merged.map(one));
}
