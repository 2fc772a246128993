import assert from 'node:assert/strict';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { ownFeeds } from './description.ts';
import type { StatementRow } from './entries.ts';
import { statementRows } from './statements.ts';
import { counts, imported, type Trial } from './testing.ts';

const data = path.resolve(
  process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../../shared/data'),
);
const folder = path.join(data, 'camt053');
const skip = existsSync(folder)
  ? false
  : `EARSHOT_TEST_DATA is not there: ${folder} holds no statements, so none was tried`;
const fixtures = skip
  ? []
  : ['genkgo', 'viafintech'].flatMap((made) =>
      readdirSync(path.join(folder, made))
        .filter((name) => name.endsWith('.xml'))
        .map((name) => `${made}/${name}`),
    );

async function read(source: AsyncIterable<Buffer>, name = 'x.xml'): Promise<StatementRow[]> {
  const rows: StatementRow[] = [];
  for await (const { row } of statementRows(name, source)) rows.push(row);
  return rows;
}
const readText = (xml: string) => read(Readable.from([Buffer.from(xml)]));

const statement = (inside: string, namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08') =>
  `<Document xmlns="${namespace}"><BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>DE89 3704 0044 0532 0130 00</IBAN></Id><Ccy>EUR</Ccy></Acct>${inside}</Stmt></BkToCstmrStmt></Document>`;
const entry = (amount: string, more = '', debit = false) =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${debit ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-05-06</Dt></BookgDt>${more}</Ntry>`;

/** Movements and closing balances of each fixture that is a statement. */
const expected: Record<string, [movements: number, closings: number]> = {
  'genkgo/camt053.v2.all-balance-types.xml': [1, 2],
  'genkgo/camt053.v2.five.decimals.xml': [1, 1],
  'genkgo/camt053.v2.minimal.ultimate.xml': [1, 1],
  'genkgo/camt053.v2.minimal.xml': [1, 1],
  'genkgo/camt053.v2.multi.statement.xml': [2, 2],
  'genkgo/camt053.v2.with-account-name.xml': [1, 0],
  'genkgo/camt053.v2.with-party-ids.xml': [1, 1],
  'genkgo/camt053.v3.xml': [1, 1],
  'genkgo/camt053.v4.xml': [1, 1],
  'genkgo/camt053.v8.xml': [1, 1],
  'genkgo/camt53.only-Dt-with-DtTm.xml': [0, 0],
  'viafintech/053_valid_example.xml': [5, 2],
  'viafintech/053_valid_example_v4.xml': [32, 1],
  'viafintech/053_valid_example_v8.xml': [3, 1],
  'viafintech/053_valid_example_with_batch.xml': [3, 2],
  'viafintech/053_valid_example_with_datetime.xml': [1, 1],
  'viafintech/053_valid_example_with_debit.xml': [5, 2],
  'viafintech/053_valid_example_with_instdamt.xml': [1, 1],
  'viafintech/053_valid_example_with_other_id.xml': [0, 0],
};

test('all 40 fixtures: statements are read, everything else is refused and says what it is', {
  skip,
}, async () => {
  assert.equal(fixtures.length, 40);
  for (const name of fixtures) {
    const rows = read(createReadStream(path.join(folder, name), { highWaterMark: 777 }), path.basename(name));
    const wanted = expected[name];
    if (wanted !== undefined) {
      const movements = (await rows).filter(({ record }) => record === 'movement');
      assert.deepEqual([movements.length, (await rows).length - movements.length], wanted, name);
      assert.equal(
        new Set(movements.map(({ key }) => key)).size,
        movements.length,
        `${name}: a key of each own`,
      );
    } else {
      const says = /05(2)/.test(name)
        ? /intraday report/
        : /054/.test(name)
          ? /notification/
          : /holds no statement/;
      await assert.rejects(rows, says, name);
    }
  }
});

test('amounts are exact to the minor unit, and what is finer is not rounded but rejected', async () => {
  const rows = await readText(
    statement(entry('8.85000') + entry('0.01', '', true) + entry('1.005') + entry('9007199254740993.07')),
  );
  assert.deepEqual(
    rows.map(({ minor }) => minor),
    ['885', '-1', '?1.005', '900719925474099307'],
  );
});

test('a batch is taken apart where its parts add up, and stays whole where they do not', async () => {
  const part = (amount: string) => `<TxDtls><Amt Ccy="EUR">${amount}</Amt></TxDtls>`;
  const fits = await readText(
    statement(entry('10.00', `<NtryDtls>${part('4.00')}${part('6.00')}</NtryDtls>`)),
  );
  assert.deepEqual(
    fits.map(({ minor }) => minor),
    ['400', '600'],
  );
  const whole = await readText(
    statement(entry('10.00', `<NtryDtls>${part('4.00')}${part('5.00')}</NtryDtls>`)),
  );
  assert.deepEqual(
    whole.map(({ minor }) => minor),
    ['1000'],
  );
});

test('only what is booked counts; a reversal keeps the sign that it was booked with and says so', async () => {
  const rows = await readText(
    statement(
      entry('5.00').replace('BOOK', 'PDNG') +
        entry('6.00', '<RvslInd>true</RvslInd><AddtlNtryInf>wrong account</AddtlNtryInf>', true),
    ),
  );
  assert.deepEqual(
    rows.map(({ minor, description }) => [minor, description]),
    [['-600', 'Reversal: wrong account']],
  );
});

const attacks: [string, string, RegExp][] = [
  [
    'a document type with entities',
    `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>${statement(entry('1.00', '<AddtlNtryInf>&b;</AddtlNtryInf>'))}`,
    /document type of its own/,
  ],
  ['an entity that nobody declared', statement('<Id>&lol;</Id>'), /not well-formed/],
  ['a thousand levels', statement('<a>'.repeat(1000)), /nested deeper than 40/],
  [
    'an endless text',
    statement(entry('1.00', `<AddtlNtryInf>${'x'.repeat(3 << 20)}</AddtlNtryInf>`)),
    /longer than 1 MiB/,
  ],
  ['another namespace', statement('', 'urn:example'), /namespace is not that of camt\.053/],
  ['an end in the middle', statement(entry('1.00')).slice(0, -40), /not well-formed/],
  ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${statement('')}`, /is in ISO-8859-1/],
  [
    'an entry of a million elements',
    statement(entry('1.00', '<x/>'.repeat(20_000))),
    /more than 10000 elements/,
  ],
];
for (const [what, xml, says] of attacks) {
  test(`a statement with ${what} is refused`, async () => {
    await assert.rejects(readText(xml), says);
  });
}

