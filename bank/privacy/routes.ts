import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route(contract.readAccessRecord, ({ session, params, query }) =>
    actions.readAccessRecord(session, params.customerId, query),
  ),
];
