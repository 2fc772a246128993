import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { preferredLocale, showPreferences } from '#platform/browser/preferences.ts';
import { speak } from '#platform/browser/words.ts';
import { Facing } from './facing.tsx';

/** Draws a screen that faces customers. Nobody is signed in here, and nothing of the workspace is on it. */
export async function startScreen(kind: 'second screen' | 'waiting board'): Promise<void> {
  showPreferences();
  await speak(preferredLocale(), 'screen');
  const root = document.getElementById('app');
  if (root === null) throw new Error('The page has no #app.');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <Facing kind={kind} />
      </I18nProvider>
    </StrictMode>,
  );
}
