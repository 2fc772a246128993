import { useQuery } from '@tanstack/react-query';
import { call } from '#platform/browser/api.ts';
import type { certified } from '../../certifying-contract.ts';

/** The first hundred of those one answers for: for choosing one of them. */
export function useEverybody() {
  const query = useQuery({
    queryKey: ['certificates', 'all'],
    queryFn: ({ signal }) =>
      call<typeof certified>('GET /api/certificates', { query: { most: 100 }, signal }),
  });
  return query.data?.people ?? [];
}
