/** Builds the two browser apps when their sources are newer than what was built. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

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

/** @param root the project's folder */
export async function buildApps(root: string): Promise<void> {
  const mark = path.join(root, 'dist', '.sources');
  const wanted = await fingerprint(root);
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  console.error('Building the workspace and the portal …');
  const { build } = await import('vite');
  for (const app of apps) {
    await build({ configFile: path.join(root, 'vite.config.ts'), root, mode: app, logLevel: 'warn' });
  }
  for (const app of apps) {
    await compress(path.join(root, 'dist', app, app === 'screen' ? 'screen-assets' : 'assets'));
  }
  await writeFile(mark, wanted);
}

/**
 * Beside each script and style its gzipped and brotli form, which the server sends to browsers that take it.
 */
async function compress(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css)$/.test(name)) continue;
    const text = await readFile(path.join(folder, name));
    await writeFile(path.join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
    await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(text));
  }
}

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
