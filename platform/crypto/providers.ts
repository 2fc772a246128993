/** Which key provider a process uses. */
import path from 'node:path';
import type { Config } from '../config.ts';
import { fileKeys } from './file-keys.ts';
import { kmsKeys, type MasterStore } from './kms-keys.ts';
import { type KeyPlace, movingKeys, placeOf } from './moving-keys.ts';
import type { KeyProvider } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

export function providerOf(config: Config, masters: MasterStore): KeyProvider {
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

/** Where master keys are kept that are neither in Vault nor in KMS. */
export const folderOf = (config: Config) => path.join(config.home, 'keys');
