/**
 * From a configuration to a database that is ready: the embedded one or the bank's own, with roles, the
 * newest shape and the log-ins of serving processes.
 *
 *   prepare()   the owner's part: start, make roles, migrate. Only `migrate` and `npm start` do.
 *   reach()     a serving process's part: no owner's password, only its own log-ins
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../config.ts';
import { keyRingOf, makeKeys } from '../crypto/choosing.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { type Database, type Logins, openDatabase, type PoolLimits } from './pool.ts';
import { logins as loginNames, makeRoles } from './roles.ts';
import type { Login } from './statement.ts';

const databaseName = 'earshot';

export interface Prepared {
  logins: Logins;
  /** Undefined on a bank's own database. */
  embedded: Embedded | undefined;
  /** Migrations that were applied now. */
  applied: string[];
  /** The owner's connection settings. */
  owner: pg.ClientConfig;
}

/** Makes the database ready to serve and writes `logins.json` for the processes that do. */
export async function prepare(config: Config): Promise<Prepared> {
  await mkdir(config.home, { recursive: true });
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config.home) : undefined;
  const owner = embedded ? ownerOf(embedded) : urlSettings(config.databaseUrl as string);
  if (embedded) await makeDatabase(owner);
  // A home of an earlier version has no passwords for the log-ins that came since.
  const passwords = { ...newPasswords(), ...(await readLogins(config.home))?.passwords };
  const logins: Logins = {
    host: owner.host as string,
    port: owner.port as number,
    database: owner.database as string,
    tls: Boolean(owner.ssl),
    passwords,
  };
  const file = path.join(config.home, 'logins.json');
  await writeFile(file, JSON.stringify(logins, null, 2), { mode: 0o600 });
  try {
    await shapeRoles(owner, logins.passwords);
    const applied = await migrate(owner);
    await makeKeys(owner, config);
    return { logins, embedded, applied, owner };
  } catch (error) {
    // A program that cannot take this home over leaves no server behind that it has started for it.
    await leave(logins, embedded).catch(() => undefined);
    throw error;
  }
}

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
  const keys = keyRingOf(config, (login) => database.connect(login));
  const database = openDatabase(logins, limits, keys);
  return database;
}

/** Stops the embedded database unless somebody else still uses it: the last one out puts out the light. */
export async function leave(logins: Logins, embedded: Embedded | undefined): Promise<void> {
  if (embedded === undefined) return;
  const client = new pg.Client({
    ...{ host: logins.host, port: embedded.port, database: logins.database },
    ...{ user: 'earshot_jobs', password: logins.passwords.earshot_jobs },
  });
  await client.connect();
  let others = 1;
  // one's own connections, closed a moment ago, may still be on their way out
  for (let look = 0; others > 0 && look < 10; look += 1) {
    if (look > 0) await setTimeout(50);
    const { rows } = await client.query(
      `SELECT count(*)::int AS others FROM pg_stat_activity
        WHERE datname IS NOT NULL AND pid <> pg_backend_pid()`,
    );
    others = rows[0].others;
  }
  await client.end();
  if (others === 0) await embedded.stop();
}

/** The embedded owner's connection settings. */
export function ownerOf(embedded: Embedded, database = databaseName): pg.ClientConfig {
  return {
    host: '127.0.0.1',
    port: embedded.port,
    user: 'postgres',
    password: embedded.ownerPassword,
    database,
  };
}

export function newPasswords(): Record<Login, string> {
  return Object.fromEntries(
    loginNames.map((login) => [login, randomBytes(24).toString('base64url')]),
  ) as Record<Login, string>;
}

/** Roles and their passwords; one at a time, because twenty processes may start at once. */
export async function shapeRoles(owner: pg.ClientConfig, passwords: Record<Login, string>): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(4772002)');
    await makeRoles(client, passwords);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function makeDatabase(owner: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

function urlSettings(url: string): pg.ClientConfig {
  const parsed = new URL(url);
  const tls = ['require', 'verify-ca', 'verify-full'].includes(parsed.searchParams.get('sslmode') ?? '');
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: parsed.pathname.slice(1) || databaseName,
    ...(tls ? { ssl: true } : {}),
  };
}

async function readLogins(home: string): Promise<Logins | undefined> {
  const text = await readFile(path.join(home, 'logins.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Logins);
}

async function isEmbedded(home: string): Promise<boolean> {
  return readFile(path.join(home, 'owner-password')).then(
    () => true,
    () => false,
  );
}
