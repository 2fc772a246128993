import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { restrictionReasons } from '../../restricting-contract.ts';

export type Reason = (typeof restrictionReasons)[number];

/** Why a file takes two people: for those who may know. */
export const restrictionWords: Record<Reason, MessageDescriptor> = {
  'someone in danger': msg`Someone in danger`,
  'prominent person': msg`A prominent person`,
  staff: msg`A colleague`,
  other: msg`Another reason`,
};
