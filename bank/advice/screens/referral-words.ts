import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Reply } from '#platform/contract.ts';
import type { ownReferrals, readReferrals } from '../referring-contract.ts';

/** Of a file; a topic that others must not hear is null. */
export type Referral = Reply<typeof readReferrals>['referrals'][number];
export type OwnReferral = Reply<typeof ownReferrals>['referrals'][number];

/** What a referral is about: the same for staff and for the customer. */
export const topicWords: Record<OwnReferral['topic'], MessageDescriptor> = {
  home: msg`A home`,
  borrowing: msg`Borrowing`,
  investing: msg`Investing`,
  retirement: msg`Living on later`,
  protection: msg`Insurance`,
  business: msg`A business`,
  paying: msg`Trouble paying`,
  estate: msg`After a death`,
};

export const consentWords: Record<OwnReferral['consent'], MessageDescriptor> = {
  'in person': msg`in person`,
  'by telephone': msg`by telephone`,
  'in writing': msg`in writing`,
};

export const resultWords: Record<NonNullable<OwnReferral['result']>, MessageDescriptor> = {
  helped: msg`It helped`,
  'nothing needed': msg`Nothing needed`,
  'not possible': msg`Not possible`,
};

export const stateWords: Record<OwnReferral['state'], MessageDescriptor> = {
  asked: msg`Asked`,
  accepted: msg`Accepted`,
  'passed back': msg`Passed back`,
  answered: msg`Answered`,
  'taken back': msg`Consent taken back`,
};

export const passedWords: Record<NonNullable<Referral['because']>, MessageDescriptor> = {
  'not my field': msg`Not my field`,
  'no time': msg`No time for it soon`,
  'too close': msg`Too close to them`,
};
