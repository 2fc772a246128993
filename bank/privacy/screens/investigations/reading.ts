/** Reading and working on investigations. Each reading is on record, so none is in advance. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type * as contract from '../../investigating-contract.ts';

export type Investigation = Reply<typeof contract.readInvestigation>;
export type InvestigationOnList = Reply<typeof contract.listInvestigations>['investigations'][number];

export interface Closing extends Body<typeof contract.closeInvestigation> {
  version: number;
}

const still = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceMore };

export function useInvestigations() {
  return useInfiniteQuery({
    ...still,
    queryKey: ['investigations'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      call<typeof contract.listInvestigations>('GET /api/investigations', {
        query: before === undefined ? {} : { before },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function useInvestigation(investigationId: string) {
  return useQuery({
    ...still,
    queryKey: ['investigation', investigationId],
    queryFn: ({ signal }) =>
      call<typeof contract.readInvestigation>('GET /api/investigations/:investigationId', {
        params: { investigationId },
        signal,
      }),
  });
}

export function useOpening() {
  const queries = useQueryClient();
  return useAction(async (note: string, key) => {
    const reply = await call<typeof contract.openInvestigation>('POST /api/investigations', {
      body: { note },
      key,
    });
    await queries.invalidateQueries({ queryKey: ['investigations'] });
    return reply;
  });
}

/** What changes one; read anew afterwards. */
export function useWorking(investigationId: string) {
  const queries = useQueryClient();
  const params = { investigationId };
  const anew = async () => {
    await queries.invalidateQueries({ queryKey: ['investigation', investigationId] });
    await queries.invalidateQueries({ queryKey: ['investigations'] });
    return true;
  };
  return {
    adding: useAction(async (customerId: string, key) => {
      await call<typeof contract.addInvestigated>('POST /api/investigations/:investigationId/customers', {
        params,
        body: { customerId },
        key,
      });
      return anew();
    }),
    confirming: useAction(async (body: Body<typeof contract.confirmInvestigated>) => {
      await call<typeof contract.confirmInvestigated>(
        'POST /api/investigations/:investigationId/confirmations',
        { params, body },
      );
      return anew();
    }),
    writing: useAction(async (body: string, key) => {
      await call<typeof contract.writeInvestigationNote>('POST /api/investigations/:investigationId/notes', {
        params,
        body: { body },
        key,
      });
      return anew();
    }),
    taking: useAction(async () => {
      await call<typeof contract.takeInvestigation>('POST /api/investigations/:investigationId/takings', {
        params,
      });
      return anew();
    }),
    closing: useAction(async ({ version, ...body }: Closing) => {
      await call<typeof contract.closeInvestigation>('POST /api/investigations/:investigationId/closings', {
        ...{ params, version, body },
      });
      return anew();
    }),
  };
}
