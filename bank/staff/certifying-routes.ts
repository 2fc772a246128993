import { type Route, route } from '#platform/http/route.ts';
import * as certifying from './certifying.ts';
import * as contract from './certifying-contract.ts';

export const certifyingRoutes: readonly Route[] = [
  route(contract.certified, ({ session, query }) => certifying.certified(session, query)),
  route(contract.recordCertificate, ({ session, newId, body }) =>
    certifying.recordCertificate(session, newId, body),
  ),
];
