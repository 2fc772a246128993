/** The kernel decides who may record whose: administrators anybody's, managers of those below them. */
import type { Body, Query, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './certifying-contract.ts';
import * as queries from './certifying-queries.ts';

export async function certified(
  session: SignedIn,
  { after, most }: Query<typeof contract.certified>,
): Promise<Reply<typeof contract.certified>> {
  const asked = { token: session.token, after: after ?? null, most: most + 1 };
  const rows = await ask(session.database, queries.certified, asked);
  const page = rows.slice(0, most);
  return {
    people: page.map((row) => ({
      staffId: row.staff_id,
      userName: row.user_name,
      fullName: row.full_name,
      role: row.role,
      premises: row.premises,
      expiresOn: row.expires_on,
    })),
    next: rows.length > most ? (page.at(-1)?.user_name ?? null) : null,
  };
}

/** @throws Failure `not-allowed` for oneself or somebody else's people, `does-not-fit` for odd days */
export async function recordCertificate(
  session: SignedIn,
  certificateId: string,
  given: Body<typeof contract.recordCertificate>,
): Promise<Reply<typeof contract.recordCertificate>> {
  await ask(session.database, queries.recordCertificate, { token: session.token, certificateId, ...given });
  return { certificateId };
}
