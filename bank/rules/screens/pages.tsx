import { msg } from '@lingui/core/macro';
import { IconArrowsJoin2 } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const rulesPages: readonly AppPage[] = [
  {
    path: '/rules',
    permission: 'rules.read',
    load: () => import('./list.tsx'),
    beginsDay: true,
    entry: { title: msg`Rules`, icon: IconArrowsJoin2, letter: 'm', group: 'house' },
  },
  { path: '/rules/tables/$table', permission: 'rules.read', load: () => import('./table.tsx') },
  { path: '/rules/drafts/$draftId', permission: 'rules.read', load: () => import('./draft.tsx') },
];
