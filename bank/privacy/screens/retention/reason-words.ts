/** Why something is kept, in plain words; a reason that a bank has added says itself, and a law is cited. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useCitation } from '../looks/citation.ts';

export function useReasonWords(): (reason: string) => string {
  const { t } = useLingui();
  const cited = useCitation();
  const said = (part: string) => {
    const known = words.get(part);
    return known === undefined ? cited(part) : t(known);
  };
  return (reason) => reason.split('; ').map(said).join('; ');
}

const words = new Map<string, MessageDescriptor>([
  ['three years show whether it helps', msg`three years show whether it helps`],
  ['shows that offers were tested', msg`shows that offers were tested`],
  ['12 CFR 1002.12(b) asks for 25 months', msg`12 CFR 1002.12(b) asks for 25 months`],
  ['counted anew each night', msg`counted anew each night`],
  [
    'by what suggestions were ordered: weights and counts of many, of nobody',
    msg`by what suggestions were ordered: weights and counts of many, of nobody`,
  ],
  ['goes with its model', msg`goes with its model`],
  ['counts only', msg`counts only`],
  ['how Earshot itself works', msg`how Earshot itself works`],
  ['a room is booked for today', msg`a room is booked for today`],
  ['like the visit they were part of', msg`like the visit they were part of`],
  ['a name to call, of no use afterwards', msg`a name to call, of no use afterwards`],
  ['a pairing ends at midnight', msg`a pairing ends at midnight`],
  ['complaints about a visit come within two years', msg`complaints about a visit come within two years`],
  ['made anew of names whenever these change', msg`made anew of names whenever these change`],
  ['explains looks that are on record', msg`explains looks that are on record`],
  ['by ids alone', msg`by ids alone`],
  [
    'long enough to look into a sign-in that was not hers',
    msg`long enough to look into a sign-in that was not hers`,
  ],
  ['shown for three months', msg`shown for three months`],
  [
    'a word that nobody is called by any more goes at night',
    msg`a word that nobody is called by any more goes at night`,
  ],
  ['of use while the run is remembered', msg`of use while the run is remembered`],
  ['names a feed and a day, and nobody', msg`names a feed and a day, and nobody`],
  ['a run can be undone for ninety days', msg`a run can be undone for ninety days`],
  ['by then a run is mended, or past undoing', msg`by then a run is mended, or past undoing`],
  ['goes with its run', msg`goes with its run`],
  ["where the bank's numbers came from", msg`where the bank's numbers came from`],
  ['a challenge is good for ten minutes', msg`a challenge is good for ten minutes`],
  ['a retry gets the same reply for a day', msg`a retry gets the same reply for a day`],
  ['what was said a year ago is not known any more', msg`what was said a year ago is not known any more`],
  ['proof of who looked, by ids alone', msg`proof of who looked, by ids alone`],
  ['the sealed record shows if one is missing', msg`the sealed record shows if one is missing`],
  ['who agreed to what', msg`who agreed to what`],
  ['a look that hung on one is on record', msg`a look that hung on one is on record`],
  ['proof of what programs did', msg`proof of what programs did`],
  ['proof of what was done, by ids alone', msg`proof of what was done, by ids alone`],
  ['the sealed record itself: what was signed', msg`the sealed record itself: what was signed`],
  ['the sealed record itself: who witnessed it', msg`the sealed record itself: who witnessed it`],
  ['what colleagues of three years are compared by', msg`what colleagues of three years are compared by`],
  [
    'so that a restored backup brings nobody back: hashes',
    msg`so that a restored backup brings nobody back: hashes`,
  ],
  ['proof of what was done, this deleting too', msg`proof of what was done, this deleting too`],
  [
    'the last hour of searching of each member of staff',
    msg`the last hour of searching of each member of staff`,
  ],
  ['goes with its investigation', msg`goes with its investigation`],
  ['the sealed record itself: hashes', msg`the sealed record itself: hashes`],
  [
    'long enough to see slow snooping: the case of 26 months',
    msg`long enough to see slow snooping: the case of 26 months`,
  ],
  ['the last hour of each member of staff', msg`the last hour of each member of staff`],
  ['who was let into a file on whose word', msg`who was let into a file on whose word`],
  ['goes with its question', msg`goes with its question`],
  [
    'limitation of claims of employment and data protection',
    msg`limitation of claims of employment and data protection`,
  ],
  ['with its looks and decisions', msg`with its looks and decisions`],
  ['proof of who searched', msg`proof of who searched`],
  [
    'the sealed record shows if one is missing. Words that found nobody go after thirty days',
    msg`the sealed record shows if one is missing. Words that found nobody go after thirty days`,
  ],
  ['of use while the draft is talked about', msg`of use while the draft is talked about`],
  [
    'what somebody tried who changed the rules, and what it said in counts',
    msg`what somebody tried who changed the rules, and what it said in counts`,
  ],
  [
    '12 CFR 208.61(c)(1): the yearly report on what happened and was done',
    msg`12 CFR 208.61(c)(1): the yearly report on what happened and was done`,
  ],
  ['counted for a quarter of an hour', msg`counted for a quarter of an hour`],
  ['shows that whoever looked had learnt it', msg`shows that whoever looked had learnt it`],
  ['as long as the account: a new device is told', msg`as long as the account: a new device is told`],
  ['as long as the account', msg`as long as the account`],
  ['its owner removes it', msg`its owner removes it`],
  ['the record of looks names the session by itself', msg`the record of looks names the session by itself`],
  ['until an administrator says otherwise', msg`until an administrator says otherwise`],
]);
