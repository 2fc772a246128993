/** What a customer asks about her own data: in her own words, sealed with her own keys. */
import type { Body, Reply } from '#platform/contract.ts';
import { ask, changeOwn, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './own-rights-contract.ts';
import * as queries from './own-rights-queries.ts';
import { problemsOf } from './rights-rules.ts';
import { openWords, sealWords } from './rights-sealing.ts';

export async function ownRequests(session: SignedIn): Promise<Reply<typeof contract.ownRequests>> {
  const customerId = session.actorId;
  return readOwn(session, customerId, async (tx) => {
    const [rows, restraints] = await Promise.all([
      tx.rows(queries.ownRequests, { customerId }),
      tx.rows(queries.ownRestraints, { customerId }),
    ]);
    const words = await openWords(tx, rows);
    return {
      restraints: restraints.map((row) => ({
        ...{ restraintId: row.restraint_id, kind: row.kind, since: row.since.toString() },
      })),
      requests: rows.map((row, n) => ({
        ...{ requestId: row.request_id, kind: row.kind, about: row.about, channel: row.channel },
        ...{ receivedOn: row.received_on, dueOn: row.due_on, overdue: row.overdue },
        ...{ state: row.state, taken: row.taken, law: row.law },
        decidedAt: row.decided_at?.toString() ?? null,
        correctedAt: row.corrected_at?.toString() ?? null,
        words: words[n]?.words ?? null,
        extension: words[n]?.extension ?? null,
        answer: words[n]?.answer ?? null,
      })),
    };
  });
}

export async function askOwnRight(
  session: SignedIn,
  requestId: string,
  { kind, about, subject, words, proposed }: Body<typeof contract.askOwnRight>,
): Promise<Reply<typeof contract.askOwnRight>> {
  const fields = problemsOf({ kind, about, subject, proposed });
  if (fields.length > 0) throw new Failure('does-not-fit', { fields });
  const of = { customerId: session.actorId, requestId };
  await changeOwn(session, session.actorId, async (tx) => {
    const sealed = await sealWords(tx, of, {
      words,
      proposed,
    });
    await tx.rows(queries.askOwnRight, {
      ...{ token: session.token, requestId, kind, about, subject },
      ...{ words: sealed.words, proposed: sealed.proposed },
    });
  });
  return { requestId };
}

export async function endOwnRestraint({ database, token }: SignedIn, restraintId: string): Promise<null> {
  await ask(database, queries.endOwnRestraint, { token, restraintId });
  return null;
}

export async function withdrawOwnRequest({ database, token }: SignedIn, requestId: string): Promise<null> {
  await ask(database, queries.withdrawOwnRequest, { token, requestId });
  return null;
}
