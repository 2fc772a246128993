/** What is asked, in plain words; for both apps. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#design/badge.tsx';
import type { waysToTell } from '../../erasing-contract.ts';
import type {
  identities,
  laws,
  rightAbouts,
  rightChannels,
  rightKinds,
  rightStates,
} from '../../rights-contract.ts';

type About = (typeof rightAbouts)[number];

export const kindWords: Record<(typeof rightKinds)[number], MessageDescriptor> = {
  copy: msg`Copy of the data`,
  correction: msg`Correction`,
  restriction: msg`Restriction`,
  objection: msg`Objection`,
  erasure: msg`Erasure`,
};

export const aboutWords: Record<About, MessageDescriptor> = {
  marketing: msg`to marketing`,
  profiling: msg`to profiling`,
  name: msg`of the name`,
  'birth date': msg`of the date of birth`,
  address: msg`of an address`,
  'contact point': msg`of a telephone number or e-mail address`,
};

export const stateWords: Record<(typeof rightStates)[number], [Tone, MessageDescriptor]> = {
  open: ['amber', msg`Open`],
  granted: ['sea', msg`Granted`],
  'partly granted': ['sea', msg`Granted in part`],
  refused: ['red', msg`Refused`],
  withdrawn: ['neutral', msg`Taken back`],
};

export const channelWords: Record<(typeof rightChannels)[number], MessageDescriptor> = {
  portal: msg`in the portal`,
  branch: msg`at a branch`,
  phone: msg`by telephone`,
  letter: msg`by letter`,
};

export const identityWords: Record<(typeof identities)[number], MessageDescriptor> = {
  'signed in': msg`signed in`,
  document: msg`showed a document`,
  'code to phone': msg`code sent to their phone`,
  'known in person': msg`known in person`,
  'power of attorney': msg`power of attorney seen`,
};

export const toldWords: Record<(typeof waysToTell)[number], MessageDescriptor> = {
  'in person': msg`in person`,
  letter: msg`by letter`,
  phone: msg`by telephone`,
  'e-mail': msg`by e-mail`,
};

export const lawWords: Record<(typeof laws)[number], MessageDescriptor> = {
  EU: msg`European Union`,
  US: msg`United States`,
};
