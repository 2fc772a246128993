/**
 * A language is one file, messages/<language>.po, but nobody needs all of it at once. This Vite plugin reads
 * `messages/es.po?part=first` as only those of its messages that come from the sources of that part; where a
 * message
 * comes from stands in its catalogue (`lingui extract` writes it).
 */
import path from 'node:path';
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import type { Plugin } from 'vite';

/**
 * @param parts the folders or files of each part; `rest` is what else the workspace says, beside its `first`,
 * what it says in its `file` too
 * @param shared files of a part that the workspace says too
 */
export function wordParts(
  parts: Readonly<Record<string, readonly string[]>>,
  shared: readonly string[] = [],
): Plugin {
  const config = getConfig();
  return {
    name: 'earshot-word-parts',
    enforce: 'pre',
    load: {
      filter: { id: /\.po\?part=\w+$/ },
      async handler(id) {
        const [file = '', part = ''] = id.split('?part=');
        const found = getCatalogForFile(path.relative(config.rootDir, file), await getCatalogs(config));
        if (!found) throw new Error(`${file} is none of the catalogues of lingui.config.ts.`);
        this.addWatchFile(file);
        const { catalog, locale } = found;
        const { fallbackLocales, sourceLocale } = config;
        const { messages } = await catalog.getTranslations(locale, {
          fallbackLocales,
          sourceLocale,
          missingBehavior: 'resolved',
        });
        const known = (await catalog.read(locale)) ?? {};
        const wanted = Object.entries(messages).filter(([key]) => {
          const origins = (known[key]?.origin ?? []).map(([source]) => source);
          return belongs(origins, part, parts) || (part === 'rest' && isShared(origins, shared));
        });
        const compiled = createCompiledCatalog(locale, Object.fromEntries(wanted), { namespace: 'es' });
        return { code: compiled.source, map: null, moduleType: 'js' };
      },
    },
  };
}

const isShared = (origins: string[], shared: readonly string[]) =>
  origins.some((origin) => shared.some((file) => origin.endsWith(file)));

function belongs(
  origins: string[],
  part: string,
  parts: Readonly<Record<string, readonly string[]>>,
): boolean {
  const stands = (origin: string, name: string) =>
    (parts[name] ?? []).some((place) => origin.startsWith(place) || origin.endsWith(place));
  if (part !== 'rest') return origins.some((origin) => stands(origin, part));
  const isFirst = origins.some((origin) => stands(origin, 'first'));
  const others = Object.keys(parts).filter((name) => name !== 'file');
  return !isFirst && origins.some((origin) => !others.some((name) => stands(origin, name)));
}
