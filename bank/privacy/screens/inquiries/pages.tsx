import { msg } from '@lingui/core/macro';
import { IconMessageQuestion } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';
import { speakMore } from '#platform/browser/words.ts';

export const inquiriesPages: readonly AppPage[] = [
  {
    path: '/privacy-office/inquiries',
    permission: 'inquiry.answer',
    load: () => import('./page.tsx'),
    entry: { title: msg`Inquiries`, icon: IconMessageQuestion, letter: 'i', group: 'house' },
  },
  {
    path: '/privacy-office/inquiries/$customerId/$inquiryId',
    permission: 'inquiry.answer',
    // What was done is told in the words that the customer reads.
    load: async () => (await Promise.all([import('./inquiry.tsx'), speakMore('portal')]))[0],
  },
];
