/**
 * Writes what changed, and only that: rows whose hash differs from the one that is kept, in pieces that are a
 * transaction each. What a run wrote is known by created_run and changed_run, so a run that is taken up again
 * after a crash starts over, finds its own rows, and doubles nothing. Rows as they were before go into the
 * journal, for undo.
 */
import type { Transaction } from '#platform/database/transaction.ts';
import { type Entity, keptColumns } from './canonical.ts';
import { refusedForGood, stagedTable } from './mapping.ts';

export interface Written {
  created: number;
  updated: number;
}

export interface Applied extends Written {
  /** Rows of the source that were right. */
  good: number;
}

export interface Pass {
  prefix: string;
  runId: string;
  feed: string;
  asOf: string;
  /**
   * True when no run of this feed has ever written rows of this entity: then there is nothing to compare
   * with.
   */
  first: boolean;
  /** True when this run was begun before: then it may have written rows already. */
  again: boolean;
  /** Are there agreements with more than one party? */
  severalParties: boolean;
}

/** Writes the staged rows of one stretch of pages. The pieces together cover the table. */
export async function applyPiece(
  tx: Transaction,
  entity: Entity,
  pass: Pass,
  pages: [from: number, to: number],
): Promise<Applied> {
  const own = pieceOf(entity, pass, pages);
  const others = entity.perParty && pass.severalParties ? othersOf(entity, pass, pages) : undefined;
  await rowByRow(tx);
  if (!pass.first || pass.again) return compareAndWrite(tx, entity, pass, own, others);
  const created = await insert(tx, entity, pass, own);
  if (others !== undefined) await insert(tx, entity, pass, others);
  return { good: created, created, updated: 0 };
}

/**
 * Looks once for each row at what is kept of it, and writes those that are new or say something else. A
 * movement of a joint account is one row of the source: what happens on its counting party's side is counted.
 *
 * Each row is looked up by its whole key, in a subquery of its own: of a join, the planner, which takes a row
 * policy for something that lets one row in two hundred through, has read what is kept from end to end and
 * for each row of it all that came.
 */
async function compareAndWrite(
  tx: Transaction,
  entity: Entity,
  pass: Pass,
  own: string,
  others: string | undefined,
): Promise<Applied> {
  const both = [`SELECT o.*, true AS own FROM (${own}) o`];
  if (others !== undefined) both.push(`SELECT o.*, false FROM (${others}) o`);
  const { rows } = await tx.query(
    `WITH seen AS MATERIALIZED (
       SELECT s.*, t.there IS NULL AS is_new, t.same IS FALSE AS differs,
              t.same AND t.changed_run = $2 AS mine, t.created_run = $2 AS made
         FROM (${both.join(' UNION ALL ')}) s
         LEFT JOIN LATERAL (
           SELECT true AS there, ${sameAs(entity)} AS same, t.created_run, t.changed_run
             FROM ${entity.table} t WHERE ${sameKey(entity, 't', 's')} OFFSET 0) t ON true
     ), created AS (
       ${insertOf(entity, '(SELECT * FROM seen WHERE is_new)')}
     ), ${updateOf(entity)}
     SELECT count(*)::int AS good, count(*) FILTER (WHERE is_new OR mine AND made)::int AS created,
            count(*) FILTER (WHERE differs OR mine AND NOT made)::int AS updated
       FROM seen WHERE own`,
    [pass.feed, pass.runId, entity.name],
  );
  return rows[0];
}

/** SQL: is the row that is kept what the source says? Another feed's row is left to that feed. */
function sameAs(entity: Entity): string {
  const counts = entity.name === 'transactions' ? ' AND t.counts = s.counts' : '';
  return `((t.row_hash = s.row_hash AND ${goesOn(entity)}${counts}) OR t.source <> $1)`;
}

/** SQL: does the row not stand there as ended? One that staff have ended is as they left it. */
function goesOn(entity: Entity): string {
  return staffEnd(entity) ? "(t.ended_on IS NULL OR 'ended_on' = ANY (t.edited))" : 't.ended_on IS NULL';
}

