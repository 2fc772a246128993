/** Which key provider a process uses. */
import path from 'node:path';
import type { Config } from '../config.ts';
import { fileKeys } from './file-keys.ts';
import { kmsKeys, type MasterStore } from './kms-keys.ts';
import type { KeyProvider } from './provider.ts';
import { vaultKeys } from './vault-keys.ts';

export function providerOf(config: Config, masters: MasterStore): KeyProvider {
  if (config.kms !== undefined) return kmsKeys(config.kms, masters);
  return config.vault === undefined ? fileKeys(folderOf(config)) : vaultKeys(config.vault);
}

/** Where master keys are kept that are neither in Vault nor in KMS. */
export const folderOf = (config: Config) => path.join(config.home, 'keys');
