import { msg } from '@lingui/core/macro';
import { IconFolderOff } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const restrictedPages: readonly AppPage[] = [
  {
    path: '/privacy/restricted',
    permission: 'restriction.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Restricted files`, icon: IconFolderOff, letter: 'x', group: 'house' },
  },
];
