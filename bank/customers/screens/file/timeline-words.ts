/** The words for what happened. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Entry } from './timeline.tsx';

export const filterWords: Record<Entry['kind'], MessageDescriptor> = {
  movement: msg`Money`,
  visit: msg`Visits and calls`,
  note: msg`Notes`,
  promise: msg`Promises`,
  change: msg`Changes`,
};

export const movementWords: Record<string, MessageDescriptor> & { other: MessageDescriptor } = {
  salary: msg`Salary`,
  pension: msg`Pension`,
  benefit: msg`Benefit`,
  'cash deposit': msg`Cash paid in`,
  'cash withdrawal': msg`Cash taken out`,
  'card payment': msg`Paid by card`,
  'card withdrawal': msg`Cash by card`,
  'transfer in': msg`Transfer in`,
  'transfer out': msg`Transfer out`,
  'standing order': msg`Standing order`,
  'direct debit': msg`Direct debit`,
  'loan payment': msg`Loan payment`,
  'insurance payment': msg`Insurance payment`,
  'household payment': msg`Household payment`,
  interest: msg`Interest`,
  'penalty interest': msg`Penalty interest`,
  fee: msg`Fee`,
  dividend: msg`Dividend`,
  purchase: msg`Purchase of securities`,
  sale: msg`Sale of securities`,
  other: msg`Other movement`,
};

/** What nobody ended while it was today, the night ended. */
export const visitWords: Record<string, MessageDescriptor> & Record<'visit', MessageDescriptor> = {
  visit: msg`Visit`,
  call: msg`Call`,
  'visit left open': msg`Visit; nobody ended it, so the night did`,
  'call left open': msg`Call; nobody ended it, so the night did`,
};

export const promiseWords: Record<string, MessageDescriptor> & { open: MessageDescriptor } = {
  open: msg`Promised`,
  kept: msg`Promised, and kept`,
  withdrawn: msg`Promised, then withdrawn`,
};

export const changeWords: Record<string, MessageDescriptor> & { other: MessageDescriptor } = {
  'profile.changed': msg`Their profile was changed`,
  'note.written': msg`A note was written`,
  'life event.confirmed': msg`A life event was confirmed`,
  'life event.rejected': msg`A life event was rejected`,
  'life event.told': msg`A life event was told`,
  'life event.corrected': msg`The customer put the day of a life event right`,
  'life event.answered': msg`The customer answered what we believe of her life`,
  'need.stated': msg`A need was stated`,
  'need.met': msg`A need was met`,
  'need.rejected': msg`A need was rejected`,
  'need.answered': msg`The customer answered what we believe she needs`,
  'need.corrected': msg`The customer put a goal right`,
  'help.set': msg`What helps them was written down`,
  'help.chosen': msg`The customer said what helps her`,
  'stated.answered': msg`The customer put right what she had told of herself`,
  'use.refused': msg`The customer refused the use of something for offers`,
  'use.allowed': msg`The customer allowed the use of something for offers again`,
  'referral.made': msg`They were referred to a specialist`,
  'referral.accepted': msg`A referral was accepted`,
  'referral.passed back': msg`A referral was passed back`,
  'referral.answered': msg`A referral was answered`,
  'referral.taken back': msg`The consent to a referral was taken back`,
  'file.restricted': msg`The file takes two people from then on`,
  'restriction.confirmed': msg`That it takes two people was confirmed`,
  'file.released': msg`The file opens to one person again`,
  'note.changed': msg`A note was changed`,
  'promise.made': msg`Something was promised`,
  'promise.kept': msg`A promise was kept`,
  'promise.withdrawn': msg`A promise was withdrawn`,
  'promise.passed on': msg`Somebody else keeps a promise now`,
  'portfolio.given': msg`Somebody else looks after them now`,
  'customer.merged': msg`Two records were made one`,
  'customer.unmerged': msg`Two records were taken apart again`,
  'relation.other merged': msg`Somebody around them was found twice, and made one`,
  'relation.other unmerged': msg`Somebody around them was taken apart again`,
  'duplicate.ruled out': msg`Compared with a like record: not the same person`,
  'duplicate.put off': msg`Compared with a like record: to be looked at later`,
  'duplicate.put back': msg`Compared with a like record: left to a colleague`,
  'visit.checked in': msg`They were checked in`,
  'visit.handed over': msg`Their visit was handed over`,
  'visit.started': msg`Their visit began`,
  'visit.ended': msg`Their visit ended`,
  'visit.ended by the night': msg`Nobody ended their visit, so the night did`,
  'visit.undone': msg`A visit was undone: it was not them`,
  'visit.calling agreed': msg`Whether they may be called by first name`,
  'confirmation.asked': msg`Something was shown to be confirmed`,
  'confirmation.answered': msg`The customer answered what was shown`,
  'confirmation.noted': msg`The customer's nod was written down`,
  'confirmation.withdrawn': msg`What was shown was taken back`,
  'confirmation.settled': msg`An answer was dealt with`,
  other: msg`The file was changed`,
};
