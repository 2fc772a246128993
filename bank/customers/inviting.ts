/** Inviting a customer to the portal. The secret is made here, shown once, and kept as a hash. */
import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask, change } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './inviting-contract.ts';
import * as queries from './inviting-queries.ts';

/** @throws Failure `no-ground`: they are not here with me */
export async function invitationStanding(
  { database, token }: SignedIn,
  customerId: string,
): Promise<Reply<typeof contract.invitationStanding>> {
  const [row] = await ask(database, queries.invitationStanding, { token, customerId });
  if (row === undefined) throw new Failure('failed');
  const { shown, own_people: ownPeople, signs_in: signsIn, settled } = row;
  return { shown, ownPeople, signsIn, settled };
}

/**
 * @throws Failure `no-ground` unless two people have seen who they are, `not-now` when they sign in already,
 * `approval-needed` where no contact point of theirs has been verified, safe and the same for a week
 */
export async function invite(
  session: SignedIn,
  customerId: string,
  { contactPointId, approvalId }: Body<typeof contract.invite>,
  portal: string,
): Promise<Reply<typeof contract.invite>> {
  const secret = newToken();
  const invitationId = randomUUID();
  const file = { customerIds: [customerId] as [string], ground: null };
  const { until } = await change(session, file, 'invitation.made', invitationId, (tx) =>
    tx.one(queries.invite, {
      ...{ token: session.token, customerId, invitationId, hash: hashToken(secret) },
      ...{ contactPointId, approvalId },
    }),
  );
  if (until === null) throw new Failure('failed');
  return { link: `${portal}/invitation#${secret}`, until: until.toString() };
}