test('later versions of the same shape are read', async () => {
  for (const version of ['02', '08', '13']) {
    const rows = await readText(
      statement(entry('1.00'), `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`),
    );
    assert.equal(rows.length, 1);
  }
});

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

test('statements find their account by IBAN and currency; an unknown account is rejected with the reason', {
  skip,
}, async () => {
  const extract = await mkdtemp(path.join(tmpdir(), 'earshot-camt-'));
  for (const name of ['053_valid_example_v4.xml', '053_valid_example_with_batch.xml']) {
    await copyFile(path.join(folder, 'viafintech', name), path.join(extract, name));
  }
  await bank.owner.query(`
    WITH one AS (INSERT INTO customers.customers (kind, full_name, made_up) VALUES ('person', 'Ada', true),
      ('person', 'Ben', true) RETURNING customer_id, full_name)
    INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, number, currency)
    SELECT customer_id, '00000000-0000-8000-8000-000000000001', CASE full_name WHEN 'Ada' THEN 'owner'
      ELSE 'joint owner' END, full_name = 'Ada',
           'current account', 'CH03 0900 0000 2500 9034 2', 'CHF' FROM one`);
  const at = { feeds: ownFeeds, folder: extract } as Trial;
  const report = await imported(bank, at, { feed: 'camt053' });
  assert.deepEqual(counts(report), {
    balances: '3 in, 1 created, 2 rejected',
    transactions: '35 in, 32 created, 3 rejected',
  });
  const { rows } = await bank.owner.query(
    `SELECT count(*)::int AS rows, count(*) FILTER (WHERE counts)::int AS counted FROM holdings.transactions
      WHERE source = 'camt053'`,
  );
  assert.deepEqual(rows, [{ rows: 64, counted: 32 }]);
  assert.equal(
    counts(await imported(bank, at, { feed: 'camt053' })).transactions,
    '35 in, 32 unchanged, 3 rejected',
  );
  await rm(extract, { recursive: true });
});

test('a folder with anything but statements in it is refused whole', { skip }, async () => {
  const extract = await mkdtemp(path.join(tmpdir(), 'earshot-camt-'));
  await copyFile(path.join(folder, 'viafintech', '053_valid_example_v4.xml'), path.join(extract, 'a.xml'));
  await copyFile(path.join(folder, 'genkgo', 'camt052.v8.xml'), path.join(extract, 'b.xml'));
  const { run } = await imported(bank, { feeds: ownFeeds, folder: extract } as Trial, { feed: 'camt053' });
  assert.equal(run.problem, 'b.xml is an intraday report (camt.052), not a statement (camt.053).');
  await rm(extract, { recursive: true });
});
