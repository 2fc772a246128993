/** A person is erased, and stays erased when an old backup is restored. */
import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Trial, trialBank } from '#bank/trial.ts';
import { KeyRing } from '#platform/crypto/keyring.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { Failure } from '#platform/errors.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { doneByTwo } from './approving-trial.ts';
import { erasePerson, replayErasures } from './erasing.ts';

let bank: Trial;
let home: string;
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-erasing-'));
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

const refused = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;

test('every customer-owned table says what erasing a person does with it, and the kernel may do it', async () => {
  const tables = `SELECT table_name FROM house.table_classes t WHERE class = 'customer'
      AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = t.table_name::regclass)`;
  const without = `${tables} AND NOT EXISTS (SELECT FROM privacy.erasure_rules r WHERE r.table_name = t.table_name)`;
  assert.deepEqual(await bank.sql(without), []);
  const may = `SELECT table_name FROM privacy.erasure_rules
    WHERE way = 'delete' AND NOT has_table_privilege('earshot_vault', table_name, 'DELETE')`;
  assert.deepEqual(await bank.sql(may), []);
});

test('a file is kept while an agreement goes on, and for five years after the last one', async () => {
  const { jana } = bank.customers;
  await assert.rejects(erasePerson(bank.database, home, jana), refused('not-now'));
  await bank.sql(
    `UPDATE holdings.holdings SET closed_on = CURRENT_DATE - interval '59 months' WHERE customer_id = $1`,
    [jana],
  );
  await assert.rejects(erasePerson(bank.database, home, jana), refused('not-now'));
  await assert.rejects(erasePerson(bank.database, home, randomUUID()), refused('not-found'));
  assert.equal(
    (await bank.sql('SELECT FROM customers.identifiers WHERE customer_id = $1', [jana])).length,
    1,
  );
  await assert.rejects(
    stat(path.join(home, 'erasures.jsonl')),
    'nothing was erased, nothing is in the journal',
  );
});

test('a legal hold keeps it too, until two people lift it; nobody but compliance places one', async () => {
  const { petr } = bank.customers;
  const [privacy, compliance] = [await bank.signedIn('privacy'), await bank.signedIn('compliance')];
  const hold = {
    customerId: petr,
    reference: 'Court 12 C 34',
    reason: 'He has brought an action against the bank.',
  };
  assert.equal((await privacy.post('/api/legal-holds', hold)).body.code, 'not-allowed');
  assert.equal((await compliance.post('/api/legal-holds', hold)).status, 200);
  await bank.sql(
    `UPDATE holdings.holdings SET closed_on = CURRENT_DATE - interval '61 months' WHERE customer_id = $1`,
    [petr],
  );
  await assert.rejects(erasePerson(bank.database, home, petr), refused('not-now'));
  const { holds } = (await privacy.get('/api/legal-holds')).body;
  assert.deepEqual([holds[0].customerName, holds[0].reference], ['Petr Novák', 'Court 12 C 34']);
  const lift = { action: 'hold lifting', customerId: petr, holdId: holds[0].holdId };
  assert.equal((await doneByTwo(bank, compliance, privacy, lift)).status, 200);
  const names = await bank.sql(`SELECT name FROM privacy.events WHERE name LIKE 'legal hold.%' ORDER BY at`);
  assert.deepEqual(
    names.map(({ name }) => name),
    ['legal hold.placed', 'legal hold.lifted'],
  );
  assert.deepEqual(await bank.sql('SELECT privacy.is_held($1) AS held', [petr]), [{ held: false }]);
});

