import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { readFeed } from './description.ts';
import { dropStaging, findFiles, makeRawTables } from './staging.ts';
import { stageFile } from './streaming.ts';
import { smallYaml, trial } from './testing.ts';

let bank: TestDatabase;
let connection: pg.Client;
before(async () => {
  bank = await testDatabase();
  connection = await bank.connect('earshot_feed');
});
after(async () => {
  await connection?.end();
  await bank?.drop();
});

const header = 'id,number,day,amount,text\n';
const text = 'one of very many movements, of which each says the very same';
/** Some five mebibytes. */
const few = 50_000;

setFlagsFromString('--expose-gc');
/** So that what was needed to write the file is not counted with what it takes to read it. */
const collect = runInNewContext('gc') as () => void;

/**
 * Stages so many movements, each with its own number, and looks whether all came through whole.
 * @returns bytes that its buffers and what waits to be collected of them took at most
 */
async function staged(
  rows: number,
  name: string,
  yaml = smallYaml,
  lines: Iterable<string> = linesOf(rows),
): Promise<number> {
  const prefix = `run_${String(rows).padStart(12, '0')}`;
  const at = await trial(yaml);
  await at.write({ 'customer.csv': 'id,name,born,job\n', 'account.csv': 'number,owner,partner,opened\n' });
  const into = createWriteStream(path.join(at.folder, name));
  await (name.endsWith('.gz')
    ? pipeline(Readable.from(lines), createGzip({ level: 1 }), into)
    : pipeline(Readable.from(lines), into));
  const feed = await readFeed(at.feeds, 'small');
  await makeRawTables(connection, feed, prefix);
  const file = (await findFiles(feed, at.folder)).find((one) => one.name === name);
  assert.ok(file);
  collect();
  let most = 0;
  const told = () => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  const taken = await stageFile(connection, prefix, file, told, new AbortController().signal);
  assert.equal(taken.rows, rows);
  const { rows: kept } = await connection.query(
    `SELECT count(*)::int AS rows, bool_and(id = 'm' || line AND text = $1) AS whole FROM staging.${prefix}_raw_movement`,
    [text],
  );
  assert.deepEqual(kept[0], { rows, whole: true });
  await dropStaging(connection, [prefix]);
  await at.clean();
  return most;
}

const lineOf = (number: number) => `m${number},A1,2024-01-02,100.00,"${text}"\n`;

/** A movement says the number of its line. */
function* linesOf(rows: number): Iterable<string> {
  yield header;
  for (let from = 0; from < rows; from += 1000) {
    yield Array.from({ length: 1000 }, (_, n) => lineOf(from + n + 2)).join('');
  }
}

test('ten times the rows are read in the same memory', async () => {
  const ofFew = await staged(few, 'movement.csv');
  const ofMany = await staged(10 * few, 'movement.csv');
  assert.ok(ofMany < ofFew + (4 << 20), `${ofFew} bytes of the few, ${ofMany} of ten times as many`);
});

test('a small file whose last line has no end comes through whole', async () => {
  await staged(3, 'movement.csv', smallYaml, [header, ...[2, 3].map(lineOf), lineOf(4).trimEnd()]);
});

test('a large gzip comes through whole', async () => {
  await staged(few, 'movement.csv.gz', smallYaml.replace('movement.csv,', 'movement.csv.gz, gz: true,'));
});
