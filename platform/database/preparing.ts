/**
 * The owner's part of a database that is ready: start it, make roles, migrate. Only `migrate`, `demo fill`
 * and `npm start` do, and read no more code for it than it takes: somebody waits.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { type Config, encryptedModes } from '../config.ts';
import { makeKeys } from '../crypto/making.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { leave } from './leaving.ts';
import { readLogins, writeLogins } from './logins.ts';
import { migrate } from './migrate.ts';
import type { Logins } from './pool.ts';
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
  await writeLogins(config.home, logins);
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
  const tls = encryptedModes.includes(parsed.searchParams.get('sslmode') ?? '');
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: parsed.pathname.slice(1) || databaseName,
    ...(tls ? { ssl: true } : {}),
  };
}
