/** A customer's first sign-in to the portal: the link that somebody hands her. */
import { id, instant, object, text } from '#platform/contract.ts';

export const invite = {
  route: 'POST /api/customers/:customerId/invitations',
  summary: 'A one-time link for a customer who is proven to be here; takes a verified, safe contact point',
  permission: 'customer.file.change',
  creates: true,
  params: object({ customerId: id }),
  body: object({ contactPointId: id }),
  /** Its secret stands behind the #, which no server ever sees. */
  reply: object({ link: text(400), until: instant }),
} as const;
