/**
 * The last part of a run: what was found right is written, piece by piece; what a complete extract no longer
 * holds ends; the search learns the new names.
 */
import type pg from 'pg';
import type { Transaction } from '#platform/database/transaction.ts';
import { house } from '#platform/database/vault.ts';
import { applyPiece, endMissing, type Pass } from './applying.ts';
import { type Entity, entityNamed } from './canonical.ts';
import type { FeedEntity } from './description.ts';
import type { Judged } from './judging.ts';
import { stagedTable } from './mapping.ts';
import { endGifts } from './portfolios.ts';
import { Stopped } from './problem.ts';
import { beginEntity, countWritten } from './queries.ts';
import { say } from './sayings.ts';
import { sealStaged } from './sealing.ts';
import type { Work } from './work.ts';

/** Rows of one piece: a transaction of some seconds at most, and what a stop or a crash costs. */
const pieceRows = 25_000;
/** Rows that are sealed at once, which this process holds, each with its key. */
const sealedRows = 2000;
/** From so many rows on, the planner is told at once that a table has changed. */
const statisticsRows = 20_000;
/** Customers whose names are posted in one transaction. */
const namesAtOnce = 5000;
/** Where the shares of the words begin that a large run learns at its end: about as large as each other. */
const initials = ['', 'd', 'h', 'l', 'p', 't'];
/** Ids that a feed makes are hashes, so that half of them lie on each side of the middle. */
const [lowestId, middleId, highestId] = [
  '00000000-0000-0000-0000-000000000000',
  '7fffffff-ffff-ffff-ffff-ffffffffffff',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
] as const;

/** Nothing ends of what may be there all the same: see Judged. */
export async function write(work: Work, { rows, unreadable, small }: Judged): Promise<void> {
  const { order, run } = work;
  const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
  // Transactions that a killed process has left behind end before this one looks.
  await run.transaction((tx) =>
    tx.query('SELECT pg_advisory_xact_lock(4772011, hashtext($1))', [order.feed.name]),
  );
  const passes = new Map<FeedEntity, Pass>();
  let done = 0;
  for (const [given, count] of rows) {
    const entity = entityNamed(given.name);
    const sealed = await piecesOf(work.connection, work.prefix, entity, count, sealedRows);
    await sealStaged(work, entity, sealed);
    const pass = await passOf(work, given);
    passes.set(given, pass);
    await writeEntity(work, entity, pass, count, (written) => {
      done += written;
      work.progress.at('writing', given.name, done, done / Math.max(1, all));
    });
  }
  const complete = [...passes].filter(([given]) => given.complete);
  if (unreadable && complete.length > 0) work.notes.push(say('nothing ended'));
  for (const [given, pass] of unreadable ? [] : complete) {
    if (pass.first && !pass.again) continue;
    work.progress.at('ending', given.name, done, 0.5);
    if (small.has(given.name)) work.notes.push(say('entity not ended', { entity: given.name }));
    else await end(work, entityNamed(given.name), pass);
  }
  if (order.feed.entities.some(({ name }) => name === 'portfolios'))
    await run.transaction((tx) => endGifts(tx, order.runId, order.feed.name));
}

/**
 * The search's words of the customers that were made or changed, some thousands at a time, from both halves
 * of all ids at once: two keep two processors busy. A large run learns its words when all names are posted,
 * shared out among the two: else both would learn the same, and one wait for the other.
 */
export async function indexNames({ run, order, progress, signal }: Work, customers: number): Promise<void> {
  const large = customers > 2 * namesAtOnce;
  let pieces = 0;
  const told = () => {
    if (signal.aborted) throw new Stopped();
    pieces += 1;
    progress.at('names', null, pieces * namesAtOnce, 1 - 1 / pieces);
  };
  const half = async (from: string, until: string) => {
    for (let after: string | null = from; after !== null; ) {
      told();
      const sql = 'SELECT customers.index_names_of_run($1, $2, $3, until => $4, learning => $5) AS after';
      const values: unknown[] = [order.runId, after, namesAtOnce, until, !large];
      const { rows } = await run.transaction((tx) => tx.query(sql, values));
      after = rows[0].after;
    }
  };
  await both(half(lowestId, middleId), half(middleId, highestId));
  if (!large && pieces <= 2) return;
  const shares = initials.map((from, place) => [from, initials[place + 1] ?? null]);
  const learning = async () => {
    for (let share = shares.shift(); share !== undefined; share = shares.shift()) {
      told();
      const values = share;
      await run.transaction((tx) => tx.query('SELECT customers.weigh_words($1, $2)', values));
    }
  };
  await both(learning(), learning());
}

