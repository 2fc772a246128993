/**
 * A real database of its own for a test file, from a template, in milliseconds. The server is started by the
 * first test that needs it and shared by all; `npm test` stops it at the end.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { fileKeys, makeFileKeys } from '../crypto/file-keys.ts';
import { KeyRing } from '../crypto/keyring.ts';
import { type KmsSettings, kmsKeys, makeKmsMaster } from '../crypto/kms-keys.ts';
import { makeIndexKey, ownersMasters } from '../crypto/making.ts';
import { keptMasters } from '../crypto/master-store.ts';
import { type Embedded, startEmbedded } from '../database/embedded.ts';
import { migrate, migrations, shut } from '../database/migrate.ts';
import { type Database, type Logins, openDatabase } from '../database/pool.ts';
import { newPasswords, ownerOf, shapeRoles } from '../database/preparing.ts';
import { logins as loginNames } from '../database/roles.ts';

export interface TestDatabase extends Database {
  readonly name: string;
  /** The owner's connection, for looking behind the curtain and for breaking things. */
  readonly owner: pg.Client;
  readonly ownerSettings: pg.ClientConfig;
  /** Closes all and drops the database. */
  drop(): Promise<void>;
}

/** Where the tests' server has its data; `npm test` says where, to some files another one than to the rest. */
export const testHome =
  process.env.EARSHOT_TEST_HOME ?? path.join(tmpdir(), `earshot-test-${userInfo().username}`);

/** The master keys of all test databases. */
const testKeys = path.join(testHome, 'keys');

/**
 * A migrated, empty database. Call `drop` in `after`.
 * @param keys the folder of its master keys, or the KMS that has them
 */
export async function testDatabase(keys: string | KmsSettings = testKeys): Promise<TestDatabase> {
  const server = await startEmbedded(testHome, { disposable: true });
  const passwords = await testPasswords(testHome);
  const template = await templateOn(server, passwords);
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  await withOwner(ownerOf(server, 'postgres'), (root) =>
    root.query(`CREATE DATABASE ${name} TEMPLATE ${template}`),
  );
  const ownerSettings = ownerOf(server, name);
  const owner = new pg.Client(ownerSettings);
  owner.on('error', () => undefined);
  await owner.connect();
  await shut(owner);
  const logins: Logins = { host: '127.0.0.1', port: server.port, database: name, tls: false, passwords };
  if (typeof keys === 'string') await makeFileKeys(keys);
  else await makeKmsMaster(keys, ownersMasters(owner));
  const provider =
    typeof keys === 'string'
      ? fileKeys(keys)
      : kmsKeys(
          keys,
          keptMasters((login) => database.connect(login)),
        );
  const database: Database = openDatabase(logins, { connectionsMax: 8 }, new KeyRing(provider));
  await makeIndexKey(owner, provider);
  return {
    ...database,
    name,
    owner,
    ownerSettings,
    async drop() {
      await database.close();
      await owner.end();
      await withOwner(ownerOf(server, 'postgres'), (root) =>
        root.query(`DROP DATABASE ${name} WITH (FORCE)`),
      );
    },
  };
}

/** Starts the server that has its data there, or finds it running, and makes the template. */
export async function testServer(home: string): Promise<Embedded> {
  const server = await startEmbedded(home, { disposable: true });
  await templateOn(server, await testPasswords(home));
  return server;
}

/** The template of this very set of migrations; made by whoever comes first while the others wait. */
async function templateOn(server: Embedded, passwords: Logins['passwords']): Promise<string> {
  const shape = createHash('sha256');
  for (const migration of await migrations()) shape.update(migration.hash);
  const name = `template_${shape.digest('hex').slice(0, 16)}`;
  await withOwner(ownerOf(server, 'postgres'), async (root) => {
    await root.query('SELECT pg_advisory_lock(4772003)');
    const { rows } = await root.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [name]);
    if (rows[0]?.datistemplate) return;
    await root.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await root.query(`CREATE DATABASE ${name}`);
    await shapeRoles(ownerOf(server, name), passwords);
    await migrate(ownerOf(server, name));
    await root.query(`ALTER DATABASE ${name} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  });
  return name;
}

async function testPasswords(home: string): Promise<Logins['passwords']> {
  // One file for each set of log-ins: a server that another version left behind has fewer.
  const file = path.join(home, `test-logins-${loginNames.length}.json`);
  try {
    await writeFile(file, JSON.stringify(newPasswords()), { flag: 'wx', mode: 0o600 });
  } catch {
    // Somebody else has written it.
  }
  return JSON.parse(await readFile(file, 'utf8')) as Logins['passwords'];
}

async function withOwner<T>(settings: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
