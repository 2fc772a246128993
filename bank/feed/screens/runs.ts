/** Feeds and their runs, asked for again while something is under way; and what can be done with them. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type {
  ListFeeds,
  ListRejects,
  ListRuns,
  ReadFeed,
  ReadRun,
  ResumeRun,
  Run,
  StartRun,
  StopRun,
  UndoRun,
} from './wire.ts';

export const isUnderWay = (run: Run | null | undefined): boolean =>
  run?.state === 'waiting' || run?.state === 'running' || run?.state === 'undoing';

/** Every second while a run is under way, else every half minute: a scheduled one may begin. */
const rhythm = (busy: boolean) => (busy ? 1_000 : 30_000);

export function useFeeds() {
  return useQuery({
    queryKey: ['feeds'],
    queryFn: ({ signal }) => call<ListFeeds>('GET /api/feeds', { signal }),
    refetchInterval: ({ state }) =>
      rhythm(state.data?.feeds.some(({ lastRun }) => isUnderWay(lastRun)) ?? false),
    retry: onceMore,
  });
}

/** It changes only with a release, or when the bank lays another description there. */
export function useMapping(feed: string) {
  return useQuery({
    queryKey: ['feed', feed],
    queryFn: ({ signal }) => call<ReadFeed>('GET /api/feeds/:feed', { params: { feed }, signal }),
    retry: onceMore,
  });
}

export function useRun(runId: string) {
  return useQuery({
    queryKey: ['feed run', runId],
    queryFn: ({ signal }) => call<ReadRun>('GET /api/feed-runs/:runId', { params: { runId }, signal }),
    refetchInterval: ({ state }) => rhythm(isUnderWay(state.data?.run)),
    retry: onceMore,
  });
}

export function useRuns(feed: string) {
  return useInfiniteQuery({
    queryKey: ['feed runs', feed],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      call<ListRuns>('GET /api/feeds/:feed/runs', {
        params: { feed },
        query: { most: 10, ...(before && { before }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    retry: onceMore,
  });
}

/** Rejected cells, masked, in the order of the files. */
export function useRejects(runId: string) {
  return useInfiniteQuery({
    queryKey: ['feed rejects', runId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<ListRejects>('GET /api/feed-runs/:runId/rejects', {
        params: { runId },
        query: { most: 50, ...(after && { after }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    retry: onceMore,
  });
}

export interface Order {
  asOf: string | null;
  acceptSmall: boolean;
}

export function useStarting(feed: string) {
  const again = useAskAgain();
  return useAction(async (body: Order, key) => {
    const reply = await call<StartRun>('POST /api/feeds/:feed/runs', { params: { feed }, key, body });
    await again();
    return reply;
  });
}

export type Deed = 'stop' | 'resume' | 'undo';

export function useDeed(runId: string) {
  const again = useAskAgain();
  return useAction(async (deed: Deed) => {
    const params = { runId };
    if (deed === 'stop') await call<StopRun>('POST /api/feed-runs/:runId/stops', { params });
    if (deed === 'resume') await call<ResumeRun>('POST /api/feed-runs/:runId/resumes', { params });
    if (deed === 'undo') await call<UndoRun>('POST /api/feed-runs/:runId/undos', { params });
    await again();
    return deed;
  });
}

function useAskAgain() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['feeds', 'feed run', 'feed runs'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
    );
}
