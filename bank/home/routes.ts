import { factorRoutes } from '#platform/auth/factor-routes.ts';
import { beginFirstPasskey, signInByPasskey } from '#platform/auth/factors-contract.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as choosing from './choosing.ts';
import * as choosingContract from './choosing-contract.ts';
import * as confirming from './confirming.ts';
import * as confirmingContract from './confirming-contract.ts';
import * as contract from './contract.ts';
import { factors } from './factors-queries.ts';
import * as inviting from './inviting.ts';
import * as invitingContract from './inviting-contract.ts';
import * as vouching from './vouching.ts';
import * as vouchingContract from './vouching-contract.ts';

export const routes: readonly Route[] = [
  route(contract.signIn, ({ door, body }) => actions.signIn(door, body)),
  route(signInByPasskey, ({ door, body }) => actions.signInByPasskey(door, body)),
  route(contract.signOut, ({ session, door }) => actions.signOut(session, door)),
  route(contract.home, ({ session }) => actions.home(session)),
  route(confirmingContract.ownCard, ({ session }) => confirming.ownCard(session)),
  route(confirmingContract.answerOwn, ({ session, body }) => confirming.answerOwn(session, body)),
  route(vouchingContract.checkOwnCode, ({ session, body }) => vouching.checkOwnCode(session, body)),
  route(vouchingContract.checkCode, ({ door, body }) => vouching.checkCode(door, body)),
  route(invitingContract.readInvitation, ({ door, body }) => inviting.readInvitation(door, body.token)),
  route(beginFirstPasskey, ({ door, body }) => inviting.beginFirstPasskey(door, body.token)),
  route(invitingContract.acceptInvitation, ({ door, body }) => inviting.acceptInvitation(door, body)),
  route(choosingContract.ownChoices, ({ session }) => choosing.ownChoices(session)),
  route(choosingContract.chooseContact, ({ session, params, version, body }) =>
    choosing.chooseContact(session, params.contactPointId, version, body),
  ),
  route(choosingContract.chooseLanguage, ({ session, version, body }) =>
    choosing.chooseLanguage(session, version, body),
  ),
  ...factorRoutes(factors),
];
