/**
 * The night says what live advice says, of everybody of the demo bank, whether facts are read packed or by
 * name; and a night that was killed leaves neither a gap nor anything twice.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import Type from 'typebox';
import { tables } from '#bank/needs/deciding.ts';
import { demoRows } from '#bank/needs/demo-trial.ts';
import {
  decoded,
  encoded,
  facts as factCatalogue,
  packed,
  packingMark,
  unpacked,
} from '#bank/needs/facts.ts';
import { decider } from '#bank/needs/needing.ts';
import { understand } from '#bank/needs/understanding-rules.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { integer } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import { batch, type Run } from '#platform/database/vault.ts';
import type { Facts, Value } from '#platform/tables/table.ts';
import { pastOf } from './actions.ts';
import { type Asked, type Decision, decide, decideKnowing } from './deciding.ts';
import { type Known, knowingOf } from './knowing.ts';
import { keepBlock } from './queries.ts';
import { rulebookOf } from './rulebook.ts';
import { decideForAll } from './running.ts';

const rulebook = rulebookOf(defaultOptions, 'default');
const today = Temporal.Now.plainDateISO('UTC').toString();
const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
const past: Asked['past'] = () => ({ declined: false, putOff: false, shown90: 0 });

interface Person {
  id: string;
  facts: Facts;
  notUsed: readonly string[];
}

/** Of the whole demo bank; each seventh does not want something used. */
function demoPeople(): Person[] {
  const demo = demoRows({ seed: 7, customers: 400, asOf: '2026-11-23', history: 'full' });
  const day = { day: '2026-11-23', isNow: true };
  const rules = { ...day, measures: demo.measures, decide: decider(tables) };
  return demo.keys.map((key, n) => {
    const refused = n % 7 === 0 ? [['income', 'spending', 'owned', 'speaking'][n % 4] as string] : [];
    const rows = demo.of(key, rules.day);
    const found = understand(
      { customerId: key, rows, kept: [], needs: [], told: [], refused, disputed: [] },
      rules,
    );
    const id = `${n.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
    return { id, facts: found.facts, notUsed: found.notUsed };
  });
}
const people = demoPeople();

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
});
after(() => bank.close());

/** JSON and the database know one zero. */
const noMinusZero = (value: number) => (value === 0 ? 0 : value);
const valueOfKind: Record<string, fc.Arbitrary<Value>> = {
  money: fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map(noMinusZero)),
  date: fc.constantFrom('2026-01-10', '2026-02-10', '2027-01-10'),
  flag: fc.boolean(),
};
const anybody = fc.record(
  Object.fromEntries(
    factCatalogue.map(({ name, kind, words }) => [
      name,
      kind === 'word' ? fc.constantFrom(...(words ?? [])) : (valueOfKind[kind] as fc.Arbitrary<Value>),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;

test('packed facts are the same facts: nothing is lost, and what is unknown stays unknown', () => {
  fc.assert(
    fc.property(anybody, (facts) => {
      assert.deepEqual(unpacked(packed(facts)), decoded(JSON.parse(JSON.stringify(encoded(facts)))));
    }),
  );
  for (const { facts } of people) assert.deepEqual(unpacked(packed(facts)), facts);
});

test('of any customer, and of whatever she keeps from use, the same is decided of packed facts', () => {
  const knowing = knowingOf(rulebook);
  const everything = knowingOf(rulebook, true);
  const same = (facts: Facts, notUsed: readonly string[]) => {
    const expected = decide(rulebook, { facts, notUsed, today, past });
    const known = JSON.parse(packed(facts)) as Known;
    for (const contexts of [knowing(known, notUsed), everything(known, notUsed)])
      assert.deepEqual(decideKnowing(rulebook, contexts, { today, past }), expected);
    // a propensity may look at any fact that an offer knows
    const propensity: Asked['propensity'] = (code, offer) =>
      Object.values(offer).filter((one) => one !== undefined && one !== null).length / (200 + code.length);
    assert.deepEqual(
      decideKnowing(rulebook, everything(known, notUsed), { today, past, propensity }),
      decide(rulebook, { facts, notUsed, today, past, propensity }),
    );
    const { offer } = everything(known, notUsed);
    for (const { name, contexts } of factCatalogue)
      if (!contexts.includes('offer') || (notUsed.includes(name) && name !== 'contact.marketing'))
        assert.equal(offer[name], undefined, `${name} in an offer`);
  };
  const names = fc.subarray(factCatalogue.map(({ name }) => name));
  fc.assert(fc.property(anybody, names, same));
  for (const { facts, notUsed } of people) same(facts, notUsed);
});

/** As advice.in_words has it. */
const inWords = ({ suggestions, underWay, rejected, open }: Decision) => ({
  suggestions,
  underWay: underWay.map(({ code }) => code),
  rejected: Object.fromEntries(rejected.map(({ code, aspect, row }) => [code, `${aspect}: ${row}`])),
  open: Object.fromEntries(open.map(({ code, unknown }) => [code, unknown])),
});

async function bringFacts() {
  for (const table of ['advice.decisions', 'advice.runs', 'needs.facts'])
    await bank.sql(`DELETE FROM ${table}`);
  // a third is packed, a third was packed by an older catalogue, a third not at all
  const rows = people.map(({ id, facts, notUsed }, n) => ({
    ...{ id, known: encoded(facts), not_used: notUsed },
    packed: [packed(facts), packed(facts).replace(packingMark, '["another",'), null][n % 3],
  }));
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, packed, not_used, rules, due_on)
     SELECT id, CURRENT_DATE, known, packed, not_used, 1, CURRENT_DATE + 30
       FROM jsonb_to_recordset($1) AS r(id uuid, known jsonb, packed text, not_used text[])`,
    [JSON.stringify(rows)],
  );
}

async function opened(): Promise<Run> {
  const [job] = await bank.sql(
    `SELECT id::text AS id FROM graphile_worker.add_job('advice.decide', '{}'::json)`,
  );
  await bank.sql(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE id = $1`,
    [job?.id],
  );
  return batch(bank.database, String(job?.id), 'earshot_run_advice');
}

const signal = new AbortController().signal;
const kept = () =>
  bank.sql(
    `SELECT customer_id, result, facts_version, advice.in_words(said) AS said
       FROM advice.decisions ORDER BY customer_id`,
  );
const expectedOf = ({ id, facts, notUsed }: Person, became: Parameters<typeof pastOf>[0] = []) => {
  const decision = decide(rulebook, { facts, notUsed, today, past: pastOf(became, today) });
  return { customer_id: id, result: decision.result, facts_version: 1, said: inWords(decision) };
};

test('the night keeps of everybody just what is decided live', async () => {
  await bringFacts();
  const said = (became: string, option_code = 'card') => ({
    ...{ option_code, became, until: null, recorded_on: today },
  });
  // each fifth has answered, the newest first: no; yes; no after yes; yes after no; and it fell through
  const answers = ['declined', 'accepted', 'declined accepted', 'accepted declined', 'fell-through accepted'];
  const past = (n: number) =>
    n % 5 > 0
      ? []
      : (answers[(n / 5) % 5] as string)
          .split(' ')
          .flatMap((became) =>
            ['card', 'savings.reserve'].map((code) => said(became.replace('-', ' '), code)),
          );
  await bank.sql('ALTER TABLE advice.outcomes DISABLE TRIGGER require_change');
  const rows = people.flatMap(({ id }, n) =>
    // kept in any order: the newest is told by its moment
    past(n).map((one, at) => ({ id, at, ...one, because: one.became === 'declined' ? 'not needed' : null })),
  );
  await bank.sql(
    `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, because, known, rows, rules, recorded_at)
     SELECT r.id, gen_random_uuid(), r.option_code, r.became, r.because, '{}', '{}', '', now() - r.at * interval '1 ms'
       FROM jsonb_to_recordset($1) r(id uuid, at integer, option_code text, became text, because text)`,
    [JSON.stringify(rows)],
  );
  const report = await decideForAll(await opened(), today, signal, 64);
  assert.deepEqual(report, { lookedAt: people.length, decided: people.length, finished: true });
  const expected = people.map((one, n) => expectedOf(one, past(n)));
  assert.deepEqual(await kept(), expected);
  const begun = expected.filter((one) => one.said.underWay.length > 0);
  assert.ok(begun.length > 0, 'something is under way');
  for (const one of begun)
    for (const code of one.said.underWay)
      assert.ok(!one.said.suggestions.some((other) => other.code === code), 'and is not suggested again');
  assert.deepEqual(new Set(expected.map(({ result }) => result)).size, 3, 'each result comes out');
  await bank.sql('DELETE FROM advice.outcomes');
  await bank.sql('ALTER TABLE advice.outcomes ENABLE TRIGGER require_change');
});

test('what is read live, over HTTP, is what the night kept', async () => {
  const { jana } = bank.customers;
  await bank.visit(jana, 'banker');
  await bank.sql('UPDATE privacy.throttles SET customers_per_hour = 1000');
  for (const { facts, notUsed } of people.filter((_one, n) => n % 13 === 0)) {
    for (const table of ['advice.decisions', 'advice.runs', 'needs.facts'])
      await bank.sql(`DELETE FROM ${table}`);
    await bank.sql(
      `INSERT INTO needs.facts (customer_id, as_of, known, packed, not_used, rules, due_on)
       VALUES ($1, CURRENT_DATE, $2, $3, $4, 1, CURRENT_DATE + 30)`,
      [jana, JSON.stringify(encoded(facts)), packed(facts), notUsed],
    );
    await decideForAll(await opened(), today, signal);
    const [row] = (await kept()) as unknown as ReturnType<typeof expectedOf>[];
    const { body } = await banker.get(`/api/customers/${jana}/advice`);
    const codes = (list: { code: string }[]) => list.map(({ code }) => code);
    assert.equal(body.result, row?.result);
    assert.deepEqual(codes(body.suggestions), codes(row?.said.suggestions ?? []));
    assert.deepEqual(codes(body.open).sort(), Object.keys(row?.said.open ?? {}).sort());
    const rejected = body.rejected.map((one: { code: string; aspect: string }) => [one.code, one.aspect]);
    const by = Object.entries(row?.said.rejected ?? {}).map(([code, no]) => [code, no.split(':')[0]]);
    assert.deepEqual(rejected.sort(), by.sort());
  }
});

test('a night that is killed is taken up where it was: nobody is left out, nobody decided about twice', async () => {
  await bringFacts();
  const run = await opened();
  let asked = 0;
  const dying: Run = {
    ...run,
    transaction: async (work) => {
      asked += 1;
      if (asked !== 9) return run.transaction(work);
      return run.transaction(async (tx) => {
        // what a kill -9 is to the database: all connections of the process are gone, whatever they were doing
        await bank.sql(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'earshot_batch'`,
        );
        return work(tx);
      });
    },
  };
  await assert.rejects(decideForAll(dying, today, signal, 50));
  const [before] = await bank.sql(
    'SELECT looked_at::int AS looked_at, decided::int AS decided, finished_at FROM advice.runs',
  );
  const some = (await kept()).length;
  assert.ok(some > 0 && some < people.length, `${some} were decided about`);
  assert.deepEqual(before, { looked_at: some, decided: some, finished_at: null });
  const report = await decideForAll(await opened(), today, signal, 50);
  assert.deepEqual(report, { lookedAt: people.length, decided: people.length, finished: true });
  assert.deepEqual(
    await kept(),
    people.map((one) => expectedOf(one)),
  );
  assert.equal((await bank.sql('SELECT run_id FROM advice.runs')).length, 1);
  assert.equal((await decideForAll(await opened(), today, signal, 50)).decided, 0, 'nothing changed');
});

