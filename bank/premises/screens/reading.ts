/** Premises as the screens read them, and what is asked again after a change. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#platform/browser/api.ts';
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
