import { msg } from '@lingui/core/macro';
import { IconEyeQuestion } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const unexplainedPages: readonly AppPage[] = [
  {
    path: '/unexplained',
    permission: 'unexplained.review',
    load: () => import('./page.tsx'),
    beginsDay: true,
    entry: { title: msg`Unexplained`, icon: IconEyeQuestion, letter: 'u', group: 'house' },
  },
  {
    path: '/unexplained/$questionId',
    permission: 'unexplained.review',
    load: () => import('./question.tsx'),
  },
];
