import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as restricting from './restricting.ts';
import * as contract from './restricting-contract.ts';

export const restrictingRoutes: readonly Route[] = [
  route(contract.restrictFile, ({ session, params, newId, body }) =>
    restricting.restrictFile(session, params.customerId, newId, body),
  ),
  route<typeof contract.restrictedFiles, StaffSignedIn>(contract.restrictedFiles, ({ session, query }) =>
    restricting.restrictedFiles(session, query),
  ),
];
