import { type Route, route } from '#platform/http/route.ts';
import * as actions from './rooms.ts';
import * as contract from './rooms-contract.ts';

export const roomsRoutes: readonly Route[] = [
  route(contract.rooms, ({ session }) => actions.rooms(session)),
  route(contract.bookRoom, ({ session, newId, body }) => actions.bookRoom(session, newId, body)),
  route(contract.freeRoom, ({ session, params }) => actions.freeRoom(session, params.bookingId)),
  route(contract.callByName, ({ session, params, version, body }) =>
    actions.callByName(session, params.visitId, version, body.byName),
  ),
];
