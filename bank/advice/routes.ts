import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route<typeof contract.readAdvice, StaffSignedIn>(contract.readAdvice, ({ session, params }) =>
    actions.readAdvice(session, params.customerId),
  ),
  route<typeof contract.recordOutcome, StaffSignedIn>(
    contract.recordOutcome,
    ({ session, params, newId, body }) => actions.recordOutcome(session, params.customerId, newId, body),
  ),
];

export const portalRoutes: readonly Route[] = [
  route(contract.ownAdvice, ({ session }) => actions.ownAdvice(session)),
];
