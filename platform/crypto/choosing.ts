/** Which key provider a process uses, and what has to be there before the first value is sealed. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import type { Config } from '../config.ts';
import { fileKeys, makeFileKeys } from './file-keys.ts';
import { KeyRing } from './keyring.ts';
import type { KeyProvider } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

export function keyRingOf(config: Config): KeyRing {
  return new KeyRing(providerOf(config));
}

/**
 * The owner's part, done with every migration: the first master key where it is kept in a file, and the key
 * of the index.
 */
export async function makeKeys(owner: pg.ClientConfig, config: Config): Promise<void> {
  if (config.vault === undefined) await makeFileKeys(folderOf(config));
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await makeIndexKey(client, providerOf(config));
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

function providerOf(config: Config): KeyProvider {
  return config.vault === undefined ? fileKeys(folderOf(config)) : vaultKeys(config.vault);
}

const folderOf = (config: Config) => path.join(config.home, 'keys');
