import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './for-anybody.module.css';
import type { Branch } from './for-anybody.tsx';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The usual week, today's line marked, and the days of the next four weeks that are otherwise. */
export function OpenHours({ place: { week, days, today, name } }: { place: Branch }) {
  const { t } = useLingui();
  const { locale, weekday } = useFormats();
  const hours = useHours();
  const names = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // a Sunday and the week after it
  const nameOf = (day: number) => names.format(Date.UTC(2026, 0, 4 + day));
  const now = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return (
    <details className={style.hours}>
      <summary>
        {t`Opening hours`}
        <span className="unseen">: {name}</span>
      </summary>
      <dl>
        {week.length > 0 &&
          weekdays.map((day) => (
            <div key={day} aria-current={day === now + 1 ? 'date' : undefined}>
              <dt>{nameOf(day)}</dt>
              <dd>{hours(week.find((one) => one.weekday === day)?.intervals ?? [])}</dd>
            </div>
          ))}
      </dl>
      {days.length > 0 && (
        <>
          <h4>{t`Otherwise on these days`}</h4>
          <dl>
            {days.map(({ onDate, name: called, intervals }) => (
              <div key={onDate} aria-current={onDate === today ? 'date' : undefined}>
                <dt>
                  {weekday(onDate)}
                  <span className={style.called}>{called}</span>
                </dt>
                <dd>{hours(intervals)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </details>
  );
}

/** "09:00–12:30, 13:30–17:00", as the language writes times; or closed. */
function useHours(): (intervals: Branch['week'][number]['intervals']) => string {
  const { t } = useLingui();
  const { locale } = useFormats();
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' });
  // 24:00 is the midnight at which the day ends
  const time = (said: string) => times.format(Date.parse(`2026-01-01T${said.replace('24:00', '00:00')}:00Z`));
  return (intervals) => {
    if (intervals.length === 0) return t`Closed`;
    if (intervals.length === 1 && intervals[0]?.from === '00:00' && intervals[0].to === '24:00')
      return t`All day`;
    return intervals.map(({ from, to }) => `${time(from)} – ${time(to)}`).join(', ');
  };
}
