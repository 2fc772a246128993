import { type Route, route } from '#platform/http/route.ts';
import { codeState, showCode } from './vouching.ts';
import * as contract from './vouching-contract.ts';

export const vouchingRoutes: readonly Route[] = [
  route(contract.showCode, ({ session, params }) => showCode(session, params.visitId)),
  route(contract.codeState, ({ session, params }) => codeState(session, params.codeId)),
];
