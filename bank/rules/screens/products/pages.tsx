import { msg } from '@lingui/core/macro';
import { IconPackage } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const productPages: readonly AppPage[] = [
  {
    path: '/products',
    permission: 'rules.read',
    load: () => import('./list.tsx'),
    entry: { title: msg`Products`, icon: IconPackage, letter: 'v', group: 'house' },
  },
  { path: '/products/$product', permission: 'rules.read', load: () => import('./product.tsx') },
];
