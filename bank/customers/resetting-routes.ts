import { type Route, route } from '#platform/http/route.ts';
import { resetSignIn } from './resetting.ts';
import * as contract from './resetting-contract.ts';

/** @param portalAt where customers reach the portal, "https://portal.bank.example" */
export const resettingRoutes = (portalAt: () => string): readonly Route[] => [
  route(contract.resetSignIn, ({ session, params, body }) =>
    resetSignIn(session, params.customerId, body, portalAt()),
  ),
];
