import { msg } from '@lingui/core/macro';
import { IconZoomScan } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const investigationPages: readonly AppPage[] = [
  {
    path: '/investigations',
    permission: 'investigation.work',
    load: () => import('./page.tsx'),
    entry: { title: msg`Investigations`, icon: IconZoomScan, letter: 'i', group: 'house' },
  },
  {
    path: '/investigations/$investigationId',
    permission: 'investigation.work',
    load: () => import('./one.tsx'),
  },
];
