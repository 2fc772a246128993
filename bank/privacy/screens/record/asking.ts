/** What the page asks of the record. Each question is on record, so nothing is asked again by itself. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { find } from '#bank/customers/contract.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { exportViewed, findStaff, viewed } from '../../viewed-contract.ts';

export interface Subject {
  of: 'staff' | 'customer';
  subjectId: string;
  name: string;
}

export interface Period {
  from: string;
  to: string;
}

const still = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceMore };

export function useViewed({ of, subjectId }: Subject, { from, to }: Period) {
  return useInfiniteQuery({
    ...still,
    queryKey: ['viewed', of, subjectId, from, to],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof viewed>('GET /api/record/viewed', {
        query: { of, subjectId, from, to, most: 50, ...(after && { after }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Staff or customers by name; customers as masked cards, which is a search on record. */
export function useNamed(of: Subject['of'], name: string) {
  return useQuery({
    ...still,
    queryKey: ['viewed names', of, name],
    enabled: name.length >= 2,
    queryFn: async ({ signal }): Promise<{ personId: string; name: string; more: (string | null)[] }[]> => {
      if (of === 'staff') {
        const { staff } = await call<typeof findStaff>('POST /api/record/staff-searches', {
          body: { name },
          signal,
        });
        return staff.map(({ staffId, fullName, role, premises }) => ({
          ...{ personId: staffId, name: fullName, more: [role, premises] },
        }));
      }
      const { cards } = await call<typeof find>('POST /api/customer-searches', {
        body: { query: name, most: 10 },
        signal,
      });
      return cards.map((card) => ({
        personId: card.customerId,
        name: card.fullName,
        more: [card.bornYear, card.town].filter((one) => one !== null && one !== undefined).map(String),
      }));
    },
  });
}

const exported: (typeof exportViewed)['route'] = 'POST /api/record/viewed.csv';
export const exportAddress = exported.slice('POST '.length);
