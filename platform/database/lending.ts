/** Connections of the pools, lent to one piece of work and given back. Only the vault asks for them. */
import type { PoolClient } from 'pg';
import { Failure, failureOf } from '../errors.ts';
import type { Database } from './pool.ts';
import type { Login } from './statement.ts';
import { inOneFlush } from './transaction.ts';

/** No failure: the transaction is rolled back because all of it has been done. */
export class MadeBefore extends Error {}

/** What the database says, as a failure of ours. */
export async function guarded<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw failureOf(error);
  }
}

/** A connection of this log-in for a while; one that failed in a way we do not know is not used again. */
export async function withClient<T>(
  database: Database,
  login: Login,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  let client: PoolClient;
  try {
    client = await database.pool(login).connect();
  } catch (cause) {
    throw new Failure('unavailable', { cause });
  }
  let broken: Error | undefined;
  inOneFlush(client);
  try {
    return await work(client);
  } catch (error) {
    const sound =
      error instanceof MadeBefore ||
      (error instanceof Failure && error.code !== 'unavailable' && error.code !== 'too-slow');
    if (!sound) broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
