import { msg } from '@lingui/core/macro';
import { IconListDetails } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const processingPages: readonly AppPage[] = [
  {
    path: '/privacy/processing',
    permission: 'processing.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Processing`, icon: IconListDetails, letter: 'y', group: 'house' },
  },
];