/** How many facts this connection has read of late. */
const factsTouched = statement({
  name: 'advice.test_facts_touched',
  as: 'earshot_run_advice',
  parameters: Type.Object({}),
  row: Type.Object({ touched: integer }),
  sql: `SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::integer AS touched
          FROM pg_stat_xact_user_tables WHERE relid = 'needs.facts'::regclass`,
});

test('whether a block still stands is asked of that block alone, however many customers there are', async () => {
  await bringFacts();
  const { kept, touched } = await (await opened()).transaction(async (tx) => {
    const before = await tx.one(factsTouched, {});
    const { kept } = await tx.one(keepBlock, {
      ...{ after: people[99]?.id ?? '', upto: people[149]?.id ?? '', today, rules: 'x' },
      // not what it was read in
      ...{ state: 1n, expires: tomorrow, results: 'nothing needed', said: '1' },
    });
    return { kept, touched: (await tx.one(factsTouched, {})).touched - before.touched };
  });
  assert.equal(kept, false);
  assert.ok(touched <= 100, `${touched} facts were read`);
});

/** A run in which something happens just before blocks are kept, as often as is said. */
function interrupted(run: Run, most: number, happens: (time: number) => Promise<unknown>): Run {
  let times = 0;
  return {
    ...run,
    transaction: (work) =>
      run.transaction((tx) =>
        work({
          ...tx,
          one: async (statement, parameters) => {
            if (statement.name === keepBlock.name && times < most) {
              times += 1;
              await happens(times);
            }
            return tx.one(statement, parameters);
          },
        }),
      ),
  };
}
const knownAnew = (customer: string) =>
  bank.sql('UPDATE needs.facts SET version = version + 1 WHERE customer_id = $1', [customer]);

