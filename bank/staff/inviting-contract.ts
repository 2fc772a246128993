/** The first sign-in of a member of staff, and the one after a reset: by a one-time link. */
import { codeGenerator, firstWays } from '#platform/auth/factors-contract.ts';
import { flag, nothing, object, text } from '#platform/contract.ts';

export const readInvitation = {
  route: 'POST /api/invitations/read',
  summary: 'What a one-time link offers: the user name, and a new secret for the code generator',
  permission: 'nobody',
  body: object({ token: text(100) }),
  reply: object({
    ...{ userName: text(64), fullName: text(200), ...codeGenerator },
    /** Are there passwords here, and may one sign in at the bank's own identity provider instead? */
    ...{ passwords: flag, singleSignOn: flag },
  }),
} as const;

export const acceptInvitation = {
  route: 'POST /api/invitations/accept',
  summary: 'Set a passkey, a password with a code generator, or both, for a new sign-in',
  permission: 'nobody',
  body: object({ token: text(100), ...firstWays }),
  reply: nothing,
} as const;
