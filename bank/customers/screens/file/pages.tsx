import type { AppPage } from '#platform/browser/pages.ts';
import { openAhead } from './ahead.ts';

/**
 * The customer's file. One comes to it from Find, the desk or a promise, so it stands in no list of pages.
 */
export const filePages: readonly AppPage[] = [
  {
    path: '/customers/$customerId',
    permission: 'customer.file.read',
    load: () => import('./page.tsx'),
    words: 'file',
    begin: ({ customerId = '' }, { ground }) => openAhead(customerId, ground),
  },
];
