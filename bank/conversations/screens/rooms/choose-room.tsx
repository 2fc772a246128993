import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useNow } from '#platform/browser/now.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { nextFree, type Room, useBooking } from './rooms.ts';

type Minutes = '15' | '30' | '60';

/** Which room, when today, for how long; only times at which it is free are offered. */
export function ChooseRoom(props: {
  visitId: string;
  rooms: Room[];
  /** How long a room is good for, for this visit. */
  minutes: number;
  onBooked: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const told = useProblemWords();
  const now = useNow(30);
  const booking = useBooking();
  const [stationId, setStationId] = useState(props.rooms[0]?.stationId);
  const [minutes, setMinutes] = useState<Minutes>(props.minutes > 30 ? '60' : '30');
  const [at, setAt] = useState('');
  const free = (room: Room, from: number) => nextFree(room, props.visitId, Number(minutes), from);
  const room = props.rooms.find((one) => one.stationId === stationId);
  const times = room ? timesOf((from) => free(room, from), now) : [];
  const chosen = times.find((time) => String(time) === at) ?? times[0];
  const time = (milliseconds: number) => formats.time(new Date(milliseconds).toISOString());
  const book = async () => {
    if (!room || chosen === undefined) return;
    const fromAt = chosen === now ? null : new Date(chosen).toISOString();
    const body = { visitId: props.visitId, stationId: room.stationId, fromAt, minutes: Number(minutes) };
    if (await booking.run(body)) props.onBooked();
  };
  return (
    <Dialog
      title={t`A private room`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            busy={booking.busy}
            disabled={chosen === undefined}
            onClick={() => void book()}
          >{t`Book it`}</Button>
        </>
      }
    >
      {props.children}
      {booking.problem !== undefined && <ProblemNotice problem={told(booking.problem)} />}
      <ChoiceField
        label={t`Which room?`}
        shape="rows"
        value={stationId}
        onChoose={setStationId}
        options={props.rooms.map((one) => {
          const from = free(one, now);
          const when = from === undefined ? '' : time(from);
          return {
            value: one.stationId,
            says: one.name,
            more: from === undefined ? t`Taken for hours` : from === now ? t`Free now` : t`Free from ${when}`,
          };
        })}
      />
      <ChoiceField
        label={t`For how long?`}
        value={minutes}
        onChoose={setMinutes}
        options={(['15', '30', '60'] as const).map((value) => ({
          value,
          says: formats.minutes(Number(value)),
        }))}
      />
      <SelectField
        label={t`From when?`}
        value={String(chosen ?? '')}
        onChange={(event) => setAt(event.target.value)}
      >
        {times.map((each) => (
          <option key={each} value={each}>
            {each === now ? t`Now` : time(each)}
          </option>
        ))}
      </SelectField>
    </Dialog>
  );
}

const quarter = 900_000;

/** Now if it is free, and the next twelve quarters of an hour at which it is. */
function timesOf(free: (from: number) => number | undefined, now: number): number[] {
  const times = free(now) === now ? [now] : [];
  for (let at = Math.ceil((now + 1) / quarter) * quarter; at < now + 24 * quarter; at += quarter) {
    if (times.length < 13 && free(at) === at) times.push(at);
  }
  return times;
}
