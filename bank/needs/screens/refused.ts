import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { eventWords, needWords, type Refusal, refusalWords, statedWords } from './words.ts';

/** What somebody asked not to be used, as it is called where it stands. */
export function useRefusalText(): (one: Refusal) => string {
  const { t } = useLingui();
  const words = { area: refusalWords, need: needWords, event: eventWords, stated: statedWords };
  return ({ of, what }) => {
    const all: Readonly<Record<string, MessageDescriptor>> = words[of];
    const said = Object.hasOwn(all, what) ? all[what] : undefined;
    return said === undefined ? what.replaceAll('.', ' ') : t(said);
  };
}
