/** Requests for a second person: asked for every ten seconds, because they end soon. */
import { useQuery } from '@tanstack/react-query';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { approvals, askApproval, decideApproval, useApproval } from '../../approving-contract.ts';

export type Approval = Reply<typeof approvals>['approvals'][number];
export type Request = Body<typeof askApproval>;
export type Asked = Body<typeof useApproval>;

type Housed = Exclude<Approval['action'], Request['action'] | 'file restriction'>;
const housed: Record<Housed, true> = {
  'rule change': true,
  'terms change': true,
  withdrawal: true,
  'undoing of terms': true,
  'station place': true,
};
/** Is it done on a page of its own, and only decided here? */
export const isHoused = (action: Approval['action']): action is Housed => action in housed;

/** Nothing of the other actions. */
export const nothingElse = { customerId: null, staffId: null, role: null, customersPerHour: null } as const;

/** @param watched only while there is such a one it is asked again by itself, since each list is on record */
export function useApprovals(watched?: (one: Approval) => boolean) {
  return useQuery({
    queryKey: ['approvals'],
    queryFn: ({ signal }) => call<typeof approvals>('GET /api/approvals', { signal }),
    refetchInterval: ({ state }) =>
      watched === undefined || state.data?.approvals.some(watched) ? 10_000 : false,
    staleTime: 5_000,
    retry: onceMore,
  });
}

export function useAsking(): Action<Request, Reply<typeof askApproval>> {
  return useAction((body: Request, key) => call<typeof askApproval>('POST /api/approvals', { body, key }));
}

export function useDeciding(approvalId: string): Action<Body<typeof decideApproval>, true> {
  return useAction((body: Body<typeof decideApproval>) =>
    call<typeof decideApproval>('POST /api/approvals/:approvalId/decision', {
      params: { approvalId },
      body,
    }).then(() => true as const),
  );
}

/** Does what was approved, with the very things that were asked for. */
export function useUsing(): Action<Approval, true> {
  return useAction(({ approvalId, customerId, staffId, role, customersPerHour, ...of }: Approval, key) => {
    const { action, setting = null, holdId = null } = of;
    // rules and terms are put in force on their own pages
    if (isHoused(action) || action === 'file restriction') return Promise.resolve(true as const);
    return call<typeof useApproval>('POST /api/approvals/:approvalId/use', {
      params: { approvalId },
      body: { action, customerId, staffId, role, customersPerHour, setting, holdId },
      key,
    }).then(() => true as const);
  });
}
