import { Readable } from 'node:stream';
import { type Route, route } from '#platform/http/route.ts';
import { askOwnCopy, ownCopies, takeOwnCopy } from './copies.ts';
import * as rights from './own-rights.ts';
import * as contract from './own-rights-contract.ts';

/** Of the portal. */
export const ownRightsRoutes: readonly Route[] = [
  route(contract.ownRequests, ({ session }) => rights.ownRequests(session)),
  route(contract.askOwnRight, ({ session, newId, body }) => rights.askOwnRight(session, newId, body)),
  route(contract.ownCopies, ({ session }) => ownCopies(session)),
  route(contract.freshForCopy, async () => null),
  route(contract.askOwnCopy, ({ session, newId, body }) => askOwnCopy(session, newId, body)),
  route(contract.takeOwnCopy, async ({ session, params, door }) => {
    const file = await takeOwnCopy(session, params);
    door.setFile(`my-data.${params.form}`, params.form === 'pdf' ? 'application/pdf' : 'application/json');
    return Readable.from([file]) as never;
  }),
  route(contract.endOwnRestraint, ({ session, params }) =>
    rights.endOwnRestraint(session, params.restraintId),
  ),
  route(contract.withdrawOwnRequest, ({ session, params }) =>
    rights.withdrawOwnRequest(session, params.requestId),
  ),
];
