import { type Route, route } from '#platform/http/route.ts';
import type { StaffSignedIn } from './actions.ts';
import { proveAgain } from './proving.ts';
import * as contract from './proving-contract.ts';

export const provingRoutes: readonly Route[] = [
  route<typeof contract.proveAgain, StaffSignedIn>(contract.proveAgain, ({ session, body }) =>
    proveAgain(session, body),
  ),
];
