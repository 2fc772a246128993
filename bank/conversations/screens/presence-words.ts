import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { chosenPresences } from '../contract.ts';

export type ChosenPresence = (typeof chosenPresences)[number];

export interface PresenceWords {
  presence: ChosenPresence;
  says: MessageDescriptor;
  more: MessageDescriptor;
  /** Where somebody can be present in this way. */
  channel: 'branch' | 'phone';
}

const yourWord = msg`Your word for it. The privacy office may ask.`;

/** How somebody shows that they are here; the ones that prove it, when a colleague saw it, come first. */
export const presenceWords: readonly PresenceWords[] = [
  {
    presence: 'card',
    says: msg`Card`,
    more: msg`Put into the reader, or shown with its PIN`,
    channel: 'branch',
  },
  {
    presence: 'queue ticket',
    says: msg`Queue ticket`,
    more: msg`Drawn with their card at the door`,
    channel: 'branch',
  },
  { presence: 'telephony', says: msg`Phone line`, more: msg`The line recognised them`, channel: 'phone' },
  { presence: 'document looked at', says: msg`Document looked at`, more: yourWord, channel: 'branch' },
  { presence: 'known by sight', says: msg`Known by sight`, more: yourWord, channel: 'branch' },
  { presence: 'known by sight', says: msg`Known by voice`, more: yourWord, channel: 'phone' },
];

export const companionWords = {
  companion: msg`Companion`,
  interpreter: msg`Interpreter`,
  attorney: msg`Attorney`,
  guardian: msg`Guardian`,
};
