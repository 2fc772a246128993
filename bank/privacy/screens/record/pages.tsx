import { msg } from '@lingui/core/macro';
import { IconListSearch } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const recordPages: readonly AppPage[] = [
  {
    path: '/privacy/record',
    permission: 'record.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Record`, icon: IconListSearch, letter: 'r', group: 'house' },
  },
];
