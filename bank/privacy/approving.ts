/**
 * Two people: one asks, another decides, the first does it, once. The kernel hashes, compares and refuses
 * (0016_two_people.sql); here it is only asked.
 */
import { randomUUID } from 'node:crypto';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './approving-contract.ts';
import * as queries from './approving-queries.ts';

export async function approvals({ database, token }: SignedIn): Promise<Reply<typeof contract.approvals>> {
  const search = randomUUID();
  await ask(database, queries.listApprovals, { search, token });
  const rows = await ask(database, queries.approvalCards, { search, token });
  return {
    approvals: rows.map((row) => ({
      approvalId: row.approval_id,
      action: row.action,
      customerId: row.customer_id,
      staffId: row.staff_id,
      role: row.role,
      customersPerHour: row.customers_per_hour,
      hash: row.hash.toString('hex'),
      about: row.about,
      before: { role: row.before_role, customersPerHour: row.before_per_hour },
      mine: row.mine,
      requesterName: row.requester,
      requesterRole: row.requester_role,
      reference: row.reference,
      reason: row.reason,
      requestedAt: row.requested_at.toString(),
      expiresAt: row.expires_at.toString(),
      state: row.state,
      decidedByName: row.decided_by_name,
      words: row.words,
    })),
  };
}

/** @throws Failure `not-allowed`, `not-found`, `not-now`: it needs nobody else; `own-people`, `too-many` */
export async function askApproval(
  { database, token }: SignedIn,
  approvalId: string,
  { reference, reason, ...asked }: Body<typeof contract.askApproval>,
): Promise<Reply<typeof contract.askApproval>> {
  const request = { token, approvalId, action: asked.action, payload: payloadOf(asked), reference, reason };
  const [row] = await ask(database, queries.requestApproval, request);
  return { approvalId, expiresAt: (row?.expires_at ?? Temporal.Now.instant()).toString() };
}

/**
 * @throws Failure `not-allowed` to the same person, their line and their people, `step-up`, `not-now`
 * when it is decided or too old, `changed` when it is not what was shown
 */
export async function decideApproval(
  { database, token }: SignedIn,
  approvalId: string,
  { hash, decision, words }: Body<typeof contract.decideApproval>,
): Promise<null> {
  const decided = { token, approvalId, hash: Buffer.from(hash, 'hex'), decision, words };
  await ask(database, queries.decideApproval, decided);
  return null;
}

/** @throws Failure `approval-needed` unless just this was approved, to this person, lately, and is unused */
export async function useApproval(
  { database, token }: SignedIn,
  approvalId: string,
  passId: string,
  asked: Body<typeof contract.useApproval>,
): Promise<null> {
  const use = { token, approvalId, action: asked.action, payload: payloadOf(asked), passId };
  await ask(database, queries.useApproval, use);
  return null;
}

/** Only what the action takes, and all of it. */
function payloadOf({ action, customerId, staffId, role, customersPerHour }: contract.Asked) {
  const payload = {
    'restricted file': { customerId },
    export: { customerId },
    'role change': { staffId, role },
    'limit change': { role, customersPerHour },
  }[action];
  const missing = Object.entries(payload).filter(([, value]) => value === null);
  if (missing.length > 0) {
    const fields = missing.map(([name]) => ({ field: `/${name}`, says: 'This is needed.' }));
    throw new Failure('does-not-fit', { fields });
  }
  return payload;
}
