import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tasks } from '#bank/privacy/jobs.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { listAlarms, listRejects, startImport, stopRun, watchFeeds } from './actions.ts';
import { runImport } from './handling.ts';
import { feedSchedule } from './jobs.ts';
import { counts, firstDay, hold, imported, smallYaml, type Trial, trial, undone } from './testing.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

/** Each test starts from a bank that has never had the feed. */
async function fresh(yaml?: string, sql?: Record<string, string>): Promise<Trial> {
  await bank.owner.query(`TRUNCATE feed.runs, feed.alarms, feed.source_values, customers.customers, customers.names,
    customers.addresses,
    customers.contact_points, holdings.holdings, holdings.transactions, holdings.balances CASCADE`);
  const at = await trial(yaml, sql);
  await at.write(firstDay);
  return at;
}

const rows = async (sql: string) => (await bank.owner.query(sql)).rows;

test('the first day creates everything, and a joint account reaches both parties and is counted once', async () => {
  const at = await fresh();
  const report = await imported(bank, at);
  assert.equal(report.run.problem, null);
  assert.deepEqual(counts(report), {
    customers: '3 in, 3 created',
    holdings: '3 in, 3 created',
    transactions: '3 in, 3 created',
  });
  assert.deepEqual(
    await rows(`SELECT c.full_name, count(*)::int AS movements, sum(t.minor)::int AS sum, bool_and(t.counts)
      AS counts
      FROM holdings.transactions t JOIN customers.customers c USING (customer_id) GROUP BY 1 ORDER BY 1`),
    [
      { full_name: 'Jana Nová', movements: 2, sum: 9250, counts: true },
      { full_name: 'Petr Nový', movements: 2, sum: 9250, counts: false },
      { full_name: 'Ó Súilleabháin', movements: 1, sum: 1, counts: true },
    ],
  );
  assert.deepEqual(
    await rows(
      `SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'staging'::regnamespace
        AND relkind = 'r'`,
    ),
    [{ n: 0 }],
  );
  await at.clean();
});

test('the same extract again changes nothing, not even a row version', async () => {
  const at = await fresh();
  await imported(bank, at);
  const before = await rows(
    'SELECT customer_id, xmin, ctid::text FROM customers.customers UNION ALL SELECT transaction_id, xmin, ctid::text FROM holdings.transactions ORDER BY 1, 3',
  );
  const report = await imported(bank, at);
  assert.deepEqual(counts(report), {
    customers: '3 in, 3 unchanged',
    holdings: '3 in, 3 unchanged',
    transactions: '3 in, 3 unchanged',
  });
  const now = await rows(
    'SELECT customer_id, xmin, ctid::text FROM customers.customers UNION ALL SELECT transaction_id, xmin, ctid::text FROM holdings.transactions ORDER BY 1, 3',
  );
  assert.deepEqual(now, before);
  await at.clean();
});

test('one changed row is one update, and a new one is one creation', async () => {
  const at = await fresh();
  await imported(bank, at);
  await at.write({
    'customer.csv': `${firstDay['customer.csv'].replace('baker', 'chef')}4,Nova Jana,2001-01-01,\n`,
  });
  const report = await imported(bank, at);
  assert.equal(counts(report).customers, '4 in, 1 created, 1 updated, 2 unchanged');
  assert.deepEqual(await rows(`SELECT occupation FROM customers.customers WHERE full_name = 'Jana Nová'`), [
    { occupation: 'chef' },
  ]);
  await at.clean();
});

