/** "Open until 17:00", "Closed today: New Year's Day. Opens Friday 2 January, 09:00." */
import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import { formatsOf } from '#platform/browser/formatting.ts';
import type { Opening } from './reading.ts';

/** @param timeZone of the place; undefined: of the branch where one is signed in */
export function useOpeningWords(): (opening: Opening, timeZone?: string) => string {
  const { t } = useLingui();
  const here = useFormats();
  return ({ state, at, onDay, because }, timeZone = here.timeZone) => {
    const formats = timeZone === here.timeZone ? here : formatsOf(here.locale, timeZone);
    const time = at === null ? '' : formats.time(at);
    const when = onDay === null ? time : `${formats.weekday(onDay)}, ${time}`;
    if (state === 'not said') return t`No opening hours are set`;
    if (state === 'ended') return t`Closed for good`;
    if (state === 'open') {
      if (at === null) return t`Always open`;
      return because === null ? t`Open until ${when}` : t`Open until ${when} (${because})`;
    }
    if (because !== null && (at === null || onDay !== null))
      return at === null ? t`Closed today: ${because}` : t`Closed today: ${because}. Opens ${when}`;
    return at === null ? t`Closed` : t`Closed now. Opens ${when}`;
  };
}
