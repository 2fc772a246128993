/** What of its surroundings the portal tells anybody: nothing of a customer, nothing that is secret. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '#platform/config.ts';

export interface Published {
  /** The public key that signs checkpoints, as the sealer laid it beside its own; null: there is none yet. */
  logKey(): Promise<string | null>;
  /** Where the master keys are kept. */
  keysIn: 'file' | 'vault' | 'kms';
}

export function publishedOf({ home, vault, kms }: Pick<Config, 'home' | 'vault' | 'kms'>): Published {
  const file = path.join(home, 'record', 'log.pub');
  return {
    keysIn: kms ? 'kms' : vault ? 'vault' : 'file',
    logKey: async () => {
      if (home === '') return null;
      const key = await readFile(file, 'utf8').catch((error) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return key?.trim() ?? null;
    },
  };
}