test('who is gone from a complete extract has ended that day, and lives again when they are back', async () => {
  const at = await fresh();
  await imported(bank, at);
  await at.write({
    'customer.csv': firstDay['customer.csv'].replace(/^2,.*\n/m, ''),
    'account.csv': firstDay['account.csv'].replace('A1,1,2,', 'A1,1,,'),
  });
  const gone = await imported(bank, at, { asOf: '2024-03-05' });
  assert.equal(counts(gone).customers, '2 in, 2 unchanged, 1 ended');
  assert.deepEqual(
    await rows(`SELECT full_name, ended_on::text FROM customers.customers WHERE ended_on IS NOT NULL`),
    [{ full_name: 'Petr Nový', ended_on: '2024-03-05' }],
  );
  assert.equal(
    (await rows(`SELECT count(*)::int AS n FROM holdings.holdings WHERE ended_on = '2024-03-05'`))[0].n,
    1,
  );
  await at.write(firstDay);
  const back = await imported(bank, at);
  assert.equal(counts(back).customers, '3 in, 1 updated, 2 unchanged');
  assert.equal(
    (await rows('SELECT count(*)::int AS n FROM customers.customers WHERE ended_on IS NOT NULL'))[0].n,
    0,
  );
  await at.clean();
});

test('lines, opening hours and instants are taken as they are written, and refused where they cannot be read', async () => {
  const yaml = `title: Shapes, made up
files:
  place: { name: place.csv, columns: [id, kind, lines, hours] }
  person: { name: person.csv, columns: [id, lines, phone, at] }
entities:
  premises: { complete: true, from: place }
  customers: { complete: true, from: person }
  contact_points: { complete: true }
  addresses: { complete: true }
`;
  const at = await fresh(yaml, {
    'premises.sql': `SELECT origin, id AS key, kind, id AS code, id AS name, lines AS address_lines, hours FROM place`,
    'customers.sql': `SELECT origin, id AS key, 'person' AS kind, id AS full_name FROM person`,
    'contact_points.sql': `SELECT origin, id AS key, id AS customer_key, 'phone' AS kind, phone AS value, at AS verified_at FROM person`,
    'addresses.sql': `SELECT origin, id AS key, id AS customer_key, lines FROM person`,
  });
  await at.write({
    'place.csv':
      'id,kind,lines,hours\nB1,branch,"{""Main St 1"",Town}","{""1"": [[""09:00"",""17:00""]]}"\nB2,atm,,\nB3,branch,,{oops}\nB4,branch,"{""open}",\n',
    'person.csv':
      'id,lines,phone,at\np1,"Long Lane 2\nCity",00420 (602) 123-456,2024-02-29T12:30:00Z\np2,{},+1 555 0100,2023-02-29\n',
  });
  const report = await imported(bank, at);
  assert.deepEqual(counts(report), {
    premises: '4 in, 2 created, 2 rejected',
    customers: '2 in, 2 created',
    contact_points: '2 in, 1 created, 1 rejected',
    addresses: '2 in, 1 created, 1 rejected',
  });
  assert.deepEqual(
    await rows(`SELECT address_lines, hours FROM premises.premises WHERE source = 'small' ORDER BY code`),
    [
      { address_lines: ['Main St 1', 'Town'], hours: { 1: [['09:00', '17:00']] } },
      { address_lines: [], hours: {} },
    ],
  );
  assert.deepEqual(await rows('SELECT lines FROM customers.addresses'), [{ lines: ['Long Lane 2', 'City'] }]);
  assert.deepEqual(
    await rows(`SELECT normalised, verified_at = '2024-02-29 12:30Z' AS then FROM customers.contact_points`),
    [{ normalised: '+420602123456', then: true }],
  );
  await at.clean();
});

