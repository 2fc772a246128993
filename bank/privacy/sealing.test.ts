/** The sealed record, on the real database: nothing is passed over, nothing is changed unseen. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { type Audit, audit } from '#platform/record/auditing.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes, parseVerifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { folderWitness, lastSeen, type Witness } from '#platform/record/witness.ts';
import { showWitnesses, startSealer } from './sealer.ts';
import { RecordBroken, type Standing, sealSome, standingOf } from './sealing.ts';
import { formOf, forms } from './sealing-forms.ts';
import { recordOf } from './verifying.ts';

let bank: Trial;
let banker: Client;
let home: string;
let key: SigningKey;
let witness: Witness & { key: SigningKey };
let standing: Standing;
const quiet = { trouble: () => undefined, better: () => undefined };

before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  home = await mkdtemp(path.join(tmpdir(), 'earshot-record-'));
  key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
  witness = await folderWitness(path.join(home, 'witness'), key.verifier);
  standing = await standingOf(bank.database, key);
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

/** As a jobs process does: all there is, then the witness. */
async function seal(): Promise<number> {
  let added = 0;
  for (let round = await sealSome(bank.database, key, standing); round; ) {
    added += round.added;
    round = await sealSome(bank.database, key, standing);
  }
  await showWitnesses(bank.database, [witness], quiet);
  return added;
}

async function verified(): Promise<Audit> {
  const kept = await lastSeen(witness.place, key);
  const witnesses = [await parseVerifier(witness.key.verifier)];
  const trusted = { log: await parseVerifier(key.verifier), witnesses, kept: kept ? [kept] : [] };
  return audit(sha256, recordOf(bank.database), trusted);
}

const look = () => banker.get(`/api/customers/${bank.customers.jana}/file`);
const whats = ({ findings }: Audit) => [...new Set(findings.map(({ what }) => what))];
const counted = async () =>
  Number(
    (
      await bank.sql(`SELECT (SELECT count(*) FROM privacy.access_records) + (SELECT count(*) FROM privacy.searches)
        + (SELECT count(*) FROM privacy.changes) + (SELECT count(*) FROM privacy.events)
        + (SELECT count(*) FROM privacy.batch_runs) AS n`)
    )[0]?.n,
  );

