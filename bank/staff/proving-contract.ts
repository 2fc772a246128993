import Type from 'typebox';
import { nothing, object, text } from '#platform/contract.ts';

export const proveAgain = {
  route: 'POST /api/re-authentication',
  summary: 'Show again, with password and code, who one is: for five minutes it counts as fresh',
  permission: 'anybody',
  body: object({ password: text(200), code: Type.String({ pattern: '^[0-9]{6}$' }) }),
  reply: nothing,
} as const;
