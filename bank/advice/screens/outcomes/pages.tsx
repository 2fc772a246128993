import { msg } from '@lingui/core/macro';
import { IconTargetArrow } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const outcomesPages: readonly AppPage[] = [
  {
    path: '/outcomes',
    permission: 'advice.settings.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Outcomes`, icon: IconTargetArrow, letter: 'o', group: 'house' },
  },
];
