/** Both providers by the same story: the file, and a server that speaks Vault's transit API. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startTransit, type Transit } from '../testing/transit.ts';
import { fileKeys, makeFileKeys } from './file-keys.ts';
import { type KeyProvider, ProviderDown } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

let folder: string;
let transit: Transit;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-keys-'));
  transit = await startTransit();
  await writeFile(path.join(folder, 'token'), `${transit.token}\n`);
});
after(async () => {
  await transit.close();
  await rm(folder, { recursive: true });
});

const vault = (tokenFile = path.join(folder, 'token')) =>
  vaultKeys({ address: transit.address, mount: 'transit', key: 'earshot', tokenFile });
const keysOf = (count: number) => Array.from({ length: count }, () => randomBytes(32));
const isDown = (error: unknown) => error instanceof ProviderDown;

async function story(provider: KeyProvider, name: string): Promise<void> {
  const keys = keysOf(20);
  assert.equal(await provider.newest(), `${name}:1`);
  const before = await provider.wrap(keys);
  for (const [n, { wrapped, master }] of before.entries()) {
    assert.equal(master, `${name}:1`);
    assert.equal(wrapped.includes(keys[n] as Buffer), false);
  }
  assert.deepEqual(await provider.unwrap(before), keys);
  assert.equal(await provider.rotate(), `${name}:2`);
  assert.deepEqual(await provider.unwrap(before), keys, 'the older master key still unwraps');
  const [after] = await provider.wrap(keys);
  assert.equal(after?.master, `${name}:2`);
  const tampered = Buffer.from(before[0]?.wrapped as Buffer);
  tampered[tampered.length - 6] = (tampered.at(-6) ?? 0) ^ 1;
  await assert.rejects(provider.unwrap([{ wrapped: tampered, master: `${name}:1` }]));
}

test('keys in a file: made once, for its owner alone; rotated; a changed key is refused', async () => {
  await makeFileKeys(folder);
  const file = path.join(folder, 'masters.json');
  const first = await readFile(file, 'utf8');
  await makeFileKeys(folder);
  assert.equal(await readFile(file, 'utf8'), first);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await story(fileKeys(folder), 'file');
  assert.equal((await stat(file)).mode & 0o777, 0o600, 'after it was rotated too');
});

test('two that rotate at once do not forget each other’s master key', async () => {
  const provider = fileKeys(folder);
  const [key] = keysOf(1) as [Buffer];
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => provider.rotate()));
  assert.ok(ends.some(({ status }) => status === 'fulfilled'));
  assert.deepEqual(await provider.unwrap(await provider.wrap([key])), [key]);
});

test('a master key that is gone is a provider that is down', async () => {
  await assert.rejects(fileKeys(path.join(folder, 'nowhere')).newest(), isDown);
  const lost = { wrapped: randomBytes(60), master: 'file:99' };
  await assert.rejects(fileKeys(folder).unwrap([lost]), isDown);
});

test('keys in Vault’s transit: the master never leaves it; batches; rotated', async () => {
  await story(vault(), 'vault');
  transit.asked.length = 0;
  const keys = keysOf(6000);
  const wrapped = await vault().wrap(keys);
  assert.deepEqual(await vault().unwrap(wrapped), keys);
  assert.equal(transit.asked.length, 4, 'two requests each way');
});

test('a token that is refused, and a server that does not answer, are a provider that is down', async () => {
  const bad = path.join(folder, 'bad-token');
  await writeFile(bad, 'guess');
  await chmod(bad, 0o600);
  await assert.rejects(vault(bad).newest(), isDown);
  await assert.rejects(vault(path.join(folder, 'no-token')).wrap(keysOf(1)), isDown);
  const nobody = vaultKeys({
    ...{ address: 'http://127.0.0.1:9', mount: 'transit', key: 'earshot', tokenFile: bad },
  });
  await assert.rejects(
    nobody.unwrap([]).then(() => nobody.newest()),
    isDown,
  );
});
