import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Said } from '#design/say.tsx';
import { hearAhead } from '#platform/browser/ahead.ts';
import { preferredLocale, showPreferences } from '#platform/browser/preferences.ts';
import { makeQueryClient } from '#platform/browser/queries.ts';
import { speak } from '#platform/browser/words.ts';
import { Gate } from './gate.tsx';
import { prepare, type Workspace } from './loading.ts';
import { whoComes } from './who-comes.ts';

/** Draws the workspace: the way in, and behind it what the workspace has. */
export async function startWorkspace(workspace: Workspace): Promise<void> {
  showPreferences();
  const spoken = speak(preferredLocale(), 'first');
  // Whoever is signed in waits for nothing else; whoever is not, for less.
  hearAhead('/api/me', ({ ok }) => ok && prepare(workspace, location.pathname));
  await spoken;
  const queries = makeQueryClient();
  const coming = whoComes(workspace);
  // Drawn once, when there is something to draw; after a second, what there is.
  const first = await Promise.race([coming, pause(1000)]);
  const root = document.getElementById('app');
  if (root === null) throw new Error('The page has no #app.');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <Gate {...{ queries, workspace, coming, first }} />
          <Said />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

const pause = (milliseconds: number) =>
  new Promise<undefined>((resolve) => setTimeout(resolve, milliseconds));
