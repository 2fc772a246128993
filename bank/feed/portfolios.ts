/**
 * Who looks after whom, as a source says it: colleagues by their user names. What a manager has given
 * (0058_giving.sql) wins until the source names somebody anew.
 */
import type { Transaction } from '#platform/database/transaction.ts';
import { setWise } from './applying.ts';
import { part } from './mapping.ts';
import { type SayingCode, say } from './sayings.ts';

/** The roles that look after customers. */
const keepers = 'banker,contact centre,manager';

/**
 * Looks the colleagues up, and refuses whoever may not look after this customer. The row of a leaver is
 * refused and stays: whom they looked after waits for the manager, and is not forgotten.
 */
export async function checkKeepers(tx: Transaction, table: string): Promise<void> {
  await setWise(tx);
  await tx.query(
    `UPDATE ${table} s SET staff_id = f.staff_id FROM staff.staff f
      WHERE s.problem IS NULL AND f.user_name = lower(btrim(s.unsure ->> 'user_name'))`,
  );
  const refuse = async (code: SayingCode, when: string, column = 'user_name') => {
    const value = column === 'user_name' ? `(s.unsure ->> 'user_name')` : `s.${column}::text`;
    await tx.query(
      `UPDATE ${table} s SET problem = '${column}${part}${say(code)}${part}' || ${value}
        WHERE s.problem IS NULL AND ${when}`,
    );
  };
  const keeper = 'SELECT FROM staff.staff f WHERE f.staff_id = s.staff_id';
  await refuse('no colleague', 's.staff_id IS NULL');
  await refuse('has left', `EXISTS (${keeper} AND NOT f.active)`);
  await refuse('looks after nobody', `EXISTS (${keeper} AND NOT f.role = ANY ('{${keepers}}'))`);
  await refuse('ends before', 's.to_date < s.from_date', 'to_date');
  await refuse('own people', 'privacy.is_kin(s.staff_id, s.customer_id)');
}

/**
 * Where the source has named somebody in this run, the gift of a manager that stood in for what it said
 * before ends with yesterday; undoing the run brings it back.
 */
export async function endGifts(tx: Transaction, runId: string, feed: string): Promise<void> {
  await setWise(tx);
  await tx.query(
    `WITH overruled AS MATERIALIZED (
       SELECT g.customer_id, g.portfolio_id, to_jsonb(g) AS before FROM customers.portfolios g
        WHERE g.giving_id IS NOT NULL AND g.changed_run IS DISTINCT FROM $1 AND ${stands('g')}
          AND EXISTS (SELECT FROM customers.portfolios n WHERE n.customer_id = g.customer_id
            AND n.source = $2 AND n.changed_run = $1 AND ${stands('n')})
          AND (g.follows IS NULL OR EXISTS (SELECT FROM customers.portfolios p
            WHERE p.customer_id = g.customer_id AND p.portfolio_id = g.follows AND p.changed_run = $1))
     ), kept AS (
       INSERT INTO feed.journal (run_id, entity, change, before)
       SELECT $1, 'portfolios', 'updated', before FROM overruled
     )
     UPDATE customers.portfolios g SET to_date = CURRENT_DATE - 1, changed_run = $1 FROM overruled o
      WHERE g.customer_id = o.customer_id AND g.portfolio_id = o.portfolio_id`,
    [runId, feed],
  );
}

const stands = (row: string) =>
  `${row}.ended_on IS NULL AND coalesce(${row}.to_date, CURRENT_DATE) >= CURRENT_DATE`;
