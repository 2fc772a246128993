import { type Route, route } from '#platform/http/route.ts';
import { readGroupTests } from './grouping.ts';
import * as contract from './grouping-contract.ts';

export const groupingRoutes: readonly Route[] = [
  route(contract.readGroupTests, ({ session }) => readGroupTests(session)),
];
