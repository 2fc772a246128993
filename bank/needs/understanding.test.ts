/** The run on a real database: what it keeps, what it keeps only once, how it goes on, what it never sees. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { batch, type Run } from '#platform/database/vault.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';
import { seedLife } from './trial-lives.ts';
import { understandAll } from './understanding.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
  await seedLife(bank);
});
after(() => bank.close());

const run = () => runOnce(bank.database, 'needs.understand', {}, tasks['needs.understand']);
const factsOf = async (customer: string) => {
  const [row] = await bank.sql('SELECT known, version FROM needs.facts WHERE customer_id = $1', [customer]);
  return (row ?? {}) as { known: Record<string, unknown>; version: number };
};
const standings = (customer: string) =>
  bank.sql(
    `SELECT of, value, is_change, to_date IS NULL AS now FROM needs.standings WHERE customer_id = $1
      ORDER BY of, is_change`,
    [customer],
  );
const runs = () =>
  bank.sql(
    'SELECT looked_at::int, reckoned::int, finished_at IS NOT NULL AS finished FROM needs.runs ORDER BY started_at',
  );

test('facts of everybody are kept, and what nobody knows is left out', async () => {
  await run();
  const { known } = await factsOf(bank.customers.jana);
  assert.equal(known.kind, 'person');
  assert.ok(BigInt(String(known['income.monthly'])) > 0n);
  assert.equal(known.level, 'comfortable');
  const star = (await factsOf(bank.customers.star)).known;
  assert.ok(!('income.monthly' in star) && !('in.difficulty' in star) && !('children' in star));
  assert.deepEqual(await runs(), [{ looked_at: 4, reckoned: 4, finished: true }]);
});

test('a second run reckons nobody to whom nothing happened, and everybody whose feed brought something', async () => {
  await run();
  assert.deepEqual((await runs()).at(-1), { looked_at: 4, reckoned: 0, finished: true });
  const [feed] = await bank.sql(
    `INSERT INTO feed.runs (feed, folder, as_of, state, started_at, finished_at)
     VALUES ('trial', '/nowhere', CURRENT_DATE, 'finished', clock_timestamp(), clock_timestamp()) RETURNING run_id`,
  );
  await bank.sql('UPDATE holdings.holdings SET changed_run = $2 WHERE customer_id = $1', [
    bank.customers.jana,
    feed?.run_id,
  ]);
  await run();
  assert.deepEqual((await runs()).at(-1), { looked_at: 4, reckoned: 1, finished: true });
});

test('a run that was stopped is taken up where it was, and reckons nobody twice', async () => {
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  const versions = await bank.sql('SELECT sum(version)::int AS sum FROM needs.facts');
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const stopped = async (
    _payload: unknown,
    { job, database }: { job: string; database: Trial['database'] },
  ) => {
    const stopping = new AbortController();
    stopping.abort();
    await understandAll(await batch(database, job, 'earshot_run_needs'), today, stopping.signal);
  };
  await runOnce(bank.database, 'needs.understand', {}, stopped as never);
  assert.equal((await runs()).at(-1)?.finished, false);
  await run();
  assert.deepEqual((await runs()).at(-1), { looked_at: 4, reckoned: 4, finished: true });
  const [now] = await bank.sql('SELECT sum(version)::int AS sum FROM needs.facts');
  assert.equal(Number(now?.sum), Number(versions[0]?.sum) + 4);
});

test('a change of level is kept with what was, and is news in the file of a private room', async () => {
  await bank.sql(`UPDATE holdings.balances SET minor = 900000000 WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await run();
  const level = (await standings(bank.customers.jana)).filter(({ of }) => of === 'level');
  assert.deepEqual(level, [
    { of: 'level', value: 'comfortable', is_change: false, now: false },
    { of: 'level', value: 'wealthy', is_change: true, now: true },
  ]);
  await bank.visit(bank.customers.jana, 'banker');
  const news = async (place: 'private room' | 'open counter') => {
    const client = await bank.signedIn('banker', place);
    const { body } = await client.get(`/api/customers/${bank.customers.jana}/file`);
    return body.news.map(({ code, about }: { code: string; about: string }) => `${code} ${about}`);
  };
  assert.ok((await news('private room')).includes('level changed wealthy'));
  assert.ok(!(await news('open counter')).some((line: string) => line.startsWith('level')));
});

test('a newer decision table takes the place of the old from its day on, for everybody', async () => {
  const [kept] = await bank.sql(`SELECT body FROM needs.tables WHERE name = 'level'`);
  const body = kept?.body as { rows: { outputs: string[] }[] };
  const changed = { ...body, rows: body.rows.map((row) => ({ ...row, outputs: ['basic'] })) };
  const from = (day: string) =>
    bank.sql(`INSERT INTO needs.tables (name, version, applies_from, body) VALUES ('level', 2, ${day}, $1)`, [
      JSON.stringify(changed),
    ]);
  await from('CURRENT_DATE + 1');
  await run();
  assert.equal((await factsOf(bank.customers.jana)).known.level, 'wealthy', 'its day has not come');
  await bank.sql(`UPDATE needs.tables SET applies_from = CURRENT_DATE WHERE version = 2`);
  await run();
  assert.equal((await factsOf(bank.customers.jana)).known.level, 'basic');
  assert.equal((await runs()).at(-1)?.reckoned, 4, 'new rules are for everybody');
  await bank.sql('DELETE FROM needs.tables WHERE version = 2');
});

test('what somebody keeps in confidence is not inferred in the other one’s file', async () => {
  await bank.sql(`UPDATE customers.customers SET died_on = CURRENT_DATE - 5 WHERE customer_id = $1`, [
    bank.customers.petr,
  ]);
  await bank.sql(
    `INSERT INTO customers.confidences (customer_id, other_id, recorded_by) VALUES ($1, $2, $3)`,
    [bank.customers.petr, bank.customers.jana, bank.staff.banker],
  );
  const grief = () => bank.sql(`SELECT customer_id FROM needs.events WHERE kind = 'death'`);
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await run();
  assert.deepEqual(await grief(), []);
  assert.notEqual((await factsOf(bank.customers.jana)).known.stage, 'bereaved');
  await bank.sql('UPDATE customers.confidences SET ended_at = now()');
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await run();
  assert.deepEqual(await grief(), [{ customer_id: bank.customers.jana }]);
  assert.equal((await factsOf(bank.customers.jana)).known.stage, 'bereaved');
});

test('who objects to profiling is not understood any more, from that moment; to marketing, offers know it', async () => {
  const restrain = (kind: string) =>
    bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
       VALUES ($1, gen_random_uuid(), $2, gen_random_uuid())`,
      [bank.customers.jana, kind],
    );
  await restrain('no marketing');
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await run();
  assert.equal((await factsOf(bank.customers.jana)).known['contact.marketing'], false);
  await restrain('no profiling');
  const left = () =>
    bank.sql(
      `SELECT (SELECT count(*)::int FROM needs.facts WHERE customer_id = $1) AS facts,
         (SELECT count(*)::int FROM needs.standings WHERE customer_id = $1 AND to_date IS NULL) AS standings,
         (SELECT count(*)::int FROM needs.events WHERE customer_id = $1 AND state = 'suspected') AS events,
         (SELECT count(*)::int FROM needs.needs WHERE customer_id = $1 AND state = 'open') AS needs`,
      [bank.customers.jana],
    );
  assert.deepEqual(await left(), [{ facts: 0, standings: 0, events: 0, needs: 0 }]);
  await run();
  assert.deepEqual(await left(), [{ facts: 0, standings: 0, events: 0, needs: 0 }]);
});

/** A run during which something happens just before a statement is asked. */
function interrupted(run: Run, name: string, happens: () => Promise<unknown>): Run {
  let once = true;
  return {
    ...run,
    transaction: (work) =>
      run.transaction((tx) =>
        work({
          ...tx,
          rows: async (statement, parameters) => {
            if (statement.name === name && once) {
              once = false;
              await happens();
            }
            return tx.rows(statement, parameters);
          },
        }),
      ),
  };
}

