/** All providers by the same story: the file, and servers that speak Vault's transit API and AWS KMS's. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Kms, startKms } from '../testing/kms.ts';
import { startTransit, type Transit } from '../testing/transit.ts';
import { fileKeys, makeFileKeys } from './file-keys.ts';
import { type KeptMaster, kmsKeys, type MasterStore, makeKmsMaster } from './kms-keys.ts';
import { type KeyPlace, movingKeys } from './moving-keys.ts';
import { type KeyProvider, ProviderDown, type Wrapped } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

let folder: string;
let transit: Transit;
let kms: Kms;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-keys-'));
  transit = await startTransit();
  await writeFile(path.join(folder, 'token'), `${transit.token}\n`);
  kms = await startKms();
  Object.assign(process.env, kms.environment);
});
after(async () => {
  await transit.close();
  await kms.close();
  await rm(folder, { recursive: true });
});

const vault = (tokenFile = path.join(folder, 'token')) =>
  vaultKeys({ address: transit.address, mount: 'transit', key: 'earshot', tokenFile });
const keysOf = (count: number) => Array.from({ length: count }, () => randomBytes(32));
const isDown = (error: unknown) => error instanceof ProviderDown;

/** What the database keeps of masters, for a test without one. */
function storeOf(masters: KeptMaster[]): MasterStore {
  return {
    all: async () => [...masters],
    async add(master) {
      if (master.version !== masters.length + 1) throw new Error('another was made meanwhile');
      masters.push(master);
    },
  };
}
const kept = storeOf([]);
const keptInKms = (store = kept, keyId = 'alias/earshot') => kmsKeys({ keyIds: [keyId] }, store);

interface Told {
  name: KeyPlace;
  /** As any process of the bank would have it. */
  provider(): KeyProvider;
  make(): Promise<void>;
  /** The same keys, from where they cannot be had. */
  shut(): KeyProvider;
}

const all: Told[] = [
  {
    name: 'file',
    provider: () => fileKeys(folder),
    make: () => makeFileKeys(folder),
    shut: () => fileKeys(path.join(folder, 'nowhere')),
  },
  {
    name: 'vault',
    provider: () => vault(),
    make: async () => undefined,
    shut: () =>
      vaultKeys({ address: 'http://127.0.0.1:9', mount: 'transit', key: 'earshot', tokenFile: '/dev/null' }),
  },
  {
    name: 'kms',
    provider: () => keptInKms(),
    make: () => makeKmsMaster({ keyIds: ['alias/earshot'] }, kept),
    shut: () => keptInKms(kept, 'alias/another'),
  },
];

for (const { name, provider, make, shut } of all) {
  describe(`master keys of ${name}`, () => {
    test('wrap, unwrap, and are rotated; a changed key is refused', async () => {
      await make();
      await make();
      const [one, other] = [provider(), provider()];
      const keys = keysOf(20);
      assert.equal(await one.newest(), `${name}:1`, 'the first is made once');
      const before = await one.wrap(keys);
      for (const [n, { wrapped, master }] of before.entries()) {
        assert.equal(master, `${name}:1`);
        assert.equal(wrapped.includes(keys[n] as Buffer), false);
      }
      assert.deepEqual(await one.unwrap(before), keys);
      assert.deepEqual(await other.unwrap(before), keys, 'another process has the same');
      assert.equal(await one.rotate(), `${name}:2`);
      assert.deepEqual(await one.unwrap(before), keys, 'the older master key still unwraps');
      const after = await other.wrap(keys);
      assert.equal(after[0]?.master, `${name}:2`, 'the other process has heard of the newer');
      const mixed = [...before.slice(0, 3), ...after.slice(3)];
      assert.deepEqual(await other.unwrap(mixed), keys, 'under several masters, in their order');
      const tampered = Buffer.from(before[0]?.wrapped as Buffer);
      tampered[tampered.length - 6] = (tampered.at(-6) ?? 0) ^ 1;
      await assert.rejects(one.unwrap([{ wrapped: tampered, master: `${name}:1` }]));
      assert.deepEqual(await one.unwrap([]), []);
    });

    test('two that rotate at once do not forget each other’s master key', async () => {
      const [key] = keysOf(1) as [Buffer];
      const before = await provider().wrap([key]);
      const ends = await Promise.allSettled(Array.from({ length: 8 }, () => provider().rotate()));
      assert.ok(ends.some(({ status }) => status === 'fulfilled'));
      assert.deepEqual(await provider().unwrap(before), [key]);
      assert.deepEqual(await provider().unwrap(await provider().wrap([key])), [key]);
    });

    test('without them the provider is down, whatever is asked, and well again with them', async () => {
      const wrapped = await provider().wrap(keysOf(1));
      const away = shut();
      await assert.rejects(away.newest(), isDown);
      await assert.rejects(away.wrap(keysOf(1)), isDown);
      await assert.rejects(away.unwrap(wrapped), isDown);
      assert.equal((await provider().unwrap(wrapped)).length, 1);
    });
  });
}

