/** Which key provider a process uses, and what has to be there before the first value is sealed. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import type { Config } from '../config.ts';
import type { Login } from '../database/statement.ts';
import { fileKeys, makeFileKeys } from './file-keys.ts';
import { KeyRing } from './keyring.ts';
import { kmsKeys, type MasterStore, makeKmsMaster } from './kms-keys.ts';
import { keptMasters, ownersMasters } from './master-store.ts';
import { type KeyPlace, movingKeys, placeOf } from './moving-keys.ts';
import type { KeyProvider } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

/** @param connect to the database that the keys are for */
export function keyRingOf(config: Config, connect: (login: Login) => Promise<pg.Client>): KeyRing {
  return new KeyRing(providerOf(config, keptMasters(connect)));
}

/**
 * The owner's part, done with every migration: the first master key where Earshot keeps it, and the key of
 * the index.
 */
export async function makeKeys(owner: pg.ClientConfig, config: Config): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const masters = ownersMasters(client);
    const place = placeOf(config);
    if (place === 'kms' && config.kms !== undefined) await makeKmsMaster(config.kms, masters);
    if (place === 'file') await makeFileKeys(folderOf(config));
    await makeIndexKey(client, providerOf(config, masters));
  } finally {
    await client.end();
  }
}

/** Made once: another one would make everything that is indexed unfindable. */
export async function makeIndexKey(owner: pg.Client, provider: KeyProvider): Promise<void> {
  if ((await owner.query('SELECT FROM keys.index_key')).rowCount) return;
  const [made] = await provider.wrap([randomBytes(32)]);
  await owner.query('INSERT INTO keys.index_key (wrapped, master) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    made?.wrapped,
    made?.master,
  ]);
}

function providerOf(config: Config, masters: MasterStore): KeyProvider {
  const { keysBefore } = config;
  const now = providerAt(placeOf(config), config, masters);
  if (keysBefore === undefined) return now;
  return movingKeys(now, keysBefore, providerAt(keysBefore, config, masters));
}

function providerAt(place: KeyPlace, config: Config, masters: MasterStore): KeyProvider {
  if (place === 'kms' && config.kms !== undefined) return kmsKeys(config.kms, masters);
  if (place === 'vault' && config.vault !== undefined) return vaultKeys(config.vault);
  return fileKeys(folderOf(config));
}

const folderOf = (config: Config) => path.join(config.home, 'keys');
