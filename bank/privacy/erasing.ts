/**
 * Erasing a person, and seeing to it that a restored backup does not bring anybody back. The journal lies
 * outside the database, only grows, and holds no personal data: a hash of the customer's id and the time.
 */
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '#platform/database/pool.ts';
import { ask, house } from '#platform/database/vault.ts';
import * as queries from './erasing-queries.ts';

/**
 * Destroys the keys and deletes the rows of a customer and of everybody who was merged into them. The record
 * of looks and changes stays.
 * @param home where the journal lies
 * @returns how many records of the person there were
 * @throws Failure `not-found`; `not-now` while a duty has the bank keep the file. Then nothing was erased
 */
export async function erasePerson(database: Database, home: string, customerId: string): Promise<number> {
  return house(database, 'earshot_batch', async (tx) => {
    const { hashes } = await tx.one(queries.erase, { customerId });
    // Before the commit: a process that is killed between the two finds it in the journal, and does it again.
    await append(home, hashes);
    return hashes.length;
  });
}

/**
 * Does what somebody ordered on another's approval, for the job that the queue holds; done again it finds
 * nothing left to do. What came up meanwhile stops the order.
 * @returns whether anybody was erased
 */
export async function eraseOrdered(
  database: Database,
  home: string,
  job: string,
  orderId: string,
): Promise<boolean> {
  return house(database, 'earshot_batch', async (tx) => {
    const { hashes } = await tx.one(queries.eraseOrdered, { job: BigInt(job), orderId });
    if (hashes === null) return false;
    await append(home, hashes);
    return true;
  });
}

/**
 * Does again what a restored backup does not know of. No process serves before this has come to its end.
 * @returns how many erasures were replayed
 * @throws Error when the journal is not the one that belongs to this database, or cannot be read
 */
export async function replayErasures(database: Database, home: string): Promise<number> {
  const hashes = await journal(home);
  const [done] = await ask(database, queries.replayErasures, { hashes });
  if (done !== undefined && done.not_in_journal > 0) {
    throw new Error(
      `The database knows ${done.not_in_journal} erasures that ${fileOf(home)} does not hold. Put it ` +
        'back: without it a restored backup would bring erased people back.',
    );
  }
  return done?.replayed ?? 0;
}

const fileOf = (home: string) => path.join(home, 'erasures.jsonl');

async function append(home: string, hashes: readonly Buffer[]): Promise<void> {
  const at = Temporal.Now.instant().toString({ smallestUnit: 'second' });
  // Each on a line of its own, also after one that was cut off.
  const lines = hashes.map((hash) => `\n${JSON.stringify({ customer: hash.toString('hex'), at })}`);
  const file = await open(fileOf(home), 'a', 0o600);
  try {
    await file.appendFile(`${lines.join('')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function journal(home: string): Promise<Buffer[]> {
  const text = await readFile(fileOf(home), 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // A line that was cut off belongs to an erasure that was not committed.
  return [...text.matchAll(/^\{"customer":"([0-9a-f]{64})",.*\}$/gm)].map(([, hash = '']) =>
    Buffer.from(hash, 'hex'),
  );
}
