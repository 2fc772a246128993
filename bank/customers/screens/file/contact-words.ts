/** The words for contact points, addresses, identifiers and names. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type Words = Readonly<Record<string, MessageDescriptor>>;

/** The word for it; for one that is not known, that it is another. */
export const wordOr = (words: Words, name: string): MessageDescriptor => words[name] ?? other;

export const contactWords: Words = {
  personal: msg`Personal`,
  work: msg`At work`,
  home: msg`At home`,
  business: msg`Business`,
  emergency: msg`In an emergency`,
};

export const addressWords: Words = {
  home: msg`Home address`,
  postal: msg`For post`,
  work: msg`Work`,
  registered: msg`Registered seat`,
  former: msg`Former home`,
};

export const identifierWords: Words = {
  'tax number': msg`Tax number`,
  'national id': msg`National identity number`,
  passport: msg`Passport`,
  'driving licence': msg`Driving licence`,
  'registration number': msg`Registration number`,
  'core banking key': msg`Customer number of the core bank`,
};

export const nameWords: Words = {
  legal: msg`Legal name`,
  former: msg`Former name`,
  alias: msg`Also known as`,
  'other script': msg`In another script`,
};

const other = msg`Other`;
