import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { reasonKinds } from '../../glass-contract.ts';

export const reasonWords: Record<(typeof reasonKinds)[number], MessageDescriptor> = {
  danger: msg`Somebody is in danger`,
  fraud: msg`A fraud is under way`,
  'urgent instruction': msg`An instruction with a deadline`,
  complaint: msg`A complaint that cannot wait`,
  'system failure': msg`A system that failed`,
};
