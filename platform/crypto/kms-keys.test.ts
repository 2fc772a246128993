/** What AWS KMS is asked for, by a server that stands in for it, and what the database keeps of its masters. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, mock, test } from 'node:test';
import { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import pg from 'pg';
import { type Database, openDatabase } from '../database/pool.ts';
import { logins } from '../database/roles.ts';
import type { Transaction } from '../database/transaction.ts';
import { house } from '../database/vault.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Kms, startKms } from '../testing/kms.ts';
import { KeyRing } from './keyring.ts';
import { kmsKeys } from './kms-keys.ts';
import { keptMasters } from './master-store.ts';
import { ProviderDown, type Wrapped } from './provider.ts';
import { rewrapKeys, rotateMaster } from './rewrapping.ts';

let kms: Kms;
let bank: TestDatabase;
const settings = { keyIds: ['alias/earshot'] } as const;
before(async () => {
  kms = await startKms();
  Object.assign(process.env, kms.environment);
  bank = await testDatabase(settings);
});
after(async () => {
  await bank?.drop();
  await kms?.close();
});

const connect: Database['connect'] = (login) => bank.connect(login);
/** As another process, that has opened nothing yet. */
const another = (keyIds: readonly [string, ...string[]] = settings.keyIds) =>
  kmsKeys({ keyIds }, keptMasters(connect));
const placeOf = (row: string) => ({ table: 'tests.words', column: 'words', row });

/** As the nightly run, which may seal for anybody. */
const run = <T>(database: Database, work: (tx: Transaction) => Promise<T>) =>
  house(database, 'earshot_batch', async (tx) => {
    await tx.query('SET LOCAL ROLE earshot_run_keys');
    return work(tx);
  });

const sealed = (database: Database, customerIds: string[]) =>
  run(database, (tx) =>
    tx.seal(
      'notes',
      customerIds.map((customerId) => ({ customerId, place: placeOf(customerId), text: `of ${customerId}` })),
    ),
  );
const opened = (database: Database, customerIds: string[], values: Buffer[]) =>
  run(database, (tx) =>
    tx.open(values.map((value, n) => ({ place: placeOf(customerIds[n] as string), sealed: value }))),
  );
const toldOf = (customerIds: string[]) => customerIds.map((customerId) => ({ text: `of ${customerId}` }));
const isDown = (error: unknown) => error instanceof ProviderDown;
const people = (count: number) => Array.from({ length: count }, () => randomUUID());

test('ten thousand customers’ keys are one call to KMS, and all others’ are none for five minutes', async () => {
  const provider = another();
  const keys = Array.from({ length: 10_000 }, () => randomBytes(32));
  kms.asked.length = 0;
  const wrapped = await provider.wrap(keys);
  const pages = [0, 1, 2, 3].map((n) => wrapped.slice(n * 2500, (n + 1) * 2500));
  assert.deepEqual((await Promise.all(pages.map((page) => provider.unwrap(page)))).flat(), keys);
  assert.deepEqual(kms.asked, ['Decrypt kms:1']);
  kms.asked.length = 0;
  const cold = another();
  await Promise.all(pages.map((page) => cold.unwrap(page)));
  assert.deepEqual(kms.asked, ['Decrypt kms:1'], 'of all who ask at once one is waited for');
});

test('an opened master is used for five minutes and no longer; that KMS is silent is told after fifteen seconds', async () => {
  const real = performance.now.bind(performance);
  let later = 0;
  const clock = mock.method(performance, 'now', () => real() + later);
  const provider = another();
  const wrapped = await provider.wrap([randomBytes(32)]);
  assert.equal(await provider.newest(), 'kms:1');
  kms.mood = 'is silent';
  assert.equal(await provider.newest(), 'kms:1', 'it has answered a moment ago');
  later = 16_000;
  await assert.rejects(provider.newest(), isDown);
  later = 299_000;
  assert.equal((await provider.unwrap(wrapped)).length, 1, 'what is open stays open');
  later = 301_000;
  await assert.rejects(provider.unwrap(wrapped), isDown);
  await assert.rejects(provider.wrap([randomBytes(32)]), isDown);
  await assert.rejects(provider.rotate(), isDown);
  kms.mood = 'denies';
  await assert.rejects(provider.unwrap(wrapped), /does not answer: refused: AccessDeniedException/);
  kms.mood = 'answers';
  assert.equal((await provider.unwrap(wrapped)).length, 1);
  clock.mock.restore();
});

test('a master that lies in the place of another, or of another application, is opened by nobody', async () => {
  const provider = another();
  const [wrapped] = await provider.wrap([randomBytes(32)]);
  await rotateMaster(bank);
  const kept = 'SELECT wrapped FROM keys.masters WHERE version = $1';
  const put = 'UPDATE keys.masters SET wrapped = $2 WHERE version = $1';
  const [first, second] = [await bank.owner.query(kept, [1]), await bank.owner.query(kept, [2])];
  await bank.owner.query(put, [1, second.rows[0].wrapped]);
  await assert.rejects(another().unwrap([wrapped as Wrapped]), /InvalidCiphertextException/);
  const client = new KMSClient();
  const made = await client.send(
    new GenerateDataKeyCommand({
      ...{ KeyId: 'alias/earshot', KeySpec: 'AES_256' as const },
      EncryptionContext: { application: 'payroll', master: 'kms:1' },
    }),
  );
  await bank.owner.query(put, [1, Buffer.from(made.CiphertextBlob as Uint8Array)]);
  await assert.rejects(another().unwrap([wrapped as Wrapped]), /InvalidCiphertextException/);
  await bank.owner.query(put, [1, first.rows[0].wrapped]);
  assert.equal((await another().unwrap([wrapped as Wrapped])).length, 1);
});

