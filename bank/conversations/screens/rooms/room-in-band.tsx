import { useSearch } from '@tanstack/react-router';
import { MoveToRoom } from './move-to-room.tsx';
import { useRooms } from './rooms.ts';

/** In the privacy band, wherever one is: a room for whoever sits at the counter now. */
export default function RoomInBand() {
  const rooms = useRooms();
  // The one whose file is open, when somebody is with two visitors at once.
  const { ground } = useSearch({ strict: false }) as { ground?: string };
  const mine = rooms.data?.myVisits ?? [];
  const visit = mine.find(({ visitId }) => visitId === ground) ?? mine[0];
  return visit ? <MoveToRoom key={visit.visitId} visitId={visit.visitId} size="small" inBand /> : null;
}
