/** How a member of staff sets ways to sign in, by a one-time link: the first time, and after a reset. */
import { beginFirstPasskeyOf, checkFirstWays } from '#platform/auth/first-ways.ts';
import { hashToken, newTotp } from '#platform/auth/secrets.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { house } from '#platform/database/vault.ts';
import type { Door } from '#platform/http/route.ts';
import { factors } from './factors-queries.ts';
import type * as contract from './inviting-contract.ts';
import * as queries from './queries.ts';

export async function readInvitation(
  door: Door,
  token: string,
): Promise<Reply<typeof contract.readInvitation>> {
  const found = await invitationOf(door, token);
  const { provider } = door;
  return {
    ...{ userName: found.user_name, fullName: found.full_name, ...newTotp(found.user_name, 'Earshot') },
    ...{ passwords: provider?.passwords !== false, singleSignOn: provider !== undefined },
  };
}

export async function beginFirstPasskey(door: Door, token: string) {
  const { staff_id } = await invitationOf(door, token);
  return beginFirstPasskeyOf(factors, door, token, staff_id);
}

export async function acceptInvitation(
  door: Door,
  { token, ...given }: Body<typeof contract.acceptInvitation>,
): Promise<null> {
  const found = await invitationOf(door, token);
  const ways = await checkFirstWays(factors, door, token, found.user_name, given);
  await house(door.database, 'earshot_staff_door', (tx) =>
    tx.rows(queries.acceptInvitation, { hash: hashToken(token), ...ways }),
  );
  return null;
}

/** @throws Failure `not-found` when the link is used or too old */
const invitationOf = ({ database }: Door, token: string) =>
  house(database, 'earshot_staff_door', (tx) => tx.one(queries.invitationOf, { hash: hashToken(token) }));
