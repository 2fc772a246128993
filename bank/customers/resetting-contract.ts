/** A customer who has lost every way to sign in to the portal. */
import { id, instant, object, text } from '#platform/contract.ts';

export const resetSignIn = {
  route: 'POST /api/customers/:customerId/sign-in-resets',
  summary: 'Shut every way in which a customer signs in, as a second person approved; a link for new ones',
  permission: 'customer.file.change',
  creates: true,
  fresh: true,
  params: object({ customerId: id }),
  body: object({ approvalId: id, contactPointId: id }),
  /** Its secret stands behind the #, which no server ever sees. */
  reply: object({ link: text(400), until: instant }),
} as const;
