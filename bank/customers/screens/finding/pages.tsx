import { msg } from '@lingui/core/macro';
import { IconSearch } from '@tabler/icons-react';
import type { AppFinder, AppPage } from '#platform/browser/pages.ts';

export const findingPages: readonly AppPage[] = [
  {
    path: '/find',
    permission: 'customer.find',
    load: () => import('./find.tsx'),
    words: 'first',
    entry: { title: msg`Find`, icon: IconSearch, letter: 'f', group: 'customers' },
  },
];

/** What the palette asks for customers. */
export const customerFinder: AppFinder = { permission: 'customer.find', load: () => import('./finder.ts') };
