/** What an app may show, it has the words for: each file that its entry reaches stands in its list of words. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { shared, words } from './vite.config.ts';

for (const app of ['portal', 'screen'] as const) {
  test(`every word that the ${app} can show is brought to it`, () => {
    const said = reached(`${app}.tsx`).filter((file) => /@lingui\/(core|react)\/macro/.test(textOf(file)));
    assert.ok(said.length > 0);
    const unsaid = said.filter((file) => !words[app].some((part) => file.includes(part)));
    assert.deepEqual(
      unsaid.filter((file) => file !== `${app}.tsx`),
      [],
    );
  });
}

test('what another app says too, the workspace says with its own words', () => {
  const said = reached('workspace.tsx').filter((file) => /@lingui\/(core|react)\/macro/.test(textOf(file)));
  assert.ok(said.length > 100);
  const isIn = (file: string, parts: readonly string[]) => parts.some((part) => file.includes(part));
  const unsaid = said.filter(
    (file) =>
      (isIn(file, words.portal) || isIn(file, words.screen)) &&
      !isIn(file, [...words.first, ...words.file, ...shared]),
  );
  assert.deepEqual(unsaid, []);
});

test('every word of the file as it opens comes with it', () => {
  const said = reached('bank/customers/screens/file/page.tsx', false);
  const unsaid = said
    .filter((file) => /@lingui\/(core|react)\/macro/.test(textOf(file)))
    .filter((file) => ![...words.first, ...words.file].some((part) => file.includes(part)));
  assert.deepEqual(unsaid, []);
});

const textOf = (file: string) => readFileSync(file, 'utf8');

/** Every file of ours that is imported from there on, at once or (if wanted) later; types alone are none. */
function reached(entry: string, later = true): string[] {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const imports = textOf(file).matchAll(
      /^(?:import|export)(?! type).*? from '([^']+)'|import\('([^']+)'\)|^} from '([^']+)'/gm,
    );
    for (const [, plain, lazily, long] of imports) {
      const named = plain ?? (later ? lazily : undefined) ?? long ?? '';
      const found = named.startsWith('#') ? named.slice(1) : path.join(path.dirname(file), named);
      if (/\.tsx?$/.test(found) && /^[#.]/.test(named) && existsSync(found)) waiting.push(found);
    }
  }
  return [...seen].sort();
}
