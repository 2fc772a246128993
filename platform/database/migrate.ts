/**
 * Brings a database to the newest shape: plain SQL files, forward only, each in a transaction, each once.
 * Twenty processes may start at once: an advisory lock lets one of them work and the others find nothing to
 * do.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const folder = new URL('migrations/', import.meta.url);
/** Any number that nothing else on the server locks. */
const lock = 4_772_001;

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the text: a file that was applied must never change. */
  hash: string;
}

/** Texts that a file had when it landed, and that were put right in it; a later file makes both alike. */
const alike: Readonly<Record<string, string>> = {
  // made alike by 0074_order.sql
  '0061_order.sql': '00464a2ca236c2299dc472f507947a80153f55d569179345a2515f840fbad8b9',
};

/** The migrations in order. */
export async function migrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing. The roles of roles.ts must be there.
 * @param settings of the owner's connection
 * @returns the names of the migrations that were applied now
 * @throws Error when an applied file has changed, or the database is newer than this program
 */
export async function migrate(settings: pg.ClientConfig): Promise<string[]> {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    await shut(client);
    await makeQueue(client, settings);
    return await applyMissing(client, await migrations());
  } finally {
    await client.end();
  }
}

/**
 * Nobody makes tables, temporary ones included, but the owner. A database's own rights do not come from its
 * template.
 */
export async function shut(owner: pg.Client): Promise<void> {
  const database = owner.escapeIdentifier(
    (await owner.query('SELECT current_database() AS name')).rows[0].name,
  );
  await owner.query(`REVOKE TEMPORARY, CREATE ON DATABASE ${database} FROM PUBLIC`);
}

async function applyMissing(client: pg.Client, wanted: Migration[]): Promise<string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS public.earshot_migrations (
    name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await client.query('SELECT name, hash FROM public.earshot_migrations ORDER BY name');
  const applied = new Map(rows.map((row) => [row.name, row.hash]));
  for (const name of applied.keys()) {
    if (!wanted.some((migration) => migration.name === name)) {
      throw new Error(
        `The database has ${name}, which this version of Earshot does not know. Start the newer version.`,
      );
    }
  }
  const missing = wanted.filter((migration) => !applied.has(migration.name));
  for (const { name, hash } of wanted) {
    if (applied.has(name) && ![hash, alike[name]].includes(applied.get(name))) {
      throw new Error(
        `${name} has changed since it was applied. A migration is never edited: write a new one.`,
      );
    }
  }
  for (const { name, sql, hash } of missing) {
    try {
      await client.query('BEGIN');
      await client.query(sql);
      await client.query('INSERT INTO public.earshot_migrations (name, hash) VALUES ($1, $2)', [name, hash]);
      await client.query('COMMIT');
    } catch (cause) {
      await client.query('ROLLBACK');
      throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
  return missing.map((migration) => migration.name);
}

/**
 * The job queue's own schema, owned by earshot_jobs. Its tables have row security, which an owner passes, and
 * its library may make its schema only while the log-in may create one; that right is taken back at once.
 */
async function makeQueue(client: pg.Client, settings: pg.ClientConfig): Promise<void> {
  const { rows } = await client.query(
    `SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS there`,
  );
  if (rows[0].there && (await queueIsCurrent(client))) return;
  const database = client.escapeIdentifier(
    (await client.query('SELECT current_database() AS name')).rows[0].name,
  );
  await client.query(`GRANT CREATE ON DATABASE ${database} TO earshot_jobs`);
  const pool = new pg.Pool({ ...settings, max: 1, options: '-c role=earshot_jobs' });
  pool.on('error', () => undefined);
  pool.on('connect', (connected) => connected.on('error', () => undefined));
  try {
    // only here: whoever serves need not load it
    const { runMigrations } = await import('graphile-worker');
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM earshot_jobs`);
  }
}

async function queueIsCurrent(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT max(id)::int AS id FROM graphile_worker.migrations');
  return rows[0].id >= queueMigration;
}

/** The newest migration of the pinned graphile-worker; migrate.test.ts compares it with the library's own. */
export const queueMigration = 20;
