/**
 * Customers whom staff have merged: the source still knows two, the bank knows one. What a feed says of the
 * merged one goes to the survivor, as the merge itself has moved it (customers.move_rows).
 */
import type { Transaction } from '#platform/database/transaction.ts';
import type { Entity } from './canonical.ts';
import { keptColumns } from './canonical.ts';
import { stagedTable } from './mapping.ts';

/**
 * Puts staged rows of merged customers where the merge has put theirs; a row that the survivor has too stays.
 */
export async function followMerges(
  tx: Transaction,
  prefix: string,
  feed: string,
  entity: Entity,
): Promise<void> {
  if (entity.perParty || entity.name === 'customers' || !keptColumns(entity).includes('customer_id')) return;
  const { rows } = await tx.query(`${merged} SELECT loser, survivor FROM merged WHERE done`, [feed]);
  if (rows.length === 0) return;
  const losers = rows.map(({ loser }) => loser);
  const survivors = rows.map(({ survivor }) => survivor);
  const table = stagedTable(prefix, entity.name);
  const key = entity.ownId ?? 'agreement_id';
  const pairs = 'unnest($1::uuid[], $2::uuid[]) AS m (loser, survivor)';
  // What ties the two to each other would tie the survivor to itself.
  const tie = entity.name === 'relations' ? 'AND s.other_id <> m.survivor' : '';
  await tx.query(
    `UPDATE ${table} s SET customer_id = m.survivor FROM ${pairs}
      WHERE s.customer_id = m.loser ${tie}
        AND NOT EXISTS (SELECT FROM ${table} o WHERE o.customer_id = m.survivor AND o.${key} = s.${key})`,
    [losers, survivors],
  );
  if (entity.name !== 'relations') return;
  await tx.query(
    `UPDATE ${table} s SET other_id = m.survivor FROM ${pairs}
      WHERE s.other_id = m.loser AND s.customer_id <> m.survivor`,
    [losers, survivors],
  );
}

/** A survivor may have been merged on: the last one counts. */
const merged = `WITH RECURSIVE merged AS (
    SELECT c.customer_id AS loser, c.merged_into AS survivor, s.merged_into IS NULL AS done, s.merged_into
      AS further
      FROM customers.customers c JOIN customers.customers s ON s.customer_id = c.merged_into
        WHERE c.source = $1
    UNION ALL
    SELECT m.loser, m.further, s.merged_into IS NULL, s.merged_into
      FROM merged m JOIN customers.customers s ON s.customer_id = m.further
  )`;
