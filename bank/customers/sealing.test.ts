/** Sealed values, as a banker meets them, and as whoever holds a copy of the database does. */
import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { fileKeys, makeFileKeys } from '#platform/crypto/file-keys.ts';
import { KeyRing } from '#platform/crypto/keyring.ts';
import { rotateDataKeys, rotateMaster } from '#platform/crypto/rewrapping.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { testHome } from '#platform/testing/database.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let banker: Client;
/** The keys of this file alone: it rotates them, and takes them away. */
const folder = path.join(testHome, `keys-${process.pid}`);
before(async () => {
  await makeFileKeys(folder);
  bank = await trialBank({ keys: folder });
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(bank.customers.jana, 'banker');
});
after(async () => {
  await bank.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => banker.get(`/api/customers/${bank.customers.jana}/file`);
const write = (body: string, sensitive = true) =>
  banker.post(`/api/customers/${bank.customers.jana}/notes`, { body, sensitive });
const reveal = (kind: string, subject: string) =>
  banker.post(`/api/customers/${bank.customers.jana}/reveals`, { kind, subject });
const renew = () => runOnce(bank.database, 'keys.renew', {}, tasks['keys.renew']);
/** As another process would, that has seen no key yet. */
const forgetKeys = () => Object.assign(bank.database, { keys: new KeyRing(fileKeys(folder)) });

/** Every value of every table, as a thief of the database would read it. */
async function everything(): Promise<string> {
  const tables = await bank.sql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables)
    texts.push(...(await bank.sql(`SELECT t::text AS row FROM ${name} t`)).map(({ row }) => String(row)));
  return texts.join('\n');
}

test('no table holds an identifier or a sensitive note in plain words, a plain note it does', async () => {
  const hidden = 'She has been ill since spring.';
  assert.equal((await write(hidden)).status, 200);
  assert.equal((await write('Prefers mornings.', false)).status, 200);
  const all = await everything();
  assert.ok(all.includes('Prefers mornings.'), 'what is looked through holds the notes');
  for (const secret of [hidden, 'ill since', '845305/0017', '8453050017'])
    assert.ok(!all.includes(secret) && !all.includes(Buffer.from(secret).toString('hex')), secret);
});

test('the banker reads and reveals them as ever', async () => {
  const { body } = await file();
  assert.equal(
    body.notes.find((note: { sensitive: boolean }) => note.sensitive).body.value,
    'She has been ill since spring.',
  );
  const [identifier] = body.identifiers;
  assert.deepEqual(identifier.value, { hint: '•••• 17', value: null });
  assert.equal((await reveal('identifier', identifier.identifierId)).body.text, '845305/0017');
});

test('a ciphertext that is put in another row does not open (row 69)', async () => {
  await bank.identify(bank.customers.jana, 'passport', 'CZ', 'P1234567');
  const swap = `UPDATE customers.identifiers a SET value_sealed = b.value_sealed FROM customers.identifiers b
    WHERE a.kind = 'passport' AND b.kind = 'national id'`;
  const [kept] = await bank.sql(`SELECT value_sealed FROM customers.identifiers WHERE kind = 'passport'`);
  await bank.sql(swap);
  const identifiers = (await file()).body.identifiers as { kind: string; identifierId: string }[];
  const passport = identifiers.find(({ kind }) => kind === 'passport')?.identifierId ?? '';
  const answer = await reveal('identifier', passport);
  assert.equal(answer.status, 500);
  assert.ok(!answer.text.includes('845305'));
  await bank.sql(`UPDATE customers.identifiers SET value_sealed = $1 WHERE kind = 'passport'`, [
    kept?.value_sealed,
  ]);
  assert.equal((await reveal('identifier', passport)).body.text, 'P1234567');
});

test('without the key provider files open, nothing sealed is shown, none is written, nothing is lost', async () => {
  await rename(folder, `${folder}.away`);
  forgetKeys();
  const shut = await file();
  assert.equal(shut.status, 200);
  const note = shut.body.notes.find((one: { sensitive: boolean }) => one.sensitive);
  assert.deepEqual([note.unavailable, note.body.value], [true, null]);
  for (const answer of [
    await write('Worse again.'),
    await reveal('note', note.noteId),
    await reveal('identifier', shut.body.identifiers[0].identifierId),
  ])
    assert.deepEqual([answer.status, answer.body.code], [503, 'keys-unavailable']);
  assert.equal((await write('Plain words go on.', false)).status, 200);
  const health = await bank.nobody().get('/health/ready');
  assert.deepEqual([health.status, health.body.keys], [200, 'down']);
  await rename(`${folder}.away`, folder);
  const open = (await file()).body.notes.map((one: { body: { value: string } }) => one.body.value);
  assert.deepEqual(open.sort(), [
    'Plain words go on.',
    'Prefers mornings.',
    'She has been ill since spring.',
  ]);
  assert.equal((await bank.nobody().get('/health/ready')).body.keys, 'working');
});

test('master and data keys are rotated while staff read and write, without one error (row 70)', async () => {
  let going = true;
  let answered = 0;
  const busy = Array.from({ length: 4 }, async (_none, n) => {
    for (let turn = 0; going; turn += 1) {
      const written = await write(`Note ${n} ${turn}`);
      const read = await file();
      assert.deepEqual([written.status, read.status], [200, 200]);
      for (const note of read.body.notes) assert.ok(note.body.value, 'every note can be read at any moment');
      const revealed = await reveal('identifier', read.body.identifiers[0].identifierId);
      assert.equal(revealed.status, 200);
      answered += 3;
    }
  });
  for (let round = 0; round < 3; round += 1) {
    await rotateMaster(bank.database);
    assert.ok((await rotateDataKeys(bank.database, Temporal.Now.instant())) > 0n);
    await renew();
    forgetKeys();
  }
  going = false;
  await Promise.all(busy);
  assert.ok(answered > 12);
  await renew();
  const stale = `SELECT FROM keys.data_keys k WHERE k.retired_at IS NOT NULL AND (
      EXISTS (SELECT FROM conversations.notes n WHERE keys.id_in(n.body_sealed) = k.key_id)
      OR EXISTS (SELECT FROM customers.identifiers i WHERE keys.id_in(i.value_sealed) = k.key_id))`;
  assert.deepEqual(await bank.sql(stale), [], 'nothing is sealed with a retired key');
  assert.deepEqual(await bank.sql('SELECT DISTINCT master FROM keys.data_keys'), [{ master: 'file:4' }]);
});

test('what an older version has left plain is sealed, page by page, and the database vouches that none is left', async () => {
  const rules = [
    'customers.identifiers',
    'identifiers_sealed',
    'conversations.notes',
    'notes_sealed',
  ] as const;
  await bank.sql(`ALTER TABLE ${rules[0]} DROP CONSTRAINT ${rules[1]}`);
  await bank.sql(`ALTER TABLE ${rules[2]} DROP CONSTRAINT ${rules[3]}`);
  const { petr } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.identifiers (customer_id, kind, value, row_hash)
     SELECT $1, 'tax number', 'CZ800000' || n, n FROM generate_series(1000, 3100) n`,
    [petr],
  );
  await bank.sql(
    `INSERT INTO conversations.notes (customer_id, body, sensitive, written_by)
     SELECT $1, 'Hardship ' || n, true, $2 FROM generate_series(1000, 1600) n`,
    [petr, bank.staff.banker],
  );
  await renew();
  assert.ok(!/CZ8000001|Hardship 1/.test(await everything()));
  const plain = 'SELECT FROM customers.identifiers WHERE value IS NOT NULL OR row_hash BETWEEN 1000 AND 3100';
  assert.deepEqual(await bank.sql(plain), [], 'the hash that a feed compares is keyed too');
  await bank.sql(`ALTER TABLE ${rules[0]} ADD CONSTRAINT ${rules[1]}
    CHECK (value IS NULL AND num_nulls(value_sealed, value_index, value_hint) = 0)`);
  await bank.sql(
    `ALTER TABLE ${rules[2]} ADD CONSTRAINT ${rules[3]} CHECK (sensitive = (body_sealed IS NOT NULL))`,
  );
  await bank.visit(petr, 'banker');
  const { body } = await banker.get(`/api/customers/${petr}/file`);
  assert.match(body.notes[0].body.value, /^Hardship 1\d\d\d$/);
});

test('support needs are sealed, shown in a private room, hidden at the counter until revealed there', async () => {
  const secret = 'Speak slowly after the stroke';
  const { jana } = bank.customers;
  const before = (await file()).body.customer;
  const changed = await banker.send(
    'PATCH',
    `/api/customers/${jana}/profile`,
    { supportNeeds: [secret, 'Large print'] },
    { 'if-match': `"${before.version}"` },
  );
  assert.equal(changed.status, 200, changed.text);
  assert.ok(!(await everything()).includes('stroke'));
  const shown = (await file()).body.customer.supportNeeds;
  assert.deepEqual(shown, { count: 2, needs: [secret, 'Large print'], unavailable: false });
  const counter = await bank.signedIn('banker', 'open counter');
  const hidden = await counter.get(`/api/customers/${jana}/file`);
  assert.deepEqual(hidden.body.customer.supportNeeds, { count: 2, needs: null, unavailable: false });
  assert.ok(!hidden.text.includes('stroke'));
  const revealed = await counter.post(`/api/customers/${jana}/reveals`, {
    kind: 'support needs',
    subject: null,
  });
  assert.equal(revealed.body.text, `${secret} · Large print`);
  const [look] = await bank.sql(
    `SELECT fields FROM privacy.access_records WHERE action = 'reveal' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(look?.fields, ['support needs']);
  const kept = `SELECT body_sealed FROM customers.support_needs WHERE customer_id = $1 ORDER BY place`;
  await bank.sql(
    `UPDATE customers.support_needs a SET body_sealed = b.body_sealed FROM customers.support_needs b
      WHERE a.customer_id = $1 AND b.customer_id = $1 AND a.place <> b.place AND a.place = 1`,
    [jana],
  );
  assert.equal(
    (await file()).body.customer.supportNeeds.unavailable,
    true,
    'in another row it does not open',
  );
  const again = (await file()).body.customer;
  await banker.send(
    'PATCH',
    `/api/customers/${jana}/profile`,
    { supportNeeds: ['Large print'] },
    {
      'if-match': `"${again.version}"`,
    },
  );
  assert.equal((await bank.sql(kept, [jana])).length, 1);
});

test('needs from before are sealed by the nightly job, and anew when their key is retired; a merge keeps both lists', async () => {
  const { jana, petr } = bank.customers;
  await bank.sql(
    `UPDATE customers.customers SET support_needs = '{"Sign language","Step-free"}' WHERE customer_id = $1`,
    [petr],
  );
  await renew();
  const plain = `SELECT FROM customers.customers WHERE support_needs <> '{}'`;
  assert.deepEqual(await bank.sql(plain), []);
  assert.ok(!(await everything()).includes('Sign language'));
  const sealed = `SELECT body_sealed FROM customers.support_needs WHERE customer_id = $1 ORDER BY place`;
  const before = await bank.sql(sealed, [petr]);
  assert.equal(before.length, 2);
  await rotateDataKeys(bank.database, Temporal.Now.instant());
  await renew();
  assert.notDeepEqual(await bank.sql(sealed, [petr]), before);
  await bank.visit(petr, 'banker');
  const read = await banker.get(`/api/customers/${petr}/file`);
  assert.deepEqual(read.body.customer.supportNeeds.needs, ['Sign language', 'Step-free']);
  await bank.sql('UPDATE customers.support_needs SET customer_id = $2 WHERE customer_id = $1', [petr, jana]);
  assert.equal(
    (await file()).body.customer.supportNeeds.count,
    3,
    'bound to their rows, not to the customer',
  );
});
