import { type Route, route } from '#platform/http/route.ts';
import * as actions from './pairing.ts';
import * as contract from './pairing-contract.ts';

export const pairingRoutes: readonly Route[] = [
  route(contract.screen, ({ door, query }) => actions.screen(door, query.seen)),
  route(contract.askCode, ({ door, body }) => actions.askCode(door, body.kind)),
  route(contract.answerOnScreen, ({ door, body }) => actions.answerOnScreen(door, body)),
  route(contract.screens, ({ session }) => actions.screens(session)),
  route(contract.pairScreen, ({ session, body }) => actions.pairScreen(session, body.code)),
  route(contract.unpairScreen, ({ session, params }) => actions.unpairScreen(session, params.screenId)),
];
