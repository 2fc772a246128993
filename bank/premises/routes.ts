import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import * as stations from './stations.ts';
import * as stationsContract from './stations-contract.ts';

export const premisesRoutes: readonly Route[] = [
  route<typeof contract.listPremises, StaffSignedIn>(contract.listPremises, ({ session, query }) =>
    actions.listPremises(session, query),
  ),
  route<typeof contract.enterPremises, StaffSignedIn>(contract.enterPremises, ({ session, newId, body }) =>
    actions.enterPremises(session, newId, body),
  ),
  route<typeof contract.readPremises, StaffSignedIn>(contract.readPremises, ({ session, params }) =>
    actions.readPremises(session, params.premisesId),
  ),
  route<typeof contract.changePremises, StaffSignedIn>(
    contract.changePremises,
    ({ session, params, version, body }) => actions.changePremises(session, params.premisesId, version, body),
  ),
  route<typeof contract.setHours, StaffSignedIn>(contract.setHours, ({ session, params, version, body }) =>
    actions.setHours(session, params.premisesId, version, body),
  ),
  route<typeof contract.addDay, StaffSignedIn>(contract.addDay, ({ session, params, newId, body }) =>
    actions.addDay(session, params.premisesId, newId, body),
  ),
  route<typeof contract.changeDay, StaffSignedIn>(contract.changeDay, ({ session, params, version, body }) =>
    actions.changeDay(session, params, version, body),
  ),
  route<typeof contract.removeDay, StaffSignedIn>(contract.removeDay, ({ session, params, version }) =>
    actions.removeDay(session, params, version),
  ),
  route<typeof contract.openingHere, StaffSignedIn>(contract.openingHere, ({ session }) =>
    actions.openingHere(session),
  ),
  route<typeof stationsContract.listStations, StaffSignedIn>(
    stationsContract.listStations,
    ({ session, params, door }) => stations.listStations(session, params.premisesId, door.station),
  ),
  route<typeof stationsContract.addStation, StaffSignedIn>(
    stationsContract.addStation,
    ({ session, params, newId, body }) => stations.addStation(session, params.premisesId, newId, body),
  ),
  route<typeof stationsContract.changeStation, StaffSignedIn>(
    stationsContract.changeStation,
    ({ session, params, version, body }) => stations.changeStation(session, params.stationId, version, body),
  ),
  route<typeof stationsContract.endStation, StaffSignedIn>(
    stationsContract.endStation,
    ({ session, params, version }) => stations.endStation(session, params.stationId, version),
  ),
  route<typeof stationsContract.tieStation, StaffSignedIn>(
    stationsContract.tieStation,
    ({ session, params, version, door }) => stations.tieStation(session, params.stationId, version, door),
  ),
  route<typeof stationsContract.untieStation, StaffSignedIn>(
    stationsContract.untieStation,
    ({ session, params, version }) => stations.untieStation(session, params.stationId, version),
  ),
  route<typeof stationsContract.askPlace, StaffSignedIn>(
    stationsContract.askPlace,
    ({ session, params, newId, body }) => stations.askPlace(session, params.stationId, newId, body),
  ),
  route<typeof stationsContract.movePlace, StaffSignedIn>(stationsContract.movePlace, ({ session, params }) =>
    stations.movePlace(session, params.approvalId),
  ),
];
