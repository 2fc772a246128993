import { useQuery } from '@tanstack/react-query';
import type { openingHere } from '#bank/premises/contract.ts';
import { useOpeningWords } from '#bank/premises/screens/opening-words.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';

/** Whether the branch is open and until when, or which holiday today is: what visitors ask first. */
export function OpeningHere() {
  const words = useOpeningWords();
  const { data } = useQuery({
    queryKey: ['opening'],
    queryFn: ({ signal }) => call<typeof openingHere>('GET /api/opening', { signal }),
    refetchInterval: 60_000,
    retry: onceMore,
  });
  return data?.opening ? <> {words(data.opening)}.</> : null;
}
