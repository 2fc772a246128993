/**
 * From raw rows to canonical ones: runs the feed's SELECTs under earshot_feed and keeps what they give in typed tables,
 * each row with its file and line, its ids, a hash of what the source says, and what is wrong with it.
 *
 * Casts are tried on the whole file at once, which is several times faster than asking each cell first; when one fails,
 * the entity is mapped again with casts that answer null. Both ways judge a row alike.
 */
import type pg from 'pg';
import { type Column, type Entity, entityNamed, keptColumns } from './canonical.ts';
import type { Feed, FeedEntity } from './description.ts';
import { FeedProblem } from './problem.ts';

/** Where the staged rows of an entity are. */
export function stagedTable(prefix: string, entity: string): string {
  return `staging.${prefix}_${entity}`;
}

/** Between the parts of a problem: column, reason, value. */
export const part = '\u001f';

/** What a row is known by: the file's number in the upper bits, the line in the lower forty. */
export const originBits = 40;

/**
 * Maps one entity; its table then has origin, problem, unsure, source_key, row_hash and the table's columns, in the
 * order of the primary key.
 * @returns the number of rows
 */
export async function mapEntity(connection: pg.Client, prefix: string, feed: Feed, given: FeedEntity): Promise<number> {
  const entity = entityNamed(given.name);
  const columns = await columnsGiven(connection, prefix, feed, given);
  const plain = mappingSql(prefix, feed, given, columns, true);
  await connection.query(`SET work_mem = '128MB'; SET synchronize_seqscans = off`);
  try {
    await tryOrSay(connection, plain, given);
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('22')) throw error;
    await tryOrSay(connection, mappingSql(prefix, feed, given, columns, false), given, true);
  }
  const table = stagedTable(prefix, entity.name);
  await connection.query(`GRANT SELECT, UPDATE (problem) ON ${table} TO earshot_run_feed`);
  await connection.query(`ANALYZE ${table}`);
  const { rows } = await connection.query(`SELECT count(*) AS rows FROM ${table}`);
  return Number(rows[0].rows);
}

async function tryOrSay(connection: pg.Client, sql: string, given: FeedEntity, last = false): Promise<void> {
  try {
    await connection.query(sql);
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code === '57014' || code === '57P01' || (!last && code?.startsWith('22'))) throw cause;
    throw new FeedProblem(`${given.name}.sql cannot be run: ${message}.`, cause);
  }
}

/** The columns that the SELECT gives, held against those that the entity has. */
async function columnsGiven(connection: pg.Client, prefix: string, feed: Feed, given: FeedEntity): Promise<Set<string>> {
  let names: string[];
  try {
    const { fields } = await connection.query(`${rawNames(prefix, feed)} SELECT * FROM (\n${given.sql}\n) mapping LIMIT 0`);
    names = fields.map(({ name }) => name);
  } catch (cause) {
    throw new FeedProblem(`${given.name}.sql cannot be run: ${(cause as Error).message}.`, cause);
  }
  const entity = entityNamed(given.name);
  const known = entity.columns.map(({ name }) => name);
  const extra = names.filter((name) => name !== 'origin' && !known.includes(name));
  if (extra.length > 0) throw new FeedProblem(`${given.name}.sql gives ${extra.join(', ')}, which ${given.name} does not have.`);
  const needed = ['origin', ...entity.columns.filter(({ required }) => required).map(({ name }) => name)];
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new FeedProblem(`${given.name}.sql does not give ${missing.join(', ')}.`);
  return new Set(names);
}

/** The feed's SELECT over this run's raw tables. */
export function selectOf(prefix: string, feed: Feed, given: FeedEntity): string {
  return `${rawNames(prefix, feed)} SELECT * FROM (\n${given.sql}\n) mapping`;
}

/** The raw tables under the names that the SELECTs call them by. */
function rawNames(prefix: string, feed: Feed): string {
  const tables = feed.files.map(({ staged, columns }) => {
    const cells = columns.map((column) => `"${column}"`).join(', ');
    return `"${staged}" AS NOT MATERIALIZED (SELECT (file_number::bigint << ${originBits}) | line AS origin, ${cells}
      FROM staging.${prefix}_raw_${staged} WHERE unreadable IS NULL)`;
  });
  return `WITH ${tables.join(',\n')}`;
}

