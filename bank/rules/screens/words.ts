/** What tables, columns and faults are called. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { factWords } from '#bank/advice/screens/fact-words.ts';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { needWords, standingWords } from '#bank/needs/screens/words.ts';
import type { Draft, Listed } from './reading.ts';

type Aspect = NonNullable<Listed['option']>['aspect'];
export const aspectWords: Record<Aspect, MessageDescriptor> = {
  eligibility: msg`May they have it`,
  applicability: msg`Is there a use for it`,
  suitability: msg`Would it do them good`,
  'contact policy': msg`May it be brought up now`,
};

/** A table's name in words: "A card: would it do them good". */
export function useTableTitle(): (table: Pick<Listed, 'tableName' | 'option'>) => string {
  const { t } = useLingui();
  const spoken = useSpoken();
  return ({ tableName, option }) => {
    if (option !== null) {
      const [title, aspect] = [spoken(option.title), t(aspectWords[option.aspect])];
      return t`${title}: ${aspect}`;
    }
    if (tableName === 'level') return t`Financial level`;
    if (tableName === 'stage') return t`Stage of life`;
    const category = tableName.replace('need ', '');
    const known = Object.hasOwn(needWords, category)
      ? t(needWords[category as keyof typeof needWords])
      : category;
    return t`Need: ${known}`;
  };
}

/** What a fact is called beside its name; of what has no words, its name again. */
export function useFactTitle(): (name: string) => string {
  const { t } = useLingui();
  return (name) => {
    if (Object.hasOwn(factWords, name)) return t(factWords[name] as MessageDescriptor);
    if (Object.hasOwn(ownWords, name)) return t(ownWords[name] as MessageDescriptor);
    return name.replaceAll('.', ' ');
  };
}

/** Whose column it is, and what somebody is in it. */
export function useWordTitle(): (word: string) => string {
  const { t } = useLingui();
  return (word) =>
    Object.hasOwn(standingWords, word) ? t(standingWords[word as keyof typeof standingWords]) : word;
}

/** What rows give. */
const ownWords: Record<string, MessageDescriptor> = {
  fits: msg`fits`,
  is: msg`then it is`,
  strength: msg`how strongly, 0 to 100`,
};

type Code = Draft['problems'][number]['code'];
const problems: Record<Code, MessageDescriptor> = {
  'unknown fact': msg`There is no such fact.`,
  'fact of another context': msg`What is offered may not hang on this: it is for care alone.`,
  'not known yet': msg`This is worked out beside this table, so it is not known yet.`,
  'never ends': msg`The table would hang on what it gives itself, and never end.`,
  'twice the same column': msg`This fact stands in two columns.`,
  'no rows': msg`There is no row.`,
  'twice the same row id': msg`Another row has this name.`,
  'wrong number of cells': msg`This row has too few or too many cells.`,
  'wrong value': msg`This value cannot be.`,
  'no order': msg`Words, and yes or no, are neither more nor less.`,
  'empty range': msg`The range ends before it begins.`,
  'never reached': msg`This row never decides: one above it always does first.`,
  contradiction: msg`This row contradicts one above: the same case, and something else is said of it.`,
  'comes to nothing': msg`This row says yes where another table always says no.`,
  'no words': msg`The reasons are missing, in English or Spanish.`,
  'not understood': msg`This is not understood.`,
  'another frame': msg`A table keeps its name, its context and what it gives.`,
};
export function useProblemText(): (problem: Pick<Draft['problems'][number], 'code' | 'other'>) => string {
  const { t } = useLingui();
  return ({ code, other }) => {
    const says = Object.hasOwn(problems, code) ? t(problems[code] as MessageDescriptor) : code;
    return other === null ? says : `${says} (${other})`;
  };
}

export const slipWords: Record<string, MessageDescriptor> = {
  'no number': msg`This takes a number, such as 60, ≥ 60 or 50..66.`,
  'thousands or parts': msg`Thousands or parts? Write 1500 without a comma, or 1.5 with a point.`,
  'no amount': msg`This takes an amount of the bank's own currency, such as ≥ 1500.`,
  'no day': msg`This takes a day, such as 2026-12-31.`,
  'no yes or no': msg`This takes yes or no.`,
  'no such word': msg`None of the words that it can be.`,
  'no order': msg`Words, and yes or no, are neither more nor less.`,
  'empty range': msg`The range ends before it begins.`,
  'not understood': msg`This is not understood.`,
  'no name': msg`A name of small letters and digits, with dots between: "much.cash".`,
  'twice the same name': msg`Another row has this name.`,
  'no such row': msg`There is no such row. Write ? for too little known, - for no row.`,
  'no words': msg`Words are needed here.`,
  'too long': msg`This is too long to be kept: say it in fewer words.`,
};

export const stateWords: Record<Draft['state'], MessageDescriptor> = {
  draft: msg`Draft`,
  proposed: msg`Waits for approval`,
  'in force': msg`Put in force`,
  left: msg`Given up`,
};
