/**
 * Where an extract's rows wait: one set of unlogged tables of text per run in the schema `staging`, under the
 * log-in that may touch nothing else. They are dropped when the run ends.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Feed, FeedFile } from './description.ts';
import { FeedProblem } from './problem.ts';
import { say } from './sayings.ts';
import { type FoundFile, mendedColumns } from './streaming.ts';

/**
 * Finds the feed's files in the folder.
 * @throws FeedProblem naming what is missing
 */
export async function findFiles(feed: Feed, folder: string): Promise<FoundFile[]> {
  const names = await readdir(folder).catch((cause: { code?: string }) => {
    throw new FeedProblem(
      cause.code === 'ENOENT'
        ? say('no folder', { folder })
        : say('closed folder', { folder, reason: String(cause.code) }),
      cause,
    );
  });
  const found: FoundFile[] = [];
  for (const described of feed.files) {
    const pattern = new RegExp(`^${described.name.split('*').map(RegExp.escape).join('.*')}$`);
    const mended = names.filter((name) => name === mendedName(described));
    const originals = names.filter((name) => pattern.test(name) && !name.endsWith('.mended.csv')).sort();
    if (originals.length === 0 && !described.optional) {
      throw new FeedProblem(say('file lacks', { folder, file: described.name, feed: feed.name }));
    }
    for (const name of [...originals, ...mended]) {
      const file = path.join(folder, name);
      const facts = await stat(file);
      if (!facts.isFile()) throw new FeedProblem(say('no file', { file: name }));
      const number = found.length + 1;
      found.push({ number, path: file, name, bytes: facts.size, described, mended: mended.includes(name) });
    }
  }
  if (found.length === 0) throw new FeedProblem(say('no file of it', { folder, feed: feed.name }));
  if (found.length > 30_000) throw new FeedProblem(`The folder ${folder} holds more than 30,000 files.`);
  return found;
}

/** Where mended rejects of that file are looked for, beside it. */
export function mendedName(file: FeedFile): string {
  return `${file.staged}.mended.csv`;
}

/** Makes the run's raw tables, after dropping what an earlier attempt left. */
export async function makeRawTables(connection: pg.Client, feed: Feed, prefix: string): Promise<void> {
  for (const { staged, columns } of feed.files) {
    const cells = [...mendedColumns, ...columns].map((column) => `"${column}" text`).join(', ');
    const table = `staging.${prefix}_raw_${staged}`;
    const first = 'file_number smallint, line bigint, unreadable text';
    await connection.query(`CREATE UNLOGGED TABLE ${table} (${first}, ${cells})`);
    await connection.query(`GRANT SELECT ON ${table} TO earshot_run_feed`);
  }
}

/** Prefixes of all runs that have tables here: those that go, and those that a killed process has left. */
export async function prefixesHere(connection: pg.Client): Promise<string[]> {
  const { rows } = await connection.query(
    `SELECT DISTINCT substring(relname FROM '^run_[0-9a-f]{12}') AS prefix FROM pg_class
      WHERE relnamespace = 'staging'::regnamespace AND relkind = 'r' AND relowner = current_user::regrole`,
  );
  return rows.flatMap(({ prefix }) => (prefix === null ? [] : [prefix as string]));
}

/** Drops every table of the runs with these prefixes. */
export async function dropStaging(connection: pg.Client, prefixes: string[]): Promise<void> {
  const { rows } = await connection.query(
    `SELECT format('staging.%I', relname) AS name FROM pg_class
      WHERE relnamespace = 'staging'::regnamespace AND relkind = 'r' AND relowner = current_user::regrole
        AND substring(relname FROM '^run_[0-9a-f]{12}') = ANY ($1)`,
    [prefixes],
  );
  for (const { name } of rows) await connection.query(`DROP TABLE IF EXISTS ${name}`);
}
