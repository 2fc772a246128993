import { msg } from '@lingui/core/macro';
import { IconArrowsJoin2 } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const duplicatePages: readonly AppPage[] = [
  {
    path: '/duplicates',
    permission: 'duplicate.review',
    load: () => import('./page.tsx'),
    entry: { title: msg`Duplicates`, icon: IconArrowsJoin2, letter: 'd', group: 'customers' },
  },
];
