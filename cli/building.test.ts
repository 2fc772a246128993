/** A bank that runs from the folder in which the apps are built anew. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { takeOver } from './building.ts';

test('the files of the build before stay beside the new ones; older ones go', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'earshot-building-'));
  const [next, place] = [path.join(root, 'next'), path.join(root, 'workspace')];
  const built = async (...names: string[]) => {
    await mkdir(path.join(next, 'assets'), { recursive: true });
    await writeFile(path.join(next, 'index.html'), names.join(' '));
    for (const name of names) await writeFile(path.join(next, 'assets', name), name);
    await takeOver(next, place, 'assets');
  };
  const there = async () => (await readdir(path.join(place, 'assets'))).sort();
  await built('shell-1.js', 'find-1.js');
  assert.deepEqual(await there(), ['find-1.js', 'shell-1.js']);
  await built('shell-1.js', 'find-2.js');
  assert.deepEqual(await there(), ['find-1.js', 'find-2.js', 'shell-1.js']);
  assert.equal(await readFile(path.join(place, 'index.html'), 'utf8'), 'shell-1.js find-2.js');
  await built('shell-3.js', 'find-3.js');
  assert.deepEqual(await there(), ['find-2.js', 'find-3.js', 'shell-1.js', 'shell-3.js']);
  await rm(root, { recursive: true, force: true });
});