test('an objection that comes between reading and keeping stands: nothing is decided about her, that night or later', async () => {
  await bringFacts();
  const [objects, changes, before] = people.map(({ id }) => id) as [string, string, string];
  const restrain = (customer: string) =>
    bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
       VALUES ($1, gen_random_uuid(), 'no profiling', gen_random_uuid())`,
      [customer],
    );
  await restrain(before);
  await bringFacts();
  const run = interrupted(await opened(), 1, async () => {
    await restrain(objects);
    await knownAnew(changes);
  });
  const report = await decideForAll(run, today, signal, 64);
  assert.deepEqual(report, { lookedAt: people.length - 1, decided: people.length - 2, finished: true });
  const of = async (id: string) =>
    (await bank.sql('SELECT facts_version FROM advice.decisions WHERE customer_id = $1', [id]))[0];
  assert.deepEqual(
    [await of(objects), await of(changes), await of(before)],
    [undefined, { facts_version: 2 }, undefined],
    'who objects, of whom something else is known by then, and of whom an earlier night left facts',
  );
  const expected = people.filter(({ id }) => id !== objects && id !== before).map((one) => expectedOf(one));
  const seen = await kept();
  assert.deepEqual(
    seen,
    expected.map((one) => (one.customer_id === changes ? { ...one, facts_version: 2 } : one)),
    'and each of the others has what is hers',
  );
  await bank.sql('DELETE FROM privacy.restraints');
});

test('a block that never stands still is left to the next night, and the others are not', async () => {
  await bringFacts();
  const restless = people[0]?.id as string;
  const run = interrupted(await opened(), 5, () => knownAnew(restless));
  const report = await decideForAll(run, today, signal, 300);
  assert.deepEqual(report, { lookedAt: people.length, decided: people.length - 300, finished: true });
  assert.equal((await kept()).length, people.length - 300);
  assert.equal((await decideForAll(await opened(), today, signal, 300)).decided, 300);
  assert.equal((await kept()).length, people.length);
});

test('some are decided about for the first time and some anew, and each has what is hers', async () => {
  await bringFacts();
  await decideForAll(await opened(), today, signal, 64);
  await bank.sql(`DELETE FROM advice.decisions WHERE left(md5(customer_id::text), 1) < '4'`);
  await bank.sql(
    `UPDATE advice.decisions SET expires_on = $1, decided_on = '2020-01-01', said = '' WHERE left(md5(customer_id::text), 1) > 'b'`,
    [today],
  );
  const { decided } = await decideForAll(await opened(), today, signal, 64);
  assert.ok(decided > 0 && decided < people.length, `${decided} are due`);
  assert.deepEqual(
    await kept(),
    people.map((one) => expectedOf(one)),
  );
});

test('whoever changes what is known leaves nothing packed that says otherwise', async () => {
  await bringFacts();
  const id = people[0]?.id;
  const packedOf = async () =>
    (await bank.sql('SELECT packed FROM needs.facts WHERE customer_id = $1', [id]))[0]?.packed;
  assert.notEqual(await packedOf(), null);
  await bank.sql(`UPDATE needs.facts SET known = known || '{"in.difficulty": true}' WHERE customer_id = $1`, [
    id,
  ]);
  assert.equal(await packedOf(), null);
});
