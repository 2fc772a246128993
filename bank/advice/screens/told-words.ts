import { useLingui } from '@lingui/react/macro';
import { statedWords } from '#bank/needs/screens/words.ts';
import type { Advice } from './words.ts';

type Told = Advice['suggestions'][number]['told'];

/** By what they said of themselves, and when. */
export function useToldWords(): (told: Told) => string {
  const { t } = useLingui();
  const said = useSaid();
  return (told) =>
    said(told)
      .map(({ what, month }) => t`By what they told us in ${month}: ${what}`)
      .join('; ');
}

/** The same, to the customer. */
export function useOwnToldWords(): (told: Told) => string {
  const { t } = useLingui();
  const said = useSaid();
  return (told) =>
    said(told)
      .map(({ what, month }) => t`By what you told us in ${month}: ${what}`)
      .join('; ');
}

function useSaid() {
  const { i18n } = useLingui();
  // a month in a sentence is in the sentence's language, whatever the person's dates are written in
  const month = new Intl.DateTimeFormat(i18n.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (told: Told) =>
    told.map(({ fact, saidOn }) => {
      const words = statedWords[fact];
      return { what: words === undefined ? fact : i18n._(words), month: month.format(new Date(saidOn)) };
    });
}
