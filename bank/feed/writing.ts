/**
 * The last part of a run: what was found right is written, piece by piece; what a complete extract no longer holds ends;
 * the search learns the new names.
 */
import type pg from 'pg';
import type { Transaction } from '#platform/database/transaction.ts';
import { house } from '#platform/database/vault.ts';
import { applyPiece, endMissing, type Pass } from './applying.ts';
import { type Entity, entityNamed } from './canonical.ts';
import type { FeedEntity } from './description.ts';
import { stagedTable } from './mapping.ts';
import { Stopped } from './problem.ts';
import { beginEntity, countWritten } from './queries.ts';
import type { Work } from './work.ts';

/** Rows of one piece: a transaction of some seconds at most, and what a stop or a crash costs. */
const pieceRows = 25_000;

async function write(work: Work, rows: Map<FeedEntity, number>, unsure: boolean): Promise<void> {
  const { order, prefix, run, connection, database, progress } = work;
  const all = Math.max(
    1,
    [...rows.values()].reduce((sum, count) => sum + count, 0),
  );
  const severalParties = await hasSeveralParties(work);
  const passes: [Entity, FeedEntity, Pass][] = [];
  // Transactions that a killed process has left behind end before this one looks.
  await run.transaction((tx) =>
    tx.query('SELECT pg_advisory_xact_lock(4772011, hashtext($1))', [order.feed.name]),
  );
  let done = 0;
  for (const [given, count] of rows) {
    const entity = entityNamed(given.name);
    const begun = await house(database, 'earshot_batch', (tx) =>
      tx.one(beginEntity, { runId: order.runId, entity: given.name, feed: order.feed.name }),
    );
    const pass: Pass = {
      ...{
        prefix,
        runId: order.runId,
        feed: order.feed.name,
        asOf: order.asOf,
        severalParties,
        again: begun.again,
      },
      // Rows of another feed may stand where these go, when the key is not of this feed's own making.
      first: begun.first && order.feed.agreements === 'by key' && given.name !== 'exchange_rates',
    };
    passes.push([entity, given, pass]);
    const pieces = await piecesOf(connection, prefix, entity, count);
    const writing = async () => {
      for (let pages = pieces.shift(); pages !== undefined; pages = pieces.shift()) {
        if (work.signal.aborted) throw new Stopped();
        const piece = pages;
        const good = await run.transaction((tx) => writePiece(tx, entity, pass, piece));
        done += good;
        progress.at('writing', given.name, done, done / all);
      }
    };
    // Two at once keep two processors busy; all are waited for, so that nothing goes on behind a failure.
    const written = await Promise.allSettled(
      entity.name === 'premises' ? [writing()] : [writing(), writing()],
    );
    for (const one of written) if (one.status === 'rejected') throw one.reason;
  }
  const ending = passes.filter(([, { complete }]) => complete);
  if (unsure && ending.length > 0)
    work.notes.push('Lines could not be read or the feed is small, so nothing that is missing was ended.');
  for (const [entity, given, pass] of unsure ? [] : ending) {
    progress.at('ending', given.name, done, 0.5);
    if (pass.first && !pass.again) continue;
    await run.transaction(async (tx) => {
      const ended = await endMissing(tx, entity, pass);
      await tx.rows(countWritten, {
        runId: order.runId,
        entity: given.name,
        created: 0n,
        updated: 0n,
        unchanged: 0n,
        ended: BigInt(ended),
      });
    });
  }
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
    ...{
      runId: pass.runId,
      entity: entity.name,
      created: BigInt(created),
      updated: BigInt(updated),
      ended: 0n,
    },
    unchanged: BigInt(good - created - updated),
  });
  return good;
}

/** Stretches of pages that hold some thousands of rows each. */
async function piecesOf(
  connection: pg.Client,
  prefix: string,
  entity: Entity,
  rows: number,
): Promise<[number, number][]> {
  const { rows: sizes } = await connection.query(
    `SELECT (pg_relation_size($1) / current_setting('block_size')::int)::int AS pages`,
    [stagedTable(prefix, entity.name)],
  );
  const pages = sizes[0].pages as number;
  const step = Math.max(1, Math.ceil((pages * pieceRows) / Math.max(1, rows)));
  return Array.from({ length: Math.ceil(pages / step) }, (_, piece) => [piece * step, (piece + 1) * step]);
}

async function hasSeveralParties({ connection, order, prefix }: Work): Promise<boolean> {
  if (!order.feed.entities.some(({ name }) => name === 'holdings' || entityNamed(name).perParty))
    return false;
  const { rows } = await connection.query(
    `SELECT EXISTS (SELECT FROM ${stagedTable(prefix, 'parties')} WHERE NOT counts) AS several`,
  );
  return rows[0].several;
}

/** The planner is told of large changes at once; a server that lets only the owner do it tells itself within minutes. */
async function renewStatistics({ run }: Work, rows: Map<FeedEntity, number>): Promise<void> {
  for (const [{ name }, count] of rows) {
    if (count > 20_000)
      await run.transaction((tx) => tx.query(`ANALYZE ${entityNamed(name).table}`)).catch(() => undefined);
  }
}

/** The search's words of the customers that were made or changed, some thousands at a time. */
async function indexNames({ run, order, progress, signal }: Work): Promise<void> {
  const { rows } = await run.transaction((tx) =>
    tx.query(`SELECT to_regproc('customers.index_names_of_run') IS NOT NULL AS there`),
  );
  if (!rows[0].there) return;
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  for (let pieces = 1; after !== null; pieces += 1) {
    if (signal.aborted) throw new Stopped();
    progress.at('names', null, pieces * 5000, 1 - 1 / pieces);
    const { rows: next } = await run.transaction((tx) =>
      tx.query('SELECT customers.index_names_of_run($1, $2) AS after', [order.runId, after]),
    );
    after = next[0].after;
  }
}
