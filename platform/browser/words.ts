/** The message catalogues: every file in messages/ is a language; `en` is the one that the sources are written in. */
import { i18n, type Messages } from '@lingui/core';

/** Loads the words of the best language there is for a locale ("es-MX" speaks "es") and says so in the page. */
export async function speak(locale: string): Promise<void> {
  const language = languageFor(locale);
  if (i18n.locale === language) return;
  const load = catalogues[`./messages/${language}.po`];
  if (load === undefined) throw new Error(`There are no words for ${language}.`);
  const { messages } = await load();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** The language there are words for that fits best; English where none does. */
export function languageFor(locale: string): string {
  const wanted = locale.toLowerCase();
  const found = languages.find((language) => wanted === language || wanted.startsWith(`${language}-`));
  return found ?? 'en';
}

const catalogues = import.meta.glob<{ messages: Messages }>('./messages/*.po');

/** "en", "es", …: what there are words for. */
export const languages: readonly string[] = Object.keys(catalogues).map(
  (path) => /(\w[\w-]*)\.po$/.exec(path)?.[1] ?? 'en',
);
