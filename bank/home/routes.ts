import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route(contract.signIn, ({ door, body }) => actions.signIn(door, body)),
  route(contract.signOut, ({ session, door }) => actions.signOut(session, door)),
  route(contract.home, ({ session }) => actions.home(session)),
];