test('every bad cell is rejected with its line, column and reason, and masked where it is shown', async () => {
  const at = await fresh();
  await at.write({
    'customer.csv': `${firstDay['customer.csv']}5,No Such Day,2023-02-29,\n6,,1990-01-01,\n1,Again,1990-01-01,\nseven,"quote"d,,\n`,
    'account.csv': `${firstDay['account.csv']}A3,99,,2020-01-01\n`,
    'movement.csv': `${firstDay['movement.csv']}m4,A9,2024-01-04,5,nowhere\nm5,A2,2024-01-04,1.234,too fine\nm6,A2,2024-01-04\n`,
  });
  const report = await imported(bank, at);
  assert.equal(report.run.problem, null);
  assert.deepEqual(counts(report), {
    customers: '7 in, 3 created, 4 rejected',
    holdings: '4 in, 3 created, 1 rejected',
    transactions: '6 in, 3 created, 3 rejected',
  });
  assert.deepEqual(
    report.files.map(({ staged_as, rows_rejected }) => [staged_as, rows_rejected]),
    [
      ['customer', 4],
      ['account', 1],
      ['movement', 3],
    ],
    'each file says how many of its lines there are to export',
  );
  const rejects = (await listRejects(bank, report.run.run_id, 0n, 100)).map(
    (reject) =>
      `${reject.file_name}:${reject.line} ${reject.column_name ?? ''} ${reject.reason} ${reject.masked ?? ''}`,
  );
  assert.deepEqual(rejects.sort(), [
    'account.csv:4 customer_key is not known here ••',
    'customer.csv:5 born_on is not a day like 2026-11-23 2••••••••9',
    'customer.csv:6 full_name is missing ',
    'customer.csv:7 key is there twice •',
    'customer.csv:8  has text after a closing quote s••••••••••••,',
    'movement.csv:5 agreement_key is no agreement that is known here ••',
    'movement.csv:6 minor is not a whole number of minor units ?••••4',
    'movement.csv:7  has 3 cells where 5 are expected m••••••••••••4',
  ]);
  await at.clean();
});

const refusals: [name: string, prepare: (at: Trial) => Promise<void>, says: RegExp][] = [
  ['lacks a file', (at) => at.remove('movement.csv'), /lacks movement\.csv/],
  [
    'has an extra column',
    (at) => at.write({ 'customer.csv': 'id,name,born,job,iq\n1,a,,,5\n' }),
    /column that the feed does not know: iq/,
  ],
  ['lacks a column', (at) => at.write({ 'customer.csv': 'id,name,born\n1,a,\n' }), /lacks the column job/],
  [
    'is in another encoding',
    (at) => at.write({ 'customer.csv': Buffer.from('id,name,born,job\n1,Jana,,\n2,Nov\xe1,,\n', 'latin1') }),
    /customer\.csv is not UTF-8.*line 3/,
  ],
  [
    'is UTF-16',
    (at) => at.write({ 'customer.csv': Buffer.from('\ufeffid,name,born,job\n', 'utf16le') }),
    /is UTF-16/,
  ],
  ['is empty', (at) => at.write({ 'customer.csv': '' }), /is empty/],
  [
    'has an endless line',
    (at) => at.write({ 'customer.csv': `id,name,born,job\n1,${'x'.repeat(3 << 20)},,\n` }),
    /customer\.csv, line 2: the line is longer than 1 MiB/,
  ],
  [
    'has nothing but bad rows',
    (at) => at.write({ 'customer.csv': `id,name,born,job\n${'1,,,\n'.repeat(30)}` }),
    /Every one of the 36 rows was rejected\. Nothing was changed/,
  ],
];
for (const [name, prepare, says] of refusals) {
  test(`an extract that ${name} is refused with a sentence, and nothing is changed`, async () => {
    const at = await fresh();
    await prepare(at);
    const report = await imported(bank, at);
    assert.equal(report.run.state, 'failed');
    assert.match(report.run.problem ?? '', says);
    assert.equal(
      (
        await rows(
          'SELECT (SELECT count(*) FROM customers.customers) + (SELECT count(*) FROM holdings.transactions) AS n',
        )
      )[0].n,
      '0',
    );
    assert.match((await listAlarms(bank))[0]?.says ?? '', /The feed small could not be taken in/);
    await at.clean();
  });
}

test('a gzip that is cut off, or is none, is refused', async () => {
  const at = await fresh(smallYaml.replace('name: movement.csv', 'name: movement.csv.gz'));
  const whole = gzipSync(firstDay['movement.csv'] + 'm9,A1,2024-01-05,1,filling\n'.repeat(1000));
  await at.write({ 'movement.csv.gz': whole.subarray(0, whole.length - 20) });
  assert.match((await imported(bank, at)).run.problem ?? '', /movement\.csv\.gz is cut off/);
  await at.write({ 'movement.csv.gz': 'not gzip at all' });
  assert.match((await imported(bank, at)).run.problem ?? '', /is not gzip/);
  await at.clean();
});

