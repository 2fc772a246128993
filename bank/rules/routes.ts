import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import * as simulating from './simulating-contract.ts';
import * as simulation from './simulation.ts';

export const rulesRoutes: readonly Route[] = [
  route(contract.listRules, ({ session }) => actions.listRules(session)),
  route(contract.readRules, ({ session, params }) => actions.readRules(session, params.table)),
  route(contract.readVersion, ({ session, params }) => actions.readVersion(session, params)),
  route(contract.beginDraft, ({ session, params, newId, body }) =>
    actions.beginDraft(session, params.table, newId, body),
  ),
  route(contract.readDraft, ({ session, params }) => actions.readDraft(session, params.draftId)),
  route(contract.saveDraft, ({ session, params, version, body }) =>
    actions.saveDraft(session, params.draftId, version, body),
  ),
  route(contract.proposeDraft, ({ session, params, version, newId, body }) =>
    actions.proposeDraft(session, params.draftId, version, newId, body),
  ),
  route(contract.setAsideDraft, ({ session, params, body }) =>
    actions.setAsideDraft(session, params.draftId, body),
  ),
  route(simulating.listSimulations, ({ session, params }) =>
    simulation.listSimulations(session, params.draftId),
  ),
  route(simulating.askSimulation, ({ session, params, newId, body }) =>
    simulation.askSimulation(session, params.draftId, newId, body, actions.demandSound),
  ),
  route(simulating.openExample, ({ session, params }) => simulation.openExample(session, params)),
  route(contract.putInForce, ({ session, params }) => actions.putInForce(session, params.draftId)),
];
