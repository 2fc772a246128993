/** The owner's part, done with every migration: what has to be there before the first value is sealed. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Config } from '../config.ts';
import { makeFileKeys } from './file-keys.ts';
import { type MasterStore, makeKmsMaster } from './kms-keys.ts';
import { placeOf } from './moving-keys.ts';
import type { KeyProvider } from './provider.ts';
import { folderOf, providerOf } from './providers.ts';

/** The first master key where Earshot keeps it, and the key of the index. */
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

/** As the owner, who makes the first one. Of two that migrate at once, one does. */
export const ownersMasters = (owner: pg.Client): MasterStore => ({
  all: async () => (await owner.query('SELECT version, wrapped FROM keys.masters ORDER BY version')).rows,
  async add({ version, wrapped }) {
    const insert = 'INSERT INTO keys.masters (version, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING';
    await owner.query(insert, [version, wrapped]);
  },
});
