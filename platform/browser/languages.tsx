import { useLingui } from '@lingui/react/macro';
import { prefer } from './preferences.ts';
import { languages, speak, type WordPart } from './words.ts';

/**
 * The languages, each in its own words; for whoever is not signed in.
 * @param part the words that their pages are made of
 */
export function Languages({ part, look }: { part: WordPart; look: string | undefined }) {
  const { i18n } = useLingui();
  return (
    <nav className={look} aria-label="Language · Idioma">
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-current={language === i18n.locale ? 'true' : undefined}
          onClick={() => {
            prefer({ language });
            void speak(language, part);
          }}
        >
          {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
        </button>
      ))}
    </nav>
  );
}
