/** What is kept no longer is deleted, on record; what is held, or young, stays. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { applyRetention } from './retaining.ts';

let bank: Trial;
let home: string;
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-retaining-'));
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

/** Through the real queue. @param stopAfter batches until somebody stops it */
async function apply({ most = 2, stopAfter = Number.POSITIVE_INFINITY } = {}) {
  let counts: Awaited<ReturnType<typeof applyRetention>> | undefined;
  await runOnce(bank.database, 'retention.apply', {}, async (_payload, { job, database }) => {
    let asked = 0;
    const signal = {
      get aborted() {
        return ++asked > stopAfter;
      },
    } as AbortSignal;
    counts = await applyRetention(database, job, home, signal, most);
  });
  return counts;
}

async function visit(customer: string, age: string): Promise<string> {
  const [row] = await bank.sql(
    `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence, checked_in_by,
       checked_in_at, ended_at)
     VALUES ($1, 'branch', $2, 1, 'ended', 'card', $3, now() - $4::interval, now() - $4::interval) RETURNING visit_id`,
    [customer, bank.premises.main, bank.staff.greeter, age],
  );
  return String(row?.visit_id);
}

const proofs = () =>
  bank.sql(
    `SELECT subject, (detail->>'rows')::int AS n FROM privacy.events WHERE name = 'retention.applied' ORDER BY at`,
  );
const has = async (visitId: string) =>
  (await bank.sql('SELECT FROM conversations.visits WHERE visit_id = $1', [visitId])).length === 1;

test('what is kept, and why, has its words in every language: a law is cited, all else is said', async () => {
  const words = async (file: string) =>
    readFile(path.join(import.meta.dirname, 'screens/retention', file), 'utf8');
  const [rules, reasons] = [await words('rule-words.tsx'), await words('reason-words.ts')];
  const isIn = (text: string, key: string) =>
    [`  ${key}: msg`, `'${key}': msg`, `'${key}',`, `"${key}",`].some((line) => text.includes(line));
  const isLaw = /^(GDPR article \S+|(Directive|Regulation) \(EU\) .+, articles? .+|\d+ CFR \S+)$/;
  const rows = await bank.sql('SELECT rule, citation FROM house.retention');
  assert.ok(rows.length > 100);
  const unsaid = rows.flatMap(({ rule, citation }) => [
    ...(isIn(rules, String(rule)) ? [] : [rule]),
    ...String(citation)
      .split('; ')
      .filter((part) => !isLaw.test(part) && !isIn(reasons, part)),
  ]);
  assert.deepEqual([...new Set(unsaid)], []);
});

test('every table that is no reference says how long it is kept, and the kernel may delete what is due', async () => {
  const without = `SELECT t.table_name FROM house.table_classes t WHERE t.class <> 'reference'
    AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = t.table_name::regclass)
    AND NOT EXISTS (SELECT FROM house.retention r WHERE r.table_name = t.table_name)`;
  assert.deepEqual(await bank.sql(without), []);
  const may = `SELECT table_name FROM house.retention WHERE way = 'after a time'
    AND NOT has_table_privilege('earshot_vault', table_name, 'DELETE')`;
  assert.deepEqual(await bank.sql(may), []);
  const unlike = `SELECT r.table_name FROM house.retention r JOIN privacy.erasure_rules e USING (table_name)
    WHERE r.way = 'with the file' AND e.way <> 'delete'`;
  assert.deepEqual(await bank.sql(unlike), [], 'what goes with the file is what erasing deletes');
});

test('what is due goes in batches, each with its proof; one that is stopped goes on where it was', async () => {
  const { jana } = bank.customers;
  const old = await Promise.all([...Array(5)].map(() => visit(jana, '2 years 1 day')));
  const young = await visit(jana, '1 year 364 days');
  await apply({ stopAfter: 40 });
  await apply();
  assert.deepEqual(await Promise.all(old.map(has)), [false, false, false, false, false]);
  assert.ok(await has(young));
  const told = (await proofs()).filter(({ subject }) => subject === 'visits');
  assert.deepEqual(
    told.map(({ n }) => n),
    [2, 2, 1],
  );
  const [proof] = await bank.sql(
    `SELECT detail->>'table' AS of, detail->>'keeps' AS keeps, detail->>'citation' LIKE 'GDPR%' AS why,
            (detail->>'to')::timestamptz < now() - interval '2 years' AS due, salt IS NOT NULL AS sealed
       FROM privacy.events WHERE name = 'retention.applied' AND subject = 'visits' LIMIT 1`,
  );
  assert.deepEqual(proof, {
    of: 'conversations.visits',
    keeps: '2 years',
    why: true,
    due: true,
    sealed: true,
  });
  const before = (await proofs()).length;
  await apply();
  assert.equal((await proofs()).length, before, 'done again nothing is due');
});

