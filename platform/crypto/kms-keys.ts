/**
 * Master keys of AWS KMS. It makes one (GenerateDataKey); what is kept of it, in keys.masters, only KMS opens
 * again (Decrypt). An opened master stays in memory for five minutes, as an unwrapped data key does, and
 * wraps the customers' data keys here: a bank of a million customers asks KMS some times an hour, not a
 * million times. The encryption context says that it is a master of Earshot, and which.
 * https://docs.aws.amazon.com/kms/latest/developerguide/data-keys.html
 */
import type { KMSClient } from '@aws-sdk/client-kms';
import { type KeyProvider, ProviderDown } from './provider.ts';
import { unwrapUnder, wrapUnder } from './wrapping.ts';

export interface KmsSettings {
  /**
   * Ids, ARNs or aliases of keys of type SYMMETRIC_DEFAULT: the first makes masters, each opens what it has
   * made. Region, endpoint and credentials are found where the library looks for them.
   */
  keyIds: readonly [string, ...string[]];
}

export interface KeptMaster {
  version: number;
  /** What KMS opens. */
  wrapped: Buffer;
}

/** Where what is kept of the masters lies; all processes of a bank share it. */
export interface MasterStore {
  /** All that were ever made, the newest last. */
  all(): Promise<KeptMaster[]>;
  /** @throws when it is not the next one: somebody else has added it meanwhile */
  add(master: KeptMaster): Promise<void>;
}

/** How long a master is used without KMS: whoever takes the key from Earshot has done so within that time. */
const keepMilliseconds = 5 * 60_000;
/** How long it stands that KMS has answered, however often the health of a process is asked for. */
const answeredMilliseconds = 15_000;
const deadlineMilliseconds = 5000;

export function kmsKeys(settings: KmsSettings, store: MasterStore): KeyProvider {
  const masters = new Masters(kmsOf(settings), store);
  return {
    async newest() {
      const version = await masters.newest();
      await masters.opened(version, answeredMilliseconds);
      return nameOf(version);
    },
    async wrap(keys) {
      const version = await masters.newest();
      const [master, name] = [await masters.opened(version), nameOf(version)];
      return keys.map((key) => ({ wrapped: wrapUnder(master, name, key), master: name }));
    },
    async unwrap(some) {
      const names = new Set(some.map(({ master }) => master));
      const opened = new Map<string, Buffer>();
      for (const name of names) opened.set(name, await masters.opened(versionOf(name)));
      return some.map(({ wrapped, master }) => unwrapUnder(opened.get(master) as Buffer, master, wrapped));
    },
    async rotate() {
      return nameOf(await masters.make());
    },
  };
}

/** The first master, where there is none. */
export async function makeKmsMaster(settings: KmsSettings, store: MasterStore): Promise<void> {
  if ((await store.all()).length === 0) await new Masters(kmsOf(settings), store).make();
}

const nameOf = (version: number) => `kms:${version}`;

function versionOf(name: string): number {
  const [, version] = /^kms:(\d+)$/.exec(name) ?? [];
  if (version === undefined) throw new ProviderDown(new Error(`${name} is not a master key of KMS`));
  return Number(version);
}

/** The masters as this process knows them: all as they are kept, some of them opened. */
class Masters {
  readonly #kms: Kms;
  readonly #store: MasterStore;
  #kept = new Map<number, Buffer>();
  readonly #opened = new Map<number, { key: Buffer; of: Buffer; at: number }>();
  readonly #opening = new Map<number, Promise<Buffer>>();

  constructor(kms: Kms, store: MasterStore) {
    this.#kms = kms;
    this.#store = store;
  }

