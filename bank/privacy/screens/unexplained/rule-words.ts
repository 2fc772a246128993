/** The rules of detection in plain words. One that is not known yet is said as it comes. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { LeavesName, ReasonName } from '../../detecting-weights.ts';
import type { Occasion } from './reading.ts';

export function useRuleWords() {
  const { t } = useLingui();
  return {
    rule: (rule: string) => (rule in rules ? t(rules[rule as ReasonName]) : rule),
    reason: ({ rule, times }: Occasion['reasons'][number]) => {
      const words = rule in rules ? t(rules[rule as ReasonName]) : rule;
      return times === undefined ? words : `${words} (${times})`;
    },
    lessened: (name: string) => (name in lessenings ? t(lessenings[name as LeavesName]) : name),
    explained: (by: string) => (by in explanations ? t(explanations[by] as MessageDescriptor) : by),
    ground: ({ groundKind, presence }: Occasion) =>
      [groundKind, presence]
        .filter((word) => word !== null)
        .map((word) => (word in grounds ? t(grounds[word] as MessageDescriptor) : word))
        .join(', '),
  };
}

const rules: Record<ReasonName, MessageDescriptor> = {
  declared: msg`only the employee says that they were here`,
  undone: msg`undone afterwards: it was somebody else`,
  'chosen oneself': msg`the employee gave themselves the reason`,
  'nothing done': msg`no note, promise or change was left`,
  hurried: msg`over within three minutes`,
  'two at once': msg`others were said to be here in the same minutes`,
  'other branch': msg`customer of another branch`,
  'out of hours': msg`outside opening hours`,
  'again and again': msg`looked at again and again without work`,
  'many people': msg`one of many people that day`,
  'many colleagues': msg`many colleagues looked at this customer`,
  prominent: msg`restricted file`,
  oneself: msg`the employee's own file`,
  manager: msg`the employee's manager`,
  colleague: msg`a colleague`,
  relative: msg`a relative, by the bank's register`,
  'same telephone': msg`same telephone as the employee`,
  'same address': msg`lives where the employee lives`,
  'next door': msg`lives next door to the employee`,
  'same street': msg`lives in the employee's street`,
  'same employer': msg`same employer`,
  'rare surname': msg`same rare surname as the employee`,
  'same surname': msg`same surname as the employee`,
  'common surname': msg`same, but common, surname as the employee`,
  'browsing by initials': msg`searches by a name and an initial`,
};

const lessenings: Record<LeavesName, MessageDescriptor> = {
  'checked in by a colleague': msg`a colleague checked them in`,
  'work left behind': msg`a note, promise or change was left`,
  'counter business elsewhere': msg`had business at a counter that day`,
};

const explanations: Record<string, MessageDescriptor> = {
  'proven presence': msg`presence was proven`,
  'kept appointment': msg`kept appointment`,
  'given by somebody else': msg`somebody else gave the reason`,
  'follows proven presence': msg`follows a proven visit`,
  'own business at the counter': msg`did business at the counter that day`,
};

const grounds: Record<string, MessageDescriptor> = {
  visit: msg`visit`,
  call: msg`call`,
  promise: msg`promise`,
  portfolio: msg`portfolio`,
  'acting for them': msg`somebody who acts for them`,
  'duplicate review': msg`review of duplicates`,
  'rights request': msg`request of the customer about their data`,
  'document looked at': msg`document looked at`,
  'known by sight': msg`known by sight`,
  card: msg`card`,
  'code to phone': msg`code to their phone`,
  'kept appointment': msg`kept appointment`,
  'queue ticket': msg`queue ticket`,
  telephony: msg`known to the telephone system`,
};
