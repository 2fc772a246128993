import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as adapting from './adapting.ts';
import * as contract from './contract.ts';
import { correctOwnGoal } from './goals-contract.ts';
import * as stating from './stating.ts';

export const routes: readonly Route[] = [
  route(contract.lifeNews, ({ session }) => actions.lifeNews(session)),
  route<typeof contract.setHelp, StaffSignedIn>(contract.setHelp, ({ session, params, version, body }) =>
    adapting.setHelp(session, params.customerId, version, body),
  ),
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
  route(contract.answerStanding, ({ session, body }) => actions.answerStanding(session, body)),
  route(contract.answerStated, ({ session, body }) => stating.answerStated(session, body)),
  route(contract.ownHelp, ({ session }) => adapting.ownHelp(session)),
  route(contract.chooseHelp, ({ session, version, body }) => adapting.chooseHelp(session, version, body)),
  route(contract.tellOwn, ({ session, newId, body }) => actions.tellOwn(session, newId, body)),
  route(contract.correctOwnEvent, ({ session, params, body }) =>
    actions.correctOwnEvent(session, params.eventId, body),
  ),
  route(contract.stateOwn, ({ session, newId, body }) => actions.stateOwn(session, newId, body)),
  route(correctOwnGoal, ({ session, params, body }) => actions.correctOwnGoal(session, params.needId, body)),
  route(contract.refuseOwn, ({ session, body }) => actions.refuseOwn(session, body)),
];
