/** What an administrator does once a second person has approved it. */
import { call } from '#platform/browser/api.ts';
import type { Body } from '#platform/contract.ts';
import type { changeParticulars, enterStaff, resetSignIn } from '../../administering-contract.ts';

/** A one-time link, good until then. */
export interface OneTimeLink {
  link: string;
  until: string;
}

/** @param key the same for every try: the link of an answer that got lost comes again */
export const resetSignInOf = (
  staffId: string,
  body: Body<typeof resetSignIn>,
  key: string,
): Promise<OneTimeLink> =>
  call<typeof resetSignIn>('POST /api/staff/:staffId/sign-in-resets', { params: { staffId }, body, key });

/** @param key as above */
export const enter = (body: Body<typeof enterStaff>, key: string): Promise<OneTimeLink> =>
  call<typeof enterStaff>('POST /api/staff', { body, key });

export const change = (staffId: string, body: Body<typeof changeParticulars>): Promise<null> =>
  call<typeof changeParticulars>('PUT /api/staff/:staffId/particulars', { params: { staffId }, body });
