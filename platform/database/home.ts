/**
 * A serving process's part: no owner's password, only its own log-ins. What the owner does before is
 * preparing.ts.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Config, isHere } from '../config.ts';
import { keyRingOf } from '../crypto/choosing.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { readLogins } from './logins.ts';
import { type Database, type Logins, openDatabase, type PoolLimits } from './pool.ts';

/** A serving process's way to the database. With the embedded one it is started when nobody has. */
export async function reach(
  config: Config,
  limits?: PoolLimits,
): Promise<Database & { embedded?: Embedded }> {
  const logins = await readLogins(config.home);
  if (logins === undefined) {
    throw new Error(`There are no log-ins in ${config.home}: run "npm run earshot -- migrate" first.`);
  }
  if (config.databaseUrl !== undefined || !(await isEmbedded(config.home)))
    return openWithKeys(config, logins, limits);
  const embedded = await startEmbedded(config.home);
  return { ...openWithKeys(config, { ...logins, port: embedded.port }, limits), embedded };
}

/** Some of the keys lie in the database that they are for. */
function openWithKeys(config: Config, logins: Logins, limits: PoolLimits | undefined): Database {
  if (!logins.tls && !isHere(logins.host))
    throw new Error(`logins.json says ${logins.host} without TLS: migrate with ?sslmode=verify-full.`);
  const keys = keyRingOf(config, (login) => database.connect(login));
  const database = openDatabase(logins, limits, keys);
  return database;
}

async function isEmbedded(home: string): Promise<boolean> {
  return readFile(path.join(home, 'owner-password')).then(
    () => true,
    () => false,
  );
}
