/** What a customer's browser checks of her own entries, and receipts that were kept. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { authenticate } from '#bank/staff/actions.ts';
import { allows } from '#bank/staff/rules.ts';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { makeServer } from '#platform/http/server.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes, parseVerifier } from '#platform/record/note.ts';
import { checkCheckpoint, goesOn, isSealed } from '#platform/record/verifying.ts';
import { folderWitness, type Witness } from '#platform/record/witness.ts';
import { workspaceRoutes } from '../../server.ts';
import { checkEntries, type Kept } from './own-checking.ts';
import { readOwnProofs } from './own-proofs.ts';
import { receiptsOf } from './receipts.ts';
import { checkReceipts } from './receipts-checking.ts';
import { showWitnesses } from './sealer.ts';
import { type Standing, standingOf } from './sealing.ts';
import { sealAll } from './shown-trial.ts';

let bank: Trial;
let banker: Client;
let home: string;
let key: SigningKey;
let receipts: SigningKey;
let witness: Witness & { key: SigningKey };
let standing: Standing;
let jana: SignedIn;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  home = await mkdtemp(path.join(tmpdir(), 'earshot-own-'));
  key = await signingKey(home, 'log', keyTypes.note);
  receipts = await signingKey(home, 'receipts', keyTypes.note);
  witness = await folderWitness(path.join(home, 'witness'), key.verifier);
  standing = await standingOf(bank.database, key);
  const token = randomBytes(32).toString('base64url');
  const [session] = await bank.sql(
    `INSERT INTO customers.sessions (customer_id, token_hash, idle_expires_at, expires_at)
     VALUES ($1, $2, now() + interval '1 hour', now() + interval '1 hour') RETURNING session_id`,
    [bank.customers.jana, hashToken(token)],
  );
  jana = {
    ...{ database: bank.database, token, sessionId: String(session?.session_id) },
    ...{ actorId: bank.customers.jana, role: 'customer', locked: false, fresh: true },
  };
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

async function seal() {
  await sealAll(bank, key, standing);
  await showWitnesses(bank.database, [witness], { trouble: assert.fail, better: () => undefined });
}

const look = (client = banker) => client.get(`/api/customers/${bank.customers.jana}/file`);
const keys = async () =>
  [await parseVerifier(key.verifier), [await parseVerifier(witness.key.verifier)]] as const;

test('each entry she is shown is in the sealed record, and tells nothing that it should not', async () => {
  for (let n = 0; n < 5; n += 1) assert.equal((await look()).status, 200);
  await bank.sql(
    `INSERT INTO privacy.batch_runs (run_id, job_id, task) VALUES (gen_random_uuid(), 1, 'feed.run')`,
  );
  await seal();
  await look();
  const { entries, checkpoint: note } = await readOwnProofs(jana, { of: 'people', most: 50 });
  const programs = await readOwnProofs(jana, { of: 'programs', most: 50 });
  assert.deepEqual(
    programs.entries.map(({ kind, shown }) => [kind, JSON.parse(shown).task]),
    [['batch run', 'feed.run']],
  );
  assert.equal(entries.length, 6);
  assert.equal(entries[0]?.leaf, null, 'the look of just now is not sealed yet');
  const [log, witnesses] = await keys();
  const checkpoint = await checkCheckpoint(String(note), log, witnesses);
  assert.deepEqual(checkpoint.witnesses, [witness.key.name]);
  for (const entry of [...entries.slice(1), ...programs.entries])
    assert.ok(isSealed({ ...entry, leaf: Number(entry.leaf) }, checkpoint));
  const wire = JSON.stringify(entries);
  assert.doesNotMatch(wire, new RegExp(`${bank.staff.banker}|Boris|session|station`));
  const own = await readOwnProofs(jana, { of: 'herself', most: 50 });
  assert.deepEqual([...new Set(own.entries.map(({ shown }) => JSON.parse(shown).action))], ['own file']);
  assert.ok(entries.every(({ shown }) => JSON.parse(shown).action !== 'own file'));
  const shown = JSON.parse(entries[0]?.shown ?? '');
  assert.deepEqual(
    { role: shown.role, action: shown.action, purpose: shown.purpose, of: shown.customer_id },
    { role: 'banker', action: 'open', purpose: '', of: bank.customers.jana },
  );
});

test('a bit that is flipped anywhere in an entry or its proof is noticed', async () => {
  await seal();
  const { entries, checkpoint: note } = await readOwnProofs(jana, { of: 'people', most: 50 });
  const [log, witnesses] = await keys();
  const checkpoint = await checkCheckpoint(String(note), log, witnesses);
  const entry = { ...entries[2], leaf: Number(entries[2]?.leaf) } as Parameters<typeof isSealed>[0];
  assert.ok(isSealed(entry, checkpoint));
  const parts = ['shown', 'shownSalt', 'withheldDigest', ...entry.proof.keys()] as const;
  fc.assert(
    fc.property(fc.constantFrom(...parts), fc.nat(), fc.nat(6), (part, place, bit) => {
      const bend = (text: string) => {
        const bytes = Buffer.from(text);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return bytes.toString();
      };
      const bent =
        typeof part === 'number'
          ? { ...entry, proof: entry.proof.map((node, at) => (at === part ? bend(node) : node)) }
          : { ...entry, [part]: bend(entry[part]) };
      assert.ok(!isSealed(bent, checkpoint), `${part} ${place} ${bit}`);
    }),
    { numRuns: 1000 },
  );
  assert.ok(!isSealed({ ...entry, leaf: entry.leaf + 1 }, checkpoint));
});

test('what her browser kept is the beginning of what there is now; a rewritten record is noticed', async () => {
  const [log, witnesses] = await keys();
  const first = await readOwnProofs(jana, { of: 'people', most: 1 });
  const older = await checkCheckpoint(String(first.checkpoint), log, witnesses);
  await look();
  await seal();
  const second = await readOwnProofs(jana, { of: 'people', most: 1, since: older.size });
  const newer = await checkCheckpoint(String(second.checkpoint), log, witnesses);
  assert.ok(newer.size > older.size && goesOn(older, newer, second.consistency));
  assert.ok(!goesOn({ ...older, root: newer.root }, newer, second.consistency));
  assert.ok(!goesOn(newer, older, second.consistency));
  assert.ok(!goesOn(older, newer, second.consistency.slice(1)));
});

test('another entry put among hers does not stand in for one that is gone', async () => {
  const customerId = bank.customers.jana;
  const answers =
    (hide: number, add: Awaited<ReturnType<typeof readOwnProofs>>['entries']) => async (query: object) => {
      const page = await readOwnProofs(jana, { of: 'people', most: 100, ...query });
      return {
        ...page,
        logKey: key.verifier,
        entries: [...page.entries.filter((_, at) => at !== hide), ...add],
      };
    };
  const check = (kept: Kept, ask: ReturnType<typeof answers>) =>
    checkEntries({ of: 'people', customerId, pages: 1, kept, ask });
  await seal();
  const first = await check({ own: {} }, answers(-1, []));
  assert.deepEqual([...first.findings], []);
  // sealed entries of somebody else's, which an answer could pass off as hers
  await bank.visit(bank.customers.petr, 'banker');
  for (let n = 0; n < 2; n += 1) await banker.get(`/api/customers/${bank.customers.petr}/file`);
  await seal();
  const others = await entriesOfPetr();
  assert.ok(others.length >= 2);
  const again = await check(first.keep as Kept, answers(2, others));
  assert.deepEqual([[...again.findings], again.vanished, again.keep], [['vanished'], 1, undefined]);
  const whole = await check(first.keep as Kept, answers(-1, []));
  assert.deepEqual([[...whole.findings], whole.compared], [[], 'record and entries']);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE customer_id = $1`, [
    bank.customers.petr,
  ]);
  await look();
});

/** As the portal would give them to him. */
async function entriesOfPetr() {
  const token = randomBytes(32).toString('base64url');
  const [session] = await bank.sql(
    `INSERT INTO customers.sessions (customer_id, token_hash, idle_expires_at, expires_at)
     VALUES ($1, $2, now() + interval '1 hour', now() + interval '1 hour') RETURNING session_id`,
    [bank.customers.petr, hashToken(token)],
  );
  const petr = { ...jana, token, sessionId: String(session?.session_id), actorId: bank.customers.petr };
  return (await readOwnProofs(petr, { of: 'people', most: 100 })).entries.filter(({ leaf }) => leaf !== null);
}

