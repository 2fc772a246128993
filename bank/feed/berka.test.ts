import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { listAlarms, type RunReport } from './actions.ts';
import { ownFeeds } from './description.ts';
import { counts, imported, type Trial } from './testing.ts';

const data = path.resolve(
  process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../../shared/data'),
);
const folder = path.join(data, 'berka');
const skip = existsSync(folder)
  ? false
  : `EARSHOT_TEST_DATA is not there: ${folder} holds no Berka data, so nothing of it was tried`;

let bank: TestDatabase;
let report: RunReport;
before(async () => {
  if (skip) return;
  bank = await testDatabase();
  report = await imported(bank, { feeds: ownFeeds, folder } as Trial, { feed: 'berka', asOf: '1998-12-31' });
});
after(() => bank?.drop());

const value = async (sql: string) => Object.values((await bank.owner.query(sql)).rows[0])[0];

test('every row of the Berka bank is taken in, and none is rejected', { skip }, () => {
  assert.equal(report.run.problem, null);
  assert.deepEqual(
    Object.fromEntries(report.files.map(({ staged_as, rows_read }) => [staged_as, Number(rows_read)])),
    {
      district: 77,
      client: 5369,
      account: 4500,
      disp: 5369,
      card: 892,
      loan: 682,
      standing: 6471,
      trans: 79302,
    },
  );
  assert.deepEqual(counts(report), {
    premises: '77 in, 77 created',
    products: '5 in, 5 created',
    customers: '5369 in, 5369 created',
    relations: '1738 in, 1738 created',
    holdings: '6943 in, 6943 created',
    balances: '16103 in, 16103 created',
    transactions: '79302 in, 79302 created',
    standing_orders: '6471 in, 6471 created',
  });
});

test('dispositions, cards and loans are holdings of their own kind, and each agreement counts once', {
  skip,
}, async () => {
  const { rows } = await bank.owner.query(
    `SELECT kind, role, count(*)::int AS n FROM holdings.holdings GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  assert.deepEqual(rows, [
    { kind: 'card', role: 'owner', n: 892 },
    { kind: 'current account', role: 'authorised user', n: 869 },
    { kind: 'current account', role: 'owner', n: 4500 },
    { kind: 'personal loan', role: 'owner', n: 682 },
  ]);
  assert.equal(await value('SELECT count(*)::int FROM holdings.transactions WHERE counts'), 79302);
  assert.equal(
    await value(
      `SELECT count(*)::int FROM holdings.holdings WHERE kind = 'personal loan' AND state = 'in arrears'`,
    ),
    31 + 45,
  );
  assert.equal(
    await value(`SELECT sum(limit_minor)::text FROM holdings.holdings WHERE kind = 'personal loan'`),
    '10326174000',
  );
});

test('a woman is born in her month, and bears her form of the family name', { skip }, async () => {
  assert.equal(await value(`SELECT count(*)::int FROM customers.customers WHERE sex = 'female'`), 2645);
  assert.equal(await value(`SELECT count(*)::int FROM customers.customers WHERE sex = 'male'`), 2724);
  const { rows } = await bank.owner.query(
    `SELECT born_on::text, sex, made_up FROM customers.customers WHERE source_key = '1'`,
  );
  assert.deepEqual(rows, [{ born_on: '1970-12-13', sex: 'female', made_up: true }]);
  const unfit = `SELECT count(*)::int FROM customers.customers
    WHERE (sex = 'female') <> (full_name ~ '(á|cí|jší|čí)$') AND full_name !~ '(čí|jší)$'`;
  assert.equal(await value(unfit), 0);
});

test('a withdrawal is money that goes out, whichever of its two types it was given', { skip }, async () => {
  const wrong = `SELECT count(*)::int FROM holdings.transactions WHERE
    (kind IN ('cash withdrawal', 'card withdrawal', 'fee', 'household payment', 'loan payment',
      'insurance payment', 'penalty interest', 'transfer out') AND minor > 0)
    OR (kind IN ('cash deposit', 'interest', 'pension', 'transfer in') AND minor < 0)`;
  assert.equal(await value(wrong), 0);
  assert.equal(
    await value(`SELECT count(*)::int FROM holdings.transactions WHERE kind = 'interest' AND counts`),
    14593,
  );
});

test('balances reconcile, account by account and day by day, but for the oddities of the source', {
  skip,
}, async () => {
  // The source writes balances to ten hellers. A day that does not hold is measured from what it says itself.
  // Accounts opened by 1994-03-30 came whole (A); the others come whole up to the day of their loan (B).
  const { rows } = await bank.owner.query(`
    WITH days AS (
      SELECT agreement_id, booked_on, sum(minor) AS moved, (array_agg(balance_minor
        ORDER BY sequence DESC))[1] AS balance
        FROM holdings.transactions WHERE counts GROUP BY 1, 2
    ), chained AS (
      SELECT d.*, abs(coalesce(lag(balance) OVER (PARTITION BY agreement_id
        ORDER BY booked_on), 0) + moved - balance) <= 10 AS holds FROM days d
    )
    SELECT CASE WHEN h.opened_on <= '1994-03-30' THEN 'A'
      ELSE 'B' END AS part, count(*)::int AS days, count(*) FILTER (WHERE holds)::int AS holding
      FROM chained c JOIN holdings.holdings h ON h.agreement_id = c.agreement_id AND h.counts GROUP BY 1
        ORDER BY 1`);
  assert.deepEqual(rows, [
    { part: 'A', days: 39960, holding: 39930 },
    { part: 'B', days: 23439, holding: 23439 },
  ]);
});

test('the same bank again: nothing new, nothing changed', { skip }, async () => {
  const again = await imported(bank, { feeds: ownFeeds, folder } as Trial, {
    feed: 'berka',
    asOf: '1998-12-31',
  });
  assert.deepEqual(
    again.entities.map(({ entity, created, updated, rejected, ended }) => [
      entity,
      created,
      updated,
      rejected,
      ended,
    ]),
    report.entities.map(({ entity }) => [entity, 0n, 0n, 0n, 0n]),
  );
});

test('with one file cut to 39 of its 5,369 lines an alarm is raised, and no customer ends', {
  skip,
}, async () => {
  const short = await mkdtemp(path.join(tmpdir(), 'earshot-berka-'));
  await cp(folder, short, { recursive: true });
  const client = path.join(short, 'client.asc.gz');
  const lines = gunzipSync(await readFile(client))
    .toString('latin1')
    .split('\n')
    .slice(0, 40);
  await writeFile(client, gzipSync(Buffer.from(`${lines.join('\n')}\n`, 'latin1')));
  const order = { feed: 'berka', asOf: '1999-01-01' };
  const { run, entities } = await imported(bank, { feeds: ownFeeds, folder: short } as Trial, order);
  await rm(short, { recursive: true });
  assert.equal(run.state, 'finished');
  assert.ok(
    run.notes.includes('client.asc.gz holds 39 rows where it held 5369 before.'),
    run.notes.join('\n'),
  );
  assert.deepEqual(
    (await listAlarms(bank)).map(({ kind, says }) => [kind, says]),
    [['small', 'The feed berka holds 39 rows of customers where 5369 came before.']],
  );
  assert.deepEqual(
    entities.filter(({ ended }) => ended > 0n).map(({ entity }) => entity),
    [],
  );
  assert.equal(await value('SELECT count(*)::int FROM customers.customers WHERE ended_on IS NOT NULL'), 0);
});
