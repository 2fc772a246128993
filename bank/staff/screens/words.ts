/** The words for roles and places in the person's language. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Place, Role } from '../contract.ts';

export const roleWords: Record<Role, MessageDescriptor> = {
  banker: msg`Banker`,
  greeter: msg`Greeter`,
  'contact centre': msg`Contact centre`,
  manager: msg`Branch manager`,
  marketer: msg`Marketer`,
  analyst: msg`Analyst`,
  'privacy officer': msg`Privacy officer`,
  'compliance officer': msg`Compliance officer`,
  'security officer': msg`Security officer`,
  administrator: msg`Administrator`,
};

export const placeWords: Record<Place, MessageDescriptor> = {
  'open counter': msg`Open counter`,
  'private room': msg`Private room`,
  phone: msg`Phone`,
  'back office': msg`Back office`,
};

/** What the privacy band says of each place. */
export const hiddenWords: Record<Place, MessageDescriptor> = {
  'open counter': msg`Amounts and contact details are hidden. Hold one to see it.`,
  'private room': msg`Nobody else can read along. Only identifiers are hidden.`,
  phone: msg`Know who is calling before you say anything. Only identifiers are hidden.`,
  'back office': msg`Nobody else can read along. Only identifiers are hidden.`,
};
