import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './confirming.ts';
import * as contract from './confirming-contract.ts';

export const confirmingRoutes: readonly Route[] = [
  route<typeof contract.waysToShow, StaffSignedIn>(contract.waysToShow, ({ session, params }) =>
    actions.waysToShow(session, params.customerId),
  ),
  route<typeof contract.askConfirmation, StaffSignedIn>(
    contract.askConfirmation,
    ({ session, params, body }) => actions.askConfirmation(session, params.customerId, body),
  ),
  route<typeof contract.confirmationState, StaffSignedIn>(contract.confirmationState, ({ session, params }) =>
    actions.confirmationState(session, params.confirmationId),
  ),
  route<typeof contract.answerBeside, StaffSignedIn>(contract.answerBeside, ({ session, params, body }) =>
    actions.answerBeside(session, params.customerId, params.confirmationId, body.answer),
  ),
  route<typeof contract.settleConfirmation, StaffSignedIn>(
    contract.settleConfirmation,
    ({ session, params, version }) =>
      actions.settleConfirmation(session, params.customerId, params.confirmationId, version),
  ),
];
