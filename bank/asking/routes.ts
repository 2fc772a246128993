import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const askingRoutes: readonly Route[] = [
  route<typeof contract.readConversation, StaffSignedIn>(contract.readConversation, ({ session, params }) =>
    actions.readConversation(session, params.customerId),
  ),
  route<typeof contract.beginConversation, StaffSignedIn>(
    contract.beginConversation,
    ({ session, params, newId, body }) => actions.beginConversation(session, params.customerId, newId, body),
  ),
  route<typeof contract.answerQuestion, StaffSignedIn>(contract.answerQuestion, ({ session, params, body }) =>
    actions.answerQuestion(session, params, body),
  ),
  route<typeof contract.keepEnding, StaffSignedIn>(contract.keepEnding, ({ session, params, body }) =>
    actions.keepEnding(session, params, body),
  ),
  route<typeof contract.endConversation, StaffSignedIn>(
    contract.endConversation,
    ({ session, params, newId, body }) => actions.endConversation(session, params, newId, body),
  ),
];

export const ownAskingRoutes: readonly Route[] = [
  route(contract.ownConversations, ({ session }) => actions.ownConversations(session)),
];
