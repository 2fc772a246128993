/** What terms, kinds of changes and faults are called. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import type { says } from '../../terms-rules.ts';
import type { Kind, Terms, Version } from './reading.ts';

export const kindWords: Record<Kind, MessageDescriptor> = {
  terms: msg`New terms`,
  withdrawal: msg`Withdrawal`,
  undoing: msg`Undoing`,
};

export const stateWords: Record<Version['state'], MessageDescriptor> = {
  now: msg`counts today`,
  coming: msg`to come`,
  past: msg`has been`,
  undone: msg`undone before its day`,
};

export const wrongWords: Record<keyof typeof says, MessageDescriptor> = {
  'has passed': msg`This day has passed.`,
  'too far': msg`Choose a day within five years.`,
  'same day': msg`There is a version of that day already.`,
  'withdrawn already': msg`It is withdrawn by that day already.`,
  'withdrawal planned': msg`Its withdrawal is planned already: undo that first.`,
  'nothing changed': msg`These are the terms already. Nothing is changed.`,
  'no such version': msg`There is no such version, or it is undone already.`,
  'has come': msg`Its day has come: a newer version can take its place.`,
  'withdrawn twice': msg`It would be withdrawn twice: undo the later withdrawal first.`,
};

/** "the bank earns 40 ‰ a year; an instalment of 10 % of what comes in" */
export function useTermsText(): (terms: Terms) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ margin, instalmentShare }) => {
    const earns = formats.number(margin);
    const share = instalmentShare === null ? null : formats.number(Math.round(instalmentShare * 100));
    return share === null
      ? t`the bank earns ${earns} ‰ a year`
      : t`the bank earns ${earns} ‰ a year; reckoned with an instalment of ${share} % of what comes in`;
  };
}
