import { type Route, route } from '#platform/http/route.ts';
import { listBranches } from './branches.ts';
import * as contract from './branches-contract.ts';

/** Of the portal, for anybody. */
export const branchesRoutes: readonly Route[] = [
  route(contract.listBranches, ({ door, query }) => listBranches(door.database, query)),
];