const staffEnd = ({ name }: Entity) => name === 'premises';

function sameKey(entity: Entity, one: string, other: string): string {
  return entity.primaryKey.map((column) => `${one}."${column}" = ${other}."${column}"`).join(' AND ');
}

/**
 * Ends what a complete extract no longer holds. A row that was refused is still there; it does not end. Who
 * looked after somebody did so until yesterday.
 */
export async function endMissing(tx: Transaction, entity: Entity, pass: Pass): Promise<number> {
  const identity = entity.perParty
    ? entity.primaryKey.filter((column) => column !== 'customer_id')
    : entity.primaryKey;
  const key = entity.primaryKey.map((column) => `'${column}', t."${column}"`).join(', ');
  const dated = entity.name === 'portfolios';
  const kept = `${key}, 'changed_run', t.changed_run${dated ? ", 'to_date', t.to_date" : ''}`;
  const here = identity.map((column) => `s."${column}" = t."${column}"`);
  if (dated) here.push(`(s.problem IS NULL OR NOT ${refusedForGood})`);
  await setWise(tx);
  const { rows } = await tx.query(
    `WITH gone AS MATERIALIZED (
       SELECT ${entity.primaryKey.map((column) => `t."${column}"`).join(', ')},
              jsonb_build_object(${kept}) AS before
         FROM ${entity.table} t
        WHERE t.source = $1 AND t.ended_on IS NULL
          AND NOT EXISTS (SELECT FROM ${stagedTable(pass.prefix, entity.name)} s WHERE ${here.join(' AND ')})
     ), kept AS (
       INSERT INTO feed.journal (run_id, entity, change, before) SELECT $2, $3, 'ended', before FROM gone
     ), ended AS (
       UPDATE ${entity.table} t SET ended_on = $4::date, changed_run = $2
              ${dated ? ', to_date = least(t.to_date, CURRENT_DATE - 1)' : ''} FROM gone g
        WHERE ${sameKey(entity, 't', 'g')} RETURNING 1
     ) SELECT count(*)::int AS ended FROM ended`,
    [pass.feed, pass.runId, entity.name, pass.asOf],
  );
  return rows[0].ended;
}

/**
 * For a statement over whole tables: one pass over each. The planner takes a row policy for something that
 * lets one row in two hundred through, and would look a million rows up one by one.
 */
export async function setWise(tx: Transaction): Promise<void> {
  await tx.query('SET LOCAL enable_nestloop = off');
}

/** For a piece of rows against a large table: by its primary key, and never the table once for each row. */
export async function rowByRow(tx: Transaction): Promise<void> {
  await tx.query('SET LOCAL enable_seqscan = off');
  await tx.query('SET LOCAL enable_hashjoin = off');
  await tx.query('SET LOCAL enable_mergejoin = off');
  await tx.query('SET LOCAL enable_material = off');
}

/** The staged rows of some pages, as the entity's table has them. */
function pieceOf(entity: Entity, pass: Pass, [from, to]: [number, number]): string {
  const columns = keptColumns(entity).map((column) => `s."${column}"`);
  return `SELECT ${columns.join(', ')}, s.source_key, s.row_hash
    FROM ${stagedTable(pass.prefix, entity.name)} s
    WHERE s.ctid >= '(${from},0)'::tid AND s.ctid < '(${to},0)'::tid AND s.problem IS NULL`;
}

/** The same rows for the parties whose side does not count. */
function othersOf(entity: Entity, pass: Pass, [from, to]: [number, number]): string {
  const columns = keptColumns(entity).map((column) => {
    if (column === 'customer_id') return 'p.customer_id';
    return column === 'counts' ? 'false AS counts' : `s."${column}"`;
  });
  return `SELECT ${columns.join(', ')}, s.source_key, s.row_hash
    FROM ${stagedTable(pass.prefix, entity.name)} s
    JOIN ${stagedTable(pass.prefix, 'parties')} p ON p.agreement_id = s.agreement_id AND NOT p.counts
    WHERE s.ctid >= '(${from},0)'::tid AND s.ctid < '(${to},0)'::tid AND s.problem IS NULL AND s.shared`;
}

