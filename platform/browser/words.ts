/**
 * The message catalogues: every file in messages/ is a language; `en` is the one that the sources are written
 * in.
 */
import { i18n, type Messages } from '@lingui/core';

/** What of a language is loaded at once; vite.config.ts says which sources each part holds. */
export type WordPart = 'portal' | 'screen' | 'first' | 'file' | 'rest';

/**
 * Loads these words of the best language there is for a locale ("es-MX" speaks "es") and says so in the page.
 */
export async function speak(locale: string, part: WordPart): Promise<void> {
  const language = languageFor(locale);
  speaking = language;
  spoken.add(part);
  const wanted = [...spoken].filter((each) => !loaded.has(`${language} ${each}`));
  const found = await Promise.all(wanted.map((each) => catalogues[each][`./messages/${language}.po`]?.()));
  for (const [index, each] of wanted.entries()) {
    i18n.load(language, found[index]?.messages ?? {});
    loaded.add(`${language} ${each}`);
  }
  // words that were asked for before another language was come late, and change nothing any more
  if (speaking !== language) return;
  if (i18n.locale !== language || wanted.length > 0) i18n.activate(language);
  document.documentElement.lang = language;
}

/** Loads more words of the language that was asked for last. */
export async function speakMore(part: WordPart): Promise<void> {
  await speak(speaking, part);
}

/** The language there are words for that fits best; English where none does. */
export function languageFor(locale: string): string {
  const wanted = locale.toLowerCase();
  const found = languages.find((language) => wanted === language || wanted.startsWith(`${language}-`));
  return found ?? 'en';
}

type Catalogue = Record<string, () => Promise<{ messages: Messages }>>;

const catalogues: Record<WordPart, Catalogue> = {
  portal: import.meta.glob<{ messages: Messages }>('./messages/*.po', { query: '?part=portal' }),
  screen: import.meta.glob<{ messages: Messages }>('./messages/*.po', { query: '?part=screen' }),
  first: import.meta.glob<{ messages: Messages }>('./messages/*.po', { query: '?part=first' }),
  file: import.meta.glob<{ messages: Messages }>('./messages/*.po', { query: '?part=file' }),
  rest: import.meta.glob<{ messages: Messages }>('./messages/*.po', { query: '?part=rest' }),
};

/** The language that was asked for last; its words may still be on the way. */
let speaking = i18n.locale || 'en';
const spoken = new Set<WordPart>();
const loaded = new Set<string>();

/** "en", "es", …: what there are words for. */
export const languages: readonly string[] = Object.keys(catalogues.first).map(
  (path) => /(\w[\w-]*)\.po$/.exec(path)?.[1] ?? 'en',
);
