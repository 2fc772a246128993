/** Builds the browser apps when their sources are newer than what was built; as a program of its own, too. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const sources = [
  'bank',
  'design',
  'platform',
  'workspace.tsx',
  'portal.tsx',
  'screen.tsx',
  'workspace.html',
  'portal.html',
  'screen.html',
  'vite.config.ts',
  'lingui.config.ts',
];

const apps = ['workspace', 'portal', 'screen'] as const;

/**
 * Beside what is there, which a bank that runs from the same folder goes on sending until all is built.
 * @param root the project's folder
 */
export async function buildApps(root: string): Promise<void> {
  const wanted = await fingerprint(root);
  if (await isBuilt(root, wanted)) return;
  console.error('Building the workspace and the portal …');
  const { build } = await import('vite');
  const beside = (app: string) => path.join(root, 'dist', `.next-${app}`);
  for (const app of apps) {
    const whereTo = { outDir: beside(app), emptyOutDir: true };
    const configFile = path.join(root, 'vite.config.ts');
    await build({ configFile, root, mode: app, logLevel: 'warn', build: whereTo });
  }
  for (const app of apps) await compress(path.join(beside(app), assetsOf(app)));
  for (const app of apps) await takeOver(beside(app), path.join(root, 'dist', app), assetsOf(app));
  await writeFile(markOf(root), wanted);
}

/**
 * Puts what was built in the place of what was there. A page that is open, and a server that has read its
 * document, ask for files by the names that they had: those of the build before stay, older ones go.
 */
export async function takeOver(next: string, place: string, assets: string): Promise<void> {
  const own = await namesIn(path.join(next, assets));
  const kept = await readFile(path.join(place, 'own.json'), 'utf8').catch(() => '[]');
  for (const name of (JSON.parse(kept) as string[]).filter((one) => !own.includes(one)))
    await rename(path.join(place, assets, name), path.join(next, assets, name));
  await writeFile(path.join(next, 'own.json'), JSON.stringify(own));
  await rm(place, { recursive: true, force: true });
  await rename(next, place);
}

const namesIn = (folder: string) => readdir(folder).catch((): string[] => []);

const assetsOf = (app: (typeof apps)[number]) => (app === 'screen' ? 'screen-assets' : 'assets');

/** The same in a process of its own, so that whatever this one does meanwhile goes on. */
export async function buildAppsApart(root: string): Promise<void> {
  if (await isBuilt(root, await fingerprint(root))) return;
  const builder = spawn(process.execPath, [...process.execArgv, import.meta.filename], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: root,
  });
  const code = await new Promise((resolve) => builder.once('exit', resolve));
  if (code !== 0) throw new Error('The workspace and the portal could not be built: see above.');
}

const markOf = (root: string) => path.join(root, 'dist', '.sources');

const isBuilt = async (root: string, wanted: string) =>
  (await readFile(markOf(root), 'utf8').catch(() => '')) === wanted;

/**
 * Beside each script and style its gzipped and brotli form, which the server sends to browsers that take it.
 */
async function compress(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
  // Side by side: the processors that there are do it, beside this one's own work.
  await Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name));
      await writeFile(path.join(folder, `${name}.gz`), await gzipped(text, { level: 9 }));
      await writeFile(path.join(folder, `${name}.br`), await brotlied(text));
    }),
  );
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Of names, sizes and times: quick, and enough to know that nothing has changed. */
async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(path.join(root, 'package-lock.json')));
  for (const source of sources) {
    const at = path.join(root, source);
    const files = (await stat(at)).isDirectory() ? await filesBelow(at) : [at];
    for (const file of files.sort()) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        entry.isFile() && /\.(tsx?|css|po|svg|html)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name),
    )
    .map((entry) => path.join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  // Nobody waits for it any more, and another one may begin: two must not write into one folder.
  process.once('disconnect', () => process.exit(1));
  await buildApps(path.dirname(import.meta.dirname));
  process.exit(0);
}