/** Both are waited for, so that nothing goes on behind a failure. */
async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  for (const done of await Promise.allSettled([one, other]))
    if (done.status === 'rejected') throw done.reason;
}

/**
 * The planner is told of large changes; where only the owner may, the server finds out itself within minutes.
 * Of each table nine thousand rows are looked at in place of thirty thousand: of customers with twenty
 * movements each it knows the number of customers to a tenth, and a table of movements is several.
 */
export async function renewStatistics({ run }: Work, rows: Map<FeedEntity, number>): Promise<void> {
  for (const [{ name }, count] of rows) {
    if (count < statisticsRows) continue;
    const renewing = run.transaction(async (tx) => {
      await tx.query('SET LOCAL default_statistics_target = 30');
      await tx.query(`ANALYZE ${entityNamed(name).table}`);
    });
    await renewing.catch(() => undefined);
  }
}

/** Notes that this run begins to write this entity, and learns what there may be to compare with. */
async function passOf({ order, prefix, database, connection }: Work, given: FeedEntity): Promise<Pass> {
  const { runId, feed, asOf } = order;
  const begun = await house(database, 'earshot_batch', (tx) =>
    tx.one(beginEntity, { runId, entity: given.name, feed: feed.name }),
  );
  let severalParties = false;
  if (entityNamed(given.name).perParty) {
    const parties = stagedTable(prefix, 'parties');
    const { rows } = await connection.query(
      `SELECT EXISTS (SELECT FROM ${parties} WHERE NOT counts) AS several`,
    );
    severalParties = rows[0].several;
  }
  // Rows of another feed may stand where these go, when the key is not of this feed's own making.
  const first = begun.first && feed.agreements === 'by key' && given.name !== 'exchange_rates';
  return { prefix, runId, feed: feed.name, asOf, severalParties, again: begun.again, first };
}

async function writeEntity(
  { connection, prefix, run, signal }: Work,
  entity: Entity,
  pass: Pass,
  rows: number,
  told: (written: number) => void,
): Promise<void> {
  const pieces = await piecesOf(connection, prefix, entity, rows);
  const writing = async () => {
    for (let pages = pieces.shift(); pages !== undefined; pages = pieces.shift()) {
      if (signal.aborted) throw new Stopped();
      const piece = pages;
      told(await run.transaction((tx) => writePiece(tx, entity, pass, piece)));
    }
  };
  // Two at once keep two processors busy; both are waited for, so that nothing goes on behind a failure.
  // Premises refer to each other, so theirs follow one another.
  const written = await Promise.allSettled(entity.name === 'premises' ? [writing()] : [writing(), writing()]);
  for (const one of written) if (one.status === 'rejected') throw one.reason;
}

/** @returns the good rows of the piece */
async function writePiece(
  tx: Transaction,
  entity: Entity,
  pass: Pass,
  pages: [number, number],
): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock_shared(4772011, hashtext($1))', [pass.feed]);
  const { good, created, updated } = await applyPiece(tx, entity, pass, pages);
  await tx.rows(countWritten, {
    ...{ runId: pass.runId, entity: entity.name, created: BigInt(created), updated: BigInt(updated) },
    ...{ unchanged: BigInt(good - created - updated), ended: 0n },
  });
  return good;
}

async function end({ run }: Work, entity: Entity, pass: Pass): Promise<void> {
  await run.transaction(async (tx) => {
    const ended = BigInt(await endMissing(tx, entity, pass));
    const none = { created: 0n, updated: 0n, unchanged: 0n };
    await tx.rows(countWritten, { runId: pass.runId, entity: entity.name, ...none, ended });
  });
}

/** Stretches of pages that hold some thousands of rows each. */
async function piecesOf(
  connection: pg.Client,
  prefix: string,
  entity: Entity,
  rows: number,
  atOnce = pieceRows,
): Promise<[number, number][]> {
  const { rows: sizes } = await connection.query(
    `SELECT (pg_relation_size($1) / current_setting('block_size')::int)::int AS pages`,
    [stagedTable(prefix, entity.name)],
  );
  const pages = sizes[0].pages as number;
  const step = Math.max(1, Math.ceil((pages * atOnce) / Math.max(1, rows)));
  return Array.from({ length: Math.ceil(pages / step) }, (_, n) => [n * step, (n + 1) * step]);
}
