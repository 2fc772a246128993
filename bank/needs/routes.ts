import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route(contract.lifeNews, ({ session }) => actions.lifeNews(session)),
  route(contract.decideEvent, ({ session, params, version, body }) =>
    actions.decideEvent(session, params, version, body),
  ),
  route(contract.tellEvent, ({ session, params, newId, body }) =>
    actions.tellEvent(session, params.customerId, newId, body),
  ),
  route(contract.stateNeed, ({ session, params, newId, body }) =>
    actions.stateNeed(session, params.customerId, newId, body),
  ),
  route(contract.settleNeed, ({ session, params, version, body }) =>
    actions.settleNeed(session, params, version, body),
  ),
];

/** Of the portal. */
export const ownRoutes: readonly Route[] = [
  route(contract.ownUnderstanding, ({ session }) => actions.ownUnderstanding(session)),
  route(contract.answerOwn, ({ session, body }) => actions.answerOwn(session, body)),
  route(contract.tellOwn, ({ session, body }) => actions.tellOwn(session, body)),
  route(contract.stateOwn, ({ session, body }) => actions.stateOwn(session, body)),
  route(contract.refuseOwn, ({ session, body }) => actions.refuseOwn(session, body)),
];
