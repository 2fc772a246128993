import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Mark } from '#design/mark.tsx';
import { prefer } from '#platform/browser/preferences.ts';
import { languages, speak } from '#platform/browser/words.ts';
import style from './gate.module.css';

/** A page outside the workspace: sign-in, lock, invitation. Nothing of anybody is on it. */
export function Alone(props: { title: string; says?: ReactNode; children: ReactNode; languages?: boolean }) {
  const { i18n } = useLingui();
  return (
    <main className={style.alone}>
      <div className={style.card}>
        <header className={style.brand}>
          <Mark />
          <span>Earshot</span>
        </header>
        <h1>{props.title}</h1>
        {props.says && <p className={style.says}>{props.says}</p>}
        {props.children}
      </div>
      {props.languages && (
        <nav className={style.languages} aria-label="Language · Idioma">
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-current={language === i18n.locale ? 'true' : undefined}
              onClick={() => {
                prefer({ language });
                void speak(language, 'first');
              }}
            >
              {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
            </button>
          ))}
        </nav>
      )}
    </main>
  );
}
