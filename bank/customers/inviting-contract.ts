/** A customer's first sign-in to the portal: the link that somebody hands her. */
import { flag, id, instant, list, object, orNull, text } from '#platform/contract.ts';

const ofCustomer = object({ customerId: id });

export const invitationStanding = {
  route: 'GET /api/customers/:customerId/invitations',
  summary: 'What is in the way of a first sign-in of a customer who is here with me, before anybody tries',
  permission: 'customer.file.change',
  params: ofCustomer,
  reply: object({
    /** Another person has seen her card or a document, and I have her now. */
    shown: flag,
    ownPeople: flag,
    signsIn: flag,
    /** Contact points that are verified, safe and the same for a week; none: a second person approves. */
    settled: list(id, 100),
  }),
} as const;

export const invite = {
  route: 'POST /api/customers/:customerId/invitations',
  summary:
    'A one-time link for a customer whom two people saw; takes a settled contact point, or an approval',
  permission: 'customer.file.change',
  creates: true,
  fresh: true,
  params: ofCustomer,
  body: object({ contactPointId: id, approvalId: orNull(id) }),
  /** Its secret stands behind the #, which no server ever sees. */
  reply: object({ link: text(400), until: instant }),
} as const;
