import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as approving from './approving.ts';
import * as contract from './approving-contract.ts';

export const approvingRoutes: readonly Route[] = [
  route<typeof contract.approvals, StaffSignedIn>(contract.approvals, ({ session }) =>
    approving.approvals(session),
  ),
  route(contract.approvalWords, ({ session, params }) => approving.approvalWords(session, params.approvalId)),
  route(contract.askApproval, ({ session, newId, body }) => approving.askApproval(session, newId, body)),
  route(contract.decideApproval, ({ session, params, body }) =>
    approving.decideApproval(session, params.approvalId, body),
  ),
  route(contract.useApproval, ({ session, params, newId, body }) =>
    approving.useApproval(session, params.approvalId, newId, body),
  ),
];
