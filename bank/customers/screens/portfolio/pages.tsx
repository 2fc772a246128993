import { msg } from '@lingui/core/macro';
import { IconUsers } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const portfolioPages: readonly AppPage[] = [
  {
    path: '/portfolio',
    permission: 'customer.serve',
    load: () => import('./page.tsx'),
    entry: { title: msg`My portfolio`, icon: IconUsers, letter: 'p', group: 'customers' },
  },
  { path: '/portfolio/branch', permission: 'portfolio.give', load: () => import('./branch.tsx') },
];
