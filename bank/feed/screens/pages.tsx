import { msg } from '@lingui/core/macro';
import { IconDatabaseImport } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const feedPages: readonly AppPage[] = [
  {
    path: '/feeds',
    permission: 'feed.read',
    load: () => import('./feeds.tsx'),
    beginsDay: true,
    entry: { title: msg`Feeds`, icon: IconDatabaseImport, letter: 'e', group: 'house' },
  },
  { path: '/feeds/$feed', permission: 'feed.read', load: () => import('./mapping.tsx') },
  { path: '/feeds/runs/$runId', permission: 'feed.read', load: () => import('./run.tsx') },
];
