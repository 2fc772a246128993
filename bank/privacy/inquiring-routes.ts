import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as inquiring from './inquiring.ts';
import * as contract from './inquiring-contract.ts';

/** Of the portal. */
export const ownInquiriesRoutes: readonly Route[] = [
  route(contract.askAbout, ({ session, newId, body }) => inquiring.askAbout(session, newId, body)),
  route(contract.ownInquiries, ({ session }) => inquiring.ownInquiries(session)),
  route(contract.withdraw, ({ session, params }) => inquiring.withdraw(session, params.inquiryId)),
  route(contract.seeAnswers, ({ session }) => inquiring.seeAnswers(session)),
];

/** Of the workspace. */
export const inquiriesRoutes: readonly Route[] = [
  route(contract.inquiries, ({ session, query }) => inquiring.inquiries(session, query.closed)),
  route<typeof contract.readInquiry, StaffSignedIn>(contract.readInquiry, ({ session, params }) =>
    inquiring.readInquiry(session, params.customerId, params.inquiryId),
  ),
  route(contract.answerInquiry, ({ session, params, version, body }) =>
    inquiring.answerInquiry(session, params.customerId, params.inquiryId, version, body),
  ),
];
