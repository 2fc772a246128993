/**
 * What is done for a customer wherever she meets the bank: said once, by her or to staff, and honoured by
 * every surface (bank/needs/README.md lists them; adapting.test.ts walks them).
 */
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import * as queries from './adapting-queries.ts';
import type * as contract from './contract.ts';
import { type Adaptation, adaptedAt } from './masking.ts';
import { again, saying } from './stating.ts';

/** Of the file that is open in this transaction. */
export async function readAdaptations(tx: Transaction, customerId: string): Promise<Adaptation[]> {
  return (await tx.rows(queries.ofCustomer, { customerId })).map(({ kind }) => kind);
}

export async function readOwnAdaptations(tx: Transaction, customerId: string): Promise<Adaptation[]> {
  return (await tx.rows(queries.ofOwn, { customerId })).map(({ kind }) => kind);
}

/** All of them in the place of those before. */
async function writeAdaptations(
  tx: Transaction,
  customerId: string,
  kinds: readonly Adaptation[],
): Promise<void> {
  await tx.rows(queries.forget, { customerId, kept: [...kinds] });
  await tx.rows(queries.keep, { customerId, kinds: [...kinds] });
  await again(tx, customerId);
}

/**
 * At an open counter what does not show there is neither seen nor taken away.
 * @throws Failure `changed` when the customer's row is another one meanwhile
 */
export async function setHelp(
  session: StaffSignedIn,
  customerId: string,
  expected: number,
  { adaptations }: Body<typeof contract.setHelp>,
): Promise<Reply<typeof contract.setHelp>> {
  const hidden = session.place === 'open counter';
  const file = { customerIds: [customerId] as [string], ground: null };
  return change(session, file, 'help.set', customerId, async (tx) => {
    const { version } = await tx.one(queries.nextVersion, { customerId, expected });
    const before = await readAdaptations(tx, customerId);
    const seen = adaptedAt(before, hidden);
    const unseen = before.filter((kind) => !seen.includes(kind));
    const now = [...new Set([...adaptedAt(adaptations, hidden), ...unseen])].sort();
    await writeAdaptations(tx, customerId, now);
    return { adaptations: adaptedAt(now, hidden), version: version ?? expected };
  });
}

/** Of those whom a list shows; whoever has none is not in it. */
export async function adaptedIn(
  { database, token }: SignedIn,
  search: string,
): Promise<(customerId: string) => Adaptation[]> {
  const rows = await ask(database, queries.ofSearch, { search, token });
  const of = new Map(rows.map((row) => [row.customer_id, row.kinds as Adaptation[]]));
  return (customerId) => of.get(customerId) ?? [];
}

export interface AdaptedVisit {
  kinds: Adaptation[];
  /** For which a room is good. */
  minutes: number;
}

/** Of the visits of this branch. */
export async function adaptedVisits({
  database,
  token,
}: SignedIn): Promise<(visitId: string) => AdaptedVisit> {
  const rows = await ask(database, queries.ofVisits, { token });
  const of = new Map(
    rows.map((row) => [row.visit_id, { kinds: row.kinds as Adaptation[], minutes: row.minutes }]),
  );
  return (visitId) => of.get(visitId) ?? { kinds: [], minutes: 30 };
}

export async function ownHelp(session: SignedIn): Promise<Reply<typeof contract.ownHelp>> {
  const { actorId } = session;
  return readOwn(session, actorId, async (tx) => {
    const [adaptations, { version }] = await Promise.all([
      readOwnAdaptations(tx, actorId),
      tx.one(queries.ownVersion, { customerId: actorId }),
    ]);
    if (version === null) throw new Failure('not-found');
    return { adaptations, version };
  });
}

/** @throws Failure `changed` when her row is another one meanwhile */
export async function chooseHelp(
  session: SignedIn,
  expected: number,
  { adaptations }: Body<typeof contract.chooseHelp>,
): Promise<Reply<typeof contract.chooseHelp>> {
  const { token } = session;
  let version = expected + 1;
  await saying(session, async (tx) => {
    const row = await tx.one(queries.chooseOwn, { token, expected, kinds: adaptations });
    version = row.version ?? version;
  });
  return { version };
}
