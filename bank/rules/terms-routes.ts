import { type Route, route } from '#platform/http/route.ts';
import * as terms from './terms.ts';
import * as contract from './terms-contract.ts';

export const termsRoutes: readonly Route[] = [
  route(contract.listProducts, ({ session }) => terms.listProducts(session)),
  route(contract.readProduct, ({ session, params }) => terms.readProduct(session, params.product)),
  route(contract.askTerms, ({ session, params, newId, body }) =>
    terms.askTerms(session, params.product, newId, body),
  ),
  route(contract.leaveTerms, ({ session, params }) => terms.leaveTerms(session, params.changeId)),
  route(contract.putTermsInForce, ({ session, params }) => terms.putTermsInForce(session, params.changeId)),
];
