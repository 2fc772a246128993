import { type Route, route } from '#platform/http/route.ts';
import { listDeletions, readRetention } from './retaining.ts';
import * as contract from './retaining-contract.ts';

export const retainingRoutes: readonly Route[] = [
  route(contract.readRetention, ({ session }) => readRetention(session)),
  route(contract.listDeletions, ({ session, query }) => listDeletions(session, query)),
];
