/**
 * Keeping a customer's confidence from somebody close to her: it wins in every list and derived view, which
 * are made in the database for whoever they are shown to (0016_quiet.sql).
 */
import type { Reply } from '#platform/contract.ts';
import { change } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './confiding-contract.ts';
import * as queries from './confiding-queries.ts';

export async function keepConfidence(
  session: SignedIn,
  customerId: string,
  confidenceId: string,
  otherId: string | null,
): Promise<Reply<typeof contract.keepConfidence>> {
  if (otherId === customerId) {
    const fields = [{ field: '/otherId', says: 'Choose somebody else.' }];
    throw new Failure('does-not-fit', { fields });
  }
  const kept = { customerId, confidenceId, otherId, staffId: session.actorId };
  const file: [string] = [customerId];
  await change(session, { customerIds: file, ground: null }, 'confidence.kept', confidenceId, (tx) =>
    tx.rows(queries.keepConfidence, kept),
  );
  return { confidenceId, version: 1 };
}

export async function endConfidence(
  session: SignedIn,
  customerId: string,
  confidenceId: string,
  version: number,
): Promise<Reply<typeof contract.endConfidence>> {
  const file: [string] = [customerId];
  return change(
    session,
    { customerIds: file, ground: null },
    'confidence.ended',
    confidenceId,
    async (tx) => {
      const row = await tx.first(queries.endConfidence, { customerId, confidenceId, version });
      if (row === undefined) throw new Failure('changed');
      return { version: row.version };
    },
  );
}
