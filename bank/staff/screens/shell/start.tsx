import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Said } from '#design/say.tsx';
import type { AppCorner, AppFinder, AppPage } from '#platform/browser/pages.ts';
import { preferredLocale, showPreferences } from '#platform/browser/preferences.ts';
import { makeQueryClient } from '#platform/browser/queries.ts';
import { speak } from '#platform/browser/words.ts';
import { Gate } from './gate.tsx';
import { loadFor, routerOf } from './router.tsx';

/** Draws the workspace: the pages that it has, what its palette can find, what stands in its band. */
export async function startWorkspace(
  pages: readonly AppPage[],
  finder: AppFinder,
  corner: AppCorner,
): Promise<void> {
  showPreferences();
  const spoken = speak(preferredLocale(), 'first');
  // What cannot be had now is asked for again, and its failure told, by the page itself.
  loadFor(pages, location.pathname).catch(() => undefined);
  await spoken;
  const queries = makeQueryClient();
  const router = routerOf(pages, finder, corner);
  const root = document.getElementById('app');
  if (root === null) throw new Error('The page has no #app.');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <Gate queries={queries} router={router} />
          <Said />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