  /** Asked of the store each time: another process may have made one. */
  async newest(): Promise<number> {
    await this.#read();
    const newest = Math.max(0, ...this.#kept.keys());
    if (newest === 0) throw new ProviderDown(new Error('there is no master key yet: migrate makes one'));
    return newest;
  }

  /** @param within opened by KMS at most that many milliseconds ago */
  async opened(version: number, within = keepMilliseconds): Promise<Buffer> {
    const known = this.#opened.get(version);
    // not by the clock on the wall, which may be set back
    if (known !== undefined && performance.now() - known.at < within) return known.key;
    // however many ask for it at once, KMS is asked once
    const opening =
      this.#opening.get(version) ?? this.#open(version).finally(() => this.#opening.delete(version));
    this.#opening.set(version, opening);
    return opening;
  }

  async make(): Promise<number> {
    await this.#read();
    const version = Math.max(0, ...this.#kept.keys()) + 1;
    const { key, wrapped } = await this.#kms.make(nameOf(version));
    // Whoever may make one may perhaps not open it: then nothing must be wrapped by it.
    if (!key.equals(await this.#kms.open(nameOf(version), wrapped)))
      throw new ProviderDown(new Error('KMS opens another key than it has made'));
    await this.#store.add({ version, wrapped });
    return version;
  }

  async #open(version: number): Promise<Buffer> {
    if (!this.#kept.has(version)) await this.#read();
    const wrapped = this.#kept.get(version);
    if (wrapped === undefined) throw new ProviderDown(new Error(`there is no master ${nameOf(version)}`));
    const key = await this.#kms.open(nameOf(version), wrapped);
    this.#opened.set(version, { key, of: wrapped, at: performance.now() });
    return key;
  }

  async #read(): Promise<void> {
    const all = await this.#store.all().catch((cause) => {
      throw new ProviderDown(cause);
    });
    this.#kept = new Map(all.map(({ version, wrapped }) => [version, wrapped]));
    // A backup was restored under this process, and another second master made since.
    for (const [version, { of }] of this.#opened)
      if (!this.#kept.get(version)?.equals(of)) this.#opened.delete(version);
  }
}

/** The two calls. Both throw ProviderDown, whatever it was that KMS did not like. */
interface Kms {
  make(name: string): Promise<{ key: Buffer; wrapped: Buffer }>;
  open(name: string, wrapped: Buffer): Promise<Buffer>;
}

function kmsOf({ keyIds }: KmsSettings): Kms {
  const [first] = keyIds;
  let client: KMSClient | undefined;
  const loaded = async () => {
    // Dozens of packages: only a process that uses them loads them.
    const library = await import('@aws-sdk/client-kms');
    client ??= new library.KMSClient();
    return { ...library, client };
  };
  return {
    make: (name) =>
      answering(async (abortSignal) => {
        const { client, GenerateDataKeyCommand } = await loaded();
        const asked = { KeyId: first, KeySpec: 'AES_256', EncryptionContext: contextOf(name) } as const;
        const made = await client.send(new GenerateDataKeyCommand(asked), { abortSignal });
        return { key: keyIn(made.Plaintext), wrapped: Buffer.from(made.CiphertextBlob ?? []) };
      }),
    open: (name, wrapped) =>
      answering(async (abortSignal) => {
        const { client, DecryptCommand, IncorrectKeyException } = await loaded();
        const asked = { CiphertextBlob: wrapped, EncryptionContext: contextOf(name) };
        for (const KeyId of keyIds) {
          // By the bank's own keys only: KMS itself would open with whatever key a ciphertext names.
          try {
            const opened = await client.send(new DecryptCommand({ ...asked, KeyId }), { abortSignal });
            return keyIn(opened.Plaintext);
          } catch (error) {
            if (!(error instanceof IncorrectKeyException)) throw error;
          }
        }
        throw new Error(`${name} was made under another key than ${keyIds.join(', ')}`);
      }),
  };
}

/** Not secret: it stands in the bank's CloudTrail beside each call, and policies may ask for it. */
const contextOf = (name: string) => ({ application: 'earshot', master: name });

function keyIn(plaintext: Uint8Array | undefined): Buffer {
  if (plaintext?.length !== 32) throw new Error('KMS answered without a key of 32 bytes');
  return Buffer.from(plaintext);
}

async function answering<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await ask(AbortSignal.timeout(deadlineMilliseconds));
  } catch (cause) {
    throw new ProviderDown(cause);
  }
}
