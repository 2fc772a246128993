/** What she saves for, in her own words. */
import { date, id, nothing, object, orNull } from '#platform/contract.ts';
import { sum } from './contract.ts';

export const correctOwnGoal = {
  route: 'POST /api/understanding/needs/:needId/goals',
  summary: 'The customer puts right what she saves for and by when; null: it is no goal, and the need stays',
  permission: 'anybody',
  params: object({ needId: id }),
  /** In minor units of the currency that the goal has. */
  body: object({ minor: orNull(sum), on: orNull(date) }),
  reply: nothing,
} as const;
