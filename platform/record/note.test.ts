/** Notes against a published one, and bent in every bit. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from './checkpoint.ts';
import { type SigningKey, signingKey } from './keys.ts';
import { keyTypes, parseNote, parseVerifier, signersOf } from './note.ts';
import { sha256 } from './sha256.ts';
import { checkCheckpoint } from './verifying.ts';

let folder: string;
let log: SigningKey;
let witness: SigningKey;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-keys-'));
  log = await signingKey(folder, 'log', keyTypes.note);
  witness = await signingKey(path.join(folder, 'witness'), 'witness', keyTypes.cosignature);
});
after(() => rm(folder, { recursive: true }));

test("the example of Go's note package is read and its signature is right", async () => {
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n" +
    '\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const signers = await signersOf(parseNote(note), [await parseVerifier(key)]);
  assert.deepEqual(
    signers.map(({ name }) => name),
    ['PeterNeumann'],
  );
  await assert.rejects(
    signersOf(parseNote(note.replace('answer', 'Answer')), [await parseVerifier(key)]),
    RangeError,
  );
});

function signedNote(): string {
  const text = checkpointText({
    origin: log.name,
    size: 4711,
    root: sha256(Buffer.from('root')),
    more: { time: '2026-11-25T10:00:00Z', xids: '1 2', kernel: 'abc' },
  });
  return `${text}\n${log.line(text, 0)}${witness.line(text, 1_795_000_000)}`;
}

test('a checkpoint tells who signed it, and a flipped bit anywhere is noticed', async () => {
  const note = signedNote();
  const good = await checkCheckpoint(note, log, [witness]);
  assert.deepEqual(
    { origin: good.origin, size: good.size, witnesses: good.witnesses, kernel: good.more.kernel },
    { origin: log.name, size: 4711, witnesses: [witness.name], kernel: 'abc' },
  );
  const all = Buffer.from(note);
  await fc.assert(
    fc.asyncProperty(fc.nat(all.length - 1), fc.nat(7), async (at, bit) => {
      const bent = Buffer.from(all);
      bent[at] = (bent[at] ?? 0) ^ (1 << bit);
      const read = await checkCheckpoint(bent.toString(), log, [witness]).catch(() => undefined);
      assert.notDeepEqual(read, good, `byte ${at}, bit ${bit}`);
      // What is still read is the same checkpoint, with one signer fewer.
      if (read !== undefined) assert.deepEqual({ ...read, witnesses: good.witnesses }, good);
    }),
    { numRuns: 1500 },
  );
});

test('hostile notes and checkpoints are refused, never half understood', () => {
  const text = checkpointText({ origin: 'a', size: 1, root: sha256(Buffer.from('')), more: {} });
  assert.equal(parseCheckpoint(text).size, 1);
  for (const bad of [
    '',
    'a\n1\n',
    text.replace('\n1\n', '\n01\n'),
    text.replace('\n1\n', '\n-1\n'),
    text.replace('\n1\n', '\n9007199254740993\n'),
    text.replace('\n1\n', '\n1e3\n'),
    `${text}x y\nx z\n`,
    text.slice(0, -1),
  ])
    assert.throws(() => parseCheckpoint(bad), RangeError, JSON.stringify(bad));
  for (const bad of [
    '',
    'x',
    'x\n\n',
    'x\n\n— a AAAAAAA=',
    'x\n\n- a AAAAAAA=\n',
    'x\n\n— a b c\n',
    'x\u0000\n\n— a AAAAAAA=\n',
  ])
    assert.throws(() => parseNote(bad), RangeError, JSON.stringify(bad));
});

test('a key is for its owner only, stays the same, and serves one purpose', async () => {
  const file = path.join(folder, 'log.key');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const again = await Promise.all([1, 2, 3].map(() => signingKey(folder, 'log', keyTypes.note)));
  assert.deepEqual(new Set(again.map(({ verifier }) => verifier)), new Set([log.verifier]));
  await assert.rejects(signingKey(folder, 'log', keyTypes.cosignature), /holds no such key/);
  await chmod(file, 0o644);
  await assert.rejects(signingKey(folder, 'log', keyTypes.note), /may be read by others/);
  await chmod(file, 0o600);
});