test('an objection that comes while she is reckoned stands: what was read before it is not written after it', async () => {
  const { petr, star } = bank.customers;
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const restrain = (customer: string, kind: string) =>
    bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
       VALUES ($1, gen_random_uuid(), $2, gen_random_uuid())`,
      [customer, kind],
    );
  const left = async (customer: string) =>
    (
      await bank.sql(
        `SELECT (SELECT count(*)::int FROM needs.facts WHERE customer_id = $1)
           + (SELECT count(*)::int FROM needs.standings WHERE customer_id = $1 AND to_date IS NULL)
           + (SELECT count(*)::int FROM needs.events WHERE customer_id = $1 AND state = 'suspected')
           + (SELECT count(*)::int FROM needs.needs WHERE customer_id = $1 AND state = 'open') AS n`,
        [customer],
      )
    )[0]?.n;
  const nightWith = (name: string, happens: () => Promise<unknown>) =>
    runOnce(bank.database, 'needs.understand', {}, (async (
      _payload: unknown,
      { job, database }: { job: string; database: Trial['database'] },
    ) => {
      const run = interrupted(await batch(database, job, 'earshot_run_needs'), name, happens);
      await understandAll(run, today, new AbortController().signal);
    }) as never);
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  assert.ok(Number(await left(petr)) > 0 && Number(await left(star)) > 0);
  await nightWith('needs.still_understood', () => restrain(petr, 'no profiling'));
  assert.equal(await left(petr), 0, 'she objected after she was read');

  // what comes once the run has asked waits until it has written, and takes it away
  let waits: Promise<unknown> = Promise.resolve();
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await nightWith('needs.write_facts', async () => {
    waits = restrain(star, 'storage only');
  });
  await waits;
  assert.equal(await left(star), 0);

  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await nightWith('needs.still_understood', () => restrain(bank.customers.shop, 'no marketing'));
  assert.equal((await factsOf(bank.customers.shop)).known['contact.marketing'], false, 'nor to marketing');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     VALUES ($1, CURRENT_DATE, '{"kind": "person"}', 1, CURRENT_DATE + 9)`,
    [petr],
  );
  await run();
  assert.equal(await left(petr), 0, 'what an earlier night left goes with the next one');
});

