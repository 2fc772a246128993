import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Panel, Toolbar } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { setHours } from '../contract.ts';
import { fitsTogether, IntervalsField } from './intervals.tsx';
import style from './premises.module.css';
import { type Hours, type Premises, useDeed, useReadAgain } from './reading.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const workdays: readonly number[] = [2, 3, 4, 5];

/** The usual hours of the week; whoever may sets them in place. */
export function UsualHours({ premises }: { premises: Premises }) {
  const { t } = useLingui();
  const [setting, setSetting] = useState(false);
  const nameOf = useWeekday();
  if (setting) return <SetHours premises={premises} onClose={() => setSetting(false)} />;
  return (
    <Panel title={t`Usual hours`} flush>
      {premises.week.length === 0 ? (
        <EmptyState title={t`No opening hours are set`} />
      ) : (
        <dl className={style.said}>
          {weekdays.map((weekday) => (
            <div key={weekday} className={style.day}>
              <dt>{nameOf(weekday)}</dt>
              <dd>
                <HoursSaid intervals={hoursOf(premises, weekday)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {premises.hoursMine && (
        <p className={style.foot}>
          <Button onClick={() => setSetting(true)}>{t`Change the hours`}</Button>
        </p>
      )}
    </Panel>
  );
}

/** "09:00–12:30, 13:30–17:00", or closed. */
export function HoursSaid({ intervals }: { intervals: Hours }) {
  const { t } = useLingui();
  if (intervals.length === 0) return <>{t`Closed`}</>;
  return <>{intervals.map(({ from, to }) => `${from}–${to}`).join(', ')}</>;
}

function SetHours({ premises, onClose }: { premises: Premises; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const again = useReadAgain();
  const nameOf = useWeekday();
  const { premisesId } = premises;
  // As it was when the fields were filled: whoever was overtaken looks at what is there first.
  const [version] = useState(premises.version);
  const [week, setWeek] = useState<readonly Hours[]>(() => weekdays.map((one) => hoursOf(premises, one)));
  const deed = useDeed((body: Body<typeof setHours>) =>
    call<typeof setHours>('PUT /api/premises/:premisesId/hours', { params: { premisesId }, version, body }),
  );
  const fits = week.every(fitsTogether);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const said = week.map((intervals, at) => ({ weekday: at + 1, intervals }));
    // Closed on every day is not the same as nobody having said when it is open.
    if (!fits || (await deed.run({ week: said })) === undefined) return;
    say(t`Saved. It counts from now on.`);
    again();
    onClose();
  };
  const set = (weekday: number, intervals: Hours) =>
    setWeek((before) => before.map((one, at) => (at + 1 === weekday ? intervals : one)));
  return (
    <Panel title={t`Usual hours`} aside={premises.timeZone}>
      <form className={style.form} onSubmit={(event) => void save(event)}>
        {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} />}
        <div>
          {weekdays.map((weekday) => (
            <div key={weekday} className={style.day}>
              <span>{nameOf(weekday)}</span>
              <IntervalsField
                day={nameOf(weekday)}
                intervals={week[weekday - 1] ?? []}
                onChange={(intervals) => set(weekday, intervals)}
              />
            </div>
          ))}
        </div>
        <Toolbar>
          <Button look="primary" type="submit" busy={deed.busy} disabled={!fits}>{t`Save the hours`}</Button>
          <Button
            onClick={() =>
              setWeek((before) =>
                before.map((one, at) => (workdays.includes(at + 1) ? (before[0] ?? []) : one)),
              )
            }
          >{t`Monday's hours until Friday`}</Button>
          <Button look="quiet" onClick={onClose}>{t`Cancel`}</Button>
        </Toolbar>
      </form>
    </Panel>
  );
}

const hoursOf = ({ week }: Premises, weekday: number): Hours =>
  week.find((one) => one.weekday === weekday)?.intervals ?? [];

/** The name of a weekday: 1 is Monday. */
function useWeekday(): (weekday: number) => string {
  const { locale } = useFormats();
  const names = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return (weekday) => names.format(Date.UTC(2024, 0, weekday));
}
