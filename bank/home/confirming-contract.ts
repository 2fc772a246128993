import { answer, shownCard } from '#bank/conversations/contract.ts';
import { nothing, object, orNull } from '#platform/contract.ts';

export const ownCard = {
  route: 'GET /api/confirmation',
  summary: 'What the bank would like the customer to confirm just now, or nothing',
  permission: 'anybody',
  byItself: true,
  reply: object({ card: orNull(shownCard) }),
} as const;

export const answerOwn = {
  route: 'POST /api/confirmation/answers',
  summary: "The customer's answer on her own telephone",
  permission: 'anybody',
  body: answer,
  reply: nothing,
} as const;
