import { type Route, route } from '#platform/http/route.ts';
import type { StaffSignedIn } from './actions.ts';
import * as actions from './administering.ts';
import * as contract from './administering-contract.ts';

export const administeringRoutes: readonly Route[] = [
  route<typeof contract.listStaff, StaffSignedIn>(contract.listStaff, ({ session, query }) =>
    actions.listStaff(session, query),
  ),
  route<typeof contract.setSpecialities, StaffSignedIn>(
    contract.setSpecialities,
    ({ session, params, body }) => actions.setSpecialities(session, params.staffId, body),
  ),
  route<typeof contract.setActive, StaffSignedIn>(contract.setActive, ({ session, params, body }) =>
    actions.setActive(session, params.staffId, body),
  ),
  route<typeof contract.endSessionsOf, StaffSignedIn>(contract.endSessionsOf, ({ session, params }) =>
    actions.endSessionsOf(session, params.staffId),
  ),
  route<typeof contract.resetSignIn, StaffSignedIn>(contract.resetSignIn, ({ session, params, body, door }) =>
    actions.resetSignIn(session, params.staffId, body, door),
  ),
  route<typeof contract.branches, StaffSignedIn>(contract.branches, ({ session }) =>
    actions.branches(session),
  ),
  route<typeof contract.enterStaff, StaffSignedIn>(contract.enterStaff, ({ session, body, door }) =>
    actions.enterStaff(session, body, door),
  ),
  route<typeof contract.changeParticulars, StaffSignedIn>(
    contract.changeParticulars,
    ({ session, params, body }) => actions.changeParticulars(session, params.staffId, body),
  ),
];
