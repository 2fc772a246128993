import { msg } from '@lingui/core/macro';
import { IconCertificate } from '@tabler/icons-react';
import type { AppPage } from '#platform/browser/pages.ts';

export const certificatePages: readonly AppPage[] = [
  {
    path: '/certificates',
    permission: 'certificate.record',
    load: () => import('./page.tsx'),
    entry: { title: msg`Certificates`, icon: IconCertificate, letter: 'c', group: 'house' },
  },
];
