import { msg } from '@lingui/core/macro';
import { IconDoorEnter, IconSunHigh } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const conversationPages: readonly AppPage[] = [
  {
    path: '/',
    // For those who talk to customers; others begin on the first page that their role has.
    permission: 'customer.file.read',
    load: () => import('./today.tsx'),
    wordsFirst: true,
    entry: { title: msg`Today`, icon: IconSunHigh, letter: 't', group: 'customers' },
  },
  {
    path: '/desk',
    permission: 'visit.read',
    load: () => import('./desk.tsx'),
    wordsFirst: true,
    entry: { title: msg`Welcome desk`, icon: IconDoorEnter, letter: 'w', group: 'customers' },
  },
];
