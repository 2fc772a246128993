/** What seals and opens in a serving process. */
import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Login } from '../database/statement.ts';
import { KeyRing } from './keyring.ts';
import { keptMasters } from './master-store.ts';
import { providerOf } from './providers.ts';

/** @param connect to the database that the keys are for */
export function keyRingOf(config: Config, connect: (login: Login) => Promise<pg.Client>): KeyRing {
  return new KeyRing(providerOf(config, keptMasters(connect)));
}
