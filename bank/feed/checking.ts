/**
 * What can only be judged of many rows at once: a key that is there twice, a reference to nothing, a code
 * that somebody else has, an agreement that two parties would count. And the parties of each agreement, for
 * its movements.
 */
import type pg from 'pg';
import type { Transaction } from '#platform/database/transaction.ts';
import { setWise } from './applying.ts';
import type { Entity } from './canonical.ts';
import type { Feed } from './description.ts';
import { part, stagedTable } from './mapping.ts';
import { checkKeepers } from './portfolios.ts';
import { say } from './sayings.ts';

/**
 * A key that is there twice: the first line stays. Rows lie in the order of the primary key, so equals are
 * neighbours; where an id is made of the source's key, neighbours of one id are of one key.
 */
export async function checkTwice(connection: pg.Client, prefix: string, entity: Entity): Promise<void> {
  const table = stagedTable(prefix, entity.name);
  const key = entity.ownId === undefined ? entity.primaryKey : [entity.ownId];
  const same = key.map((column) => `"${column}" = lag("${column}") OVER ()`).join(' AND ');
  const rows = `SELECT ctid AS place, ${same} AS twice FROM ${table} WHERE problem IS NULL`;
  // Several workers would each read a part, and neighbours would be torn apart.
  await connection.query('SET max_parallel_workers_per_gather = 0');
  const { rows: found } = await connection.query(`SELECT 1 FROM (${rows}) r WHERE twice LIMIT 1`);
  if (found.length > 0) await refuseTwice(connection, table, rows, entity);
  await connection.query('RESET max_parallel_workers_per_gather');
}

async function refuseTwice(
  connection: pg.Client,
  table: string,
  rows: string,
  entity: Entity,
): Promise<void> {
  await connection.query(
    `UPDATE ${table} t SET problem = $1 || t.source_key FROM (${rows}) r WHERE r.twice AND t.ctid = r.place`,
    [`${entity.sourceKey}${part}${say('there twice')}${part}`],
  );
}

/**
 * References that this run does not bring: they must be known from before, or from another row of the same
 * entity.
 */
export async function checkReferences(
  tx: Transaction,
  prefix: string,
  feed: Feed,
  entity: Entity,
): Promise<void> {
  const table = stagedTable(prefix, entity.name);
  for (const { name, refersTo, becomes } of entity.columns) {
    if (refersTo === undefined || becomes === undefined || entity.perParty || name === 'agreement_key')
      continue;
    if (refersTo === 'staff') continue;
    const known = knownBefore[refersTo];
    const own = refersTo === 'agreements' ? 'holdings' : refersTo;
    const alsoHere = feed.entities.some((brought) => brought.name === own) && own === entity.name;
    const inSameEntity = `SELECT FROM ${table} h WHERE h.${known.id} = s.${becomes} AND h.problem IS NULL`;
    const unknown = say(entity.name === 'portfolios' ? 'no customer' : 'not known here');
    const says = `${name}${part}${unknown}${part}`;
    const sql = `UPDATE ${table} s SET problem = '${says}' || (s.unsure ->> '${name}')
      WHERE s.problem IS NULL AND s.unsure ? '${name}'
        AND NOT EXISTS (SELECT FROM ${known.table} k WHERE k.${known.id} = s.${becomes} AND k.source = $1)
        ${alsoHere ? `AND NOT EXISTS (${inSameEntity})` : ''}`;
    // One that is refused may be what another refers to.
    for (let changed = 1; changed > 0; ) changed = (await tx.query(sql, [feed.name])).rowCount ?? 0;
  }
  if (entity.name === 'premises' || entity.name === 'products') await checkCodes(tx, table, entity);
  if (entity.name === 'premises') await checkTimes(tx, table);
  if (entity.name === 'portfolios') await checkKeepers(tx, table);
}

/** A branch's day is counted in a time zone that there is, and its hours are hours. */
async function checkTimes(tx: Transaction, table: string): Promise<void> {
  await tx.query(
    `UPDATE ${table} s SET problem = 'time_zone${part}${say('no time zone')}${part}' || s.time_zone
      WHERE s.problem IS NULL AND s.time_zone <> ALL (ARRAY(SELECT unnest(premises.zones())))`,
  );
  await tx.query(
    `UPDATE ${table} s SET problem = 'hours${part}${say('no hours')}${part}' || left(s.hours::text, 200)
      WHERE s.problem IS NULL AND NOT premises.fits_week(s.hours)`,
  );
}

const knownBefore = {
  premises: { table: 'premises.premises', id: 'premises_id' },
  products: { table: 'products.products', id: 'product_id' },
  customers: { table: 'customers.customers', id: 'customer_id' },
  agreements: { table: 'holdings.holdings', id: 'agreement_id' },
};

/** A branch's or a product's code is the bank's own and stands once. */
async function checkCodes(tx: Transaction, table: string, entity: Entity): Promise<void> {
  const [id] = entity.primaryKey;
  const another = say("another's");
  await tx.query(
    `UPDATE ${table} s SET problem = 'code${part}${another}${part}' || s.code
      WHERE s.problem IS NULL AND (
        EXISTS (SELECT FROM ${entity.table} k WHERE k.code = s.code AND k.${id} <> s.${id}
          AND NOT EXISTS (SELECT FROM ${table} h
            WHERE h.${id} = k.${id} AND h.problem IS NULL AND h.code <> k.code))
        OR EXISTS (SELECT FROM ${table} h
          WHERE h.code = s.code AND h.${id} <> s.${id} AND h.problem IS NULL AND h.origin < s.origin))`,
  );
}