function mappingSql(prefix: string, feed: Feed, given: FeedEntity, names: Set<string>, plain: boolean): string {
  const entity = entityNamed(given.name);
  const said = entity.columns.map(({ name }) => (names.has(name) ? `nullif("${name}"::text, '') AS "${name}"` : `NULL::text AS "${name}"`));
  const typed = entity.columns.filter(({ type }) => type !== 'text').map((column) => `${typedAs(column, plain)} AS "${column.name}_typed"`);
  const references = referencesOf(prefix, feed, entity);
  const kept = keptColumns(entity).map((column) => `${keptAs(feed, entity, column)} AS "${column}"`);
  const order = entity.primaryKey.map((column) => `"${column}"`).join(', ');
  const hashed = entity.columns.map(({ name }) => `"${name}"`).join(', ');
  return `CREATE UNLOGGED TABLE ${stagedTable(prefix, entity.name)} AS
    ${rawNames(prefix, feed)}
    SELECT origin, ${problemOf(entity)} AS problem, ${unsureOf(references)} AS unsure, "${entity.sourceKey}" AS source_key,
           hash_record_extended(ROW(${hashed}), 0) AS row_hash, ${kept.join(', ')}
      FROM (SELECT m.*${typed.map((column) => `, ${column}`).join('')}${references.map(({ gives }) => `, ${gives}`).join('')}
              FROM (SELECT origin, ${said.join(', ')} FROM (\n${given.sql}\n) mapping) m
              ${references.map(({ join }) => join).join('\n')} OFFSET 0) t
     ORDER BY ${order}, origin`;
}

interface Reference {
  column: Column;
  join: string;
  /** Columns that the join gives. */
  gives: string;
  /** SQL: is it surely there? */
  there: string;
}

/** Keys of what this run brings too are looked up there; the others are looked up among what is known, later. */
function referencesOf(prefix: string, feed: Feed, entity: Entity): Reference[] {
  const staged = (name: string) => feed.entities.some((brought) => brought.name === name);
  return entity.columns.flatMap((column, place): Reference[] => {
    const { name, refersTo } = column;
    if (refersTo === undefined) return [];
    if (entity.perParty) {
      const table = stagedTable(prefix, 'parties');
      return [{
        column,
        join: `LEFT JOIN ${table} party ON party.agreement_key = m.agreement_key AND party.counts`,
        gives: 'party.agreement_id AS agreement_known, party.customer_id AS customer_known',
        there: 'true',
      }];
    }
    // An agreement's own key is what makes it; and rows of one entity that refer to each other are looked up afterwards.
    if (entity.name === 'holdings' && name === 'agreement_key') return [];
    const id = { premises: 'premises_id', products: 'product_id', customers: 'customer_id', agreements: '' }[refersTo];
    if (refersTo === 'agreements' || refersTo === entity.name || !staged(refersTo)) {
      return [{ column, join: '', gives: `NULL::uuid AS "${name}_known"`, there: `"${name}" IS NULL` }];
    }
    return [{
      column,
      join: `LEFT JOIN ${stagedTable(prefix, refersTo)} r${place} ON r${place}.source_key = m."${name}" AND r${place}.problem IS NULL`,
      gives: `r${place}."${id}" AS "${name}_known"`,
      there: `("${name}" IS NULL OR "${name}_known" IS NOT NULL)`,
    }];
  });
}

/** The keys that were not found in this run, by column; null when all were. */
function unsureOf(references: Reference[]): string {
  const open = references.filter(({ there }) => there !== 'true');
  if (open.length === 0) return 'NULL::jsonb';
  const pairs = open.map(({ column, there }) => `'${column.name}', CASE WHEN NOT ${there} THEN "${column.name}" END`);
  return `CASE WHEN NOT (${open.map(({ there }) => there).join(' AND ')}) THEN jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')})) END`;
}

/** SQL of a column of the entity's table, from the typed row. */
function keptAs(feed: Feed, entity: Entity, name: string): string {
  const id = (kind: string, key: string) => `staging.id_of('${feed.name}', '${kind}', "${key}")`;
  if (name === entity.ownId) return id(entity.name, 'key');
  if (entity.perParty && (name === 'agreement_id' || name === 'customer_id')) return name.replace('_id', '_known');
  if (name === 'normalised') return normalised;
  if (entity.perParty && name === 'counts') return 'true';
  const column = entity.columns.find((candidate) => (candidate.becomes ?? candidate.name) === name);
  if (column === undefined) throw new RangeError(`${entity.name} has no ${name}`);
  if (column.refersTo !== undefined) {
    const made = id(column.refersTo, column.name);
    if (entity.name === 'holdings' && name === 'agreement_id') return made;
    return `CASE WHEN "${column.name}" IS NOT NULL THEN coalesce("${column.name}_known", ${made}) END`;
  }
  const value = column.type === 'text' ? `"${column.name}"` : `"${column.name}_typed"`;
  return column.otherwise === undefined ? value : `coalesce(${value}, ${otherwise(column)})`;
}

function otherwise({ otherwise: sql = 'NULL', type }: Column): string {
  return type === 'json' || type === 'texts' ? `${sql}::${sqlTypes[type]}` : sql;
}