test('an answer of a witness that is no signature is refused, and kept nowhere', async () => {
  await look();
  await sealAll(bank, key, standing);
  const before = await bank.sql('SELECT count(*)::int AS n FROM privacy.cosignatures');
  const troubles: string[] = [];
  const broken: Witness = { ...witness, place: 'https://balancer.example', cosign: async () => 'OK' };
  await showWitnesses(bank.database, [broken], {
    trouble: (what) => troubles.push(what),
    better: assert.fail,
  });
  assert.deepEqual(troubles, ['witness refused']);
  assert.deepEqual(await bank.sql('SELECT count(*)::int AS n FROM privacy.cosignatures'), before);
  await seal();
});

test('pages go on by time and end', async () => {
  const all = await readOwnProofs(jana, { of: 'people', most: 100 });
  const found: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await readOwnProofs(jana, { of: 'people', most: 3, ...(before ? { before } : {}) });
    found.push(...page.entries.map(({ recordId }) => recordId));
    if (page.next === null) break;
    before = page.next;
  }
  assert.deepEqual(
    found,
    all.entries.map(({ recordId }) => recordId),
  );
});

test('two looks of one and the same microsecond are both shown, one on each page', async () => {
  await bank.sql(
    `UPDATE privacy.access_records SET at = '2026-10-01T10:00:00.000001Z' WHERE record_id IN (
       SELECT record_id FROM privacy.access_records WHERE action = 'open' ORDER BY at DESC LIMIT 2)`,
  );
  const first = await readOwnProofs(jana, { of: 'people', most: 1, before: '2026-10-01T10:00:00.000002Z' });
  const second = await readOwnProofs(jana, { of: 'people', most: 1, before: String(first.next) });
  assert.equal(new Set([...first.entries, ...second.entries].map(({ recordId }) => recordId)).size, 2);
  assert.equal(second.next, null);
});

