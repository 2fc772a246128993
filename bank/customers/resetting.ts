/**
 * Resetting a customer's sign-in: with the customer, proven to be here, on a second person's approval. The
 * kernel asks for both again in the moment in which everything is shut (0040_resetting.sql).
 */
import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { change } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './resetting-contract.ts';
import * as queries from './resetting-queries.ts';

/**
 * @throws Failure `approval-needed` unless just this was approved, `no-ground` when they have left, `changed`
 * when the sign-in or the contact point is another one meanwhile
 */
export async function resetSignIn(
  session: SignedIn,
  customerId: string,
  { approvalId, contactPointId }: Body<typeof contract.resetSignIn>,
  portal: string,
): Promise<Reply<typeof contract.resetSignIn>> {
  const secret = newToken();
  const invitationId = randomUUID();
  const file = { customerIds: [customerId] as [string], ground: null };
  const asked = { token: session.token, customerId, approvalId, invitationId, contactPointId };
  const { until } = await change(
    session,
    file,
    'sign in.reset',
    invitationId,
    (tx) => tx.one(queries.resetSignIn, { ...asked, hash: hashToken(secret) }),
    ['sign-in'],
  );
  return { link: `${portal}/invitation#${secret}`, until: until.toString() };
}
