import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { addDay, changeDay, removeDay } from '../contract.ts';
import { DayDialog, type DaySaid } from './day-dialog.tsx';
import { HoursSaid } from './hours.tsx';
import style from './premises.module.css';
import { type Day, type Premises, useDeed, useReadAgain } from './reading.ts';

/** Holidays, and days with hours of their own, from today on. */
export function SpecialDays({ premises }: { premises: Premises }) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Day>();
  const { days, hoursMine } = premises;
  return (
    <Panel title={t`Special days`} aside={days.length || undefined} flush>
      {days.length === 0 && <EmptyState title={t`No holidays or other special days are set`} />}
      <ul className={style.list}>
        {days.map((day) => (
          <DayLine key={day.dayId} premises={premises} day={day} onChange={() => setChanging(day)} />
        ))}
      </ul>
      {hoursMine && (
        <p className={style.foot}>
          <Button onClick={() => setAdding(true)}>{t`Add a special day`}</Button>
        </p>
      )}
      {adding && <AddDay premises={premises} onClose={() => setAdding(false)} />}
      {changing && <ChangeDay premises={premises} day={changing} onClose={() => setChanging(undefined)} />}
    </Panel>
  );
}

function DayLine({ premises, day, onChange }: { premises: Premises; day: Day; onChange: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const again = useReadAgain();
  const { premisesId, version, hoursMine, today } = premises;
  const { dayId, name, onDate, intervals } = day;
  const date = formats.date(onDate);
  const removing = useDeed((_nothing: undefined) =>
    call<typeof removeDay>('DELETE /api/premises/:premisesId/days/:dayId', {
      ...{ params: { premisesId, dayId }, version },
    }).then(() => true as const),
  );
  const remove = async () => {
    if (!(await removing.run(undefined))) return;
    say(t`It is a day like any other again.`);
    again();
  };
  return (
    <li>
      <div className={style.who}>
        <p className={style.name}>
          {date} {onDate === today && <Badge tone="amber">{t`today`}</Badge>}
        </p>
        <p>{name}</p>
        <p className={style.soft}>
          <HoursSaid intervals={intervals} />
        </p>
        {removing.problem !== undefined && <ProblemNotice problem={told(removing.problem)} />}
      </div>
      {hoursMine && (
        <div className={style.deeds}>
          <Button size="small" aria-label={t`Change ${name}, ${date}`} onClick={onChange}>{t`Change`}</Button>
          <Button
            size="small"
            look="quiet"
            busy={removing.busy}
            aria-label={t`Remove ${name}, ${date}`}
            onClick={() => void remove()}
          >{t`Remove`}</Button>
        </div>
      )}
    </li>
  );
}

function AddDay({ premises, onClose }: { premises: Premises; onClose: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const again = useReadAgain();
  const { premisesId, country } = premises;
  const deed = useAction((body: Body<typeof addDay>, key) =>
    call<typeof addDay>('POST /api/premises/:premisesId/days', { params: { premisesId }, body, key }),
  );
  const save = async (body: DaySaid) => {
    const reply = await deed.run(body);
    if (reply === undefined) return;
    const { places } = reply;
    say(body.everywhere ? t`Set, in this many places: ${places}` : t`The day is set.`);
    again();
    onClose();
  };
  return (
    <DayDialog
      title={t`Add a special day`}
      today={premises.today}
      day={undefined}
      country={may('premises.set') ? country : null}
      busy={deed.busy}
      problem={deed.problem}
      onSave={(body) => void save(body)}
      onClose={onClose}
    />
  );
}

function ChangeDay({ premises, day, onClose }: { premises: Premises; day: Day; onClose: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const again = useReadAgain();
  const { premisesId } = premises;
  // As it was when the fields were filled: whoever was overtaken looks at what is there first.
  const [version] = useState(premises.version);
  const { dayId } = day;
  const date = formats.date(day.onDate);
  const deed = useDeed((body: Body<typeof changeDay>) =>
    call<typeof changeDay>('PUT /api/premises/:premisesId/days/:dayId', {
      ...{ params: { premisesId, dayId }, version, body },
    }),
  );
  const save = async ({ name, intervals }: DaySaid) => {
    if ((await deed.run({ name, intervals })) === undefined) return;
    say(t`Saved. It counts from now on.`);
    again();
    onClose();
  };
  return (
    <DayDialog
      title={t`Change ${date}`}
      today={premises.today}
      day={day}
      country={null}
      busy={deed.busy}
      problem={deed.problem}
      onSave={(body) => void save(body)}
      onClose={onClose}
    />
  );
}
