/** What was typed to find somebody goes with them, and the sealed record holds all the same. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { audit } from '#platform/record/auditing.ts';
import { leafOf } from '#platform/record/commitment.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes, parseVerifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { erasePerson } from './erasing.ts';
import { applyRetention } from './retaining.ts';
import { type Standing, sealSome, standingOf } from './sealing.ts';
import { committedOf, forms, type RecordRow } from './sealing-forms.ts';
import { forgettingFindings, recordOf } from './verifying.ts';

let bank: Trial;
let home: string;
let key: SigningKey;
let standing: Standing;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-forgetting-'));
  key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
  standing = await standingOf(bank.database, key);
  greeter = await bank.signedIn('greeter');
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

/** Until all is sealed: what others are in the midst of holds it up for a moment. */
const seal = async () => {
  for (let tries = 0; tries < 200; tries += 1) {
    while (await sealSome(bank.database, key, standing));
    const [state] = await bank.sql('SELECT unsealed_since FROM privacy.sealing_state()');
    if (state?.unsealed_since === null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const found = async () => {
  const trusted = { log: await parseVerifier(key.verifier), witnesses: [], kept: [] };
  const { findings } = await audit(sha256, recordOf(bank.database), trusted);
  return [...findings, ...(await forgettingFindings(bank.database))];
};
const typed = async () =>
  (await bank.sql(`SELECT query FROM privacy.searches WHERE surface = 'find' ORDER BY at`)).map(
    ({ query }) => query,
  );

/** Nobody keeps the file of whoever this is. */
async function somebody(name: string): Promise<string> {
  const id = randomUUID();
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up) VALUES ($1, 'person', $2, true)`,
    [id, name],
  );
  await bank.sql('SELECT customers.index_names($1)', [[id]]);
  return id;
}

test('the words of a search go with whom it found, others stay, and the audit finds nothing', async () => {
  const wilma = await somebody('Wilma Quillfeather');
  const find = (query: string) => greeter.post('/api/customer-searches', { query, most: 10 });
  const { cards } = (await find('wilma quillf')).body;
  assert.equal(cards[0].customerId, wilma);
  await find('Quillfeather');
  await find('jana nov');
  await seal();
  assert.deepEqual(await found(), []);
  await erasePerson(bank.database, home, wilma);
  assert.deepEqual(await typed(), ['', '', 'jana nov']);
  const [dump] = await bank.sql(`SELECT string_agg(s::text, ' ') AS all FROM privacy.searches s`);
  assert.doesNotMatch(String(dump?.all), /quillf/i);
  await find('after that');
  await seal();
  assert.deepEqual(await found(), [], 'who searched when, and whom it showed, is as it was sealed');
  const [event] = await bank.sql(`SELECT detail FROM privacy.events WHERE name = 'person.erased'`);
  assert.deepEqual(event?.detail, { records: 1, searches: 2 });
});

test('words that found nobody go after thirty days, and so do those typed while whom they found was erased', async () => {
  const find = (query: string) => greeter.post('/api/customer-searches', { query, most: 10 });
  const nightly = () =>
    runOnce(bank.database, 'retention.apply', {}, async (_payload, { job, database }) => {
      await applyRetention(database, job, undefined, new AbortController().signal);
    });
  const wendy = await somebody('Wendy Featherquill');
  assert.deepEqual((await find('zebulon quagga')).body.cards, []);
  const [late] = await bank.sql(
    `SELECT search_id FROM privacy.searches WHERE query = 'zebulon quagga' ORDER BY at DESC LIMIT 1`,
  );
  await nightly();
  assert.ok((await typed()).includes('zebulon quagga'), 'not yet');
  await seal();
  assert.deepEqual(await found(), []);
  // thirty days later, as the database would have it: only this job may drop the words
  const source = `SELECT pg_get_functiondef('privacy.forget_old_words(bigint, integer)'::regprocedure) AS source`;
  const [kept] = await bank.sql(source);
  await bank.sql(String(kept?.source).replace(`now() - interval '30 days'`, `now() + interval '1 second'`));
  await find('wendy featherq');
  await erasePerson(bank.database, home, wendy);
  // a search that read her before the erasure and committed after it
  await bank.sql(
    `INSERT INTO privacy.searches (search_id, session_id, staff_id, role, surface, query, customer_ids)
     SELECT gen_random_uuid(), session_id, staff_id, role, 'find', 'wendy feather', ARRAY[$1::uuid]
       FROM privacy.searches WHERE search_id = $2`,
    [wendy, late?.search_id],
  );
  await nightly();
  await bank.sql(String(kept?.source));
  assert.deepEqual(
    (await typed()).filter((query) => /wendy|zebulon/.test(String(query))),
    [],
  );
  assert.ok((await typed()).includes('jana nov'), 'whose file is there keep theirs');
  const [event] = await bank.sql(`SELECT detail FROM privacy.events WHERE name = 'words.forgotten'`);
  assert.ok(Number((event?.detail as { searches: number } | undefined)?.searches) >= 2);
  await seal();
  assert.deepEqual(await found(), [], 'the audit counts them');
});

test('words that somebody drops, or changes, without an erasure on record are found', async () => {
  const by = (set: string) => bank.sql(`UPDATE privacy.searches SET ${set} WHERE query = 'jana nov'`);
  await by(`query = 'jana x'`);
  assert.notDeepEqual(await found(), []);
  await bank.sql(`UPDATE privacy.searches SET query = 'jana nov' WHERE query = 'jana x'`);
  assert.deepEqual(await found(), []);
  await assert.rejects(by('words_salt = NULL'), /searches_forgotten/, 'no words without their salt');
  await bank.sql(`CREATE TABLE kept AS SELECT search_id, query, words_salt FROM privacy.searches`);
  await by(`query = '', words_salt = NULL`);
  assert.deepEqual(
    (await found()).map(({ what }) => what),
    ['search'],
  );
  await bank.sql(
    'UPDATE privacy.searches s SET query = k.query, words_salt = k.words_salt FROM kept k WHERE k.search_id = s.search_id',
  );
  assert.deepEqual(await found(), []);
});

test('a search found before words were sealed apart is proven as it was', () => {
  const row = { ...row0, words: null, words_salt: null } as unknown as RecordRow;
  assert.match(committedOf(forms[1], row).withheld, /"form":2.*"query":"jana"/);
});

test('whatever column of a search is changed, its leaf is another; only forgetting the words keeps it', () => {
  const hash = (row: object) => leafOf(sha256, committedOf(forms[1], row as RecordRow)).join();
  const row = { ...row0 };
  assert.equal(hash({ ...row, query: '', words_salt: null }), hash(row), 'forgotten');
  fc.assert(
    fc.property(
      fc.constantFrom('query', 'words', 'words_salt', 'staff_id', 'customer_ids'),
      fc.string(),
      (column, to) => {
        if (to === row[column as keyof typeof row] || (column === 'words_salt' && !/^[0-9a-f]{2,}$/.test(to)))
          return;
        if (column === 'words_salt' && to.length % 2 === 1) return;
        assert.notEqual(hash({ ...row, [column]: to }), hash(row));
      },
    ),
  );
});

const salt = '00112233-4455-6677-8899-aabbccddeeff';
const words = Array.from(
  sha256(
    Uint8Array.from([...Uint8Array.fromHex(salt.replaceAll('-', '')), ...new TextEncoder().encode('jana')]),
  ),
  (byte) => byte.toString(16).padStart(2, '0'),
).join('');
const row0 = {
  ...{ at: null, search_id: 'a', role: 'greeter', premises_id: null, place: null, surface: 'find' },
  ...{
    session_id: 'b',
    staff_id: 'c',
    query: 'jana',
    customer_ids: ['d'],
    xid: '7',
    salt,
    words,
    words_salt: salt,
  },
};
