/** What an administrator does once a second person has approved it. */
import { call } from '#platform/browser/api.ts';
import type { Body } from '#platform/contract.ts';
import type { changeParticulars, enterStaff, resetSignIn } from '../../administering-contract.ts';

/** A one-time link, good until then. */
export interface OneTimeLink {
  link: string;
  until: string;
}

export const resetSignInOf = (staffId: string, body: Body<typeof resetSignIn>): Promise<OneTimeLink> =>
  call<typeof resetSignIn>('POST /api/staff/:staffId/sign-in-resets', { params: { staffId }, body });

export const enter = (body: Body<typeof enterStaff>): Promise<OneTimeLink> =>
  call<typeof enterStaff>('POST /api/staff', { body });

export const change = (staffId: string, body: Body<typeof changeParticulars>): Promise<null> =>
  call<typeof changeParticulars>('PUT /api/staff/:staffId/particulars', { params: { staffId }, body });
