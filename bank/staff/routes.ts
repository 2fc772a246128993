import { factorRoutes } from '#platform/auth/factor-routes.ts';
import {
  beginFirstPasskey,
  signInByPasskey as signInByPasskeyContract,
} from '#platform/auth/factors-contract.ts';
import { type Door, type Route, route } from '#platform/http/route.ts';
import type { StaffSignedIn } from './actions.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import { factors } from './factors-queries.ts';
import * as inviting from './inviting.ts';
import * as invitingContract from './inviting-contract.ts';
import {
  leaveForProvider,
  returnFromProvider,
  signIn,
  signInByPasskey,
  signInChoices,
} from './signing-in.ts';
import { badgeOut, raiseAlarm } from './terminal.ts';

export const routes: readonly Route[] = [
  route(contract.signInChoices, ({ door }) => signInChoices(door)),
  route(contract.signIn, ({ door, body }) => signIn(door, body)),
  route(signInByPasskeyContract, ({ door, body }) => signInByPasskey(door, body)),
  route(contract.leaveForProvider, ({ door }) => leaveForProvider(door, undefined)),
  route(contract.returnFromProvider, ({ door, body }) => returnFromProvider(door, undefined, body.returned)),
  route(contract.leaveToProve, ({ door, session }: { door: Door; session: StaffSignedIn }) =>
    leaveForProvider(door, session),
  ),
  route<typeof contract.returnWithProof, StaffSignedIn>(contract.returnWithProof, ({ door, session, body }) =>
    returnFromProvider(door, session, body.returned),
  ),
  route(contract.signOut, ({ session, door }) => actions.signOut(session, door)),
  route(contract.whoAmI, ({ session, door }: { session: StaffSignedIn; door: Door }) =>
    actions.whoAmI(session, door.station),
  ),
  route(contract.amIHere, async ({ session }: { session: StaffSignedIn }) => ({
    ...{ stationId: session.row.station_id, place: session.place },
  })),
  route(contract.badgeOut, ({ session, door }) => badgeOut(session, door)),
  route(contract.raiseAlarm, ({ session }) => raiseAlarm(session)),
  route(contract.lock, ({ session }) => actions.lock(session)),
  route<typeof contract.unlock, StaffSignedIn>(contract.unlock, ({ session, door, body }) =>
    actions.unlock(session, door, body.password),
  ),
  route<typeof contract.chooseStation, StaffSignedIn>(contract.chooseStation, ({ session, body, door }) =>
    actions.chooseStation(session, body.stationId, door.station),
  ),
  route<typeof contract.chooseLanguage, StaffSignedIn>(contract.chooseLanguage, ({ session, body, door }) =>
    actions.chooseLanguage(session, body.language, door.station),
  ),
  route(contract.colleagues, ({ session }: { session: StaffSignedIn }) => actions.colleagues(session)),
  route(invitingContract.readInvitation, ({ door, body }) => inviting.readInvitation(door, body.token)),
  route(beginFirstPasskey, ({ door, body }) => inviting.beginFirstPasskey(door, body.token)),
  route(invitingContract.acceptInvitation, ({ door, body }) => inviting.acceptInvitation(door, body)),
  ...factorRoutes(factors),
];
