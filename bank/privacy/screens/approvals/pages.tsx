import { msg } from '@lingui/core/macro';
import { IconUsersGroup } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const approvalPages: readonly AppPage[] = [
  {
    path: '/approvals',
    permission: 'approval.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Approvals`, icon: IconUsersGroup, letter: 'a', group: 'house' },
  },
];