test('a feed that cannot be understood is refused before it is begun', async () => {
  const typo = await fresh(smallYaml.replace('complete: true', 'complet: true'));
  await assert.rejects(imported(bank, typo), /feed\.yaml: \/entities\/customers/);
  const unknown = await fresh(smallYaml, {
    'customers.sql': `SELECT origin, id AS key, 'person' AS kind, name AS full_name, 1 AS iq FROM customer`,
  });
  assert.match(
    (await imported(bank, unknown)).run.problem ?? '',
    /customers\.sql gives iq, which customers does not have/,
  );
  await assert.rejects(startImport(bank, { feed: '../etc', folder: '/' }), /is not the name of a feed/);
});

test('the SELECTs of a feed can reach nothing outside staging', async () => {
  for (const sql of [
    'SELECT 1 AS origin, full_name AS key FROM customers.customers',
    `SELECT 1 AS origin, pg_read_file('/etc/passwd') AS key`,
    'SELECT 1 AS origin, usename AS key FROM privacy.secrets',
  ]) {
    const at = await fresh(smallYaml, { 'customers.sql': sql });
    assert.match((await imported(bank, at)).run.problem ?? '', /permission denied/);
    await at.clean();
  }
});

test('what staff edited stays until the source itself says something else', async () => {
  const at = await fresh();
  await imported(bank, at);
  await bank.owner.query(
    `UPDATE customers.customers SET occupation = 'poet', edited = '{occupation}', version = 2
      WHERE full_name = 'Jana Nová'`,
  );
  await at.write({ 'customer.csv': firstDay['customer.csv'].replace('1980-02-29', '1980-03-01') });
  await imported(bank, at);
  const jana = `SELECT occupation, born_on::text, edited FROM customers.customers
    WHERE full_name = 'Jana Nová'`;
  assert.deepEqual(await rows(jana), [{ occupation: 'poet', born_on: '1980-03-01', edited: ['occupation'] }]);
  await at.write({ 'customer.csv': firstDay['customer.csv'].replace('baker', 'painter') });
  await imported(bank, at);
  assert.deepEqual(await rows(jana), [{ occupation: 'painter', born_on: '1980-02-29', edited: [] }]);
  await at.clean();
});

test('an unusually small extract raises an alarm and ends nobody, until somebody accepts its size', async () => {
  const at = await fresh();
  await imported(bank, at);
  await at.write({
    'customer.csv': firstDay['customer.csv'].split('\n').slice(0, 2).join('\n'),
    'account.csv': 'number,owner,partner,opened\n',
    'movement.csv': 'id,number,day,amount,text\n',
  });
  const small = await imported(bank, at);
  assert.match(small.run.notes.join(' '), /holds 1 rows of customers where 3 came before/);
  assert.match(small.run.notes.join(' '), /account.csv holds 0 rows where it held 2 before/);
  assert.equal((await listAlarms(bank)).map(({ kind }) => kind).join(), 'small');
  assert.equal(
    (await rows('SELECT count(*)::int AS n FROM customers.customers WHERE ended_on IS NOT NULL'))[0].n,
    0,
  );
  await undone(bank, small.run.run_id);
  const accepted = await imported(bank, at, { acceptSmall: true });
  assert.equal(
    (await rows('SELECT count(*)::int AS n FROM customers.customers WHERE ended_on IS NOT NULL'))[0].n,
    2,
  );
  assert.deepEqual(
    await rows(
      `SELECT detail ->> 'its size' AS size FROM privacy.events WHERE subject = '${accepted.run.run_id}'`,
    ),
    [{ size: 'accepted' }],
  );
  await at.clean();
});

