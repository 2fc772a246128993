import { useLingui } from '@lingui/react/macro';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './rooms.module.css';
import { type Booking, useGivingBack, useRooms } from './rooms.ts';

/** For the welcome desk: which room is whose, by number, and until when. */
export function RoomsPanel() {
  const { t } = useLingui();
  const rooms = useRooms();
  if (!rooms.data || rooms.data.rooms.length === 0) return null;
  return (
    <Panel title={t`Private rooms`} flush>
      <ul>
        {rooms.data.rooms.map((room) => (
          <li key={room.stationId} className={style.room}>
            <p className={style.name}>{room.name}</p>
            {room.bookings.length === 0 && <p className={style.free}>{t`Free`}</p>}
            {room.bookings.map((booking) => (
              <BookingLine key={booking.bookingId} booking={booking} room={room.name} />
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function BookingLine({ booking, room }: { booking: Booking; room: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const giving = useGivingBack();
  const number = booking.queueNumber;
  const from = formats.time(booking.fromAt);
  const to = formats.time(booking.toAt);
  return (
    <div className={style.booking}>
      <p>
        <strong>{number}</strong> {from}–{to}
      </p>
      <Button
        size="small"
        look="quiet"
        busy={giving.busy}
        aria-label={t`Give back ${room}, booked for number ${number}`}
        onClick={() => void giving.run(booking.bookingId)}
      >{t`Give it back`}</Button>
    </div>
  );
}