test('between any two places: the new one wraps, both unwrap in their order, and either that is away is noticed', async () => {
  for (const old of all)
    for (const now of all.filter(({ name }) => name !== old.name)) {
      const keys = keysOf(6);
      const moving = movingKeys(now.provider(), old.name, old.provider());
      const [olds, news] = [await old.provider().wrap(keys), await moving.wrap(keys)];
      assert.ok(news.every(({ master }) => master.startsWith(`${now.name}:`)));
      const mixed = keys.map((_key, n) => (n % 2 ? olds[n] : news[n]) as Wrapped);
      assert.deepEqual(await moving.unwrap(mixed), keys);
      assert.equal(await moving.newest(), await now.provider().newest());
      await assert.rejects(movingKeys(now.provider(), old.name, old.shut()).newest(), isDown);
      await assert.rejects(movingKeys(now.shut(), old.name, old.provider()).newest(), isDown);
      assert.deepEqual(await movingKeys(now.shut(), old.name, old.provider()).unwrap(olds), keys);
    }
});

test('a file of keys is its owner’s alone, after it was rotated too, and is not made a second time', async () => {
  const file = path.join(folder, 'masters.json');
  const first = await readFile(file, 'utf8');
  await makeFileKeys(folder);
  assert.equal(await readFile(file, 'utf8'), first);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
});

test('a master key that is gone is a provider that is down', async () => {
  const lost = (master: string) => [{ wrapped: randomBytes(60), master }];
  await assert.rejects(fileKeys(folder).unwrap(lost('file:99')), isDown);
  await assert.rejects(keptInKms().unwrap(lost('kms:99')), isDown);
  await assert.rejects(keptInKms().unwrap(lost('file:1')), isDown, 'of another provider');
  await assert.rejects(keptInKms(storeOf([])).newest(), isDown, 'none was ever made');
});

test('where a backup is restored under a process, it wraps with no master that is there no more', async () => {
  const masters = [...(await kept.all())];
  const running = keptInKms(storeOf(masters));
  const [key] = keysOf(1) as [Buffer];
  const name = await running.rotate();
  await running.wrap([key]);
  masters.pop();
  assert.equal(await keptInKms(storeOf(masters)).rotate(), name, 'another one of that name');
  const wrapped = await running.wrap([key]);
  assert.deepEqual(await keptInKms(storeOf(masters)).unwrap(wrapped), [key]);
});

test('Vault is asked for thousands at once, and its master never leaves it', async () => {
  transit.asked.length = 0;
  const keys = keysOf(6000);
  const wrapped = await vault().wrap(keys);
  assert.deepEqual(await vault().unwrap(wrapped), keys);
  assert.equal(transit.asked.length, 4, 'two requests each way');
});

test('a token that Vault refuses, or that is not there, is a provider that is down', async () => {
  const bad = path.join(folder, 'bad-token');
  await writeFile(bad, 'guess');
  await chmod(bad, 0o600);
  await assert.rejects(vault(bad).newest(), isDown);
  await assert.rejects(vault(path.join(folder, 'no-token')).wrap(keysOf(1)), isDown);
});
