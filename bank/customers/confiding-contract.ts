/** What a customer wants nobody, or one person, to be told of her. */
import { id, object, orNull, version } from '#platform/contract.ts';

export const keepConfidence = {
  route: 'POST /api/customers/:customerId/confidences',
  summary: 'From now on nothing of this customer is told to that person; null: to nobody at all',
  permission: 'customer.file.change',
  creates: true,
  params: object({ customerId: id }),
  body: object({ otherId: orNull(id) }),
  reply: object({ confidenceId: id, version }),
} as const;

export const endConfidence = {
  route: 'POST /api/customers/:customerId/confidences/:confidenceId/end',
  summary: 'The customer herself no longer wants it kept',
  permission: 'customer.file.change',
  versioned: true,
  params: object({ customerId: id, confidenceId: id }),
  reply: object({ version }),
} as const;
