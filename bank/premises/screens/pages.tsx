import { msg } from '@lingui/core/macro';
import { IconBuildingStore } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const premisesPages: readonly AppPage[] = [
  {
    path: '/premises',
    permission: 'premises.read',
    load: () => import('./list.tsx'),
    entry: { title: msg`Branches`, icon: IconBuildingStore, letter: 'b', group: 'house' },
  },
  { path: '/premises/$premisesId', permission: 'premises.read', load: () => import('./branch.tsx') },
];
