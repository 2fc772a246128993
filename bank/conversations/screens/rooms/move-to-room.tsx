import { Trans, useLingui } from '@lingui/react/macro';
import { IconDoorEnter } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { useMove } from '#bank/staff/screens/shell/privacy-band.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { ChooseRoom } from './choose-room.tsx';
import style from './rooms.module.css';
import { type Booking, nextFree, type Room, useBooking, useGivingBack, useRooms } from './rooms.ts';

/** Unless they need more time. */
const minutesAtFirst = 30;

/**
 * One click books the first room that is free now, and says which; where none is, it shows when. The banker
 * moves along with a second click, once they sit there.
 */
export function MoveToRoom({
  visitId,
  size,
  inBand = false,
}: {
  visitId: string;
  size?: 'small' | 'normal';
  inBand?: boolean;
}) {
  const { place } = useMe();
  const rooms = useRooms();
  const booking = useBooking();
  const [open, setOpen] = useState(false);
  const all = rooms.data?.rooms ?? [];
  if (place !== 'open counter' || all.length === 0) return null;
  const held = heldBy(visitId, all);
  const mine = rooms.data?.myVisits.find((one) => one.visitId === visitId);
  const minutes = mine?.minutes ?? minutesAtFirst;
  const move = async () => {
    setOpen(true);
    const now = Date.now();
    const free = all.find((room) => nextFree(room, visitId, minutes, now) === now);
    if (!held && free) {
      const { stationId } = free;
      await booking.run({ visitId, stationId, fromAt: null, minutes });
      await rooms.refetch();
    }
  };
  return (
    <>
      <Button size={size ?? 'normal'} icon={<IconDoorEnter />} onClick={() => void move()}>
        {held ? (
          held.room.name
        ) : (
          <span className={inBand ? style.moves : undefined}>
            <Trans>Move to a private room</Trans>
          </span>
        )}
      </Button>
      {open && (
        <RoomDialog
          visitId={visitId}
          rooms={all}
          minutes={minutes}
          busy={booking.busy}
          problem={booking.problem}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function RoomDialog(props: {
  visitId: string;
  rooms: Room[];
  minutes: number;
  busy: boolean;
  problem: unknown;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [choosing, setChoosing] = useState(false);
  const held = heldBy(props.visitId, props.rooms);
  if (!held || choosing) {
    return props.busy ? (
      <Dialog title={t`A private room`} onClose={props.onClose}>
        <LoadingShape rows={2} kind="text" />
      </Dialog>
    ) : (
      <ChooseRoom
        visitId={props.visitId}
        rooms={props.rooms}
        minutes={props.minutes}
        onBooked={() => setChoosing(false)}
        onClose={props.onClose}
      >
        {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
      </ChooseRoom>
    );
  }
  return <Held held={held} onOther={() => setChoosing(true)} onClose={props.onClose} />;
}

function Held(props: { held: Held; onOther: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const sit = useMove();
  const giving = useGivingBack();
  const { room, booking } = props.held;
  const { name } = room;
  const until = formats.time(booking.toAt);
  const from = formats.time(booking.fromAt);
  const isNow = Date.parse(booking.fromAt) <= Date.now();
  const giveBack = async () => {
    if (await giving.run(booking.bookingId)) props.onClose();
  };
  return (
    <Dialog
      title={isNow ? t`${name} is yours until ${until}` : t`${name} is yours from ${from} to ${until}`}
      onClose={props.onClose}
      actions={
        <>
          <Button look="quiet" busy={giving.busy} onClick={() => void giveBack()}>{t`Give it back`}</Button>
          <Button
            look="primary"
            onClick={() => {
              props.onClose();
              void sit(room.stationId);
            }}
          >{t`We sit there now`}</Button>
        </>
      }
    >
      {giving.problem !== undefined && <ProblemNotice problem={told(giving.problem)} />}
      <p>
        <Trans>
          The desk sees the room and the number, no name. When you sit there, your workspace moves along and
          shows what is hidden here.
        </Trans>
      </p>
      <div>
        <Button size="small" onClick={props.onOther}>{t`Another room or time`}</Button>
      </div>
    </Dialog>
  );
}

interface Held {
  room: Room;
  booking: Booking;
}

function heldBy(visitId: string, rooms: Room[]): Held | undefined {
  for (const room of rooms) {
    const booking = room.bookings.find((one) => one.visitId === visitId);
    if (booking) return { room, booking };
  }
  return undefined;
}
