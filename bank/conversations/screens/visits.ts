/**
 * Who waits and who is being served, asked for every ten seconds while the page is seen; and what can be done
 * with them.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { colleagues } from '#bank/staff/contract.ts';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { desk, moveGuest, moveVisit } from '../contract.ts';

export type Visit = Reply<typeof desk>['visits'][number];
export type Colleague = Reply<typeof colleagues>['colleagues'][number];

export interface Move {
  visit: Visit;
  what: 'hand over' | 'start' | 'end' | 'undo';
  to?: string;
  reason?: string;
}

/** Waits longer than this without being greeted: look here. */
export const patienceMinutes = 2;

/** The desk of this branch; `active` is false for roles that may not see it. */
export function useDesk(active = true) {
  return useQuery({
    queryKey: ['desk'],
    queryFn: ({ signal }) => call<typeof desk>('GET /api/desk', { signal }),
    refetchInterval: 10_000,
    staleTime: 5_000,
    retry: onceMore,
    enabled: useMay()('visit.read') && active,
  });
}

/** Who in this branch can take a visit: those who may open files. */
export function useColleagues(active = true) {
  const query = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => call<typeof colleagues>('GET /api/colleagues', { signal }),
    staleTime: 300_000,
    retry: onceMore,
    enabled: useMay()('visit.read') && active,
  });
  const all = query.data?.colleagues ?? [];
  return { all, takers: all.filter(({ role }) => takes.has(role)) };
}

/** Hands over, starts, ends or undoes a visit, and asks for the desk again whatever came of it. */
export function useMove(): Action<Move, { version: number }> {
  const queries = useQueryClient();
  return useAction(async (move: Move) => {
    try {
      return await sendMove(move);
    } finally {
      void queries.invalidateQueries({ queryKey: ['desk'] });
    }
  });
}

export async function sendMove({ visit, what, to, reason }: Move): Promise<{ version: number }> {
  const { visitId, version } = visit;
  if (visit.customerId !== null) {
    const body = { what, to: to ?? null, reason: reason ?? null };
    return call<typeof moveVisit>('POST /api/visits/:visitId/moves', { params: { visitId }, version, body });
  }
  return call<typeof moveGuest>('POST /api/guests/:guestId/moves', {
    params: { guestId: visitId },
    version,
    body: to === undefined ? { what } : { what, to },
  });
}

export function waitedMinutes(visit: Visit, now: number): number {
  return Math.max(0, Math.floor((now - new Date(visit.checkedInAt).getTime()) / 60_000));
}

/** Where a visit stands for the signed-in person: theirs, anybody's, or a colleague's. */
export function useStanding() {
  const me = useMe();
  const may = useMay();
  return (visit: Visit) => ({
    mine: visit.handedTo === me.staffId,
    /** May this person start it now? */
    startable:
      visit.state === 'waiting' &&
      may('customer.serve') &&
      (visit.handedTo === null || visit.handedTo === me.staffId),
  });
}

const takes: ReadonlySet<Colleague['role']> = new Set(['banker', 'contact centre', 'manager']);
