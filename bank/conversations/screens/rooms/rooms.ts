/** The private rooms of this branch, asked for every 20 seconds while the page is seen; and booking one. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '#bank/staff/screens/me.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { bookRoom, freeRoom, rooms } from '../../rooms-contract.ts';
import { freeFrom } from '../../rules.ts';

export type Room = Reply<typeof rooms>['rooms'][number];
export type Booking = Room['bookings'][number];

export function useRooms(active = true) {
  return useQuery({
    queryKey: ['rooms'],
    queryFn: ({ signal }) => call<typeof rooms>('GET /api/rooms', { signal }),
    refetchInterval: 20_000,
    staleTime: 5_000,
    retry: onceMore,
    enabled: useMay()('visit.move') && active,
  });
}

/** Books a room, and asks for the rooms again whatever came of it. */
export function useBooking() {
  const queries = useQueryClient();
  return useAction(async (body: Body<typeof bookRoom>, key: string) => {
    try {
      return await call<typeof bookRoom>('POST /api/bookings', { body, key });
    } finally {
      void queries.invalidateQueries({ queryKey: ['rooms'] });
    }
  });
}

export function useGivingBack() {
  const queries = useQueryClient();
  return useAction(async (bookingId: string) => {
    await call<typeof freeRoom>('DELETE /api/bookings/:bookingId', { params: { bookingId } });
    await queries.invalidateQueries({ queryKey: ['rooms'] });
    return true;
  });
}

/** When a room is next free for so many minutes; what this visit holds itself does not stand in its way. */
export function nextFree(room: Room, visitId: string, minutes: number, now: number): number | undefined {
  const taken = room.bookings
    .filter((one) => one.visitId !== visitId)
    .map(({ fromAt, toAt }) => ({ from: Date.parse(fromAt), to: Date.parse(toAt) }));
  return freeFrom(taken, minutes, now, now + lookAheadMilliseconds);
}

const lookAheadMilliseconds = 6 * 3_600_000;
