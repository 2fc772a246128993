import { useLingui } from '@lingui/react/macro';
import { prefer } from '#platform/browser/preferences.ts';
import { languages, speak } from '#platform/browser/words.ts';
import style from './portal.module.css';

/** The languages, each in its own words; for whoever is not signed in. */
export function Languages() {
  const { i18n } = useLingui();
  return (
    <nav className={style.languages} aria-label="Language · Idioma">
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-current={language === i18n.locale ? 'true' : undefined}
          onClick={() => {
            prefer({ language });
            void speak(language, 'portal');
          }}
        >
          {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
        </button>
      ))}
    </nav>
  );
}
