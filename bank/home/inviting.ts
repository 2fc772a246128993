/** A sign-in by a link, the first or after a reset: with the contact point that the bank has verified. */
import { beginFirstPasskeyOf, checkFirstWays } from '#platform/auth/first-ways.ts';
import { hashToken, newTotp } from '#platform/auth/secrets.ts';
import { counted, networkOf } from '#platform/auth/throttle.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { Door } from '#platform/http/route.ts';
import { factors } from './factors-queries.ts';
import type * as contract from './inviting-contract.ts';
import * as queries from './inviting-queries.ts';

export async function readInvitation(
  door: Door,
  token: string,
): Promise<Reply<typeof contract.readInvitation>> {
  const found = await known(door, token);
  const { secret, uri } = newTotp('portal', 'Earshot');
  return { contactKind: found.contact_kind, language: found.language, secret, uri };
}

/** Whose it is stays unsaid: in the authenticator it has the invitation's id. */
export async function beginFirstPasskey(door: Door, token: string) {
  const { invitation_id } = await known(door, token);
  return beginFirstPasskeyOf(factors, door, token, invitation_id);
}

/** @throws Failure `not-found` when the link is used, too old, or was tried five times in vain */
export async function acceptInvitation(
  door: Door,
  given: Body<typeof contract.acceptInvitation>,
): Promise<Reply<typeof contract.acceptInvitation>> {
  const found = await known(door, given.token);
  const userName = given.userName.toLowerCase();
  const ways = await checkFirstWays(factors, door, given.token, userName, given);
  const [row] = await ask(door.database, queries.acceptInvitation, {
    ...{ hash: hashToken(given.token), typed: normalised(found.contact_kind, given.contact), userName },
    ...ways,
  });
  return { outcome: row?.outcome ?? 'wrong contact' };
}

/** Whoever tries links out waits longer and longer. */
async function known({ database, address }: Door, token: string) {
  const found = await counted(
    factors,
    database,
    [`from:${networkOf(address)}:invitations`],
    'too-many',
    async () => {
      const [one] = await ask(database, queries.invitationOf, { hash: hashToken(token) });
      return one;
    },
  );
  if (found === undefined) throw new Failure('not-found');
  return found;
}

/** As the bank keeps it: digits with a leading +, or small letters. */
function normalised(kind: 'phone' | 'email', typed: string): string {
  if (kind === 'email') return typed.trim().toLowerCase();
  return typed.replace(/^\s*00/, '+').replace(/[^+\d]/g, '');
}
