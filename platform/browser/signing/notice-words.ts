import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { noticeKinds } from '#platform/auth/factors-contract.ts';

/** What happened to somebody's sign-in; `about` is said after it. */
export const noticeWords: Record<(typeof noticeKinds)[number], MessageDescriptor> = {
  'new device': msg`Signed in on a device we did not know`,
  'passkey added': msg`A passkey was added`,
  'passkey removed': msg`A passkey was removed`,
  'passkey refused': msg`A passkey was refused, because a copy of it seems to be in use`,
  'password changed': msg`The password was changed`,
  'sign-in reset': msg`The sign-in was reset: every way there was is shut`,
  'sign-in set': msg`New ways to sign in were set by a one-time link`,
  'sessions ended': msg`All sessions were ended by an administrator`,
};

export const methodWords: Record<'password' | 'passkey' | 'single sign-on', MessageDescriptor> = {
  password: msg`Password and code`,
  passkey: msg`Passkey`,
  'single sign-on': msg`Single sign-on`,
};
