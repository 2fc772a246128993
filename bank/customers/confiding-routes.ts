import { type Route, route } from '#platform/http/route.ts';
import * as confiding from './confiding.ts';
import * as contract from './confiding-contract.ts';

export const confidingRoutes: readonly Route[] = [
  route(contract.keepConfidence, ({ session, params, newId, body }) =>
    confiding.keepConfidence(session, params.customerId, newId, body.otherId),
  ),
  route(contract.endConfidence, ({ session, params, version }) =>
    confiding.endConfidence(session, params.customerId, params.confidenceId, version),
  ),
];
