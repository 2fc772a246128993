import { Readable } from 'node:stream';
import { type Route, route } from '#platform/http/route.ts';
import * as copies from './copies.ts';
import * as correcting from './correcting.ts';
import * as correctingContract from './correcting-contract.ts';
import * as rights from './rights.ts';
import * as contract from './rights-contract.ts';

export const rightsRoutes: readonly Route[] = [
  route(contract.rightsRequests, ({ session, query }) => rights.rightsRequests(session, query)),
  route(contract.openRightsRequest, ({ session, newId, body }) =>
    rights.openRightsRequest(session, newId, body),
  ),
  route(contract.takeRightsRequest, ({ session, params }) => rights.takeRightsRequest(session, params)),
  route(contract.rightsRequest, ({ session, params }) => rights.rightsRequest(session, params)),
  route(contract.extendRightsRequest, ({ session, params, version, body }) =>
    rights.extendRightsRequest(session, params, version, body),
  ),
  route(contract.decideRightsRequest, ({ session, params, version, body }) =>
    rights.decideRightsRequest(session, params, version, body),
  ),
  route(correctingContract.correctionOf, ({ session, params }) => correcting.correctionOf(session, params)),
  route(correctingContract.makeCorrection, ({ session, params, version, body }) =>
    correcting.makeCorrection(session, params, version, body),
  ),
  route(contract.copiesOfRequest, ({ session, params }) => copies.copiesOfRequest(session, params)),
  route(contract.makeCopy, ({ session, params, newId, body }) =>
    copies.askCopy(session, params, newId, body),
  ),
  route(contract.takeCopy, async ({ session, params, query, door }) => {
    const file = await copies.takeCopy(session, params, query.form);
    door.setFile(`copy.${query.form}`, query.form === 'pdf' ? 'application/pdf' : 'application/json');
    return Readable.from([file]) as never;
  }),
  route(contract.rightsClocks, ({ session }) => rights.rightsClocks(session)),
];
