import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import { findByNumber } from './finding-numbers.ts';
import { reveal } from './revealing.ts';
import { timeline } from './timeline.ts';

export const routes: readonly Route[] = [
  route<typeof contract.find, StaffSignedIn>(contract.find, ({ session, body }) =>
    actions.find(session, body),
  ),
  route<typeof contract.findByNumber, StaffSignedIn>(contract.findByNumber, ({ session, body }) =>
    findByNumber(session, body),
  ),
  route<typeof contract.openFile, StaffSignedIn>(contract.openFile, ({ session, params, query }) =>
    actions.openFile(session, params.customerId, query.ground ?? null),
  ),
  route<typeof contract.reveal, StaffSignedIn>(contract.reveal, ({ session, params, body }) =>
    reveal(session, params.customerId, body),
  ),
  route<typeof contract.changeProfile, StaffSignedIn>(
    contract.changeProfile,
    ({ session, params, version, body }) => actions.changeProfile(session, params.customerId, version, body),
  ),
  route<typeof contract.timeline, StaffSignedIn>(contract.timeline, ({ session, params, query }) =>
    timeline(session, params.customerId, query),
  ),
];
