/** What of its surroundings the portal tells anybody: nothing of a customer, nothing that is secret. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '#platform/config.ts';
import { placeOf } from '#platform/crypto/moving-keys.ts';

export interface Published {
  /** The public key that signs checkpoints, as the sealer laid it beside its own; null: there is none yet. */
  logKey(): Promise<string | null>;
  /** Where the master keys are kept. */
  keysIn: 'file' | 'vault' | 'kms';
}

/** While keys move from one place to another, that of the two is told which promises less. */
export function publishedOf(config: Pick<Config, 'home' | 'vault' | 'kms' | 'keysBefore'>): Published {
  const { home, keysBefore } = config;
  const file = path.join(home, 'record', 'log.pub');
  const places = [placeOf(config), keysBefore];
  return {
    keysIn: (['file', 'kms'] as const).find((place) => places.includes(place)) ?? 'vault',
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
