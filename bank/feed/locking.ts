/**
 * One run of a feed at a time, in however many processes: whoever goes holds the feed's lock on a connection
 * of its own. The database lets the lock go when the process dies.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { Failure } from '#platform/errors.ts';
import type { RunRow } from './actions.ts';
import { goneAfterSeconds } from './rules.ts';

/** Any number that nothing else on the server locks; with the feed's name it makes the lock. */
const lockClass = 4772010;

/**
 * A connection of earshot_feed, not pipelined, that holds the feed. The caller ends it.
 * @param run as it was last told of
 * @throws Failure `not-now` while another process holds it
 */
export async function holdFeed(database: Database, run: RunRow): Promise<pg.Client> {
  const connection = await database.connect('earshot_feed');
  // The connection of a process that was killed goes when its statement ends; a dead run's is ended here.
  for (const patienceMilliseconds of [0, 200, 1000, 3000]) {
    await new Promise((resolve) => setTimeout(resolve, patienceMilliseconds));
    if (await lock(connection, run.feed)) return connection;
    if (patienceMilliseconds === 1000 && isSilent(run)) await endHolder(connection, run.feed);
  }
  await connection.end();
  throw new Failure('not-now', { cause: new Error(`another process is running the feed ${run.feed}`) });
}

/**
 * Was it under way in a process that is there no longer? Its lock is free, or it has told nothing for a
 * while.
 */
export async function isCutOff(database: Database, run: RunRow): Promise<boolean> {
  if (run.state !== 'running' && run.state !== 'undoing') return false;
  const connection = await database.connect('earshot_feed');
  try {
    if (await lock(connection, run.feed)) return true;
  } finally {
    await connection.end();
  }
  return isSilent(run);
}

function isSilent(run: RunRow): boolean {
  const told = run.told_at ?? run.requested_at;
  return Temporal.Now.instant().since(told).total('seconds') > goneAfterSeconds;
}

async function lock(connection: pg.Client, feed: string): Promise<boolean> {
  const { rows } = await connection.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine', [
    lockClass,
    feed,
  ]);
  return rows[0].mine;
}

async function endHolder(connection: pg.Client, feed: string): Promise<void> {
  await connection.query(
    `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()
        AND l.classid::bigint = $1
        AND l.objid::bigint = (hashtext($2)::bigint & 4294967295)`,
    [lockClass, feed],
  );
}