test('of whoever has left the bank nothing is worked out, nor anew when something is still said', async () => {
  const { star } = bank.customers;
  const facts = async () => (await bank.sql('SELECT FROM needs.facts WHERE customer_id = $1', [star])).length;
  await bank.sql('UPDATE privacy.restraints SET ended_at = now() WHERE customer_id = $1', [star]);
  await run();
  assert.equal(await facts(), 1);
  await bank.sql('UPDATE customers.customers SET ended_on = CURRENT_DATE WHERE customer_id = $1', [star]);
  assert.equal(await facts(), 0);
  await run();
  await runOnce(bank.database, 'needs.understand', { customerIds: [star] }, tasks['needs.understand']);
  assert.equal(await facts(), 0);
  await bank.sql('UPDATE customers.customers SET ended_on = NULL WHERE customer_id = $1', [star]);
  await run();
  assert.equal(await facts(), 1, 'come back, she is understood again');
});

test('the run reads no name, no note and no identifier, and nothing outside of its own job', async () => {
  const client = await bank.database.connect('earshot_batch');
  await client.query('SET ROLE earshot_run_needs');
  for (const column of [
    'customers.customers.full_name',
    'conversations.notes.body',
    'customers.identifiers.value_hint',
  ])
    await assert.rejects(
      client.query(`SELECT ${column.split('.').at(-1)} FROM ${column.split('.').slice(0, 2).join('.')}`),
      { code: '42501' },
      column,
    );
  assert.deepEqual((await client.query('SELECT customer_id FROM needs.facts')).rows, []);
  await client.end();
});
