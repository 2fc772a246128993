/** Copies of data: asked for by a customer or for her, followed until they are made, taken away on record. */
import type { Body, Params, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { change, changeOwn, read, readOwn } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { type CopyForm, unsealed } from './copying.ts';
import * as queries from './copying-queries.ts';
import type * as ownContract from './own-rights-contract.ts';
import type { Which } from './rights.ts';
import type * as contract from './rights-contract.ts';

export async function ownCopies(session: SignedIn): Promise<Reply<typeof ownContract.ownCopies>> {
  const customerId = session.actorId;
  const rows = await readOwn(session, customerId, (tx) => tx.rows(queries.ownCopies, { customerId }));
  return { copies: rows.map(thereOf) };
}

export async function askOwnCopy(
  session: SignedIn,
  copyId: string,
  { language }: Body<typeof ownContract.askOwnCopy>,
): Promise<Reply<typeof ownContract.askOwnCopy>> {
  await changeOwn(session, session.actorId, async (tx) => {
    await tx.rows(queries.askOwnCopy, { token: session.token, copyId, language });
    await tx.rows(queries.queueOwnCopy, { customerId: session.actorId, copyId });
  });
  return { copyId };
}

export async function takeOwnCopy(
  session: SignedIn,
  { copyId, form }: Params<typeof ownContract.takeOwnCopy>,
): Promise<Buffer> {
  return changeOwn(session, session.actorId, async (tx) => {
    const { sealed } = await tx.one(queries.takeOwnCopy, { token: session.token, copyId, form });
    return unsealed(tx, copyId, form, sealed as Buffer);
  });
}

export async function copiesOfRequest(
  session: SignedIn,
  which: Which,
): Promise<Reply<typeof contract.copiesOfRequest>> {
  const rows = await read(session, fileOf(which), (tx) => tx.rows(queries.copiesOfRequest, which));
  return { copies: rows.map(thereOf) };
}

/** @throws Failure `approval-needed` without an export that somebody else approved */
export async function askCopy(
  session: SignedIn,
  which: Which,
  copyId: string,
  { approvalId, language }: Body<typeof contract.makeCopy>,
): Promise<null> {
  await change(session, fileOf(which), 'copy.asked', copyId, async (tx) => {
    await tx.rows(queries.askCopy, { ...which, token: session.token, copyId, language, approvalId });
    await tx.rows(queries.queueCopy, { customerId: which.customerId, copyId });
  });
  return null;
}

export async function takeCopy(
  session: SignedIn,
  { copyId, ...which }: Params<typeof contract.takeCopy>,
  form: CopyForm,
): Promise<Buffer> {
  return change(session, fileOf(which), 'copy.exported', copyId, async (tx) => {
    const { sealed } = await tx.one(queries.takeCopy, { ...which, token: session.token, copyId, form });
    return unsealed(tx, copyId, form, sealed as Buffer);
  });
}

const fileOf = ({ customerId, requestId }: Which) => ({
  customerIds: [customerId] as [string],
  ground: requestId,
});

function thereOf(row: RowOf<typeof queries.ownCopies>) {
  const state = row.expired
    ? ('gone' as const)
    : row.made_at === null
      ? ('waits' as const)
      : ('ready' as const);
  return {
    copyId: row.copy_id,
    askedAt: row.asked_at.toString(),
    state,
    expiresAt: row.expires_at.toString(),
  };
}
