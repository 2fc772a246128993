/**
 * Master keys that move from one place to another while everybody works: the new place wraps, the old one
 * opens what it has wrapped, until `earshot keys rotate` has wrapped all of it anew.
 */
import type { Config } from '../config.ts';
import type { KeyProvider, Wrapped } from './provider.ts';

/** Where master keys lie; the names of their masters begin with it: 'file:2', 'vault:3', 'kms:4'. */
export const keyPlaces = ['file', 'vault', 'kms'] as const;
export type KeyPlace = (typeof keyPlaces)[number];

/** Where new master keys are made: in the place that is named and is not the one from before. */
export function placeOf({ kms, vault, keysBefore }: Pick<Config, 'kms' | 'vault' | 'keysBefore'>): KeyPlace {
  if (kms !== undefined && keysBefore !== 'kms') return 'kms';
  return vault !== undefined && keysBefore !== 'vault' ? 'vault' : 'file';
}

/** @param before the place from which they move */
export function movingKeys(now: KeyProvider, before: KeyPlace, old: KeyProvider): KeyProvider {
  const isOld = ({ master }: Wrapped) => master.startsWith(`${before}:`);
  return {
    async newest() {
      // Both, so that whoever asks how a process is hears of either that does not answer.
      const [newest] = await Promise.all([now.newest(), old.newest()]);
      return newest;
    },
    wrap: (keys) => now.wrap(keys),
    rotate: () => now.rotate(),
    async unwrap(some) {
      const [fromOld, fromNow] = await Promise.all([
        opened(old, some.filter(isOld)),
        opened(
          now,
          some.filter((one) => !isOld(one)),
        ),
      ]);
      const [olds, nows] = [fromOld.values(), fromNow.values()];
      return some.map((one) => (isOld(one) ? olds : nows).next().value as Buffer);
    },
  };
}

/** Only who has something to open is asked: the other may be away. */
const opened = async (provider: KeyProvider, some: readonly Wrapped[]) =>
  some.length === 0 ? [] : provider.unwrap(some);
