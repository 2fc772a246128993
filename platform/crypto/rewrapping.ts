/** Rotation of the keys themselves. Neither needs anybody to wait: old keys open until nothing needs them. */
import type { Database } from '../database/pool.ts';
import { ask } from '../database/vault.ts';
import * as queries from './key-queries.ts';

/** Keys of one statement. */
const pageKeys = 2000;

/**
 * Wraps anew, under the newest master key, what an older one has wrapped.
 * @returns how many data keys
 */
export async function rewrapKeys(database: Database, signal: AbortSignal): Promise<number> {
  const { provider } = database.keys;
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    // Asked each time: it may be rotated meanwhile.
    const newest = await provider.newest();
    const page = await ask(database, queries.underOtherMasters, { newest, most: pageKeys });
    if (page.length === 0) return done;
    const after = await provider.wrap(await provider.unwrap(page));
    await ask(database, queries.rewrap, {
      keyIds: page.map((row) => row.key_id),
      before: page.map((row) => row.wrapped),
      after: after.map((one) => one.wrapped),
      masters: after.map((one) => one.master),
    });
    done += page.length;
  }
}

/** A new master key wraps from now on; 'keys.renew' wraps the rest anew. */
export const rotateMaster = (database: Database): Promise<string> => database.keys.provider.rotate();

/**
 * No value is sealed any more with data keys made before that moment; 'keys.renew' seals the rest anew.
 * @returns how many keys were retired
 */
export async function rotateDataKeys(database: Database, madeBefore: Temporal.Instant): Promise<bigint> {
  const [row] = await ask(database, queries.retireKeys, { madeBefore });
  return row?.keys ?? 0n;
}
