/** The first sign-in, by the link that a member of staff has handed over. */
import Type from 'typebox';
import { codeGenerator, firstWays } from '#platform/auth/factors-contract.ts';
import { object, oneOf, text } from '#platform/contract.ts';

export const readInvitation = {
  route: 'POST /api/invitations/read',
  summary: 'What a one-time link asks for, and a new secret for the code generator; says nobody’s name',
  permission: 'nobody',
  body: object({ token: text(100) }),
  reply: object({
    contactKind: oneOf('phone', 'email'),
    language: text(35),
    ...codeGenerator,
  }),
} as const;

export const acceptInvitation = {
  route: 'POST /api/invitations/accept',
  summary: 'Set a user name and ways to sign in; takes the contact point that the bank has verified',
  permission: 'nobody',
  body: object({
    token: text(100),
    contact: text(320, 3),
    userName: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{1,62}$' }),
    ...firstWays,
  }),
  reply: object({ outcome: oneOf('accepted', 'wrong contact', 'name taken') }),
} as const;
