import { type Route, route } from '#platform/http/route.ts';
import { bulkReveal } from './bulk-revealing.ts';
import * as contract from './bulk-revealing-contract.ts';

export const bulkRevealingRoutes: readonly Route[] = [
  route(contract.bulkReveal, ({ session, body }) => bulkReveal(session, body)),
];
