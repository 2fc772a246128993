/** Sealed values of a bank whose master keys are AWS KMS's, as a banker meets them. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { configOf } from '#platform/config.ts';
import { keyRingOf } from '#platform/crypto/choosing.ts';
import { makeFileKeys } from '#platform/crypto/file-keys.ts';
import { KeyRing } from '#platform/crypto/keyring.ts';
import { kmsKeys } from '#platform/crypto/kms-keys.ts';
import { keptMasters } from '#platform/crypto/master-store.ts';
import { rotateDataKeys, rotateMaster } from '#platform/crypto/rewrapping.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { type Kms, startKms } from '#platform/testing/kms.ts';
import { tasks } from './jobs.ts';

let kms: Kms;
let bank: Trial;
let banker: Client;
const keys = { keyIds: ['alias/earshot'] } as const;
before(async () => {
  kms = await startKms();
  Object.assign(process.env, kms.environment);
  bank = await trialBank({ keys });
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(bank.customers.jana, 'banker');
});
after(async () => {
  await bank?.close();
  await kms?.close();
});

const file = () => banker.get(`/api/customers/${bank.customers.jana}/file`);
const write = (body: string) =>
  banker.post(`/api/customers/${bank.customers.jana}/notes`, { body, sensitive: true });
const reveal = (identifierId: string) =>
  banker.post(`/api/customers/${bank.customers.jana}/reveals`, { kind: 'identifier', subject: identifierId });
const renew = () => runOnce(bank.database, 'keys.renew', {}, tasks['keys.renew']);
/** As another process would, that has seen no key yet. */
const forgetKeys = () => {
  const { database } = bank;
  const provider = kmsKeys(
    keys,
    keptMasters((login) => database.connect(login)),
  );
  Object.assign(database, { keys: new KeyRing(provider) });
};

test('without KMS files open, nothing sealed is shown, none is written, nothing is lost', async () => {
  assert.equal((await write('She has been ill since spring.')).status, 200);
  kms.mood = 'is silent';
  forgetKeys();
  const shut = await file();
  assert.equal(shut.status, 200);
  assert.deepEqual([shut.body.notes[0].unavailable, shut.body.notes[0].body.value], [true, null]);
  const [{ identifierId }] = shut.body.identifiers;
  for (const answer of [await write('Worse again.'), await reveal(identifierId)])
    assert.deepEqual([answer.status, answer.body.code], [503, 'keys-unavailable']);
  const health = await bank.nobody().get('/health/ready');
  assert.deepEqual([health.status, health.body.keys], [200, 'down']);
  kms.mood = 'answers';
  assert.equal((await file()).body.notes[0].body.value, 'She has been ill since spring.');
  assert.equal((await reveal(identifierId)).body.text, '845305/0017');
  assert.equal((await bank.nobody().get('/health/ready')).body.keys, 'working');
});

test('master and data keys are rotated while staff read and write, without one error (row 70)', async () => {
  let going = true;
  let answered = 0;
  const busy = Array.from({ length: 4 }, async (_none, n) => {
    for (let turn = 0; going; turn += 1) {
      const [written, read] = [await write(`Note ${n} ${turn}`), await file()];
      assert.deepEqual([written.status, read.status], [200, 200]);
      for (const note of read.body.notes) assert.ok(note.body.value, 'every note can be read at any moment');
      assert.equal((await reveal(read.body.identifiers[0].identifierId)).status, 200);
      answered += 3;
    }
  });
  for (let round = 0; round < 3; round += 1) {
    assert.equal(await rotateMaster(bank.database), `kms:${round + 2}`);
    assert.ok((await rotateDataKeys(bank.database, Temporal.Now.instant())) > 0n);
    await renew();
    forgetKeys();
  }
  going = false;
  await Promise.all(busy);
  assert.ok(answered > 12);
  await renew();
  const masters = 'SELECT DISTINCT master FROM keys.data_keys UNION SELECT master FROM keys.index_key';
  assert.deepEqual(await bank.sql(masters), [{ master: 'kms:4' }]);
  const kept = await bank.sql('SELECT version, length(wrapped) > 32 AS wrapped FROM keys.masters');
  assert.equal(kept.length, 4, 'the older ones stay, for older backups of what they wrap');
});

test('keys move from KMS to a file and back: all is read and written at each step, then the old place is left out', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'earshot-moving-'));
  await makeFileKeys(path.join(home, 'keys'));
  const { database } = bank;
  const start = (surroundings: Record<string, string>) =>
    Object.assign(database, {
      keys: keyRingOf(configOf({ EARSHOT_HOME: home, ...surroundings }), (login) => database.connect(login)),
    });
  const inKms = { EARSHOT_KMS_KEY_ID: 'alias/earshot' };
  const readsAndWrites = async (words: string) => {
    assert.equal((await write(words)).status, 200);
    const { notes, identifiers } = (await file()).body;
    for (const note of notes) assert.ok(note.body.value, 'whichever place has its key');
    assert.equal((await reveal(identifiers[0].identifierId)).body.text, '845305/0017');
  };
  const masters = async () =>
    (await bank.sql('SELECT master FROM keys.data_keys UNION SELECT master FROM keys.index_key')).map((row) =>
      String(row.master).replace(/:.*/, ''),
    );
  await readsAndWrites('In KMS still.');
  for (const [before, now, alone] of [
    ['kms', 'file', {}],
    ['file', 'kms', inKms],
  ] as const) {
    start({ ...inKms, EARSHOT_KEYS_BEFORE: before });
    await readsAndWrites(`On the way from ${before}.`);
    assert.match(await rotateMaster(database), new RegExp(`^${now}:`));
    await renew();
    await readsAndWrites(`Moved from ${before}.`);
    assert.deepEqual([...new Set(await masters())], [now]);
    start(alone);
    if (now === 'file') kms.mood = 'is silent';
    await readsAndWrites(`In ${now} alone.`);
    assert.equal(await database.keys.state(), 'working');
    kms.mood = 'answers';
  }
  // whoever leaves the old place out too early is told, and nothing is lost
  start({});
  const shut = (await file()).body.notes[0];
  assert.deepEqual([shut.unavailable, shut.body.value], [true, null]);
  await rm(home, { recursive: true });
});
