/** The words by which Find knows a name, made by the thousand: the very same as one by one, and by two at once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { findingTrial } from './finding-trial.ts';

let bank: Awaited<ReturnType<typeof findingTrial>>;
let other: pg.Client;
before(async () => {
  bank = await findingTrial();
  other = new pg.Client(bank.database.ownerSettings);
  await other.connect();
});
after(async () => {
  await other?.end();
  await bank?.database.drop();
});

const odd = [
  ...[
    'Jana Nováková',
    "Siobhán O'Neill",
    'Vincent van der Berg',
    'García-López Núñez',
    'Květiny U Nováků s.r.o.',
  ],
  ...[
    'Sukarno',
    '毛泽东',
    'محمد حسن',
    'Müller-Lüdenscheidt',
    'Pablo Diego José Francisco de Paula Juan Nepomuceno',
    'X Æ',
  ],
  ...['de la', 'A', '王 伟', 'Studio 2000', 'Maximilianastasius Wolfeschlegelsteinhausen'],
];

/** What each name is found by, as the words say it one name at a time. */
const expected = `
  SELECT c.customer_id, a.word, CASE WHEN a.n = b.n THEN '#' || coalesce(to_char(c.born_on, 'YYYYMMDD'), '') ELSE b.word END AS beside
    FROM customers.customers c CROSS JOIN LATERAL customers.split_name(c.full_name) s
    CROSS JOIN LATERAL unnest(s.forms) WITH ORDINALITY a(word, n) CROSS JOIN LATERAL unnest(s.forms) WITH ORDINALITY b(word, n)
   WHERE c.created_run = $1
  UNION ALL
  SELECT c.customer_id, s.words[1], '!' FROM customers.customers c CROSS JOIN LATERAL customers.split_name(c.full_name) s
   WHERE c.created_run = $1 AND cardinality(s.words) = 1`;
const made = `SELECT f.customer_id, f.word, f.beside FROM customers.found_by f JOIN customers.customers c USING (customer_id)
   WHERE c.created_run = $1`;

/** Posts the names that a run made, on this connection, up to an id; their words are learnt afterwards. */
async function indexRun(client: pg.Client, run: string, after: string, until: string): Promise<void> {
  for (let at: string | null = after; at !== null; ) {
    const values: unknown[] = [run, at, until];
    const { rows } = await client.query(
      'SELECT customers.index_names_of_run($1, $2, 25, $3, false) AS after',
      values,
    );
    at = rows[0].after;
  }
}

test('whatever the names, both halves of a run at once learn what each name teaches alone', async () => {
  const run = randomUUID();
  const word = fc
    .string({ minLength: 1, maxLength: 16, unit: 'grapheme' })
    .map((said) => said.replaceAll('\0', 'o'));
  const names = fc.sample(
    fc.array(word, { minLength: 1, maxLength: 14 }).map((words) => words.join(' ') || 'Nobody'),
    {
      ...{ numRuns: 200, seed: 11 },
    },
  );
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, born_on, created_run)
     SELECT gen_random_uuid(), 'person', left(n, 400), CASE WHEN length(n) % 3 > 0 THEN date '1980-01-01' + length(n) END, $2
       FROM unnest($1::text[]) n WHERE btrim(n) <> ''`,
    [[...odd, ...names], run],
  );
  const middle = '7fffffff-ffff-ffff-ffff-ffffffffffff';
  await Promise.all([
    indexRun(bank.database.owner, run, '00000000-0000-0000-0000-000000000000', middle),
    indexRun(other, run, middle, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  ]);
  const differs = `SELECT count(*)::int AS n FROM (((${expected}) EXCEPT ALL (${made})) UNION ALL ((${made}) EXCEPT ALL (${expected}))) d`;
  assert.deepEqual(await bank.sql(differs, [run]), [{ n: 0 }]);
  assert.deepEqual(await bank.sql('SELECT word FROM customers.words'), [], 'nothing is learnt yet');
  await Promise.all([
    bank.sql(`SELECT customers.weigh_words('', 'm')`),
    other.query(`SELECT customers.weigh_words('m')`),
  ]);
  assert.ok(Number((await bank.sql('SELECT count(*)::int AS n FROM customers.words'))[0]?.n) > 200);
  const keys = 'SELECT word FROM customers.words WHERE keys IS DISTINCT FROM customers.keys_of(word)';
  assert.deepEqual(await bank.sql(keys), [], 'a word is found by what it would be alone');
  const borne = `SELECT DISTINCT word FROM customers.found_by WHERE beside >= '#' AND beside < '$'`;
  assert.deepEqual(await bank.sql(`${borne} EXCEPT SELECT word FROM customers.words`), [], 'all of them');
  const common = `SELECT w.word FROM customers.words w JOIN (SELECT word, count(*) AS many FROM customers.found_by
    WHERE beside >= '#' AND beside < '$' GROUP BY word) f USING (word) WHERE w.common <> floor(log(2, f.many))`;
  assert.deepEqual(await bank.sql(common), [], 'and is as common as those who bear it are many');
});

test('how common a word is, is reckoned right at every power of two', async () => {
  const wrong = await bank.sql(
    `SELECT n FROM generate_series(0, 29) p CROSS JOIN LATERAL (VALUES ((2::numeric ^ p)::bigint), ((2::numeric ^ p)::bigint + 1)) v(n)
      WHERE customers.power_of(n) <> floor(log(2, n)) OR (p > 1 AND customers.power_of((2::numeric ^ p)::bigint - 1) <> p - 1)`,
  );
  assert.deepEqual(wrong, []);
});

test('who is made anew by two at once is there once, also whoever others were merged into', async () => {
  const [goes = '', stays = ''] = await bank.customers('Vendelín Sloučený', 'Vendelín Zůstal');
  await bank.sql('UPDATE customers.customers SET merged_into = $2 WHERE customer_id = $1', [goes, stays]);
  await bank.index(goes);
  const before = await bank.sql('SELECT * FROM customers.found_by WHERE customer_id = $1 ORDER BY 2', [
    stays,
  ]);
  assert.ok(before.length > 4, 'by both names');
  for (const [one, two] of [
    [goes, stays],
    [stays, stays],
  ]) {
    await bank.sql('BEGIN');
    await bank.index(one);
    const waits = other.query('SELECT customers.index_names($1)', [[two]]);
    const blocked = `SELECT true AS yes FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0`;
    while ((await bank.sql(blocked)).length === 0) await new Promise((soon) => setTimeout(soon, 5));
    await bank.sql('COMMIT');
    await waits;
    assert.deepEqual(
      await bank.sql('SELECT * FROM customers.found_by WHERE customer_id = $1 ORDER BY 2', [stays]),
      before,
    );
  }
});
