/** Somebody with all rights in the database tampers with the sealed record, some hundreds of times. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { audit } from '#platform/record/auditing.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes, parseVerifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { folderWitness, lastSeen, type Witness } from '#platform/record/witness.ts';
import { chanceOf } from '../../bench/find/chance.ts';
import { showWitnesses } from './sealer.ts';
import { sealSome, standingOf } from './sealing.ts';
import { forms } from './sealing-forms.ts';
import { type RecordCopy, tampered } from './tampering-trial.ts';
import { recordOf } from './verifying.ts';

let bank: Trial;
let home: string;
let key: SigningKey;
let witness: Witness & { key: SigningKey };
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-tamper-'));
  key = await signingKey(home, 'log', keyTypes.note);
  witness = await folderWitness(path.join(home, 'witness'), key.verifier);
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

const seed = Number(process.env.EARSHOT_SEED ?? randomInt(2 ** 31));
const tables = [
  ...forms.map(({ table }) => table),
  ...['privacy.leaves', 'privacy.nodes', 'privacy.checkpoints', 'privacy.cosignatures'],
];

async function copied(): Promise<RecordCopy> {
  const copy: RecordCopy = {};
  for (const table of tables) {
    const order = table === 'privacy.leaves' ? 'leaf' : '1';
    const rows = await bank.sql(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY ${order}`);
    copy[table] = rows.map(({ row }) => row as Record<string, unknown>);
  }
  return copy;
}

/** Only what is different is written, past keys and triggers, as a superuser can. */
async function write(now: RecordCopy, wanted: RecordCopy): Promise<void> {
  await bank.sql('SET session_replication_role = replica');
  for (const table of tables.filter((name) => now[name] !== wanted[name])) {
    await bank.sql(`DELETE FROM ${table}`);
    await bank.sql(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(wanted[table]),
    ]);
  }
  await bank.sql('RESET session_replication_role');
}

async function findings(): Promise<string[]> {
  const kept = String(await lastSeen(witness.place, key));
  const trusted = {
    log: await parseVerifier(key.verifier),
    witnesses: [await parseVerifier(witness.key.verifier)],
    kept: [kept],
  };
  const result = await audit(sha256, recordOf(bank.database), trusted);
  return result.findings.map(({ what }) => what);
}

async function look(rounds: number): Promise<void> {
  const banker = await bank.signedIn('banker');
  const standing = await standingOf(bank.database, key);
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < 5; n += 1) await banker.get(`/api/customers/${bank.customers.jana}/access-record`);
    await banker.post('/api/customer-searches', { query: 'nova', most: 5 });
    await bank.sql(
      `INSERT INTO privacy.changes (customer_id, name, role, detail) VALUES ($1, 'note.written', 'banker', '{"a": 1}')`,
      [bank.customers.jana],
    );
    await bank.sql(`INSERT INTO privacy.events (name, subject) VALUES ('trial.made', 'x')`);
    await bank.sql(
      `INSERT INTO privacy.batch_runs (run_id, job_id, task) VALUES (gen_random_uuid(), 1, 'feed.run')`,
    );
    await sealSome(bank.database, key, standing);
  }
}

test(`three hundred tamperings by a superuser are all found (EARSHOT_SEED=${seed})`, async () => {
  await bank.visit(bank.customers.jana, 'banker');
  await look(2);
  const older = await copied();
  // What could have become of it otherwise, sealed with the log's own key; no witness saw it.
  await look(1);
  const fork = await copied();
  await write(fork, older);
  await look(2);
  await showWitnesses(bank.database, [witness], { trouble: assert.fail, better: () => undefined });
  const now = await copied();
  assert.deepEqual(await findings(), []);
  const random = chanceOf(seed);
  const tried = new Map<string, number>();
  for (let round = 0; round < 300; round += 1) {
    const { what, copy } = tampered(random, now, { older, fork });
    await write(now, copy);
    assert.notDeepEqual(await findings(), [], `round ${round}: ${what} was not noticed`);
    await write(copy, now);
    tried.set(what, (tried.get(what) ?? 0) + 1);
  }
  assert.deepEqual(await findings(), [], 'and all is well when it is put back');
  assert.ok(tried.size >= 14, [...tried.keys()].join());
});
