import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { holdingKinds } from '#bank/holdings/contract.ts';

/** What a customer calls each kind of holding. */
const words: Record<(typeof holdingKinds)[number], MessageDescriptor> = {
  'current account': msg`Everyday account`,
  savings: msg`Savings`,
  'term deposit': msg`Fixed-term deposit`,
  card: msg`Card`,
  mortgage: msg`Mortgage`,
  'auto loan': msg`Car loan`,
  'personal loan': msg`Personal loan`,
  investment: msg`Investment`,
  insurance: msg`Insurance`,
  'safe box': msg`Safe deposit box`,
};

export const kindWords: Readonly<Record<string, MessageDescriptor | undefined>> = words;
