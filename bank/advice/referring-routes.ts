import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as referring from './referring.ts';
import * as contract from './referring-contract.ts';

export const referringRoutes: readonly Route[] = [
  route(contract.findSpecialists, ({ session, body }) => referring.findSpecialists(session, body.named)),
  route(contract.specialistTopics, ({ session }) => referring.specialistTopics(session)),
  route(contract.waitingReferrals, ({ session }) => referring.waitingReferrals(session)),
  route<typeof contract.readReferrals, StaffSignedIn>(contract.readReferrals, ({ session, params }) =>
    referring.readReferrals(session, params.customerId),
  ),
  route<typeof contract.refer, StaffSignedIn>(contract.refer, ({ session, params, newId, body }) =>
    referring.refer(session, params.customerId, newId, body),
  ),
  route<typeof contract.answerReferral, StaffSignedIn>(
    contract.answerReferral,
    ({ session, params, version, body }) => referring.answerReferral(session, params, version, body),
  ),
  route<typeof contract.takeBackReferral, StaffSignedIn>(contract.takeBackReferral, ({ session, params }) =>
    referring.takeBackReferral(session, params),
  ),
  route(contract.myReferrals, ({ session }) => referring.myReferrals(session)),
  route<typeof contract.takeReferral, StaffSignedIn>(
    contract.takeReferral,
    ({ session, params, newId, version, body }) =>
      referring.takeReferral(session, params.referralId, newId, version, body),
  ),
];

export const ownReferringRoutes: readonly Route[] = [
  route(contract.ownReferrals, ({ session }) => referring.ownReferrals(session)),
  route(contract.takeBackOwn, ({ session, params }) => referring.takeBackOwn(session, params.referralId)),
];
