/** The search under garbage, attacks and names of every script. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { findingTrial } from './finding-trial.ts';

let bank: Awaited<ReturnType<typeof findingTrial>>;
before(async () => {
  bank = await findingTrial();
});
after(() => bank.database.drop());

test('however many bear a name, no more cards are shown than were asked for, and fifty at most', async () => {
  await bank.customers(...Array.from({ length: 70 }, () => 'Hermenegilda Dlouhánová'));
  assert.equal((await bank.ids('hermenegilda', 10)).length, 10);
  assert.equal((await bank.ids('hermenegilda dlouhanova', 50)).length, 50);
  await assert.rejects(bank.ids('hermenegilda', 51));
});

test('nothing and one letter find nobody, and so does punctuation', async () => {
  await bank.customers('A B');
  for (const typed of [' ', 'a', '*', '%', '...', "'", '"', '--', '👩‍🦰'])
    assert.deepEqual(await bank.found(typed), [], JSON.stringify(typed));
});

test('what looks like SQL, a pattern or a query language is a name like any other', async () => {
  await bank.customers("Robert'); DROP TABLE customers.customers;--", 'Zoran %_');
  for (const typed of [
    "'; DROP TABLE customers.words; --",
    "x' OR '1'='1",
    '%%%',
    '.*',
    'jana:* & !novak',
    '\\',
    '{1}',
    '$1',
    'E\\x00',
    '[a-z]+(a+)+$',
  ]) {
    await bank.found(typed);
  }
  assert.equal((await bank.found("Robert'); DROP TABLE"))[0], "Robert'); DROP TABLE customers.customers;--");
  assert.ok((await bank.sql('SELECT FROM customers.customers')).length > 0);
});

test('any name with two letters in it is found by itself, whatever the script', async () => {
  const names = fc
    .sample(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }), { numRuns: 150, seed: 7 })
    .filter((name) => name.trim() !== '');
  const words = await bank.sql(
    'SELECT name, customers.tokens_of(name) AS words FROM unnest($1::text[]) name',
    [names],
  );
  const named = words
    .filter((row) => (row.words as string[]).join('').length > 1)
    .map((row) => String(row.name));
  assert.ok(named.length > 100, `${named.length} of them have words`);
  await bank.customers(...named);
  for (const name of named) assert.ok((await bank.found(name, 50)).includes(name), JSON.stringify(name));
});

const data = process.env.EARSHOT_TEST_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data');
const skip = existsSync(path.join(data, 'naughty_strings'))
  ? false
  : 'EARSHOT_TEST_DATA is not there: naughty strings and names across scripts were not tried';

test('the big list of naughty strings makes no error, and no customer table is ever scanned', {
  skip,
}, async () => {
  const naughty: string[] = JSON.parse(readFileSync(path.join(data, 'naughty_strings/blns.json'), 'utf8'));
  await bank.sql('ANALYZE customers.customers, customers.names, customers.found_by, customers.words');
  const scans = async () => {
    // A connection says what it did when its statement is over.
    await bank.sql('SELECT pg_stat_force_next_flush()');
    await bank.sql('SELECT pg_stat_clear_snapshot()');
    return bank.sql(
      `SELECT relname, seq_scan FROM pg_stat_user_tables
        WHERE schemaname IN ('customers', 'holdings') ORDER BY relname`,
    );
  };
  const staff = await bank.database.connect('earshot_staff');
  const earlier = await scans();
  for (const typed of naughty) {
    // U+0000 cannot be in a text of PostgreSQL; the server's contract refuses it before.
    const asked = typed.replaceAll('\u0000', '').slice(0, 200);
    if (asked.trim() === '') continue;
    const id = randomUUID();
    await staff.query('SELECT privacy.search($1, $2, $3, $4, 10)', [id, bank.token, 'find', asked]);
    await staff.query('SELECT * FROM customers.search_cards($1, $2)', [id, bank.token]);
  }
  await staff.query('SELECT pg_stat_force_next_flush()');
  await staff.end();
  assert.deepEqual(await scans(), earlier);
});

test('names across scripts: what is found of the public pairs', { skip }, async (t) => {
  const lines = readFileSync(path.join(data, 'names/cross_script_pairs.csv'), 'utf8').split(/\r?\n/);
  const pairs = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(','));
  await bank.customers(...new Set(pairs.map(([, latin]) => latin ?? '')));
  const missed: string[] = [];
  for (const [written = '', latin = ''] of pairs) {
    if (!(await bank.found(written)).includes(latin)) missed.push(`${written} = ${latin}`);
  }
  t.diagnostic(`${pairs.length - missed.length} of ${pairs.length} pairs found; not: ${missed.join('; ')}`);
  for (const cyrillic of ['Владимир Путин', 'Иван Иванов', 'Александр Петров', 'Дмитрий Медведев']) {
    assert.ok(!missed.some((pair) => pair.startsWith(cyrillic)), cyrillic);
  }
});
