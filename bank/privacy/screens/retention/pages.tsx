import { msg } from '@lingui/core/macro';
import { IconHourglass } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const retentionPages: readonly AppPage[] = [
  {
    path: '/privacy/retention',
    permission: 'retention.read',
    load: () => import('./page.tsx'),
    entry: { title: msg`Retention`, icon: IconHourglass, letter: 'h', group: 'house' },
  },
];