/** The table of parties, empty. */
export async function makeParties(connection: pg.Client, prefix: string): Promise<void> {
  const table = stagedTable(prefix, 'parties');
  await connection.query(
    `CREATE UNLOGGED TABLE ${table} (agreement_key text, agreement_id uuid, customer_id uuid,
      counts boolean, shared boolean)`,
  );
  await connection.query(`GRANT SELECT, INSERT, DELETE ON ${table} TO earshot_run_feed`);
}

/** After it was filled: who shares with whom and an index for writing, statistics for mapping. */
export async function readyParties(connection: pg.Client, prefix: string): Promise<void> {
  const table = stagedTable(prefix, 'parties');
  await connection.query(`CREATE INDEX ON ${table} (agreement_id)`);
  await connection.query(
    `UPDATE ${table} p SET shared = true
      WHERE counts AND agreement_id IN (SELECT o.agreement_id FROM ${table} o WHERE NOT o.counts)`,
  );
  await connection.query(`ANALYZE ${table}`);
}

/**
 * Who is entitled to which agreement: what this run brings, and what was known before it where it does not
 * bring all.
 */
export async function fillParties(tx: Transaction, prefix: string, feed: Feed): Promise<void> {
  const table = stagedTable(prefix, 'parties');
  const holdings = feed.entities.find(({ name }) => name === 'holdings');
  const staged = stagedTable(prefix, 'holdings');
  await setWise(tx);
  if (holdings !== undefined) {
    await tx.query(
      `INSERT INTO ${table} SELECT source_key, agreement_id, customer_id, counts FROM ${staged}
        WHERE problem IS NULL`,
    );
  }
  // A party whose row is refused today stays what it was; one that is gone from a complete extract is gone.
  const here = `SELECT FROM ${staged} s
    WHERE s.agreement_id = h.agreement_id AND s.customer_id = h.customer_id AND s.problem IS`;
  let newer = holdings === undefined ? '' : `AND NOT EXISTS (${here} NULL)`;
  if (holdings?.complete) newer += ` AND EXISTS (${here} NOT NULL)`;
  await tx.query(
    `INSERT INTO ${table} SELECT h.source_key, h.agreement_id, h.customer_id, h.counts
      FROM holdings.holdings h
      WHERE h.source = $1 AND h.ended_on IS NULL ${newer}`,
    [feed.name],
  );
}

/** The same for a feed that names agreements by number and currency ("CZ65… CZK"): of those that it names. */
export async function fillPartiesByNumber(tx: Transaction, prefix: string, keys: string[]): Promise<void> {
  await setWise(tx);
  await tx.query(
    `INSERT INTO ${stagedTable(prefix, 'parties')}
     SELECT one.key, h.agreement_id, h.customer_id, h.counts
       FROM (SELECT DISTINCT ON (named.key) named.key, a.agreement_id
               FROM unnest($1::text[]) AS named (key)
               JOIN holdings.holdings a
                 ON upper(regexp_replace(a.number, '\\s', '', 'g')) = upper(split_part(named.key, ' ', 1))
                AND a.currency = split_part(named.key, ' ', 2)
              WHERE a.ended_on IS NULL AND a.counts
              ORDER BY named.key, a.kind = 'current account' DESC, a.kind = 'savings' DESC,
                a.agreement_id) one
       JOIN holdings.holdings h ON h.agreement_id = one.agreement_id AND h.ended_on IS NULL`,
    [keys],
  );
}

/** Exactly one party of an agreement counts, so that a sum over customers counts its movements once. */
export async function checkCounting(tx: Transaction, prefix: string): Promise<void> {
  const holdings = stagedTable(prefix, 'holdings');
  const parties = stagedTable(prefix, 'parties');
  await tx.query(
    `UPDATE ${holdings} s SET problem = 'counts${part}' || CASE WHEN a.counting > 1
            THEN '${say('counts twice')}'
              ELSE '${say('counts nowhere')}' END || '${part}'
       FROM (SELECT agreement_id, count(*) FILTER (WHERE counts) AS counting FROM ${parties}
              GROUP BY agreement_id HAVING count(*) FILTER (WHERE counts) <> 1) a
      WHERE s.agreement_id = a.agreement_id AND s.problem IS NULL`,
  );
  await tx.query(
    `DELETE FROM ${parties} p USING ${holdings} s
      WHERE s.problem IS NOT NULL AND split_part(s.problem, '${part}', 1) = 'counts'
        AND s.agreement_id = p.agreement_id AND s.customer_id = p.customer_id`,
  );
}

/** How many rows of an entity are refused. */
export async function countRefused(connection: pg.Client, prefix: string, entity: Entity): Promise<number> {
  const { rows } = await connection.query(
    `SELECT count(*) AS refused FROM ${stagedTable(prefix, entity.name)} WHERE problem IS NOT NULL`,
  );
  return Number(rows[0].refused);
}

/** The agreements that the movements name. */
export async function keysNamed(connection: pg.Client, select: string): Promise<string[]> {
  const { rows } = await connection.query(
    `SELECT DISTINCT agreement_key::text AS key FROM (\n${select}\n) mapping WHERE agreement_key IS NOT NULL
      LIMIT 1000000`,
  );
  return rows.map(({ key }) => key as string);
}
