/**
 * Writes what changed, and only that: rows whose hash differs from the one that is kept, in pieces that are a
 * transaction each. What a run wrote is known by created_run and changed_run, so a run that is taken up again
 * after a crash starts over, finds its own rows, and doubles nothing. Rows as they were before go into the
 * journal, for undo.
 */
import type { Transaction } from '#platform/database/transaction.ts';
import { type Entity, keptColumns } from './canonical.ts';
import { stagedTable } from './mapping.ts';

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
  const piece = pieceOf(entity, pass, pages);
  await rowByRow(tx);
  if (pass.first && !pass.again) {
    const created = await insert(tx, entity, pass, piece, false);
    if (entity.perParty && pass.severalParties)
      await insert(tx, entity, pass, othersOf(entity, pass, pages), false);
    return { good: created, created, updated: 0 };
  }
  const own = await writePart(tx, entity, pass, piece);
  // A movement of a joint account is one row of the source: what happens on its counting party's side is
  // counted.
  if (entity.perParty && pass.severalParties)
    await writePart(tx, entity, pass, othersOf(entity, pass, pages));
  return own;
}

/** Looks once which rows are known and the same, which is most of them on most days; writes the others. */
async function writePart(tx: Transaction, entity: Entity, pass: Pass, rows: string): Promise<Applied> {
  const same = sameAs(entity);
  const { rows: found } = await tx.query(
    `SELECT count(*)::int AS good, count(t.row_hash)::int AS known,
            count(*) FILTER (WHERE ${same})::int AS same,
            count(*) FILTER (WHERE t.changed_run = $2 AND t.created_run = $2 AND ${same})::int AS created,
            count(*) FILTER (WHERE t.changed_run = $2 AND t.created_run <> $2 AND ${same})::int AS updated
       FROM (${rows}) s LEFT JOIN ${entity.table} t ON ${sameKey(entity, 't', 's')}`,
    [pass.feed, pass.runId],
  );
  const { good, known, created, updated } = found[0];
  return {
    good,
    updated: updated + (known > found[0].same ? await update(tx, entity, pass, rows) : 0),
    created: created + (good > known ? await insert(tx, entity, pass, rows, known > 0) : 0),
  };
}

/** SQL: is the row that is kept what the source says? Another feed's row is left to that feed. */
function sameAs(entity: Entity): string {
  const counts = entity.name === 'transactions' ? ' AND t.counts = s.counts' : '';
  return `((t.row_hash = s.row_hash AND t.ended_on IS NULL${counts}) OR t.source <> $1)`;
}

function sameKey(entity: Entity, one: string, other: string): string {
  return entity.primaryKey.map((column) => `${one}."${column}" = ${other}."${column}"`).join(' AND ');
}

/** Ends what a complete extract no longer holds. A row that was refused is still there; it does not end. */
export async function endMissing(tx: Transaction, entity: Entity, pass: Pass): Promise<number> {
  const identity = entity.perParty
    ? entity.primaryKey.filter((column) => column !== 'customer_id')
    : entity.primaryKey;
  const key = entity.primaryKey.map((column) => `'${column}', t."${column}"`).join(', ');
  const same = identity.map((column) => `s."${column}" = t."${column}"`).join(' AND ');
  await setWise(tx);
  const { rows } = await tx.query(
    `WITH gone AS MATERIALIZED (
       SELECT ${entity.primaryKey.map((column) => `t."${column}"`).join(', ')},
              jsonb_build_object(${key}, 'changed_run', t.changed_run) AS before
         FROM ${entity.table} t
        WHERE t.source = $1 AND t.ended_on IS NULL
          AND NOT EXISTS (SELECT FROM ${stagedTable(pass.prefix, entity.name)} s WHERE ${same})
     ), kept AS (
       INSERT INTO feed.journal (run_id, entity, change, before) SELECT $2, $3, 'ended', before FROM gone
     ), ended AS (
       UPDATE ${entity.table} t SET ended_on = $4::date, changed_run = $2 FROM gone g
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
    WHERE s.ctid >= '(${from},0)'::tid AND s.ctid < '(${to},0)'::tid AND s.problem IS NULL`;
}

const bookkeeping = ['source', 'source_key', 'row_hash', 'created_run', 'changed_run', 'seen_run'];

async function insert(
  tx: Transaction,
  entity: Entity,
  pass: Pass,
  rows: string,
  careful: boolean,
): Promise<number> {
  const columns = keptColumns(entity).map((column) => `"${column}"`);
  const unknown = careful
    ? `WHERE NOT EXISTS (SELECT FROM ${entity.table} t WHERE ${sameKey(entity, 't', 's')})`
    : '';
  const { rowCount } = await tx.query(
    `INSERT INTO ${entity.table} (${columns.join(', ')}, ${bookkeeping.join(', ')})
     SELECT ${columns.map((column) => `s.${column}`).join(', ')}, $1, s.source_key, s.row_hash, $2, $2, $2
       FROM (${rows}) s ${unknown} ${entity.name === 'premises' ? 'ORDER BY s.parent_id NULLS FIRST' : ''}`,
    [pass.feed, pass.runId],
  );
  return rowCount ?? 0;
}

async function update(tx: Transaction, entity: Entity, pass: Pass, rows: string): Promise<number> {
  const columns = keptColumns(entity).filter((column) => !entity.primaryKey.includes(column));
  const sets = columns.map(
    (column) => `"${column}" = ${entity.editable ? keptOrNew(column) : `c."${column}"`}`,
  );
  sets.push(
    'row_hash = c.row_hash',
    'source_key = c.source_key',
    'ended_on = NULL',
    'changed_run = $2::uuid',
    'seen_run = $2::uuid',
  );
  if (entity.editable)
    sets.push(`edited = ${stillEdited(columns)}`, 'version = t.version + 1', 'updated_at = now()');
  // Asked for each changed row alone: a join would look for it before it is known which rows those are.
  const kept = '(SELECT v.source_values FROM feed.source_values v WHERE v.customer_id = t.customer_id)';
  const edits = entity.editable ? `, ${kept} AS source_values` : '';
  const { rows: counted } = await tx.query(
    `WITH changed AS MATERIALIZED (
       SELECT s.*, to_jsonb(t) AS before ${edits}
         FROM (${rows}) s JOIN ${entity.table} t ON ${sameKey(entity, 't', 's')}
        WHERE NOT ${sameAs(entity)} FOR UPDATE OF t
     ), kept AS (
       INSERT INTO feed.journal (run_id, entity, change, before)
       SELECT $2::uuid, $3, 'updated', before FROM changed WHERE before ->> 'changed_run' IS DISTINCT
         FROM $2::uuid::text
     ), written AS (
       UPDATE ${entity.table} t SET ${sets.join(', ')} FROM changed c WHERE ${sameKey(entity, 't', 'c')}
       RETURNING 1
     ) SELECT count(*)::int AS updated FROM written`,
    [pass.feed, pass.runId, entity.name],
  );
  return counted[0].updated;
}

/**
 * An edited column stays as staff left it until the source says something else than it said at the time of
 * the edit.
 */
function keptOrNew(column: string): string {
  return `CASE WHEN ${stands(column)} THEN t."${column}" ELSE c."${column}" END`;
}

function stands(column: string): string {
  const said = `coalesce(c.source_values -> '${column}', 'null')`;
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
