import type { AppPage } from '#platform/browser/pages.ts';

/** Reached from the customer's file. */
export const askingPages: readonly AppPage[] = [
  {
    path: '/customers/$customerId/conversation',
    permission: 'customer.file.change',
    load: () => import('./page.tsx'),
  },
];
