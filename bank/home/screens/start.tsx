import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Said } from '#design/say.tsx';
import { preferredLocale, showPreferences } from '#platform/browser/preferences.ts';
import { speak } from '#platform/browser/words.ts';
import { Door } from './door.tsx';

/** Draws the portal. */
export async function startPortal(): Promise<void> {
  showPreferences();
  await speak(preferredLocale(), 'portal');
  const root = document.getElementById('app');
  if (root === null) throw new Error('The page has no #app.');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <Door />
        <Said />
      </I18nProvider>
    </StrictMode>,
  );
}
