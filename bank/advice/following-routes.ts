import { type Route, route } from '#platform/http/route.ts';
import { prompts, readOutcomes } from './following.ts';
import * as contract from './following-contract.ts';

export const followingRoutes: readonly Route[] = [
  route(contract.readOutcomes, ({ session }) => readOutcomes(session)),
  route(contract.prompts, ({ session }) => prompts(session)),
];
