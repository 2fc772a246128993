import { msg } from '@lingui/core/macro';
import { IconDeviceTablet, IconDoorEnter, IconSunHigh } from '@tabler/icons-react';
import type { AppCorner, AppPage } from '#platform/browser/pages.ts';

export const conversationPages: readonly AppPage[] = [
  {
    path: '/',
    // For those who talk to customers; others begin on the first page that their role has.
    permission: 'customer.serve',
    load: () => import('./today.tsx'),
    words: 'first',
    entry: { title: msg`Today`, icon: IconSunHigh, letter: 't', group: 'customers' },
  },
  {
    path: '/desk',
    permission: 'visit.read',
    load: () => import('./desk.tsx'),
    words: 'first',
    entry: { title: msg`Welcome desk`, icon: IconDoorEnter, letter: 'w', group: 'customers' },
  },
  {
    path: '/screens',
    permission: 'screen.pair',
    load: () => import('./pairing/screens.tsx'),
    entry: { title: msg`Screens`, icon: IconDeviceTablet, letter: 's', group: 'house' },
  },
];

/** What stands in the privacy band of whoever may move visits. */
export const roomInBand: AppCorner = {
  permission: 'visit.move',
  load: () => import('./rooms/room-in-band.tsx'),
};
