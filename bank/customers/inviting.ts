/** Inviting a customer to the portal. The secret is made here, shown once, and kept as a hash. */
import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Reply } from '#platform/contract.ts';
import { change } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './inviting-contract.ts';
import * as queries from './inviting-queries.ts';

/** @throws Failure `no-ground` when nothing proves that they are here, `not-now` when they sign in already */
export async function invite(
  session: SignedIn,
  customerId: string,
  contactPointId: string,
  portal: string,
): Promise<Reply<typeof contract.invite>> {
  const secret = newToken();
  const invitationId = randomUUID();
  const file = { customerIds: [customerId] as [string], ground: null };
  const { until } = await change(session, file, 'invitation.made', invitationId, (tx) =>
    tx.one(queries.invite, {
      ...{ token: session.token, customerId, invitationId, hash: hashToken(secret), contactPointId },
    }),
  );
  if (until === null) throw new Failure('failed');
  return { link: `${portal}/invitation#${secret}`, until: until.toString() };
}
