import { type Route, route } from '#platform/http/route.ts';
import { readPropensities } from './propensity.ts';
import * as contract from './propensity-contract.ts';

export const propensityRoutes: readonly Route[] = [
  route(contract.readPropensities, ({ session }) => readPropensities(session)),
];
