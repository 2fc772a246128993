import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import { timesOf } from './run-words.ts';

/** When it comes, as people say it. Schedules are in UTC; here they are told in the branch's time. */
export function When({ schedule }: { schedule: string | null }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (schedule === null) return <>{t`only when somebody asks`}</>;
  const times = timesOf(schedule);
  if (times === undefined) return <>{t`scheduled: ${schedule} (UTC)`}</>;
  // The first week of 2026 began on a Sunday, the fourth of January.
  const day = new Date(Date.UTC(2026, 0, 4 + (times.weekday ?? 0), times.hour, times.minute)).toISOString();
  const at = formats.time(day);
  const weekday = new Intl.DateTimeFormat(formats.locale, { weekday: 'long', timeZone: formats.timeZone });
  const on = weekday.format(new Date(day));
  return <>{times.weekday === null ? t`every day at ${at}` : t`every ${on} at ${at}`}</>;
}
