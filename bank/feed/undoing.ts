/**
 * Takes a run back, the newest first: what it made is deleted, what it changed or ended is put back from the
 * journal. It is refused while anybody has built on what the run made, which is asked in the very transaction
 * that deletes: at its beginning, and again before the customers go. So a run is taken back whole or not at
 * all, and an undo that was cut off is simply begun again.
 */
import type { Database } from '#platform/database/pool.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { batch } from '#platform/database/vault.ts';
import { type Entity, entities, keptColumns } from './canonical.ts';
import { FeedProblem } from './problem.ts';
import type { Progress } from './progress.ts';

export interface UndoOrder {
  runId: string;
  feed: string;
  jobId: string;
}

/**
 * @throws FeedProblem that says who has built on what; then nothing was undone
 */
export async function undo(
  database: Database,
  { runId, feed, jobId }: UndoOrder,
  progress: Progress,
): Promise<void> {
  const run = await batch(database, jobId, 'earshot_run_feed');
  await run.transaction(async (tx) => {
    await refuseWhenBuiltOn(tx, runId, feed);
    const { rows: names } = await tx.query(
      `SELECT DISTINCT (before ->> 'customer_id')::uuid AS id FROM feed.journal WHERE run_id = $1
        AND entity IN ('customers', 'names') LIMIT 1000000`,
      [runId],
    );
    const backwards = [...entities].reverse();
    let rows = 0;
    for (const [place, entity] of backwards.entries()) {
      progress.at('undoing', entity.name, rows, place / backwards.length);
      if (entity.name === 'customers') await refuseWhenKept(tx, runId, true);
      rows += await undoEntity(tx, entity, runId);
    }
    await indexAgain(
      tx,
      names.map(({ id }) => id),
    );
  });
}

/** What a feed's own rows and reference data tell; the kernel knows what else stands on a person's file. */
const builtOn: { says: string; sql: string }[] = [
  {
    says: 'staff have edited customers that it made or changed',
    sql: `SELECT FROM customers.customers c WHERE c.changed_run = $1 AND c.edited <> '{}' AND NOT EXISTS (
            SELECT FROM feed.journal j WHERE j.run_id = $1 AND j.entity = 'customers'
              AND j.before ->> 'customer_id' = c.customer_id::text
               AND j.before -> 'edited' = to_jsonb(c.edited)
                 AND (j.before ->> 'version')::int + 1 = c.version)`,
  },
  {
    says: 'customers that it made were merged',
    sql: 'SELECT FROM customers.customers c WHERE c.created_run = $1 AND c.merged_into IS NOT NULL',
  },
  {
    says: 'customers were merged into customers that it made',
    sql: `SELECT FROM customers.customers m JOIN customers.customers c ON c.customer_id = m.merged_into
      WHERE c.created_run = $1`,
  },
  {
    says: 'customers that it made are in a portfolio',
    sql: `SELECT FROM customers.portfolios p JOIN customers.customers c ON c.customer_id = p.customer_id
           WHERE c.created_run = $1 AND p.source IS NULL`,
  },
  {
    says: 'customers whom it gave somebody to look after were given to somebody else',
    sql: `SELECT FROM customers.portfolios p JOIN customers.portfolios g
              ON g.customer_id = p.customer_id AND g.follows = p.portfolio_id
            JOIN customers.portfolio_givings v ON v.giving_id = g.giving_id
           WHERE p.changed_run = $1 AND g.changed_run IS DISTINCT FROM $1
             AND v.given_at > (SELECT r.requested_at FROM feed.runs r WHERE r.run_id = $1)`,
  },
  {
    says: 'staff have added to customers that it made',
    sql: ['names', 'contact_points', 'identifiers', 'addresses', 'relations']
      .map(
        (
          table,
        ) => `SELECT FROM customers.${table} t JOIN customers.customers c ON c.customer_id = t.customer_id
                        WHERE c.created_run = $1 AND t.source IS DISTINCT FROM $2`,
      )
      .join(' UNION ALL '),
  },
  {
    says: 'another feed has brought movements of agreements that it made',
    sql: ['transactions', 'balances', 'standing_orders']
      .map(
        (table) => `SELECT FROM holdings.${table} t JOIN holdings.holdings h USING (customer_id, agreement_id)
                        WHERE h.created_run = $1 AND t.source IS DISTINCT FROM $2`,
      )
      .join(' UNION ALL '),
  },
  {
    says: 'staff have edited branches that it made or changed',
    sql: `SELECT FROM premises.premises p WHERE p.changed_run = $1 AND p.edited <> '{}' AND NOT EXISTS (
            SELECT FROM feed.journal j WHERE j.run_id = $1 AND j.entity = 'premises'
              AND j.before ->> 'premises_id' = p.premises_id::text
               AND j.before -> 'edited' = to_jsonb(p.edited)
                 AND (j.before ->> 'version')::int + 1 = p.version)`,
  },
  {
    says: 'special days are set at branches that it made',
    sql: `SELECT FROM premises.holidays h JOIN premises.premises p ON p.premises_id = h.premises_id
           WHERE p.created_run = $1`,
  },
  {
    says: 'members of staff work at branches that it made',
    sql: `SELECT FROM staff.staff f JOIN premises.premises p ON p.premises_id = f.premises_id
           WHERE p.created_run = $1`,
  },
  {
    says: 'work stations stand at branches that it made',
    sql: `SELECT FROM premises.stations w JOIN premises.premises p ON p.premises_id = w.premises_id
           WHERE p.created_run = $1`,
  },
];

