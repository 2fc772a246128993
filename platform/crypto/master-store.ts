/** What is kept of KMS's master keys: in the database, for all processes and in every backup. */
import type pg from 'pg';
import type { Static, TObject } from 'typebox';
import type { Login, Statement } from '../database/statement.ts';
import { transactionOn } from '../database/transaction.ts';
import * as queries from './key-queries.ts';
import { KeyRing, noKeys } from './keyring.ts';
import type { MasterStore } from './kms-keys.ts';

/**
 * As a serving process, by the kernel's functions.
 * @param connect a connection of its own each time. Not of a pool: whoever asks may hold the last one.
 */
export function keptMasters(connect: (login: Login) => Promise<pg.Client>): MasterStore {
  const ask = async <P extends TObject, R extends TObject>(asked: Statement<P, R>, parameters: Static<P>) => {
    const client = await connect(asked.as as Login);
    try {
      return await transactionOn(client, new KeyRing(noKeys)).rows(asked, parameters);
    } finally {
      await client.end();
    }
  };
  return {
    all: () => ask(queries.masters, {}),
    add: async (master) => {
      await ask(queries.addMaster, master);
    },
  };
}
