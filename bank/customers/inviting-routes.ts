import { type Route, route } from '#platform/http/route.ts';
import { invitationStanding, invite } from './inviting.ts';
import * as contract from './inviting-contract.ts';

/** @param portalAt where customers reach the portal, "https://portal.bank.example" */
export const invitingRoutes = (portalAt: () => string): readonly Route[] => [
  route(contract.invitationStanding, ({ session, params }) => invitationStanding(session, params.customerId)),
  route(contract.invite, ({ session, params, body }) => invite(session, params.customerId, body, portalAt())),
];
