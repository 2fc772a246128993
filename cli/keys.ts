/** `earshot keys rotate`, and the step of a migration that its SQL cannot do: sealing what was plain. */
import pg from 'pg';
import { tasks } from '#bank/customers/jobs.ts';
import { type Config, configOf } from '#platform/config.ts';
import { rotateDataKeys, rotateMaster } from '#platform/crypto/rewrapping.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Prepared } from '#platform/database/preparing.ts';
import { runOnce } from '#platform/jobs/worker.ts';

/**
 * Seals what an older version has left in plain words, page by page, then has the database vouch for it: a
 * constraint that is validated says that no plain value is left. Safe to repeat, goes on where it was cut
 * off.
 * @throws Failure `keys-unavailable` when the key provider is down
 */
export async function sealPlain(config: Config, { owner }: Pick<Prepared, 'owner'>): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT conrelid::regclass::text AS name, conname AS rule FROM pg_constraint
        WHERE NOT convalidated AND conname IN ('identifiers_sealed', 'notes_sealed')`,
    );
    if (rows.length === 0) return;
    await withDatabase(config, renew);
    for (const { name, rule } of rows)
      await client.query(`ALTER TABLE ${name} VALIDATE CONSTRAINT ${client.escapeIdentifier(rule)}`);
  } finally {
    await client.end();
  }
}

export async function rotateKeys({ data, json }: { data?: boolean; json?: boolean }): Promise<void> {
  await withDatabase(configOf(process.env), async (database) => {
    const master = await rotateMaster(database);
    const retired = data ? await rotateDataKeys(database, Temporal.Now.instant()) : 0n;
    await renew(database);
    if (json) console.log(JSON.stringify({ master, retired: Number(retired) }));
    else console.log(`The master key is ${master} now. ${retired} data keys were retired.`);
  });
}

const renew = (database: Database) => runOnce(database, 'keys.renew', {}, tasks['keys.renew']);

async function withDatabase(config: Config, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await reach(config);
  try {
    await work(database);
  } finally {
    await database.close();
    await leave(database.logins, database.embedded);
  }
}
