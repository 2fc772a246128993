/** What serving processes reach the database with: `logins.json` in their home, not the owner's password. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logins } from './pool.ts';

const fileOf = (home: string) => path.join(home, 'logins.json');

export async function readLogins(home: string): Promise<Logins | undefined> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Logins);
}

export async function writeLogins(home: string, logins: Logins): Promise<void> {
  await writeFile(fileOf(home), JSON.stringify(logins, null, 2), { mode: 0o600 });
}
