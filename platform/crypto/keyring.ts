/**
 * Seals and opens values inside a transaction: finds each customer's data key, has it unwrapped, keeps it for
 * some minutes. Opening a file needs no key until something sealed is shown.
 */
import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from '../database/transaction.ts';
import { Failure } from '../errors.ts';
import { type DataKey, keyIn, open, type Place, seal } from './envelope.ts';
import * as queries from './key-queries.ts';
import { type KeyProvider, ProviderDown, type Wrapped } from './provider.ts';

/** A customer has a key for each; of rejects a run of a feed has one, of investigations each of them. */
export type DataClass = 'identifiers' | 'notes' | 'support needs' | 'rejects' | 'investigations';

export interface Plain {
  customerId: string;
  place: Place;
  text: string;
}

export interface Sealed {
  place: Place;
  sealed: Buffer;
}

/**
 * Why a value cannot be read: the provider is down and it comes back; its key was destroyed; it is not what
 * was sealed for this place.
 */
export type Opened = { text: string } | { text: null; because: 'unavailable' | 'destroyed' | 'damaged' };

/** How long an unwrapped key is kept, and how many: a key that was destroyed is gone everywhere by then. */
const keepMilliseconds = 5 * 60_000;
const keptMax = 20_000;

export class KeyRing {
  readonly provider: KeyProvider;
  readonly #cache = new Map<string, { key: Buffer; until: number }>();
  #indexKey: Buffer | undefined;

  constructor(provider: KeyProvider) {
    this.provider = provider;
  }

  /** @throws Failure `keys-unavailable`; then nothing was written */
  async seal(tx: Transaction, dataClass: DataClass, values: readonly Plain[]): Promise<Buffer[]> {
    if (values.length === 0) return [];
    return answering(async () => {
      const customerIds = [...new Set(values.map(({ customerId }) => customerId))];
      const rows = await tx.rows(queries.keysOfCustomers, { customerIds, class: dataClass });
      const known = await this.#unwrapped(rows);
      const keys = new Map(rows.map((row) => [row.customer_id, keyOf(known, row.key_id)]));
      const without = customerIds.filter((customer) => !keys.has(customer));
      for (const [customer, key] of await this.#make(tx, dataClass, without)) keys.set(customer, key);
      return values.map(({ customerId, place, text }) => seal(keys.get(customerId) as DataKey, place, text));
    });
  }

  /** Never fails for one value that cannot be read: the answer says so for each. */
  async open(tx: Transaction, values: readonly Sealed[]): Promise<Opened[]> {
    const found = values.map(({ sealed }) => keyOrNone(sealed));
    const ids = [...new Set(found.filter((one) => one !== undefined))];
    const known = this.#kept(ids);
    const missing = ids.filter((id) => !known.has(id));
    const rows = missing.length === 0 ? [] : await tx.rows(queries.keysOfIds, { keyIds: missing });
    try {
      for (const [id, key] of await this.#unwrapped(rows)) known.set(id, key);
    } catch (error) {
      if (!(error instanceof ProviderDown)) throw error;
    }
    const there = new Set(rows.map((row) => row.key_id));
    return values.map(({ place, sealed }, n) => {
      const id = found[n];
      if (id === undefined) return { text: null, because: 'damaged' };
      if (known.has(id)) return openedIn(place, keyOf(known, id), sealed);
      return { text: null, because: there.has(id) ? 'unavailable' : 'destroyed' };
    });
  }

  /**
   * What equal values of a column have in common: 16 bytes of HMAC-SHA-256 under the column's own key.
   * @throws Failure `keys-unavailable`
   */
  async index(tx: Transaction, column: string): Promise<(value: string) => Buffer> {
    const all = this.#indexKey ?? (await answering(() => this.#readIndexKey(tx)));
    this.#indexKey = all;
    const key = Buffer.from(hkdfSync('sha256', all, Buffer.alloc(0), `earshot index ${column}`, 32));
    return (value) => createHmac('sha256', key).update(value).digest().subarray(0, 16);
  }

  /** Does the key provider answer? */
  async state(): Promise<'working' | 'down'> {
    return this.provider.newest().then(
      () => 'working',
      () => 'down',
    );
  }

  async #readIndexKey(tx: Transaction): Promise<Buffer> {
    const wrapped = await tx.one(queries.indexKey, {});
    const [key] = await this.provider.unwrap([wrapped]);
    return key as Buffer;
  }

  async #make(tx: Transaction, dataClass: DataClass, customerIds: string[]): Promise<[string, DataKey][]> {
    if (customerIds.length === 0) return [];
    const made = customerIds.map((): DataKey => ({ id: randomUUID(), key: randomBytes(32) }));
    const wrapped = await this.provider.wrap(made.map(({ key }) => key));
    await tx.rows(queries.addKeys, {
      ...{ customerIds, keyIds: made.map(({ id }) => id), class: dataClass },
      ...{ wrapped: wrapped.map((one) => one.wrapped), masters: wrapped.map(({ master }) => master) },
    });
    for (const { id, key } of made) this.#keep(id, key);
    return customerIds.map((customer, n) => [customer, made[n] as DataKey]);
  }

  /** @throws ProviderDown */
  async #unwrapped(rows: readonly ({ key_id: string } & Wrapped)[]): Promise<Map<string, Buffer>> {
    const known = this.#kept(rows.map((row) => row.key_id));
    const missing = rows.filter((row) => !known.has(row.key_id));
    if (missing.length === 0) return known;
    const keys = await this.provider.unwrap(missing);
    missing.forEach(({ key_id }, n) => {
      known.set(key_id, keys[n] as Buffer);
      this.#keep(key_id, keys[n] as Buffer);
    });
    return known;
  }

  #kept(ids: readonly string[]): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (const id of ids) {
      const one = this.#cache.get(id);
      if (one !== undefined && one.until > Date.now()) found.set(id, one.key);
    }
    return found;
  }

  /** The oldest go first; a page of a batch run that needs more has its own hold of them. */
  #keep(id: string, key: Buffer): void {
    this.#cache.delete(id);
    this.#cache.set(id, { key, until: Date.now() + keepMilliseconds });
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= keptMax) break;
      this.#cache.delete(oldest);
    }
  }
}

function openedIn(place: Place, key: DataKey, sealed: Buffer): Opened {
  try {
    return { text: open(key, place, sealed) };
  } catch {
    return { text: null, because: 'damaged' };
  }
}

function keyOf(known: Map<string, Buffer>, id: string): DataKey {
  const key = known.get(id);
  if (key === undefined) throw new Error(`no key ${id}`);
  return { id, key };
}

/** For a process that seals nothing: a bench of its own tables, a look from outside. */
export const noKeys: KeyProvider = {
  newest: down,
  wrap: down,
  unwrap: down,
  rotate: down,
};

async function down(): Promise<never> {
  throw new ProviderDown(new Error('this process was given no keys'));
}

async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ProviderDown ? new Failure('keys-unavailable', { cause: error }) : error;
  }
}

/** The id of the key that sealed it; undefined: this was never sealed, or is damaged. */
function keyOrNone(sealed: Buffer): string | undefined {
  try {
    return keyIn(sealed);
  } catch {
    return undefined;
  }
}
