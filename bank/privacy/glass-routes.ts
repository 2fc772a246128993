import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as glass from './glass.ts';
import * as contract from './glass-contract.ts';

export const glassRoutes: readonly Route[] = [
  route(contract.breakGlass, ({ session, params, newId, body }) =>
    glass.breakGlass(session, params.customerId, newId, body),
  ),
  route<typeof contract.brokenGlass, StaffSignedIn>(contract.brokenGlass, ({ session, query }) =>
    glass.brokenGlass(session, query.reviewed),
  ),
  route(contract.reviewGlass, ({ session, params, body }) => glass.reviewGlass(session, params.passId, body)),
  route<typeof contract.notices, StaffSignedIn>(contract.notices, ({ session }) => glass.notices(session)),
];
