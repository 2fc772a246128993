import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as investigating from './investigating.ts';
import * as contract from './investigating-contract.ts';

export const investigatingRoutes: readonly Route[] = [
  route(contract.listInvestigations, ({ session, query }) =>
    investigating.listInvestigations(session, query.before),
  ),
  route(contract.openInvestigation, ({ session, newId, body }) =>
    investigating.openInvestigation(session, newId, body),
  ),
  route<typeof contract.readInvestigation, StaffSignedIn>(contract.readInvestigation, ({ session, params }) =>
    investigating.readInvestigation(session, params.investigationId),
  ),
  route(contract.addInvestigated, ({ session, params, newId, body }) =>
    investigating.addInvestigated(session, params.investigationId, newId, body),
  ),
  route(contract.confirmInvestigated, ({ session, params, body }) =>
    investigating.confirmInvestigated(session, params.investigationId, body),
  ),
  route(contract.writeInvestigationNote, ({ session, params, newId, body }) =>
    investigating.writeInvestigationNote(session, params.investigationId, newId, body),
  ),
  route(contract.takeInvestigation, ({ session, params }) =>
    investigating.takeInvestigation(session, params.investigationId),
  ),
  route(contract.closeInvestigation, ({ session, params, version, body }) =>
    investigating.closeInvestigation(session, params.investigationId, version, body),
  ),
];
