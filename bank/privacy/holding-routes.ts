import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as holding from './holding.ts';
import * as contract from './holding-contract.ts';

export const holdingRoutes: readonly Route[] = [
  route<typeof contract.legalHolds, StaffSignedIn>(contract.legalHolds, ({ session }) =>
    holding.legalHolds(session),
  ),
  route(contract.placeHold, ({ session, newId, body }) => holding.placeHold(session, newId, body)),
];