test('then it is erased, keys and rows; the record of looks stays, and the journal names nobody', async () => {
  const { jana } = bank.customers;
  await bank.visit(jana, 'banker');
  const banker = await bank.signedIn('banker');
  const why = { reference: 'Canary case', reason: 'A canary sentence about her.' };
  await banker.post(`/api/customers/${jana}/break-glass`, { ...why, reasonKind: 'fraud' });
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [jana]);
  const what = {
    action: 'restricted file',
    customerId: jana,
    staffId: null,
    role: null,
    customersPerHour: null,
  };
  assert.equal((await banker.post('/api/approvals', { ...what, ...why })).status, 200);
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [jana]);
  const looked = await banker.get(`/api/customers/${jana}/file`);
  assert.equal(looked.status, 200);
  await banker.post(`/api/customers/${jana}/notes`, { body: 'She is ill.', sensitive: true });
  const looks =
    'SELECT record_id, purpose, staff_id FROM privacy.access_records WHERE customer_id = $1 ORDER BY 1';
  const recorded = await bank.sql(looks, [jana]);
  await bank.sql(
    `UPDATE holdings.holdings SET closed_on = CURRENT_DATE - interval '61 months' WHERE customer_id = $1`,
    [jana],
  );
  assert.equal(await erasePerson(bank.database, home, jana), 1);
  for (const { table_name: table } of await bank.sql(
    `SELECT table_name FROM privacy.erasure_rules WHERE way = 'delete' UNION SELECT 'keys.data_keys'`,
  ))
    assert.deepEqual(
      await bank.sql(`SELECT FROM ${table} WHERE customer_id = $1`, [jana]),
      [],
      String(table),
    );
  assert.deepEqual(await bank.sql('SELECT FROM customers.relations WHERE other_id = $1', [jana]), []);
  assert.deepEqual(await bank.sql(looks, [jana]), recorded);
  const kept = await bank.sql(
    `SELECT p::text AS row FROM privacy.passes p WHERE customer_id = $1
     UNION ALL SELECT a::text FROM privacy.approvals a WHERE payload->>'customerId' = $1::text`,
    [jana],
  );
  assert.equal(kept.length, 2, 'that she was asked about stays');
  assert.doesNotMatch(JSON.stringify(kept), /canary/i, 'what was written of her does not');
  assert.equal((await banker.get(`/api/customers/${jana}/file`)).status, 403);
  const text = await readFile(path.join(home, 'erasures.jsonl'), 'utf8');
  assert.ok(!text.includes(jana));
  assert.ok(text.includes(hash('sha256', jana)));
  assert.equal((await stat(path.join(home, 'erasures.jsonl'))).mode & 0o777, 0o600);
  await assert.rejects(erasePerson(bank.database, home, jana), refused('not-found'));
});

test('no log-in that serves may erase', async () => {
  for (const login of ['earshot_staff', 'earshot_portal', 'earshot_feed', 'earshot_jobs'] as const) {
    const client = await bank.database.connect(login);
    await assert.rejects(client.query('SELECT privacy.erase($1)', [bank.customers.petr]), { code: '42501' });
    await assert.rejects(client.query('SELECT privacy.forget($1)', [[bank.customers.petr]]), {
      code: '42501',
    });
    await client.end();
  }
});

test('a backup from before the erasure is restored: it serves only when the erasure was done again', async () => {
  const original = await testDatabase();
  const folder = await mkdtemp(path.join(home, 'restore-'));
  const person = randomUUID();
  const backup = `backup_${randomUUID().slice(0, 8)}`;
  const root = new pg.Client({ ...original.ownerSettings, database: 'postgres' });
  await root.connect();
  try {
    await fill(original, person);
    // A copy of the files, made by the server itself; nobody may be connected meanwhile.
    await original.close();
    await original.owner.end();
    await root.query(`CREATE DATABASE ${backup} TEMPLATE ${original.name} STRATEGY file_copy`);
    const now = openDatabase(original.logins, {}, new KeyRing(original.keys.provider));
    await erasePerson(now, folder, person);
    assert.equal(await replayErasures(now, folder), 0, 'it knows its own');
    await assert.rejects(
      replayErasures(now, home),
      /knows 1 erasures that .* does not hold/,
      'another journal',
    );
    await now.close();
    const restored = openDatabase(
      { ...original.logins, database: backup },
      {},
      new KeyRing(now.keys.provider),
    );
    assert.deepEqual(await left(original, backup, person), [1, 1, 1], 'the backup has brought them back');
    assert.equal(await replayErasures(restored, folder), 1);
    assert.deepEqual(await left(original, backup, person), [0, 0, 0]);
    assert.equal(await replayErasures(restored, folder), 0, 'once');
    await restored.close();
  } finally {
    await root.query(`DROP DATABASE IF EXISTS ${backup} WITH (FORCE)`);
    await root.query(`DROP DATABASE IF EXISTS ${original.name} WITH (FORCE)`);
    await root.end();
  }
});

/** Somebody without an agreement, with a key of their own. */
async function fill({ owner }: TestDatabase, person: string): Promise<void> {
  await owner.query(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up) VALUES ($1, 'person', 'Gone Soon', true)`,
    [person],
  );
  await owner.query(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'alias', 'Goner')`,
    [person],
  );
  await owner.query(
    `INSERT INTO keys.data_keys (customer_id, key_id, class, wrapped, master)
     VALUES ($1, gen_random_uuid(), 'notes', decode(repeat('00', 60), 'hex'), 'file:1')`,
    [person],
  );
}

async function left({ ownerSettings }: TestDatabase, database: string, person: string) {
  const owner = new pg.Client({ ...ownerSettings, database });
  await owner.connect();
  const counts: number[] = [];
  for (const table of ['customers.customers', 'customers.names', 'keys.data_keys']) {
    const { rowCount } = await owner.query(`SELECT FROM ${table} WHERE customer_id = $1`, [person]);
    counts.push(rowCount ?? 0);
  }
  await owner.end();
  return counts;
}
