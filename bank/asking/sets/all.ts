/** Every set; older versions stay beside the newest, for the answers that were given in them. */
import type { Occasion, QuestionSet } from '../definition.ts';
import { smallBusiness, startingBusiness } from './businesses.ts';
import { bereavement, trouble } from './hard-times.ts';
import { family, familyBefore, home, newJob, retirement, studying } from './lives.ts';
import {
  firstMeeting,
  firstMeetingBefore,
  firstMeetingThen,
  leaving,
  yearlyReview,
  yearlyReviewBefore,
} from './meetings.ts';

export const sets: readonly QuestionSet[] = [
  ...[firstMeetingBefore, firstMeetingThen, yearlyReviewBefore, familyBefore],
  ...[firstMeeting, yearlyReview, newJob, family, home, studying, retirement],
  ...[bereavement, trouble, startingBusiness, smallBusiness, leaving],
];

/** The set as it was in that version, or undefined. */
export const setOf = (name: Occasion, version: number): QuestionSet | undefined =>
  sets.find((set) => set.name === name && set.version === version);

/** The set that is asked now. */
export const newest = (name: Occasion): QuestionSet =>
  sets.filter((set) => set.name === name).reduce((a, b) => (b.version > a.version ? b : a));