/** What search compares: an address in lower case, a telephone number as digits with a leading + where it is international. */
const normalised = `CASE kind WHEN 'email' THEN lower(btrim(value))
  ELSE regexp_replace(regexp_replace(regexp_replace(value, '[^0-9+]', '', 'g'), '^00', '+'), '(?<=.)\\+', '', 'g') END`;

const sqlTypes = { date: 'date', bigint: 'bigint', integer: 'integer', numeric: 'numeric', instant: 'timestamptz', texts: 'text[]', json: 'jsonb' };

/** A cheap look that keeps the cast to the one way of writing each type; then the cast, plain or answering null. */
function typedAs({ name, type }: Column, plain: boolean): string {
  const value = `m."${name}"`;
  if (type === 'flag') {
    return `CASE WHEN lower(${value}) IN ('true', 't', '1', 'yes') THEN true WHEN lower(${value}) IN ('false', 'f', '0', 'no') THEN false END`;
  }
  if (type === 'text') return value;
  const cast = plain ? `${value}::${sqlTypes[type]}` : `staging.${functions[type]}_or_null(${value})`;
  if (type === 'texts') return `CASE WHEN ${value} LIKE '{%}' THEN ${cast} ELSE string_to_array(${value}, E'\\n') END`;
  return `CASE WHEN ${looks[type].replaceAll('$', value)} THEN ${cast} END`;
}

const functions = { date: 'date', bigint: 'bigint', integer: 'integer', numeric: 'numeric', instant: 'instant', texts: 'texts', json: 'json' };

const looks = {
  date: `$ LIKE '____-__-__'`,
  bigint: `ltrim($, '-0123456789') = '' AND length($) <= 20`,
  integer: `ltrim($, '-0123456789') = '' AND length($) <= 11`,
  numeric: `ltrim($, '0123456789.') = '' AND length($) <= 40`,
  instant: `$ LIKE '____-__-__%'`,
  json: `$ LIKE '{%'`,
};

const notOne = {
  text: '',
  date: 'is not a day like 2026-11-23',
  bigint: 'is not a whole number of minor units',
  integer: 'is not a whole number',
  flag: 'is neither true nor false',
  texts: 'is not a list of lines',
  json: 'is not a JSON object',
  instant: 'is not a time like 2026-11-23T09:00:00Z',
  numeric: 'is not a number',
};

/** The first thing that is wrong with a row, as column, reason and value; null when it is right. */
function problemOf(entity: Entity): string {
  const cases = entity.columns.flatMap((column) => {
    const { name, type, required, least, most, words, pattern, capitals } = column;
    const value = `"${name}"`;
    const says = (when: string, reason: string) =>
      `WHEN ${when} THEN '${name}${part}${reason.replaceAll("'", "''")}${part}' || coalesce(left(${value}, 200), '')`;
    const some: string[] = [];
    if (required) some.push(says(`${value} IS NULL`, 'is missing'));
    if (type !== 'text') some.push(says(`${value} IS NOT NULL AND "${name}_typed" IS NULL`, notOne[type]));
    if (type === 'texts' && most !== undefined) {
      some.push(says(`cardinality("${name}_typed") NOT BETWEEN ${least ?? 0} AND ${most}`, `has more than ${most} lines`));
    }
    if (type === 'text' && most !== undefined) some.push(says(`length(${value}) > ${most}`, `is longer than ${most} characters`));
    if (type === 'text' && (least ?? 1) > 1) some.push(says(`length(${value}) < ${least}`, `is shorter than ${least} characters`));
    if (words !== undefined) {
      const list = words.map((word) => `'${word}'`).join(', ');
      some.push(says(`${value} NOT IN (${list})`, 'is none of the words that are known'));
    }
    if (pattern !== undefined) some.push(says(`${value} !~ '${pattern[0]}'`, `is not ${pattern[1]}`));
    if (capitals !== undefined) {
      const wrong = `(length(${value}) <> ${capitals} OR ltrim(${value}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') <> '')`;
      some.push(says(wrong, `is not ${capitals} capital letters`));
    }
    return some;
  });
  const more: string[] = [];
  if (entity.perParty) more.push(`WHEN agreement_known IS NULL THEN 'agreement_key${part}is no agreement that is known here${part}' || agreement_key`);
  if (entity.name === 'contact_points') more.push(`WHEN length(${normalised}) < 3 THEN 'value${part}is too short${part}' || value`);
  if (entity.name === 'relations') more.push(`WHEN customer_key = other_key THEN 'other_key${part}is the customer itself${part}' || other_key`);
  return `CASE ${[...cases, ...more].join('\n')} END`;
}
