import { useLingui } from '@lingui/react';

/** Rules are data in every language of the catalogue; the reader's is chosen here. */
export function useSpoken(): (words: { en: string; es: string }) => string {
  const { i18n } = useLingui();
  return ({ en, es }) => (i18n.locale.startsWith('es') ? es : en);
}
