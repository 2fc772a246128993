import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';

export const routes: readonly Route[] = [
  route<typeof contract.desk, StaffSignedIn>(contract.desk, ({ session }) => actions.desk(session)),
  route(contract.checkIn, ({ session, newId, body }) => actions.checkIn(session, newId, body)),
  route(contract.checkInGuest, ({ session, newId, body }) => actions.checkInGuest(session, newId, body)),
  route(contract.moveVisit, ({ session, params, version, body }) =>
    actions.moveVisit(session, params.visitId, version, body),
  ),
  route(contract.moveGuest, ({ session, params, version, body }) =>
    actions.moveGuest(session, params.guestId, version, body),
  ),
  route(contract.addNote, ({ session, params, newId, body }) =>
    actions.addNote(session, params.customerId, newId, body),
  ),
  route(contract.changeNote, ({ session, params, version, body }) =>
    actions.changeNote(session, params.customerId, params.noteId, version, body),
  ),
  route<typeof contract.addPromise, StaffSignedIn>(contract.addPromise, ({ session, params, newId, body }) =>
    actions.addPromise(session, params.customerId, newId, body),
  ),
  route(contract.settlePromise, ({ session, params, version, body }) =>
    actions.settlePromise(session, params.customerId, params.promiseId, version, body.state),
  ),
  route(contract.myPromises, ({ session }: { session: StaffSignedIn }) => actions.myPromises(session)),
];
