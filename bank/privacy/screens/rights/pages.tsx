import { msg } from '@lingui/core/macro';
import { IconClockExclamation, IconLockAccess, IconMailQuestion } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const rightsPages: readonly AppPage[] = [
  {
    path: '/privacy/requests',
    permission: 'rights.handle',
    load: () => import('./page.tsx'),
    entry: { title: msg`Requests`, icon: IconMailQuestion, letter: 'q', group: 'house' },
  },
  {
    path: '/privacy/legal-holds',
    permission: 'hold.read',
    load: () => import('./holds.tsx'),
    entry: { title: msg`Legal holds`, icon: IconLockAccess, letter: 'l', group: 'house' },
  },
  {
    path: '/privacy/clocks',
    permission: 'rights.law.read',
    load: () => import('./clocks.tsx'),
    entry: { title: msg`Clocks`, icon: IconClockExclamation, letter: 'k', group: 'house' },
  },
];