const bookkeeping = ['source', 'source_key', 'row_hash', 'created_run', 'changed_run', 'seen_run'];

async function insert(tx: Transaction, entity: Entity, pass: Pass, rows: string): Promise<number> {
  const { rowCount } = await tx.query(insertOf(entity, `(${rows})`), [pass.feed, pass.runId]);
  return rowCount ?? 0;
}

/** SQL: these rows, which are not there, as this run makes them. */
function insertOf(entity: Entity, rows: string): string {
  const columns = keptColumns(entity).map((column) => `"${column}"`);
  return `INSERT INTO ${entity.table} (${columns.join(', ')}, ${bookkeeping.join(', ')})
    SELECT ${columns.map((column) => `s.${column}`).join(', ')}, $1, s.source_key, s.row_hash, $2, $2, $2
      FROM ${rows} s ${entity.name === 'premises' ? 'ORDER BY s.parent_id NULLS FIRST' : ''}`;
}

/** SQL of common table expressions: those of the rows seen that differ, journaled and written. */
function updateOf(entity: Entity): string {
  const columns = keptColumns(entity).filter((column) => !entity.primaryKey.includes(column));
  const sets = columns.map(
    (column) => `"${column}" = ${entity.editable ? keptOrNew(column) : `c."${column}"`}`,
  );
  sets.push(
    'row_hash = c.row_hash',
    'source_key = c.source_key',
    staffEnd(entity)
      ? "ended_on = CASE WHEN 'ended_on' = ANY (t.edited) THEN t.ended_on END"
      : 'ended_on = NULL',
    'changed_run = $2::uuid',
    'seen_run = $2::uuid',
  );
  if (entity.editable)
    sets.push(`edited = ${stillEdited(columns)}`, 'version = t.version + 1', 'updated_at = now()');
  // Asked for each changed row alone: a join would look for it before it is known which rows those are.
  const edits = entity.editable ? `, ${entity.editable} AS said_then` : '';
  return `changed AS MATERIALIZED (
       SELECT s.*, to_jsonb(t) AS before ${edits}
         FROM seen s
         CROSS JOIN LATERAL (SELECT * FROM ${entity.table} t WHERE ${sameKey(entity, 't', 's')} FOR UPDATE) t
        WHERE s.differs
     ), kept AS (
       INSERT INTO feed.journal (run_id, entity, change, before)
       SELECT $2::uuid, $3, 'updated', before FROM changed
        WHERE before ->> 'changed_run' IS DISTINCT FROM $2::uuid::text
     ), written AS (
       UPDATE ${entity.table} t SET ${sets.join(', ')} FROM changed c WHERE ${sameKey(entity, 't', 'c')}
     )`;
}

/**
 * An edited column stays as staff left it until the source says something else than it said at the time of
 * the edit.
 */
function keptOrNew(column: string): string {
  return `CASE WHEN ${stands(column)} THEN t."${column}" ELSE c."${column}" END`;
}

function stands(column: string): string {
  const said = `coalesce(c.said_then -> '${column}', 'null')`;
  return `('${column}' = ANY (t.edited) AND ${said} = coalesce(to_jsonb(c."${column}"), 'null'))`;
}

function stillEdited(columns: string[]): string {
  const overruled = columns.map(
    (column) => `CASE WHEN '${column}' = ANY (t.edited) AND NOT ${stands(column)} THEN '${column}' END`,
  );
  return `CASE WHEN t.edited = '{}' THEN t.edited ELSE ARRAY(
    SELECT e.name FROM unnest(t.edited) AS e (name)
     WHERE NOT e.name = ANY (array_remove(ARRAY[${overruled.join(', ')}]::text[], NULL))) END`;
}
