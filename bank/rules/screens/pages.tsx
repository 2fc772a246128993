import { msg } from '@lingui/core/macro';
import { IconUsersGroup } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const rulesPages: readonly AppPage[] = [
  {
    path: '/rules',
    permission: 'rules.read',
    load: () => import('./list.tsx'),
    beginsDay: true,
    entry: { title: msg`Rules`, icon: IconUsersGroup, letter: 'o', group: 'house' },
  },
  { path: '/rules/tables/$tableName', permission: 'rules.read', load: () => import('./table.tsx') },
  { path: '/rules/drafts/$draftId', permission: 'rules.read', load: () => import('./draft.tsx') },
];
