import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Reply } from '#platform/contract.ts';
import type { became, declinedBecause, readAdvice } from '../contract.ts';
import { factWords } from './fact-words.ts';

export type Advice = Reply<typeof readAdvice>;
export type Became = (typeof became)[number];
export type DeclinedBecause = (typeof declinedBecause)[number];
type Change = Advice['rejected'][number]['wouldChange'][number];

export const sortWords: Record<Advice['suggestions'][number]['sort'], MessageDescriptor> = {
  help: msg`Help`,
  waiver: msg`Goodwill`,
  cheaper: msg`Costs less`,
  'check-in': msg`Check-in`,
  education: msg`Know-how`,
  referral: msg`Colleague`,
  product: msg`Product`,
};

export const becameWords: Record<Became, MessageDescriptor> = {
  shown: msg`Brought up`,
  accepted: msg`Accepted`,
  'not now': msg`Not now`,
  declined: msg`Declined`,
  'fell through': msg`Fell through`,
};

/** The same of what is under way already. */
export const underWayWords: Record<Became, MessageDescriptor> = {
  ...becameWords,
  'not now': msg`Put off after all`,
  declined: msg`Declined after all`,
  'fell through': msg`It fell through`,
};

export const becauseWords: Record<DeclinedBecause, MessageDescriptor> = {
  'not needed': msg`Not needed`,
  'too expensive': msg`Too expensive`,
  'has it elsewhere': msg`Has it elsewhere`,
  'does not suit': msg`Does not suit`,
  'no answer': msg`Would not say`,
};

export function useFactWords(): (name: string) => string {
  const { i18n } = useLingui();
  return (name) => {
    const words = factWords[name];
    return words === undefined ? name.replaceAll('.', ' ') : i18n._(words);
  };
}

/** "months of outgoings in reserve: 6 or more". */
export function useChangeWords(): (change: Change) => string {
  const { t, i18n } = useLingui();
  const fact = useFactWords();
  return ({ fact: name, op, value }) => {
    const what = fact(name);
    const shown = valueWords(value, i18n.locale);
    const flags: Record<string, string> = {
      '= true': t`yes`,
      '!= false': t`yes`,
      '= false': t`no`,
      '!= true': t`no`,
    };
    const ops: Record<string, string> = {
      '>=': t`${shown} or more`,
      '>': t`more than ${shown}`,
      '<=': t`${shown} or less`,
      '<': t`less than ${shown}`,
      '=': shown,
      '!=': t`other than ${shown}`,
      in: shown,
      'not in': t`other than ${shown}`,
      known: t`once it is known`,
      unknown: t`while it is not known`,
    };
    return `${what}: ${flags[`${op} ${value}`] ?? ops[op] ?? op}`;
  };
}

function valueWords(value: string | null, locale: string): string {
  const number = Number(value);
  return value === null || value === '' || Number.isNaN(number)
    ? (value ?? '')
    : new Intl.NumberFormat(locale).format(number);
}
