/** The queue of likely duplicates and what can be done with a pair. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import type {
  DecideDuplicate,
  ListDuplicates,
  MergeDuplicate,
  MyDuplicates,
  RecentMerges,
  TakeDuplicate,
  TakenDuplicate,
  UnmergeDuplicate,
} from './wire.ts';

/** The likeliest first; on record, with the customers it shows. */
export function useQueue() {
  return useInfiniteQuery({
    queryKey: ['duplicates'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<ListDuplicates>('GET /api/duplicates', { query: { most: 20, ...(after && { after }) }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The pairs that the signed-in person has taken, newest first. */
export function useMine() {
  return useQuery({
    queryKey: ['my duplicates'],
    queryFn: ({ signal }) => call<MyDuplicates>('GET /api/duplicates/mine', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useMerges() {
  return useQuery({
    queryKey: ['merges'],
    queryFn: ({ signal }) => call<RecentMerges>('GET /api/merges', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes a pair, or the likeliest that is free. */
export function useTaking() {
  const again = useAskAgain();
  return useAction(async (pairId: string | null) => {
    const taken = await call<TakeDuplicate>('POST /api/duplicates/takings', { body: { pairId } });
    await again();
    return taken;
  });
}

export interface Decision {
  decision: 'not the same' | 'later' | 'put back';
  notBefore: string | null;
}

export function useDeciding({ pairId, version }: TakenDuplicate) {
  const again = useAskAgain();
  return useAction(async (body: Decision) => {
    const params = { pairId };
    const reply = await call<DecideDuplicate>('POST /api/duplicates/:pairId/decisions', {
      params,
      version,
      body,
    });
    await again();
    return reply;
  });
}

export function useMerging({ pairId, version }: TakenDuplicate) {
  const again = useAskAgain();
  return useAction(async (survivorId: string, key) => {
    const asked = { params: { pairId }, version, key, body: { survivorId } };
    const reply = await call<MergeDuplicate>('POST /api/duplicates/:pairId/merges', asked);
    await again();
    return reply;
  });
}

/** A merge is taken apart by whoever has taken its pair; the pair then waits for what it is instead. */
export function useUnmerging() {
  const again = useAskAgain();
  return useAction(async (pairId: string) => {
    await call<TakeDuplicate>('POST /api/duplicates/takings', { body: { pairId } });
    const { duplicates } = await call<MyDuplicates>('GET /api/duplicates/mine');
    const version = duplicates.find((duplicate) => duplicate.pairId === pairId)?.version ?? 0;
    const params = { pairId };
    const reply = await call<UnmergeDuplicate>('POST /api/duplicates/:pairId/unmerges', { params, version });
    await again();
    return reply;
  });
}

function useAskAgain() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['my duplicates', 'duplicates', 'merges'].map((name) =>
        queries.invalidateQueries({ queryKey: [name] }),
      ),
    );
}
