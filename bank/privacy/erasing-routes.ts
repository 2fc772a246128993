import { type Route, route } from '#platform/http/route.ts';
import * as contract from './erasing-contract.ts';
import * as erasing from './erasing-requests.ts';

export const erasingRoutes: readonly Route[] = [
  route(contract.erasureOf, ({ session, params }) => erasing.erasureOf(session, params)),
  route(contract.orderErasure, ({ session, params, newId, body }) =>
    erasing.orderErasure(session, params, newId, body),
  ),
  route(contract.erasures, ({ session }) => erasing.erasures(session)),
];