async function refuseWhenBuiltOn(tx: Transaction, runId: string, feed: string): Promise<void> {
  for (const { says, sql } of builtOn) {
    const { rows } = await tx.query(`SELECT EXISTS (${sql}) AND ($1::uuid, $2::text) IS NOT NULL AS so`, [
      runId,
      feed,
    ]);
    if (rows[0].so) throw new FeedProblem(`This run cannot be undone: ${says}.`);
  }
  await refuseWhenKept(tx, runId, false);
}

async function refuseWhenKept(tx: Transaction, runId: string, beforeCustomersGo: boolean): Promise<void> {
  const { rows } = await tx.query('SELECT feed.built_on($1, $2) AS says', [runId, beforeCustomersGo]);
  if (rows[0].says !== null) throw new FeedProblem(`This run cannot be undone: ${rows[0].says}.`);
}

async function undoEntity(tx: Transaction, entity: Entity, runId: string): Promise<number> {
  const restored = await restore(tx, entity, runId);
  const { rowCount } = await tx.query(
    `DELETE FROM ${entity.table} WHERE created_run = $1 AND changed_run = $1`,
    [runId],
  );
  await tx.query('DELETE FROM feed.journal WHERE run_id = $1 AND entity = $2', [runId, entity.name]);
  return restored + (rowCount ?? 0);
}

/** Rows as they were; what ended lives again. Only where this run was the last to touch them. */
async function restore(tx: Transaction, entity: Entity, runId: string): Promise<number> {
  const key = entity.primaryKey.map((column) => `t."${column}" = b."${column}"`).join(' AND ');
  const columns = keptColumns(entity).filter((column) => !entity.primaryKey.includes(column));
  const kept = [...columns, 'source_key', 'row_hash', 'changed_run', 'seen_run', 'ended_on'];
  // Of a row that was kept before anybody could edit it: as it is.
  const edits = entity.editable ? ['edited', 'version', 'updated_at'] : [];
  const sets = [
    ...kept.map((column) => `"${column}" = b."${column}"`),
    ...edits.map((column) => `"${column}" = coalesce(b."${column}", t."${column}")`),
  ];
  const changed = await tx.query(
    `UPDATE ${entity.table} t SET ${sets.join(', ')}
       FROM feed.journal j CROSS JOIN LATERAL jsonb_populate_record(NULL::${entity.table}, j.before) b
      WHERE j.run_id = $1 AND j.entity = $2 AND j.change = 'updated' AND ${key} AND t.changed_run = $1`,
    [runId, entity.name],
  );
  const ended = await tx.query(
    `UPDATE ${entity.table} t SET ended_on = NULL, changed_run = b.changed_run
            ${entity.name === 'portfolios' ? ', to_date = b.to_date' : ''}
       FROM feed.journal j CROSS JOIN LATERAL jsonb_populate_record(NULL::${entity.table}, j.before) b
      WHERE j.run_id = $1 AND j.entity = $2 AND j.change = 'ended' AND ${key} AND t.changed_run = $1`,
    [runId, entity.name],
  );
  return (changed.rowCount ?? 0) + (ended.rowCount ?? 0);
}

/** What search knows of customers who are as they were, or gone. */
async function indexAgain(tx: Transaction, ids: string[]): Promise<void> {
  const { rows } = await tx.query(
    `SELECT to_regproc('customers.index_names') IS NOT NULL
        AND has_function_privilege(to_regproc('customers.index_names'), 'EXECUTE') AS there`,
  );
  if (!rows[0].there) return;
  for (let at = 0; at < ids.length; at += 5000) {
    await tx.query('SELECT customers.index_names($1)', [ids.slice(at, at + 5000)]);
  }
}
