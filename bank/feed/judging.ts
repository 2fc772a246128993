/**
 * Which of the rows that came are right: every entity mapped and checked in its order, what is refused put on
 * the list of rejects, and the whole looked at: is it hopeless, is it unusually small?
 */
import { house } from '#platform/database/vault.ts';
import { type Entity, entityNamed } from './canonical.ts';
import {
  checkCounting,
  checkReferences,
  checkTwice,
  countRefused,
  fillParties,
  fillPartiesByNumber,
  keysNamed,
  makeParties,
  readyParties,
} from './checking.ts';
import type { FeedEntity } from './description.ts';
import { followMerges } from './following.ts';
import { mapEntity, selectOf } from './mapping.ts';
import { FeedProblem, Stopped } from './problem.ts';
import { countRejectedLines, keepEntity } from './queries.ts';
import { keepRejects, keepUnreadable } from './refusing.ts';
import { allRefused, type Refused } from './rules.ts';
import { say } from './sayings.ts';
import { smallOnes, tellSmall } from './sizing.ts';
import type { StagedFile } from './streaming.ts';
import type { Work } from './work.ts';

export interface Judged {
  /** Rows of each entity as its SELECT gave them. */
  rows: Map<FeedEntity, number>;
  /** Not everything that came could be read: then what is missing may be there all the same. */
  unreadable: boolean;
  /** Entities of which too little came, or of a file of which too little came: likewise, of these. */
  small: Set<string>;
}

/** @throws FeedProblem when nothing, or nothing of an entity, is right */
export async function judge(work: Work, files: StagedFile[]): Promise<Judged> {
  const unreadable = await refuseUnreadable(work, files);
  const rows = await mapAndCheck(work);
  const sizes = await smallOnes(work, files, rows, unreadable);
  const refused: Refused[] = [];
  for (const [given, count] of rows) {
    const small = sizes.entities.some(({ name }) => name === given.name);
    refused.push(
      await refuse(work, given, { rows: count, unreadable: unreadable.get(given.name) ?? 0, small }),
    );
  }
  await work.run.transaction((tx) => tx.rows(countRejectedLines, { runId: work.order.runId }));
  const hopeless = allRefused(refused);
  if (hopeless !== undefined) throw new FeedProblem(hopeless);
  return { rows, unreadable: unreadable.size > 0, small: await tellSmall(work, sizes) };
}

/** Lines that nobody could read, counted with the entity that the file is mainly of. */
async function refuseUnreadable(work: Work, files: StagedFile[]): Promise<Map<string, number>> {
  const { run, order, prefix } = work;
  const lines = new Map<string, number>();
  for (const { described, unreadable } of files) {
    if (unreadable > 0) lines.set(described.staged, (lines.get(described.staged) ?? 0) + unreadable);
  }
  const byEntity = new Map<string, number>();
  for (const [staged, count] of lines) {
    const entity = order.feed.entities.find(({ from, name }) => (from ?? name) === staged)?.name ?? null;
    const table = `${prefix}_raw_${staged}`;
    await run.transaction((tx) => keepUnreadable(tx, table, order.runId, entity));
    byEntity.set(entity ?? `file ${staged}`, count);
    if (entity === null) work.notes.push(say('unreadable lines', { count, file: staged }));
  }
  return byEntity;
}

/** Every entity in its order. @returns rows by entity, without unreadable lines */
async function mapAndCheck(work: Work): Promise<Map<FeedEntity, number>> {
  const { connection, run, order, prefix, progress, signal } = work;
  const { feed } = order;
  const rows = new Map<FeedEntity, number>();
  let partiesKnown = false;
  let all = 0;
  for (const [place, given] of feed.entities.entries()) {
    const entity = entityNamed(given.name);
    const done = place / feed.entities.length;
    if (signal.aborted) throw new Stopped();
    if (entity.perParty && !partiesKnown) await knowParties(work);
    partiesKnown ||= entity.perParty === true || given.name === 'holdings';
    progress.at('mapping', given.name, all, done);
    const count = await mapEntity(connection, prefix, feed, given);
    rows.set(given, count);
    all += count;
    progress.at('checking', given.name, all, done);
    await checkTwice(connection, prefix, entity);
    await run.transaction((tx) => checkReferences(tx, prefix, feed, entity));
    await run.transaction((tx) => followMerges(tx, prefix, feed.name, entity));
    if (given.name === 'holdings') await countOnce(work);
  }
  return rows;
}

/** What is refused of an entity, on the list and in the counts. */
async function refuse(
  work: Work,
  given: FeedEntity,
  { rows, unreadable, small }: { rows: number; unreadable: number; small: boolean },
): Promise<Refused> {
  const { connection, run, order, prefix, database } = work;
  const { runId, feed } = order;
  const entity: Entity = entityNamed(given.name);
  const bad = await countRefused(connection, prefix, entity);
  if (bad > 0) await run.transaction((tx) => keepRejects(tx, prefix, runId, feed, entity, bad));
  const counted = { rowsIn: BigInt(rows + unreadable), rejected: BigInt(bad + unreadable) };
  const place = feed.entities.indexOf(given);
  await house(database, 'earshot_batch', (tx) =>
    tx.rows(keepEntity, { runId, entity: given.name, place, ...counted, small }),
  );
  return { name: given.name, rows: rows + unreadable, rejected: bad + unreadable };
}

/** Parties of agreements that this run brings, so that each agreement counts once. */
async function countOnce({ connection, run, prefix, order }: Work): Promise<void> {
  await makeParties(connection, prefix);
  await run.transaction((tx) => fillParties(tx, prefix, order.feed));
  await run.transaction((tx) => checkCounting(tx, prefix));
  await readyParties(connection, prefix);
}

/** Parties of agreements that are known from before, for a feed that brings only movements. */
async function knowParties({ connection, run, prefix, order: { feed } }: Work): Promise<void> {
  await makeParties(connection, prefix);
  if (feed.agreements === 'by key') await run.transaction((tx) => fillParties(tx, prefix, feed));
  else {
    const keys = new Set<string>();
    for (const given of feed.entities.filter(({ name }) => entityNamed(name).perParty)) {
      for (const key of await keysNamed(connection, selectOf(prefix, feed, given))) keys.add(key);
    }
    await run.transaction((tx) => fillPartiesByNumber(tx, prefix, [...keys]));
  }
  await readyParties(connection, prefix);
}
