/** Premises as the screens read them, and what is asked again after a change. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { listPremises, readPremises } from '../contract.ts';
import type { listStations } from '../stations-contract.ts';

export type Listed = Reply<typeof listPremises>['premises'][number];
export type Premises = Reply<typeof readPremises>;
export type Day = Premises['days'][number];
export type Hours = Day['intervals'];
export type Opening = Premises['opening'];
export type Stations = Reply<typeof listStations>;

export function usePremisesList() {
  return useInfiniteQuery({
    queryKey: ['premises', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof listPremises>('GET /api/premises', { query: { ...(after && { after }) }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    retry: onceMore,
  });
}

export function usePremises(premisesId: string) {
  return useQuery({
    queryKey: ['premises', premisesId],
    queryFn: ({ signal }) =>
      call<typeof readPremises>('GET /api/premises/:premisesId', { params: { premisesId }, signal }),
    retry: onceMore,
  });
}

/** Asked for again while a second person may be deciding. */
export function useStations(premisesId: string) {
  return useQuery({
    queryKey: ['premises', premisesId, 'stations'],
    queryFn: ({ signal }) =>
      call<typeof listStations>('GET /api/premises/:premisesId/stations', { params: { premisesId }, signal }),
    refetchInterval: ({ state }) => (state.data?.asked.length ? 5_000 : false),
    retry: onceMore,
  });
}

/** After a change: everything that is shown of premises is read again. */
export function useReadAgain(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['premises'] });
    void queries.invalidateQueries({ queryKey: ['opening'] });
  };
}

/** A deed on what was read. Where somebody was faster it is read again: the next try goes by what is so. */
export function useDeed<A, R>(act: (argument: A, key: string) => Promise<R>): Action<A, R> {
  const again = useReadAgain();
  return useAction((argument: A, key: string) =>
    act(argument, key).catch((problem: unknown) => {
      if (wasFaster(problem)) again();
      throw problem;
    }),
  );
}

/** Has somebody else done something to it meanwhile? */
export const wasFaster = (problem: unknown): boolean =>
  problem instanceof Problem && ['changed', 'not-now', 'not-found'].includes(problem.code);
