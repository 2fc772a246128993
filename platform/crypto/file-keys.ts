/**
 * Master keys in a file of this machine, readable by its owner alone: what `npm start` and a bank without key
 * management use. Whoever has this file and a copy of the database has everything, so back them up apart.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeyProvider, ProviderDown, type Wrapped } from './provider.ts';
import { unwrapUnder, wrapUnder } from './wrapping.ts';

interface Masters {
  newest: number;
  /** 32 bytes each, base64, by version. */
  keys: Record<string, string>;
}

/** @param folder is made when it is not there, and a first master key in it */
export function fileKeys(folder: string): KeyProvider {
  const masters = () => read(folder);
  return {
    newest: async () => nameOf((await masters()).newest),
    async wrap(keys) {
      const { newest, keys: all } = await masters();
      const master = masterOf(all, newest);
      return keys.map((key) => ({ wrapped: wrapUnder(master, nameOf(newest), key), master: nameOf(newest) }));
    },
    async unwrap(some) {
      const { keys: all } = await masters();
      return some.map((one) => unwrapped(all, one));
    },
    async rotate() {
      const now = await masters();
      const newest = now.newest + 1;
      await replace(folder, { newest, keys: { ...now.keys, [newest]: fresh() } });
      return nameOf(newest);
    },
  };
}

const fileOf = (folder: string) => path.join(folder, 'masters.json');
const nameOf = (version: number) => `file:${version}`;
const fresh = () => randomBytes(32).toString('base64');

/** Read each time: another process may have rotated, and the file is one page long. */
async function read(folder: string): Promise<Masters> {
  try {
    const text = await readFile(fileOf(folder), 'utf8');
    return JSON.parse(text) as Masters;
  } catch (cause) {
    throw new ProviderDown(cause);
  }
}

/** The first master key. Of two processes that come at once, one makes it. */
export async function makeFileKeys(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const first: Masters = { newest: 1, keys: { 1: fresh() } };
  await writeFile(fileOf(folder), JSON.stringify(first), { mode: 0o600, flag: 'wx', flush: true }).catch(
    (error: { code?: string }) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}

/** Whole or not at all: a master key that is lost takes with it all that it has wrapped. */
async function replace(folder: string, masters: Masters): Promise<void> {
  const beside = `${fileOf(folder)}.new`;
  // Two that rotate at once would each forget the other's key: the second finds the file there and stops.
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(masters));
    await file.sync();
    await file.close();
    await rename(beside, fileOf(folder));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function masterOf(keys: Masters['keys'], version: number | string): Buffer {
  const key = keys[version];
  if (key === undefined) throw new ProviderDown(new Error(`there is no master key ${version} in the file`));
  return Buffer.from(key, 'base64');
}

function unwrapped(keys: Masters['keys'], { wrapped: bytes, master }: Wrapped): Buffer {
  const [kind, version = ''] = master.split(':');
  if (kind !== 'file') throw new ProviderDown(new Error(`${master} is not a key of this file`));
  return unwrapUnder(masterOf(keys, version), master, bytes);
}
