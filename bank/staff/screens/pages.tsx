import { msg } from '@lingui/core/macro';
import { IconUsersGroup } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const staffPages: readonly AppPage[] = [
  {
    path: '/staff',
    permission: 'staff.administer',
    load: () => import('./administration/page.tsx'),
    entry: { title: msg`Staff`, icon: IconUsersGroup, letter: 's', group: 'house' },
  },
  { path: '/sign-in-and-devices', permission: 'anybody', load: () => import('./own-sign-in.tsx') },
];
