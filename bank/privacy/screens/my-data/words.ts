/** What a customer may ask, as she would say it. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#design/badge.tsx';
import type { rightAbouts, rightKinds, rightStates } from '../../rights-contract.ts';

export const ownKinds: Record<(typeof rightKinds)[number], MessageDescriptor> = {
  copy: msg`A copy of my data`,
  correction: msg`Something is wrong`,
  restriction: msg`Only keep it, do not use it`,
  objection: msg`Do not use it for something`,
  erasure: msg`Erase what you have of me`,
};

export const ownAbouts: Record<(typeof rightAbouts)[number], MessageDescriptor> = {
  marketing: msg`Do not use my data for advertising`,
  profiling: msg`Do not draw conclusions about me`,
  name: msg`My name is wrong`,
  'birth date': msg`My date of birth is wrong`,
  address: msg`An address is wrong`,
  'contact point': msg`A telephone number or e-mail address is wrong`,
};

export const ownStates: Record<(typeof rightStates)[number], [Tone, MessageDescriptor]> = {
  open: ['amber', msg`Open`],
  granted: ['sea', msg`Done`],
  'partly granted': ['sea', msg`Done in part`],
  refused: ['red', msg`Refused`],
  withdrawn: ['neutral', msg`You took it back`],
};
