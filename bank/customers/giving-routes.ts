import { type Route, route } from '#platform/http/route.ts';
import * as giving from './giving.ts';
import * as contract from './giving-contract.ts';

export const givingRoutes: readonly Route[] = [
  route(contract.portfolioHolders, ({ session }) => giving.portfolioHolders(session)),
  route(contract.heldCustomers, ({ session, query }) => giving.heldCustomers(session, query)),
  route(contract.countGiving, ({ session, body }) => giving.countGiving(session, body)),
  route(contract.give, ({ session, newId, body }) => giving.give(session, newId, body)),
];