test('a receipt shows that a record was made, also when it was taken away before it was sealed', async () => {
  const server = await makeServer({
    ...{ name: 'workspace', database: bank.database, routes: workspaceRoutes, authenticate, allows },
    ...{ logLevel: 'silent', receipts: receiptsOf(receipts) },
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const address = server.server.address();
  const at = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;
  const client = clientOf(at, 'workspace', banker.token);
  const answers = [await look(client), await look(client)];
  const kept = answers.map(({ headers }) => `earshot-receipt: ${headers.get('earshot-receipt')}`);
  const refused = await client.get(`/api/customers/${bank.customers.petr}/file`);
  await server.close();
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('earshot-receipt'), null, 'nothing released, nothing owed');
  const verifier = await parseVerifier(receipts.verifier);
  const record = /(\S{36})=/.exec(kept[1] ?? '')?.[1];
  // The insider is quick: the second record is gone before the sealer comes.
  await bank.sql('DELETE FROM privacy.access_records WHERE record_id = $1', [record]);
  await seal();
  const findings = await checkReceipts(bank.database, verifier, kept.join('\n'));
  assert.deepEqual(
    findings.map(({ what, says }) => [what, says.includes(String(record))]),
    [['not sealed', true]],
  );
  const bent = kept[0]?.replace(/=(.)/, (_all, letter) => `=${letter === 'A' ? 'B' : 'A'}`) ?? '';
  assert.deepEqual(
    (await checkReceipts(bank.database, verifier, bent)).map(({ what }) => what),
    ['receipt'],
  );
  assert.deepEqual(
    (await checkReceipts(bank.database, verifier, 'what is this\n')).map(({ what }) => what),
    ['receipt'],
  );
});