test('credentials that are wrong are refused, and make a provider that is down', async () => {
  const { AWS_SECRET_ACCESS_KEY: secret } = process.env;
  process.env.AWS_SECRET_ACCESS_KEY = `${secret}x`;
  const provider = another();
  await assert.rejects(provider.newest(), /InvalidSignatureException/);
  process.env.AWS_SECRET_ACCESS_KEY = secret;
});

test('who may have a master made, but not opened, makes none: nothing is wrapped by what opens to nobody', async () => {
  kms.mood = 'only makes';
  await assert.rejects(another().rotate(), /AccessDeniedException/);
  kms.mood = 'answers';
  const { rows } = await bank.owner.query('SELECT max(version) AS newest FROM keys.masters');
  assert.equal(await another().newest(), `kms:${rows[0].newest}`);
});

test('while the bank moves to another key, both open; then what the old one has made is wrapped anew', async () => {
  const [old, next] = kms.keys;
  const customers = people(5);
  const values = await sealed(bank, customers);
  const moving = { ...bank, keys: new KeyRing(another([next, old])) };
  const master = await rotateMaster(moving);
  assert.deepEqual(await opened(moving, customers, values), toldOf(customers));
  await assert.rejects(
    another([old]).newest(),
    /made under another key/,
    'the old one does not open the new',
  );
  assert.ok((await rewrapKeys(moving, AbortSignal.timeout(30_000))) >= 5);
  const moved = { ...bank, keys: new KeyRing(another([next])) };
  assert.deepEqual(await opened(moved, customers, values), toldOf(customers));
  const { rows } = await bank.owner.query(
    'SELECT DISTINCT master FROM keys.data_keys UNION SELECT master FROM keys.index_key',
  );
  assert.deepEqual(rows, [{ master }], 'the key of the index too');
  // and back, for the other tests
  await rotateMaster({ ...bank, keys: new KeyRing(another([old, next])) });
  await rewrapKeys({ ...bank, keys: new KeyRing(another([old, next])) }, AbortSignal.timeout(30_000));
});

test('log-ins read what is kept of masters; one adds the next, on record; none changes or takes one away', async () => {
  const told: string[] = [];
  for (const login of logins) {
    const client = await bank.connect(login);
    const may = (sql: string) =>
      client.query(sql).then(
        () => true,
        (error) => {
          assert.ok(['42501', 'ES409'].includes(error.code), `${login} ${sql}: ${error.message}`);
          return error.code !== '42501';
        },
      );
    assert.equal(await may('SELECT FROM keys.masters'), false);
    assert.equal(await may('DELETE FROM keys.masters'), false);
    if (await may('SELECT FROM keys.masters()')) told.push(`${login} reads`);
    // not the next one, which is refused to everybody
    if (await may(`SELECT keys.add_master(1, decode(repeat('00', 60), 'hex'))`)) told.push(`${login} adds`);
    await client.end();
  }
  assert.deepEqual(told, ['earshot_staff reads', 'earshot_batch adds']);
  const name = await rotateMaster(bank);
  const { rows } = await bank.owner.query(
    `SELECT detail FROM privacy.events WHERE name = 'master key.made' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(rows, [{ detail: { master: name } }]);
});

test('a backup from before a rotation is restored: what it holds opens, by what it holds itself', async () => {
  const original = await testDatabase(settings);
  const backup = `backup_${randomUUID().slice(0, 8)}`;
  const root = new pg.Client({ ...original.ownerSettings, database: 'postgres' });
  await root.connect();
  try {
    const customers = people(3);
    const values = await sealed(original, customers);
    // A copy of the files, made by the server itself; nobody may be connected meanwhile.
    await original.close();
    await original.owner.end();
    await root.query(`CREATE DATABASE ${backup} TEMPLATE ${original.name} STRATEGY file_copy`);
    const reopened = (name: string): Database => {
      const keys = new KeyRing(
        kmsKeys(
          settings,
          keptMasters((login) => database.connect(login)),
        ),
      );
      const database = openDatabase({ ...original.logins, database: name }, {}, keys);
      return database;
    };
    const now = reopened(original.name);
    assert.equal(await rotateMaster(now), 'kms:2');
    assert.equal(await rewrapKeys(now, AbortSignal.timeout(30_000)), 4);
    await now.close();
    const restored = reopened(backup);
    assert.deepEqual(await opened(restored, customers, values), toldOf(customers));
    assert.equal(await rotateMaster(restored), 'kms:2', 'and goes its own way');
    await restored.close();
  } finally {
    await root.query(`DROP DATABASE IF EXISTS ${backup} WITH (FORCE)`);
    await root.query(`DROP DATABASE IF EXISTS ${original.name} WITH (FORCE)`);
    await root.end();
  }
});
