import { msg } from '@lingui/core/macro';
import { IconHammer } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const glassPages: readonly AppPage[] = [
  {
    path: '/privacy-office/break-glass',
    permission: 'glass.review',
    load: () => import('./page.tsx'),
    entry: { title: msg`Break-glass`, icon: IconHammer, letter: 'b', group: 'house' },
  },
];
