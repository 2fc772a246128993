import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import {
  inLocale,
  inTalkWords,
  ownInTalkWords,
  ownStatedInWords,
  type Stated,
  statedInWords,
  statedWords,
} from './words.ts';

/** Where she said it, and in which talk. */
export function useSaidWhere(whose: 'staff' | 'own'): (one: Pick<Stated, 'saidIn' | 'talk'>) => string {
  const { t, i18n } = useLingui();
  const [named, unnamed] =
    whose === 'own' ? [ownInTalkWords, ownStatedInWords] : [inTalkWords, statedInWords];
  return ({ saidIn, talk }) =>
    talk === null || saidIn !== 'talk' ? t(unnamed[saidIn]) : t(named(inLocale(talk, i18n.locale)));
}

/** What it is called, and what she said; null where strangers may read. */
export function useStatedText(): (one: Stated) => { title: string; said: string | null } {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ fact, kind, amount, value }) => {
    const words = Object.hasOwn(statedWords, fact) ? statedWords[fact] : undefined;
    const title = words === undefined ? fact.replaceAll('.', ' ') : t(words);
    if (kind === 'money') return { title, said: amount && formats.money(amount) };
    if (value === null) return { title, said: null };
    if (kind === 'date') return { title, said: formats.date(value) };
    if (kind === 'flag') return { title, said: value === 'true' ? t`yes` : t`no` };
    return { title, said: kind === 'number' ? formats.number(Number(value)) : value };
  };
}