test('every rule deletes what it says and nothing younger, by its own clock', async () => {
  const rules = await bank.sql(
    `SELECT rule, table_name, counted_from, only_if, keeps_count, keeps_unit FROM house.retention
      WHERE way = 'after a time'`,
  );
  assert.ok(rules.length >= 20);
  for (const { table_name, counted_from, only_if } of rules)
    await bank.sql(`SELECT FROM ${table_name} t WHERE (${counted_from}) < now() AND (${only_if}) LIMIT 1`);
  await bank.sql(
    `INSERT INTO staff.attempts (bucket, failures, last_at) VALUES ('old', 1, now() - interval '25 hours'), ('new', 1, now())`,
  );
  await bank.sql(
    `INSERT INTO conversations.guests (premises_id, queue_number, called_name, checked_in_by, checked_in_at)
     VALUES ($1, 7, 'Old guest', $2, now() - interval '8 days'), ($1, 8, 'New guest', $2, now() - interval '6 days')`,
    [bank.premises.main, bank.staff.greeter],
  );
  const question = randomUUID();
  await bank.sql(
    `WITH asked AS (INSERT INTO privacy.questions (question_id, staff_id, on_date, since, due_on, evidence, allowance,
         signs, office, state, asked_at) VALUES ($1, $2, '2020-01-01', '2020-01-01', '2020-01-03', 1, 1, '{}', 'privacy',
         'withdrawn', '2020-01-01') RETURNING question_id)
     INSERT INTO privacy.occasions (occasion_id, staff_id, customer_id, on_date, first_at, last_at, ground_kind, ground, looks, score,
       personal, reasons, bare, rules_version, question_id)
     SELECT gen_random_uuid(), $2, $3, '2020-01-01', now(), now(), 'visit', gen_random_uuid(), 1, 1, 1, '[]', true, 1, question_id
       FROM asked`,
    [question, bank.staff.other, bank.customers.petr],
  );
  await apply();
  assert.deepEqual(await bank.sql(`SELECT bucket FROM staff.attempts WHERE bucket IN ('old', 'new')`), [
    { bucket: 'new' },
  ]);
  assert.deepEqual(await bank.sql('SELECT called_name FROM conversations.guests'), [
    { called_name: 'New guest' },
  ]);
  assert.deepEqual(await bank.sql('SELECT FROM privacy.occasions WHERE question_id = $1', [question]), []);
});

test('what the law has the bank hold stays, and is counted', async () => {
  const { petr, jana } = bank.customers;
  const [held, free] = [await visit(petr, '3 years'), await visit(jana, '3 years')];
  await hold(petr);
  const counts = await apply();
  assert.ok(await has(held));
  assert.ok(!(await has(free)));
  assert.equal(counts?.held.visits, 1);
  await release();
  await apply();
  assert.ok(!(await has(held)));
});

test('the file of a former customer goes when the duty to keep it has ended, keys, rows and journal', async () => {
  const { petr } = bank.customers;
  const there = async () =>
    (await bank.sql('SELECT FROM customers.names WHERE customer_id = $1', [petr])).length > 0;
  await bank.sql(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'former', 'P. N.')`,
    [petr],
  );
  await bank.sql('DELETE FROM customers.relations WHERE customer_id = $1 OR other_id = $1', [petr]);
  const close = (age: string) =>
    bank.sql(`UPDATE holdings.holdings SET closed_on = CURRENT_DATE - $2::interval WHERE customer_id = $1`, [
      petr,
      age,
    ]);
  await close('59 months');
  await apply();
  assert.ok(await there(), 'a month too early');
  await close('61 months');
  await bank.sql('DELETE FROM holdings.holdings WHERE customer_id <> $1', [petr]);
  const young = await visit(petr, '1 month');
  await apply();
  assert.ok(await there(), 'somebody who came last month is no former customer');
  await bank.sql('DELETE FROM conversations.visits WHERE visit_id = $1', [young]);
  await hold(petr);
  await apply();
  assert.ok(await there(), 'held');
  await release();
  const counts = await apply();
  assert.equal(counts?.deleted.files, 1);
  assert.ok(!(await there()));
  assert.match(await readFile(path.join(home, 'erasures.jsonl'), 'utf8'), /^\{"customer":"[0-9a-f]{64}"/m);
});

test('the privacy office reads what is kept how long, and what was deleted, by day; nobody else does', async () => {
  const office = await bank.signedIn('privacy');
  const { body } = await office.get('/api/retention');
  const visits = body.rules.find(({ rule }: { rule: string }) => rule === 'visits');
  assert.deepEqual([visits.keepsCount, visits.keepsUnit, visits.way], [2, 'years', 'after a time']);
  assert.ok(body.lastChecked);
  assert.deepEqual(
    body.duties.map(({ months }: { months: number }) => months),
    [60],
  );
  const deleted = (await office.get('/api/retention/deletions')).body;
  const line = deleted.deletions.find(({ rule }: { rule: string }) => rule === 'visits');
  assert.equal(line.deleted, 7);
  assert.ok(deleted.deletions.some(({ rule }: { rule: string }) => rule === 'files'));
  assert.equal(deleted.next, null);
  for (const who of ['banker', 'manager', 'admin', 'greeter'] as const) {
    const one = await bank.signedIn(who);
    assert.equal((await one.get('/api/retention')).status, 403, who);
    const client = await bank.database.connect('earshot_staff');
    const past = `SELECT * FROM privacy.deletions($1, '2099-01-01', 10)`;
    await assert.rejects(client.query(past, [one.token]), { code: 'ES405' });
    await client.end();
  }
});

test('no log-in deletes by itself: the job alone, while the queue holds it', async () => {
  for (const login of ['earshot_staff', 'earshot_portal', 'earshot_batch', 'earshot_feed'] as const) {
    const client = await bank.database.connect(login);
    await assert.rejects(client.query(`SELECT privacy.retain(1, 'visits', 10)`), {
      code: login === 'earshot_batch' ? 'ES403' : '42501',
    });
    await assert.rejects(client.query(`UPDATE house.retention SET keeps_count = 1`), { code: '42501' });
    await client.end();
  }
});

/** As the law's hold is kept by the bank: what privacy.is_held answers. */
async function hold(customer: string): Promise<void> {
  await bank.sql(`CREATE OR REPLACE FUNCTION privacy.is_held(customer uuid) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT customer = '${customer}' $$`);
  await bank.sql('GRANT EXECUTE ON FUNCTION privacy.is_held(uuid) TO earshot_vault');
}
async function release(): Promise<void> {
  await bank.sql(`CREATE OR REPLACE FUNCTION privacy.is_held(customer uuid) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT false $$`);
}
