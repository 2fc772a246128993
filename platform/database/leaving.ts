/** The embedded database outlives whoever has started it: the last one out puts out the light. */
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Embedded } from './embedded.ts';
import type { Logins } from './pool.ts';

/** Stops the embedded database unless somebody else still uses it. */
export async function leave(logins: Logins, embedded: Embedded | undefined): Promise<void> {
  if (embedded === undefined) return;
  const client = new pg.Client({
    ...{ host: logins.host, port: embedded.port, database: logins.database },
    ...{ user: 'earshot_jobs', password: logins.passwords.earshot_jobs },
  });
  await client.connect();
  let others = 1;
  // one's own connections, closed a moment ago, may still be on their way out
  for (let look = 0; others > 0 && look < 10; look += 1) {
    if (look > 0) await setTimeout(50);
    const { rows } = await client.query(
      `SELECT count(*)::int AS others FROM pg_stat_activity
        WHERE datname IS NOT NULL AND pid <> pg_backend_pid()`,
    );
    others = rows[0].others;
  }
  await client.end();
  if (others === 0) await embedded.stop();
}
