import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';

/** Short words about a day: "since 4 Mar 2026". */
export function useDayWords() {
  const { t } = useLingui();
  const formats = useFormats();
  const about = (words: (day: string) => string) => (date: string) => words(formats.date(date));
  return {
    on: about((day) => t`on ${day}`),
    from: about((day) => t`from ${day}`),
    since: about((day) => t`since ${day}`),
    until: about((day) => t`until ${day}`),
    ended: about((day) => t`ended ${day}`),
    expired: about((day) => t`Expired ${day}`),
    died: about((day) => t`Died on ${day}`),
  };
}
