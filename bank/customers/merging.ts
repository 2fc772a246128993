/**
 * Two records, one person: the queue of likely duplicates, merging, and taking a merge apart. The kernel
 * decides who may (0011_merging.sql) and keeps the journal; the job that fills the queue is in
 * merging-search.ts.
 */
import { randomUUID } from 'node:crypto';
import type { RowOf } from '#platform/database/statement.ts';
import { ask, change } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { type Comparison, decide, inWords, speaks, speaksAgainst } from './matching.ts';
import type { Reason } from './matching-weights.ts';
import * as queries from './merging-queries.ts';

/** One pair of the queue. */
export interface Duplicate {
  pairId: string;
  state: 'open' | 'merged' | 'not the same' | 'later';
  /** How sure: 'same', 'likely' or 'possible'. */
  likelihood: Comparison['decision'];
  reasons: { says: string; against: boolean }[];
  takenAt: string | null;
  version: number;
}

export interface DuplicateOnList extends Duplicate {
  /** The member of staff who has it now. */
  takenBy: string | null;
  cards: queries.DuplicateCard[];
}

export interface TakenDuplicate extends Duplicate {
  customerIds: [string, string];
}

/** A merge that stands. */
export interface StandingMerge {
  pairId: string;
  version: number;
  mergedAt: string;
  mergedByName: string;
  /** The survivor first. */
  cards: queries.DuplicateCard[];
}

/** Where the next page begins: after the last pair of this one. */
export interface DuplicatePage {
  duplicates: DuplicateOnList[];
  next: { score: number; pairId: string } | null;
}

/**
 * A page of the queue, the likeliest first; on record, with the customers whose cards it shows.
 * @param most 1 to 50
 */
export async function listDuplicates(
  session: SignedIn,
  after: DuplicatePage['next'],
  most: number,
): Promise<DuplicatePage> {
  const { database, token } = session;
  const search = randomUUID();
  const page = { search, token, afterScore: after?.score ?? null, afterPair: after?.pairId ?? null, most };
  await ask(database, queries.listDuplicates, page);
  const rows = await ask(database, queries.duplicateCards, { search, token });
  const last = rows.length === most ? rows.at(-1) : undefined;
  return {
    duplicates: rows.map((row) => ({ ...duplicateOf(row), takenBy: row.assigned_to, cards: row.cards })),
    next: last === undefined ? null : { score: last.score, pairId: last.pair_id },
  };
}

/** The pairs that this reviewer has taken and not yet decided, the newest first. */
export async function myDuplicates(session: SignedIn): Promise<TakenDuplicate[]> {
  const rows = await ask(session.database, queries.myDuplicates, { token: session.token });
  return rows.map((row) => ({ ...duplicateOf(row), customerIds: [row.customer_id, row.other_id] }));
}

/**
 * Takes a pair for half a day, which is the reason to open both files: with the pair's id as the ground.
 * @param pairId null: the likeliest that nobody has; the look is then explained, since the reviewer did not
 * choose
 * @returns undefined when the queue is empty
 * @throws Failure `not-now` when somebody else has it, or five are taken already
 */
export async function takeDuplicate(
  session: SignedIn,
  pairId: string | null,
): Promise<TakenDuplicate | undefined> {
  const [taken] = await ask(session.database, queries.takeDuplicate, { token: session.token, pairId });
  return taken && findTaken(session, taken.pair_id);
}

/**
 * Says what a pair is: 'not the same' for good, 'later' from a day on, 'put back' for a colleague.
 * @param notBefore ISO date, for 'later' only
 * @throws Failure `changed` when the pair is not as it was read
 */
export async function decideDuplicate(
  session: SignedIn,
  pairId: string,
  version: number,
  decision: 'not the same' | 'later' | 'put back',
  notBefore: string | null,
): Promise<{ version: number }> {
  if ((decision === 'later') !== (notBefore !== null))
    throw new Failure('does-not-fit', {
      fields: [{ field: '/notBefore', says: 'Say from when on, and only for “later”.' }],
    });
  const { customerIds } = await findTaken(session, pairId);
  const names = { 'not the same': 'ruled out', later: 'put off', 'put back': 'put back' };
  const { token } = session;
  return change(session, { customerIds, ground: pairId }, `duplicate.${names[decision]}`, pairId, (tx) =>
    tx.one(queries.decideDuplicate, { token, pairId, version, decision, notBefore }),
  );
}

/**
 * Merges the two customers of a taken pair: the survivor keeps its id and gets the rows of the other.
 * @param mergeId of the caller's choosing
 */
export async function merge(
  session: SignedIn,
  pairId: string,
  version: number,
  survivorId: string,
  mergeId: string,
): Promise<{ mergeId: string }> {
  const { customerIds } = await findTaken(session, pairId);
  const { token } = session;
  await change(session, { customerIds, ground: pairId }, 'customer.merged', mergeId, (tx) =>
    tx.one(queries.merge, { token, pairId, version, survivorId, mergeId }),
  );
  return { mergeId };
}

/**
 * The last merges that stand, the newest first; on record, with the customers whose cards it shows. One is
 * taken apart by taking its pair, then `unmerge`.
 * @param most 1 to 50
 */
export async function listMerges({ database, token }: SignedIn, most: number): Promise<StandingMerge[]> {
  const search = randomUUID();
  await ask(database, queries.listMerges, { search, token, most });
  const rows = await ask(database, queries.mergeCards, { search, token });
  return rows.map((row) => ({
    ...{ pairId: row.pair_id, version: row.version, mergedAt: row.merged_at.toString() },
    ...{ mergedByName: row.merged_by_name, cards: row.cards },
  }));
}

/** Takes the merge of a taken pair apart: every row goes back to where it was. */
export async function unmerge(
  session: SignedIn,
  pairId: string,
  version: number,
): Promise<{ mergeId: string }> {
  const { customerIds } = await findTaken(session, pairId);
  const { token } = session;
  const { merge_id } = await change(
    session,
    { customerIds, ground: pairId },
    'customer.unmerged',
    pairId,
    (tx) => tx.one(queries.unmerge, { token, pairId, version }),
  );
  return { mergeId: merge_id };
}

async function findTaken(session: SignedIn, pairId: string): Promise<TakenDuplicate> {
  const found = (await myDuplicates(session)).find((duplicate) => duplicate.pairId === pairId);
  if (found === undefined) throw new Failure('not-now');
  return found;
}

type Row = Pick<
  RowOf<typeof queries.duplicateCards>,
  'pair_id' | 'state' | 'score' | 'reasons' | 'taken_at' | 'version'
>;

function duplicateOf(row: Row): Duplicate {
  return {
    pairId: row.pair_id,
    state: row.state,
    likelihood: decide(row.score / 10),
    // what is no more than silence is no reason either way
    reasons: row.reasons
      .filter(speaks)
      .map((reason: Reason) => ({ says: inWords(reason), against: speaksAgainst(reason) })),
    takenAt: row.taken_at?.toString() ?? null,
    version: row.version,
  };
}
