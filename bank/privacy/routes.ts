import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route<typeof contract.readAccessRecord, StaffSignedIn>(
    contract.readAccessRecord,
    ({ session, params, query }) => actions.readAccessRecord(session, params.customerId, query),
  ),
];
