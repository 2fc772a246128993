import { type Route, route } from '#platform/http/route.ts';
import * as covering from './covering.ts';
import * as contract from './covering-contract.ts';

export const coveringRoutes: readonly Route[] = [
  route(contract.portfolio, ({ session, query }) => covering.portfolio(session, query)),
  route(contract.covers, ({ session }) => covering.covers(session)),
  route(contract.makeCover, ({ session, newId, body }) => covering.makeCover(session, newId, body)),
  route(contract.endCover, ({ session, params }) => covering.endCover(session, params.coverId)),
];
