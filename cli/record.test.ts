/** `earshot verify-record` and `earshot witness` as programs of their own, and a witness on another host. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { showWitnesses } from '#bank/privacy/sealer.ts';
import { type Standing, sealSome, standingOf } from '#bank/privacy/sealing.ts';
import { kernelNow } from '#bank/privacy/verifying.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { remoteWitness } from '#platform/record/witnessing.ts';

let bank: Trial;
let banker: Client;
let home: string;
let key: SigningKey;
let standing: Standing;
const children: ChildProcess[] = [];
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  home = await mkdtemp(path.join(tmpdir(), 'earshot-cli-'));
  await writeFile(path.join(home, 'logins.json'), JSON.stringify(bank.database.logins), { mode: 0o600 });
  key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
  standing = await standingOf(bank.database, key);
});
after(async () => {
  for (const child of children) child.kill('SIGTERM');
  await bank.close();
  await rm(home, { recursive: true });
});

const program = (words: string[], more: Record<string, string> = {}) =>
  spawn(process.execPath, [path.join(import.meta.dirname, 'earshot.ts'), ...words], {
    env: { ...process.env, NODE_OPTIONS: '', EARSHOT_HOME: home, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function run(words: string[], more: Record<string, string> = {}) {
  const one = program(words, more);
  let text = '';
  one.stdout.on('data', (chunk) => (text += chunk));
  one.stderr.on('data', (chunk) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => one.once('close', resolve));
  return { code, text };
}

/** Starts the program of a witness; its address and public key. */
async function startWitness(): Promise<{ url: string; witnessKey: string }> {
  const folder = path.join(home, 'far-witness');
  const child = program(['witness', '--folder', folder, '--log-key', key.verifier, '--listen', '0']);
  children.push(child);
  let text = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the witness stopped with ${code}: ${text}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const [, url, witnessKey] = /ready (\S+)\n(\S+)\n/.exec(text) ?? [];
      if (url && witnessKey) resolve({ url, witnessKey });
    });
  });
}

test('a witness elsewhere signs, keeps, and verify-record vouches with it; then it finds what was changed', async () => {
  const { url, witnessKey } = await startWitness();
  const troubles: string[] = [];
  const far = remoteWitness(url);
  for (let round = 0; round < 3; round += 1) {
    await banker.get(`/api/customers/${bank.customers.jana}/file`);
    assert.ok(await sealSome(bank.database, key, standing));
    // The last time by somebody who does not know how far it has come.
    const asked = round < 2 ? far : remoteWitness(url);
    await showWitnesses(bank.database, [asked], {
      trouble: (what) => troubles.push(what),
      better: () => undefined,
    });
  }
  assert.deepEqual(troubles, []);
  const words = ['verify-record', '--witness-key', witnessKey];
  const good = await run(words, { WITNESSES: url });
  assert.equal(good.code, 0, good.text);
  assert.match(good.text, /earshot\/witness\/[0-9a-f]{8} vouches for the first \d+\./);
  assert.match(good.text, /Nothing was changed, taken away, put in or taken back\./);
  await vouching(url, words);
  await bank.sql(`UPDATE privacy.access_records SET purpose = 'nothing special'`);
  const bad = await run([...words, '--json'], { WITNESSES: url });
  assert.equal(bad.code, 1, bad.text);
  assert.deepEqual(
    [...new Set(JSON.parse(bad.text).findings.map(({ what }: { what: string }) => what))].sort(),
    ['record changed', 'root'],
  );
});

/** Each way in which nobody vouches has words and an exit code of its own; never "nothing was changed". */
async function vouching(url: string, words: string[]): Promise<void> {
  const says = async (given: string[], witnesses: string, expected: RegExp, code = 4) => {
    const told = await run(given, { WITNESSES: witnesses });
    assert.match(told.text, expected);
    assert.equal(told.code, code, told.text);
    assert.equal(/Nothing was changed, taken/.test(told.text), code === 0);
  };
  const empty = path.join(home, 'nobody');
  await says(
    ['verify-record'],
    empty,
    /nobody has no checkpoint of this record.*only that the record agrees/s,
  );
  await says(['verify-record'], url, /no key that is known here: give its --witness-key/);
  await says(words, `${url}, ${empty}`, /vouches for the first \d+\..*nobody has no checkpoint/s);
  await says(words, 'http://127.0.0.1:9', /cannot be asked/);
  // half an hour in which nobody showed the witness anything, as the log's own checkpoints say it
  await banker.get(`/api/customers/${bank.customers.jana}/file`);
  await withLaterClock(30, () => sealSome(bank.database, key, standing));
  await says(words, url, /has last signed \d+ of \d+ records/);
  await showWitnesses(bank.database, [remoteWitness(url)], { trouble: assert.fail, better: () => undefined });
  const good = await run([...words, '--json'], { WITNESSES: url });
  const { kernel } = JSON.parse(good.text);
  await says([...words, '--kernel', '0'.repeat(64)], url, /none of those that were named/);
  const kept = await kernelNow(bank.database);
  assert.equal(kept, kernel);
  const here = bank.database.name;
  // triggers that keep promises from being made, and commits that are not durable, could be switched off so
  for (const [whose, setting] of [
    [`ROLE earshot_staff IN DATABASE ${here}`, 'session_replication_role = replica'],
    [`DATABASE ${here}`, 'synchronous_commit = off'],
  ] as const) {
    await bank.sql(`ALTER ${whose} SET ${setting}`);
    assert.notEqual(await kernelNow(bank.database), kept, setting);
    if (whose.startsWith('DATABASE')) await says(words, url, /NOT VOUCHED FOR kernel: The kernel is/);
    await bank.sql(`ALTER ${whose} RESET ALL`);
    assert.equal(await kernelNow(bank.database), kept);
  }
}

async function withLaterClock<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const real = Temporal.Now.instant;
  Temporal.Now.instant = () => real().add({ minutes });
  try {
    return await work();
  } finally {
    Temporal.Now.instant = real;
  }
}

test('a witness refuses a record that was taken back, another log, and nonsense', async () => {
  const { url } = await startWitness();
  const other = await signingKey(path.join(home, 'other'), 'log', keyTypes.note);
  const [row] = await bank.sql(
    'SELECT note, size::int AS size FROM privacy.checkpoints ORDER BY size LIMIT 1',
  );
  const far = remoteWitness(url);
  const last = Number((await bank.sql('SELECT max(size)::int AS size FROM privacy.checkpoints'))[0]?.size);
  await assert.rejects(far.cosign(String(row?.note), last, []), /taken back/);
  await assert.rejects(far.cosign(String(row?.note), 1, []), { size: last });
  const text = String(row?.note).split('\n\n')[0];
  await assert.rejects(far.cosign(`${text}\n\n${other.line(`${text}\n`, 0)}`, last, []), /another log/);
  for (const body of ['', 'old x\n\nnote', 'old 1\n!!!\n\nx', 'x'.repeat(200_000)]) {
    const { status } = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
    assert.equal(status, 400, body.slice(0, 20));
  }
  assert.equal((await fetch(`${url}/elsewhere`)).status, 404);
});
