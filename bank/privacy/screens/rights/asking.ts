/** What the page asks of the server. The list is on record each time, so nothing is asked again by itself. */
import { useQuery } from '@tanstack/react-query';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type {
  decideRightsRequest,
  extendRightsRequest,
  openRightsRequest,
  rightsClocks,
  rightsRequest,
  rightsRequests,
  takeRightsRequest,
} from '../../rights-contract.ts';

export type Listed = Reply<typeof rightsRequests>['requests'][number];
export type Shown = Reply<typeof rightsRequest>;
export type Entered = Body<typeof openRightsRequest>;
export type Clock = Reply<typeof rightsClocks>['clocks'][number];

const still = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceMore };
const done = () => true as const;

export function useRequests(decided: boolean) {
  return useQuery({
    ...still,
    refetchOnMount: 'always',
    queryKey: ['rights requests', decided],
    queryFn: ({ signal }) =>
      call<typeof rightsRequests>('GET /api/rights-requests', { query: { decided }, signal }),
  });
}

export function useRequest({ customerId, requestId }: Listed) {
  return useQuery({
    ...still,
    gcTime: 0,
    queryKey: ['rights request', requestId],
    queryFn: ({ signal }) =>
      call<typeof rightsRequest>('GET /api/customers/:customerId/rights-requests/:requestId', {
        params: { customerId, requestId },
        signal,
      }),
  });
}

export function useTaking(): Action<Listed, true> {
  return useAction(({ customerId, requestId }: Listed) =>
    call<typeof takeRightsRequest>('POST /api/customers/:customerId/rights-requests/:requestId/take', {
      params: { customerId, requestId },
    }).then(done),
  );
}

export function useEntering(): Action<Entered, Reply<typeof openRightsRequest>> {
  return useAction((body: Entered, key) =>
    call<typeof openRightsRequest>('POST /api/rights-requests', { body, key }),
  );
}

export function useExtending({ customerId, requestId, version }: Shown): Action<string, true> {
  return useAction((because: string) =>
    call<typeof extendRightsRequest>('POST /api/customers/:customerId/rights-requests/:requestId/extension', {
      params: { customerId, requestId },
      body: { because },
      version,
    }).then(done),
  );
}

export function useDeciding(shown: Shown): Action<Body<typeof decideRightsRequest>, true> {
  const { customerId, requestId, version } = shown;
  return useAction((body: Body<typeof decideRightsRequest>) =>
    call<typeof decideRightsRequest>('POST /api/customers/:customerId/rights-requests/:requestId/decision', {
      params: { customerId, requestId },
      body,
      version,
    }).then(done),
  );
}

export function useClocks() {
  return useQuery({
    queryKey: ['rights clocks'],
    queryFn: ({ signal }) => call<typeof rightsClocks>('GET /api/rights-clocks', { signal }),
  });
}
