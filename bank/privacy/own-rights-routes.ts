import { type Route, route } from '#platform/http/route.ts';
import * as rights from './own-rights.ts';
import * as contract from './own-rights-contract.ts';

/** Of the portal. */
export const ownRightsRoutes: readonly Route[] = [
  route(contract.ownRequests, ({ session }) => rights.ownRequests(session)),
  route(contract.askOwnRight, ({ session, body }) => rights.askOwnRight(session, body)),
  route(contract.withdrawOwnRequest, ({ session, params }) =>
    rights.withdrawOwnRequest(session, params.requestId),
  ),
];
