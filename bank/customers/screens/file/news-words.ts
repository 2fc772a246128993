import { useLingui } from '@lingui/react/macro';
import { standingWords } from '#bank/needs/screens/words.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { kindWords } from './holding-words.ts';
import type { File } from './opening.ts';

type News = File['news'][number];

/**
 * A sentence for each thing that changed: plain words, no amounts (they stand beside it, where they may be
 * seen).
 */
export function useNewsSentence(): (news: News) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ code, about, onDate }) => {
    const day = formats.date(onDate);
    const weekday = formats.weekday(onDate);
    const told = about ?? '';
    const holding =
      about !== null && about in kindWords ? t(kindWords[about as keyof typeof kindWords]) : about;
    const what = holding ?? t`Something they hold`;
    const incomes: Record<string, string> = {
      salary: t`The salary`,
      pension: t`The pension`,
      benefit: t`A benefit`,
    };
    const income = incomes[about ?? ''] ?? t`An income`;
    const standing = Object.hasOwn(standingWords, told)
      ? t(standingWords[told as keyof typeof standingWords])
      : told;
    const sentences: Record<News['code'], string> = {
      'new holding': t`${what} was opened.`,
      'holding ended': t`${what} has come to an end.`,
      'matures soon': t`${what} matures on ${day}.`,
      'in arrears': t`${what} is behind with its payments.`,
      'income began': t`${income} has begun to come in.`,
      'income stopped': t`${income} has stopped coming in; the last was on ${day}.`,
      'income rose': t`${income} is higher than before.`,
      'income fell': t`${income} is lower than before.`,
      'large movement in': t`An unusually large sum came in.`,
      'large movement out': t`An unusually large sum went out.`,
      'penalty interest': t`Penalty interest was charged.`,
      moved: t`They have moved home.`,
      'new name': t`They have a new name; before, it was ${told}.`,
      died: t`They have died.`,
      birthday: t`Birthday on ${weekday}.`,
      anniversary: t`With the bank for ${told} years on ${weekday}.`,
      'level changed': t`Financial level is now: ${standing}.`,
      'stage changed': t`Stage of life is now: ${standing}.`,
      'for a private room': t`Something for a private room`,
    };
    return sentences[code];
  };
}