test('every column of every record is sealed, but the salt; typed words as a salted hash', async () => {
  const worded = { ...formOf(forms[1], { words: 'x' }), withheld: ['words', 'words_salt'] };
  for (const { table, shown, withheld } of forms) {
    const names = (
      await bank.sql(
        `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
        [table],
      )
    ).map(({ name }) => String(name));
    const more = table === worded.table ? worded.withheld : [];
    assert.deepEqual([...shown, ...withheld, ...more, 'salt'].sort(), names.sort(), table);
  }
});

test('a look, a search, a change and an event are sealed and witnessed; the audit finds nothing', async () => {
  assert.equal((await look()).status, 200);
  assert.equal((await banker.post('/api/customer-searches', { query: 'nova', most: 5 })).status, 200);
  await bank.sql(`INSERT INTO privacy.events (name, subject) VALUES ('trial.made', 'x')`);
  await bank.sql(
    `INSERT INTO privacy.changes (customer_id, name, role, detail) VALUES ($1, 'note.written', 'banker', '{"b": 1.50, "a": "é"}')`,
    [bank.customers.jana],
  );
  await bank.sql(`INSERT INTO privacy.batch_runs (run_id, job_id, task) VALUES ($1, 1, 'feed.run')`, [
    randomUUID(),
  ]);
  assert.equal(await seal(), await counted());
  const result = await verified();
  assert.deepEqual(result.findings, []);
  assert.equal(result.leaves, await counted());
  assert.equal(result.witnessed.get(witness.key.name), result.leaves);
  assert.equal(await seal(), 0, 'nothing new, nothing sealed');
});

test('a record that commits late is sealed later, and none is passed over', async () => {
  const late = await bank.database.connect('earshot_staff');
  const early = await bank.visit(bank.customers.jana, 'banker');
  try {
    await late.query('BEGIN');
    const opening = randomUUID();
    await late.query('SELECT privacy.open_file($1, $2, ARRAY[$3]::uuid[], $4)', [
      ...[opening, banker.token, bank.customers.jana, early],
    ]);
    // Others begin and commit while it is open: some before the sealer looks, some after.
    for (let round = 0; round < 5; round += 1) {
      await look();
      await seal();
    }
    const [held] = await bank.sql(
      `SELECT count(*)::int AS n FROM privacy.leaves l
      JOIN privacy.access_records r USING (record_id) WHERE r.opening = $1`,
      [opening],
    );
    assert.equal(held?.n, 0);
    await late.query('COMMIT');
    await seal();
    const [sealed] = await bank.sql(
      `SELECT count(*)::int AS n FROM privacy.leaves l
      JOIN privacy.access_records r USING (record_id) WHERE r.opening = $1`,
      [opening],
    );
    assert.equal(sealed?.n, 1);
  } finally {
    await late.end();
  }
  const result = await verified();
  assert.deepEqual(result.findings, []);
  assert.equal(result.leaves, await counted());
});

test('hundreds of looks by sixteen at once, with the sealer running all the while: each is sealed once', async () => {
  const sealer = startSealer(bank.database, { key, witnesses: [witness], every: 5 });
  const visitors = await Promise.all(Array.from({ length: 16 }, () => bank.signedIn('banker')));
  await Promise.all(
    visitors.map(async (one) => {
      for (let n = 0; n < 12; n += 1) await one.get(`/api/customers/${bank.customers.jana}/access-record`);
    }),
  );
  await sealer.stop();
  standing = await standingOf(bank.database, key);
  await seal();
  const result = await verified();
  assert.deepEqual(result.findings, []);
  assert.equal(result.leaves, await counted());
});

test('of two sealers one seals; when it stops the other goes on; and two at the very same rows do no harm', async () => {
  const sealers = [1, 2].map(() => startSealer(bank.database, { key, witnesses: [], every: 5 }));
  const all = async () => {
    for (let tries = 0; tries < 400; tries += 1) {
      const [row] = await bank.sql('SELECT max(size)::int AS size FROM privacy.checkpoints');
      if (row?.size === (await counted())) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail('not sealed');
  };
  await look();
  await all();
  await sealers[0]?.stop();
  await look();
  await all();
  await sealers[1]?.stop();
  // Past the lock, both would seal the same rows: only one may.
  await look();
  const both = await Promise.all([1, 2].map(() => standingOf(bank.database, key)));
  const rounds = await Promise.allSettled(both.map((one) => sealSome(bank.database, key, one)));
  assert.deepEqual(rounds.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  standing = await standingOf(bank.database, key);
  assert.deepEqual((await verified()).findings, []);
});

test('a sealer that is killed in the middle leaves nothing half done', async () => {
  await look();
  // Its connection dies when the leaves are written and the checkpoint is not yet.
  await bank.sql(`CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    CREATE TRIGGER cut BEFORE INSERT ON privacy.checkpoints FOR EACH ROW EXECUTE FUNCTION public.cut()`);
  const [before] = await bank.sql('SELECT count(*)::int AS n FROM privacy.leaves');
  await assert.rejects(sealSome(bank.database, key, standing));
  assert.deepEqual(await bank.sql('SELECT count(*)::int AS n FROM privacy.leaves'), [before]);
  await bank.sql('DROP TRIGGER cut ON privacy.checkpoints; DROP FUNCTION public.cut()');
  assert.ok((await seal()) > 0, 'what it had in hand is sealed at the next round');
  assert.deepEqual((await verified()).findings, []);
});

test('when the disk is full sealing waits, with an alarm, and goes on when there is room', async () => {
  const troubles: string[] = [];
  await bank.sql(`CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON privacy.leaves FOR EACH STATEMENT EXECUTE FUNCTION public.full_disk()`);
  const sealer = startSealer(bank.database, {
    ...{ key, witnesses: [witness], every: 5 },
    onTrouble: (what) => troubles.push(what),
  });
  assert.equal((await look()).status, 200, 'files still open: the record itself could be written');
  for (let tries = 0; tries < 400 && troubles.length === 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(troubles, ['sealing failed'], 'said once, not at every round');
  const [state] = await bank.sql('SELECT unsealed_since FROM privacy.sealing_state()');
  assert.ok(state?.unsealed_since);
  await bank.sql('DROP TRIGGER full_disk ON privacy.leaves; DROP FUNCTION public.full_disk()');
  for (let tries = 0; tries < 400; tries += 1) {
    const [now] = await bank.sql('SELECT unsealed_since FROM privacy.sealing_state()');
    if (now?.unsealed_since === null) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await sealer.stop();
  standing = await standingOf(bank.database, key);
  await seal();
  assert.deepEqual((await verified()).findings, []);
});

test('a witness that is down does not stop sealing; it signs the newest checkpoint when it is back', async () => {
  const troubles: string[] = [];
  let isDown = true;
  const shaky: Witness = {
    place: 'elsewhere',
    cosign: (...asked) => (isDown ? Promise.reject(new Error('down')) : witness.cosign(...asked)),
  };
  const telling = { trouble: (what: string) => troubles.push(what), better: () => troubles.push('better') };
  for (let round = 0; round < 3; round += 1) {
    await look();
    assert.ok(await sealSome(bank.database, key, standing));
    await showWitnesses(bank.database, [shaky], telling);
  }
  const [state] = await bank.sql('SELECT uncosigned_since, sealed FROM privacy.sealing_state()');
  assert.ok(state?.uncosigned_since, 'the alarm');
  isDown = false;
  await showWitnesses(bank.database, [shaky], telling);
  assert.deepEqual(troubles, ['witness down', 'witness down', 'witness down', 'better']);
  const [later] = await bank.sql('SELECT uncosigned_since FROM privacy.sealing_state()');
  assert.equal(later?.uncosigned_since, null);
  const result = await verified();
  assert.deepEqual(result.findings, []);
  assert.equal(result.witnessed.get(witness.key.name), Number(state.sealed));
});

test('a clock that goes back changes nothing: sealing goes by transactions', async () => {
  await bank.sql(
    `INSERT INTO privacy.access_records (customer_id, at, opening, action, session_id, role, purpose, ground_kind, ground)
    VALUES ($1, now() - interval '3 years', $2, 'open', $2, 'banker', '', 'visit', $2)`,
    [bank.customers.jana, randomUUID()],
  );
  assert.equal(await seal(), 1);
  const result = await verified();
  assert.deepEqual(result.findings, []);
  assert.equal(result.leaves, await counted());
});

test('a changed kernel shows in the next checkpoint', async () => {
  const before = (await verified()).kernels.length;
  await bank.sql(`CREATE FUNCTION public.aside() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
  await look();
  await seal();
  const { kernels, findings } = await verified();
  assert.equal(kernels.length, before + 1);
  assert.deepEqual(findings, []);
  await bank.sql('DROP FUNCTION public.aside()');
  await bank.sql('GRANT SELECT ON privacy.secrets TO earshot_jobs');
  await look();
  await seal();
  assert.equal((await verified()).kernels.length, before + 2, 'a grant too');
  await bank.sql('REVOKE SELECT ON privacy.secrets FROM earshot_jobs');
  await bank.sql('GRANT SELECT ON keys.data_keys TO earshot_staff');
  await look();
  await seal();
  assert.equal((await verified()).kernels.length, before + 3, 'what guards the keys too');
  await bank.sql('REVOKE SELECT ON keys.data_keys FROM earshot_staff');
  await bank.sql('ALTER TABLE privacy.approvals DROP CONSTRAINT approvals_check1');
  await look();
  await seal();
  assert.equal((await verified()).kernels.length, before + 4, 'and what a table refuses');
});

test('a record that is gone is a finding, whatever else the database says about it', async () => {
  const [row] = await bank.sql(
    `SELECT l.leaf::int AS leaf, r.record_id FROM privacy.leaves l JOIN privacy.access_records r USING (record_id) ORDER BY l.leaf LIMIT 1`,
  );
  await bank.sql(`CREATE TABLE public.aside AS SELECT * FROM privacy.access_records WHERE record_id = $1`, [
    row?.record_id,
  ]);
  await bank.sql('DELETE FROM privacy.access_records WHERE record_id = $1', [row?.record_id]);
  assert.deepEqual(whats(await verified()), ['record gone']);
  // an event that says that it was erased with reason is the word of whoever could delete it
  await bank.sql(
    `INSERT INTO privacy.events (name, detail) VALUES ('record.erased', jsonb_build_object('leaves', jsonb_build_array(jsonb_build_array(0, 1000000))))`,
  );
  await seal();
  assert.deepEqual(whats(await verified()), ['record gone']);
  await bank.sql('INSERT INTO privacy.access_records SELECT * FROM public.aside');
  await bank.sql('DROP TABLE public.aside');
  assert.deepEqual(whats(await verified()), []);
});

test('a restored old copy is refused by the witness and by the sealer, and found by the audit', async () => {
  await seal();
  const [old] = await bank.sql('SELECT max(size)::int AS size FROM privacy.checkpoints');
  await look();
  await seal();
  // Everything after `old` is taken away, as a restored backup would.
  await bank.sql('DELETE FROM privacy.cosignatures WHERE size > $1', [old?.size]);
  const [gone] = await bank.sql('DELETE FROM privacy.checkpoints WHERE size > $1 RETURNING size', [
    old?.size,
  ]);
  assert.ok(gone);
  await bank.sql(
    'DELETE FROM privacy.access_records r USING privacy.leaves l WHERE l.record_id = r.record_id AND l.leaf >= $1',
    [old?.size],
  );
  await bank.sql('DELETE FROM privacy.leaves WHERE leaf >= $1', [old?.size]);
  assert.deepEqual(whats(await verified()), ['taken back']);
  const troubles: string[] = [];
  const telling = { trouble: (what: string) => troubles.push(what), better: () => undefined };
  // A sealer that goes on from there makes another history: the witness that saw the first signs none of it.
  standing = await standingOf(bank.database, key);
  const fresh = await folderWitness(witness.place, key.verifier);
  for (let round = 0; round < 3; round += 1) {
    await look();
    await sealSome(bank.database, key, standing);
    await showWitnesses(bank.database, [fresh], telling);
  }
  assert.ok(troubles.length > 0 && troubles.every((what) => what === 'witness refused'), String(troubles));
  assert.deepEqual(whats(await verified()), ['fork']);
});

test('a sealer whose tree is not that of the last checkpoint does not go on', async () => {
  await bank.sql(
    `UPDATE privacy.leaves SET hash = sha256('x') WHERE leaf = (SELECT max(leaf) FROM privacy.leaves)`,
  );
  await assert.rejects(standingOf(bank.database, key), RecordBroken);
  const other = await signingKey(path.join(home, 'other'), 'log', keyTypes.note);
  await assert.rejects(standingOf(bank.database, other), RecordBroken);
});