test('one short file among whole ones ends nobody, run after run, until somebody accepts its size', async () => {
  const at = await fresh();
  await imported(bank, at);
  await at.write({
    'customer.csv': firstDay['customer.csv'].split('\n').slice(0, 2).join('\n'),
    'account.csv': firstDay['account.csv'].replace('A1,1,2,', 'A1,1,,'),
  });
  for (const _day of ['the next day', 'and the day after']) {
    const { run, entities } = await imported(bank, at);
    assert.deepEqual(entities.map(({ entity, ended }) => [entity, Number(ended)]).slice(0, 1), [
      ['customers', 0],
    ]);
    assert.deepEqual(run.notes, [
      'The feed small holds 1 rows of customers where 3 came before.',
      'customer.csv holds 1 rows where it held 3 before.',
      'Run it again and accept its size if it is right.',
      'Too little came to tell which of customers are gone, so none of them was ended.',
    ]);
    assert.deepEqual(
      (await listAlarms(bank)).map(({ kind, says, run_id }) => [kind, says, run_id]),
      [['small', run.notes[0], run.run_id]],
    );
  }
  assert.deepEqual(
    await rows('SELECT count(*)::int AS ended FROM holdings.holdings WHERE ended_on IS NOT NULL'),
    [{ ended: 1 }],
    'what came whole still ends',
  );
  const accepted = await imported(bank, at, { acceptSmall: true });
  assert.equal(counts(accepted).customers, '1 in, 1 unchanged, 2 ended');
  const next = await imported(bank, at);
  assert.deepEqual(next.run.notes, [], 'an accepted size is the measure of the next run');
  assert.deepEqual(await listAlarms(bank), []);
  await at.clean();
});

test('an alarm tells why the newest run failed, and which run that was', async () => {
  const at = await fresh();
  await at.remove('movement.csv');
  await imported(bank, at);
  await at.write({ 'movement.csv': firstDay['movement.csv'], 'customer.csv': '' });
  const { run } = await imported(bank, at);
  assert.deepEqual(
    (await listAlarms(bank)).map(({ run_id, says }) => [run_id, says]),
    [
      [
        run.run_id,
        'The feed small could not be taken in: customer.csv is empty: not even a header is there.',
      ],
    ],
  );
  await at.clean();
});

test('only one run of a feed goes at a time, and a waiting one can be stopped', async () => {
  const at = await fresh();
  const order = { feed: 'small', folder: at.folder, feeds: at.feeds };
  const { runId, jobId } = await startImport(bank, order);
  await assert.rejects(startImport(bank, { ...order, folder: at.feeds }), { code: 'not-now' });
  assert.deepEqual(await startImport(bank, order), { runId, jobId, resumed: true });
  await stopRun(bank, runId);
  await hold(bank, jobId);
  assert.equal((await runImport(bank, jobId, runId)).run.state, 'stopped');
  await at.clean();
});

test('what the source says of a merged customer goes to the survivor, and nothing ends or comes twice', async () => {
  const at = await fresh();
  await imported(bank, at);
  const idOf = async (name: string) =>
    (await rows(`SELECT customer_id AS id FROM customers.customers WHERE full_name = '${name}'`))[0].id;
  const [jana, other] = [await idOf('Jana Nová'), await idOf('Ó Súilleabháin')];
  await bank.owner.query(
    `UPDATE customers.customers SET merged_into = '${jana}' WHERE customer_id = '${other}'`,
  );
  await bank.owner.query(
    `UPDATE holdings.holdings SET customer_id = '${jana}' WHERE customer_id = '${other}'`,
  );
  await bank.owner.query(
    `UPDATE holdings.transactions SET customer_id = '${jana}' WHERE customer_id = '${other}'`,
  );
  const report = await imported(bank, at);
  assert.deepEqual(counts(report), {
    customers: '3 in, 3 unchanged',
    holdings: '3 in, 3 unchanged',
    transactions: '3 in, 3 unchanged',
  });
  assert.deepEqual(
    await rows(`SELECT count(*)::int AS n FROM holdings.holdings WHERE customer_id = '${other}'`),
    [{ n: 0 }],
  );
  await at.clean();
});

