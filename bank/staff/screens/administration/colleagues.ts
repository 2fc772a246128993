/** Those who work here and where one may work, for choosing; administrators alone are told. */
import { useQuery } from '@tanstack/react-query';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { branches, listStaff } from '../../administering-contract.ts';

export type Member = Reply<typeof listStaff>['staff'][number];

/** Pages of a hundred; a bank of more than five thousand staff has another way to enter them. */
const pagesMax = 50;

export function useStaff() {
  return useQuery({
    queryKey: ['staff', 'all'],
    queryFn: async ({ signal }) => {
      const all: Member[] = [];
      let after: string | null = null;
      for (let page = 0; page < pagesMax; page += 1) {
        const query: { after?: string } = after === null ? {} : { after };
        const { staff, next }: Reply<typeof listStaff> = await call<typeof listStaff>('GET /api/staff', {
          ...{ query, signal },
        });
        all.push(...staff);
        if (next === null) break;
        after = next;
      }
      return all.toSorted((one, other) => one.fullName.localeCompare(other.fullName));
    },
    retry: onceMore,
  });
}

export function useBranches() {
  return useQuery({
    queryKey: ['branches'],
    queryFn: ({ signal }) => call<typeof branches>('GET /api/staff/branches', { signal }),
    retry: onceMore,
  });
}
