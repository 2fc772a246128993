/** Is this really my bank? A short code that staff show whom they are with; she checks it in the portal. */
import { count, flag, id, instant, object, text } from '#platform/contract.ts';

export const showCode = {
  route: 'POST /api/visits/:visitId/vouching-codes',
  summary: 'A code for the customer who is here or on the telephone with me; the one before is over',
  permission: 'visit.move',
  creates: true,
  params: object({ visitId: id }),
  reply: object({ codeId: id, code: text(8, 8), expiresAt: instant }),
} as const;

export const codeState = {
  route: 'GET /api/vouching-codes/:codeId',
  summary: 'Whether the code that I show was checked: by the customer signed in, or by whoever had it',
  permission: 'visit.move',
  params: object({ codeId: id }),
  reply: object({ checked: flag, seen: flag, secondsLeft: count }),
} as const;