test('an administrator asks over HTTP with a sign-in; nobody else may, and no folder of the machine is read for them', async () => {
  const at = await fresh();
  const { rows: made } = await bank.owner.query(`INSERT INTO staff.staff (user_name, full_name, role) VALUES
    ('admin', 'An Administrator', 'administrator'), ('clerk', 'A Clerk',
      'banker') ON CONFLICT (user_name) DO UPDATE SET active = true
    RETURNING staff_id, user_name`);
  for (const { staff_id, user_name } of made) {
    await bank.owner.query(
      `INSERT INTO staff.sessions (token_hash, staff_id, idle_expires_at, expires_at)
       VALUES (sha256(convert_to($1, 'UTF8')), $2, now() + interval '1 hour',
         now() + interval '1 hour') ON CONFLICT DO NOTHING`,
      [`token of ${user_name}`, staff_id],
    );
  }
  await assert.rejects(startImport(bank, { feed: 'berka', folder: at.folder }, 'token of admin'), {
    code: 'does-not-fit',
  });
  await assert.rejects(startImport(bank, { feed: 'berka' }, 'token of clerk'), { code: 'not-allowed' });
  await assert.rejects(startImport(bank, { feed: 'berka' }, 'no token'), { code: 'sign-in-required' });
  const { runId } = await startImport(bank, { feed: 'berka' }, 'token of admin');
  const { rows: events } = await bank.owner.query(
    `SELECT name, staff_id IS NOT NULL AS by FROM privacy.events WHERE subject = $1`,
    [runId],
  );
  assert.deepEqual(events, [{ name: 'feed run.requested', by: true }]);
  await assert.rejects(listRejects(bank, runId, 0n, 10, 'token of clerk'), { code: 'not-allowed' });
  await at.clean();
});

test('a rejected line is kept shortened and sealed, and forgotten ninety days after the run with its key', async () => {
  const at = await fresh();
  await at.write({ 'customer.csv': `${firstDay['customer.csv']}9,Nine,1999-99-98,secret trade\n` });
  const { run } = await imported(bank, at);
  assert.equal((await listRejects(bank, run.run_id, 0n, 10)).length, 1);
  const kept = await bank.owner.query(
    `SELECT value, cells, cells_sealed FROM feed.rejects WHERE run_id = $1`,
    [run.run_id],
  );
  assert.equal(kept.rows[0].cells, null);
  assert.ok(!JSON.stringify(kept.rows).includes('1999-99-98'), 'the cell is not there as it came');
  assert.ok(!kept.rows[0].cells_sealed.includes('secret trade'), 'nor is the line');
  const keys = () => bank.owner.query(`SELECT FROM keys.data_keys WHERE customer_id = $1`, [run.run_id]);
  assert.equal((await keys()).rowCount, 1);
  const forget = () => runOnce(bank, 'retention.apply', {}, tasks['retention.apply']);
  await forget();
  assert.equal((await listRejects(bank, run.run_id, 0n, 10)).length, 1);
  await bank.owner.query(`UPDATE feed.runs SET finished_at = finished_at - interval '91 days'`);
  await forget();
  assert.deepEqual(await listRejects(bank, run.run_id, 0n, 10), []);
  assert.equal((await keys()).rowCount, 0);
  await at.clean();
});

test('a scheduled feed that does not come raises an alarm, which its coming clears', async () => {
  const at = await fresh(`${smallYaml}schedule: 0 5 * * *\nexpect: { late_after_hours: 26 }\n`);
  await bank.owner.query('TRUNCATE feed.alarms');
  await watchFeeds(bank, at.feeds);
  await watchFeeds(bank, at.feeds);
  assert.deepEqual(await listAlarms(bank), [], 'a feed that is new is not late before its time');
  await bank.owner.query(`UPDATE feed.awaited SET since = since - interval '27 hours'`);
  await watchFeeds(bank, at.feeds);
  assert.deepEqual(
    (await listAlarms(bank)).map(({ says }) => says),
    ['The feed small has never come.'],
  );
  await imported(bank, at);
  assert.deepEqual(await listAlarms(bank), []);
  await bank.owner.query(`UPDATE feed.runs SET finished_at = finished_at - interval '27 hours'`);
  await watchFeeds(bank, at.feeds);
  assert.deepEqual(
    (await listAlarms(bank)).map(({ kind, says }) => [kind, says]),
    [['late', 'The feed small last came 27 hours ago.']],
  );
  assert.deepEqual((await feedSchedule(at.feeds))[0], {
    ...{ at: '0 5 * * *', task: 'feed.start' },
    payload: { feed: 'small' },
  });
  await at.clean();
});
