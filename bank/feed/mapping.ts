/**
 * From raw rows to canonical ones: runs the feed's SELECTs under earshot_feed and keeps what they give in
 * typed tables, each row with its file and line, its ids, a hash of what the source says, and what is wrong
 * with it. One statement for an entity, so the database may use several processors; each cell is looked at
 * before it is cast, so no bad cell fails the whole.
 */
import type pg from 'pg';
import { type Entity, entityNamed, keptColumns, sealedColumns } from './canonical.ts';
import type { Column, ColumnType } from './columns.ts';
import type { Feed, FeedEntity } from './description.ts';
import { FeedProblem } from './problem.ts';
import { say } from './sayings.ts';

/** Where the staged rows of an entity are. */
export function stagedTable(prefix: string, entity: string): string {
  return `staging.${prefix}_${entity}`;
}

/** Between the parts of a problem: column, reason, value. */
export const part = '\u001f';

/** SQL: is row `s` refused for what must not stand from before either, a colleague's own people? */
export const refusedForGood = `s.problem LIKE 'user_name${part}${say('own people')}${part}%'`;

/** What a row is known by: the file's number in the upper bits, the line in the lower forty. */
export const originBits = 40;

/**
 * Maps one entity; its table then has the key, origin, row_hash, problem, unsure, source_key and the table's
 * other columns, and lies in the order of the key.
 * @returns the number of rows
 */
export async function mapEntity(
  connection: pg.Client,
  prefix: string,
  feed: Feed,
  given: FeedEntity,
): Promise<number> {
  const entity = entityNamed(given.name);
  const columns = await columnsGiven(connection, prefix, feed, given);
  await connection.query(settings);
  let rows: number;
  try {
    rows = (await connection.query(mappingSql(prefix, feed, given, columns))).rowCount ?? 0;
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code === '57014' || code === '57P01') throw cause;
    throw new FeedProblem(`${given.name}.sql cannot be run: ${message}.`, cause);
  }
  const table = stagedTable(prefix, entity.name);
  await connection.query(`GRANT SELECT, UPDATE ON ${table} TO earshot_run_feed`);
  // Movements are only ever read from end to end.
  if (!entity.perParty) await connection.query(`ANALYZE ${table}`);
  return rows;
}

/**
 * Functions of a cell cost far more than the planner thinks: it is to use its workers. Statistics are for
 * choosing a join, for which a small sample does.
 */
const settings = `SET work_mem = '128MB'; SET datestyle = 'ISO'; SET synchronize_seqscans = off;
  SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET default_statistics_target = 10`;

/**
 * The columns that the SELECT gives, held against those that the entity has; true: a cell of a file as it is.
 */
async function columnsGiven(
  connection: pg.Client,
  prefix: string,
  feed: Feed,
  given: FeedEntity,
): Promise<Map<string, boolean>> {
  let fields: pg.FieldDef[];
  try {
    ({ fields } = await connection.query(`${selectOf(prefix, feed, given)} LIMIT 0`));
  } catch (cause) {
    throw new FeedProblem(`${given.name}.sql cannot be run: ${(cause as Error).message}.`, cause);
  }
  const names = fields.map(({ name }) => name);
  const entity = entityNamed(given.name);
  const known = entity.columns.map(({ name }) => name);
  const extra = names.filter((name) => name !== 'origin' && !known.includes(name));
  if (extra.length > 0)
    throw new FeedProblem(`${given.name}.sql gives ${extra.join(', ')}, which ${given.name} does not have.`);
  const needed = ['origin', ...entity.columns.filter(({ required }) => required).map(({ name }) => name)];
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new FeedProblem(`${given.name}.sql does not give ${missing.join(', ')}.`);
  return new Map(fields.map(({ name, tableID }) => [name, tableID !== 0]));
}

/** The feed's SELECT over this run's raw tables. */
export function selectOf(prefix: string, feed: Feed, given: FeedEntity): string {
  return `${rawNames(prefix, feed)} SELECT * FROM (\n${given.sql}\n) mapping`;
}

/** The raw tables under the names that the SELECTs call them by. */
function rawNames(prefix: string, feed: Feed): string {
  const tables = feed.files.map(({ staged, columns }) => {
    const cells = columns.map((column) => `"${column}"`).join(', ');
    return `"${staged}" AS NOT MATERIALIZED (SELECT (file_number::bigint << ${originBits}) | line AS origin,
      ${cells}
      FROM staging.${prefix}_raw_${staged} WHERE unreadable IS NULL)`;
  });
  return `WITH ${tables.join(',\n')}`;
}

/**
 * One flat statement: the planner gives a part of it to each worker only when no subquery fences another off.
 */
function mappingSql(prefix: string, feed: Feed, given: FeedEntity, columns: Map<string, boolean>): string {
  const entity = entityNamed(given.name);
  const said = entity.columns.map(({ name }) => {
    const bare = columns.get(name);
    if (bare === undefined) return `NULL::text AS "${name}"`;
    // COPY has read empty cells as null already; what a SELECT made may be empty.
    return bare ? `"${name}"` : `nullif("${name}"::text, '') AS "${name}"`;
  });
  const references = referencesOf(prefix, feed, entity);
  const as = (column: string) => `${keptAs(feed, entity, references, column)} AS "${column}"`;
  const kept = keptColumns(entity).filter((column) => !entity.primaryKey.includes(column));
  const plain = entity.columns.filter(({ sealed }) => sealed).map(({ name }) => `m."${name}"`);
  if (entity.perParty) plain.push('party.shared');
  const order = entity.primaryKey.map((column) => `"${column}"`).join(', ');
  const compared = entity.columns.filter(({ name, later }) => !later || columns.has(name));
  const hashed = compared.map(({ name }) => `m."${name}"`).join(', ');
  // The key first: a sort finds what it compares without walking over the texts of a row.
  const first = [
    ...entity.primaryKey.map(as),
    'm.origin',
    `hash_record_extended(ROW(${hashed}), 0) AS row_hash`,
  ];
  return `CREATE UNLOGGED TABLE ${stagedTable(prefix, entity.name)} AS
    ${rawNames(prefix, feed)}
    SELECT ${first.join(', ')}, ${problemOf(entity, columns)} AS problem, ${unsureOf(references)} AS unsure,
           m."${entity.sourceKey}" AS source_key, ${[...kept.map(as), ...plain].join(', ')}
      FROM (SELECT origin, ${said.join(', ')} FROM (\n${given.sql}\n) mapping) m
      ${references.map(({ join }) => join).join('\n')}
     ORDER BY ${order}, origin`;
}

interface Reference {
  column: Column;
  join: string;
  /** SQL of the id, when this run brings what is referred to. */
  known: string | undefined;
}

/**
 * Keys of what this run brings too are looked up there; the others are looked up among what is known, later.
 */
function referencesOf(prefix: string, feed: Feed, entity: Entity): Reference[] {
  if (entity.perParty) {
    const parties = stagedTable(prefix, 'parties');
    const join = `LEFT JOIN ${parties} party ON party.agreement_key = m.agreement_key AND party.counts`;
    return entity.columns
      .filter(({ refersTo }) => refersTo !== undefined)
      .map((column) => ({ column, join, known: 'party.agreement_id' }));
  }
  return entity.columns.flatMap((column, place): Reference[] => {
    const { name, refersTo } = column;
    // An agreement's own key is what makes it.
    if (refersTo === undefined || (entity.name === 'holdings' && name === 'agreement_key')) return [];
    // Rows of one entity that refer to each other are looked up afterwards.
    if (refersTo === 'staff') return [{ column, join: '', known: undefined }];
    const here = refersTo !== entity.name && feed.entities.some((brought) => brought.name === refersTo);
    if (refersTo === 'agreements' || !here) return [{ column, join: '', known: undefined }];
    const id = entityNamed(refersTo).ownId;
    return [
      {
        column,
        join: `LEFT JOIN ${stagedTable(prefix, refersTo)} r${place}
          ON r${place}.source_key = m."${name}" AND r${place}.problem IS NULL`,
        known: `r${place}."${id}"`,
      },
    ];
  });
}

/** The keys that were not found in this run, by column; null when all were. */
function unsureOf(references: Reference[]): string {
  const open = references.filter(({ known }) => known !== 'party.agreement_id');
  if (open.length === 0) return 'NULL::jsonb';
  const lost = ({ column, known }: Reference) =>
    `(m."${column.name}" IS NOT NULL${known === undefined ? '' : ` AND ${known} IS NULL`})`;
  const pairs = open.map(
    (one) => `'${one.column.name}', CASE WHEN ${lost(one)} THEN m."${one.column.name}" END`,
  );
  const found = `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`;
  return `CASE WHEN ${open.map(lost).join(' OR ')} THEN ${found} END`;
}

/** SQL of a column of the entity's table. */
function keptAs(feed: Feed, entity: Entity, references: Reference[], name: string): string {
  const id = (kind: string, key: string) => `staging.id_of('${feed.name}', '${kind}', m."${key}")`;
  if (name === entity.ownId) return id(entity.name, 'key');
  if (entity.perParty && (name === 'agreement_id' || name === 'customer_id')) return `party.${name}`;
  if (entity.perParty && name === 'counts') return 'true';
  if (name === 'normalised') return normalised;
  // Filled by sealing.ts, when it is known which rows are right.
  if (entity.columns.some((one) => one.sealed && sealedColumns(one).includes(name)))
    return name.endsWith('_hint') ? 'NULL::text' : 'NULL::bytea';
  const column = entity.columns.find((candidate) => (candidate.becomes ?? candidate.name) === name);
  if (column === undefined) throw new RangeError(`${entity.name} has no ${name}`);
  // Looked up when all have come (portfolios.ts).
  if (column.refersTo === 'staff') return 'NULL::uuid';
  if (column.refersTo !== undefined) {
    const made = id(column.refersTo, column.name);
    if (entity.name === 'holdings' && name === 'agreement_id') return made;
    const known = references.find((reference) => reference.column === column)?.known;
    return `CASE WHEN m."${column.name}" IS NOT NULL THEN coalesce(${known ?? 'NULL'}, ${made}) END`;
  }
  const value = typedAs(column);
  return column.otherwise === undefined ? value : `coalesce(${value}, ${otherwise(column)})`;
}

function otherwise({ otherwise: sql = 'NULL', type }: Column): string {
  if (type === 'json') return `${sql}::jsonb`;
  return type === 'texts' ? `${sql}::text[]` : sql.replaceAll(/\brole\b/g, 'm.role');
}

/**
 * What search compares: an address in lower case, a telephone number as digits with a leading + where it is
 * international.
 */
const normalised = `CASE m.kind WHEN 'email' THEN lower(btrim(m.value))
  ELSE regexp_replace(
    regexp_replace(regexp_replace(m.value, '[^0-9+]', '', 'g'), '^00', '+'), '(?<=.)\\+', '', 'g') END`;

/** SQL of a cell as its type, or null where the cast would fail. */
function typedAs({ name, type }: Column): string {
  const value = `m."${name}"`;
  if (type === 'text') return value;
  const { looks, casts = looks, cast } = types[type];
  return filled(`CASE WHEN ${casts} THEN ${cast} END`, value);
}

/** Bytes are known; only where there are more of them the letters are counted. */
function longerThan(value: string, most: number): string {
  return `octet_length(${value}) > ${most} AND length(${value}) > ${most}`;
}

/** In the SQL of types, @ stands for the cell. */
function filled(sql: string, value: string): string {
  return sql.replaceAll('@', () => value);
}

/** The day as staging.is_day knows it; of the 29th of February the year is asked. */
const monthDay = '((0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)';
const day = `(1[5-9]|2[01])\\d\\d-${monthDay}`;
const time = `([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?(Z|[+-](0\\d|1[0-4]):?[0-5]\\d)?)?`;
const leapDay = `(@ ~ '^(1[5-9]|2[01])\\d\\d-02-29${time}$'
  AND substr(@, 3, 2)::int % 4 = 0 AND (substr(@, 3, 2) <> '00' OR substr(@, 1, 2)::int % 4 = 0))`;

interface Written {
  /** Is the cell written in the one way that is taken? Then its cast cannot fail. */
  looks: string;
  /** Cheaper, where there is something cheaper: may it be cast, whatever becomes of the row? */
  casts?: string;
  cast: string;
  /** SQL of what is asked beside of one that PostgreSQL writes just so. */
  writtenAs?: string;
}

const types: Record<Exclude<ColumnType, 'text'>, Written> = {
  date: {
    looks: 'staging.is_day(@)',
    casts: 'staging.casts_to_day(@)',
    cast: '@::date',
    writtenAs: `octet_length(@) = 10 AND @ >= '1500' AND @ < '2200'`,
  },
  instant: {
    looks: `CASE WHEN @ ~ '^${day}${time}$' THEN true ELSE ${leapDay} END`,
    cast: '@::timestamptz',
  },
  bigint: {
    looks: 'staging.is_whole(@)',
    casts: 'staging.casts_to_whole(@)',
    cast: '@::bigint',
    writtenAs: 'octet_length(@) <= 18',
  },
  integer: { looks: '(staging.is_whole(@) AND length(@) <= 9)', cast: '@::integer' },
  numeric: { looks: `@ ~ '^\\d{1,30}(\\.\\d{1,30})?$'`, cast: '@::numeric' },
  flag: {
    looks: `lower(@) IN ('true', 't', '1', 'yes', 'false', 'f', '0', 'no')`,
    cast: `lower(@) IN ('true', 't', '1', 'yes')`,
  },
  texts: {
    looks: `CASE WHEN @ LIKE '{%}' THEN staging.texts_or_null(@) IS NOT NULL
      WHEN @ IS NOT NULL THEN true END`,
    cast: `CASE WHEN @ LIKE '{%}' THEN @::text[] ELSE string_to_array(@, E'\\n') END`,
  },
  json: {
    looks: `CASE WHEN @ LIKE '{%' THEN staging.json_or_null(@) IS NOT NULL WHEN @ IS NOT NULL THEN false END`,
    cast: '@::jsonb',
  },
};

const notOne = {
  text: '',
  date: say('no day'),
  bigint: say('no minor units'),
  integer: say('no whole number'),
  flag: say('no flag'),
  texts: say('no lines'),
  json: say('no object'),
  instant: say('no instant'),
  numeric: say('no number'),
};

/**
 * Is the cell written in the one way that is taken? One that is as PostgreSQL itself would write it is known
 * by that; only another is walked over letter by letter. What a SELECT works out is worked out once.
 */
function looksOf(type: keyof typeof types, bare: boolean): string {
  const { looks, casts, cast, writtenAs } = types[type];
  if (!bare || writtenAs === undefined) return looks;
  return `CASE WHEN ${casts} THEN ${writtenAs} AND (${cast})::text = @ OR ${looks}
    WHEN @ IS NOT NULL THEN false END`;
}

/** The first thing that is wrong with a row, as column, reason and value; null when it is right. */
function problemOf(entity: Entity, columns: Map<string, boolean>): string {
  const cases = entity.columns.flatMap((column) => {
    const { name, type, required, least, most, words, pattern, capitals } = column;
    const value = `m."${name}"`;
    const says = (when: string, reason: string) =>
      `WHEN ${when} THEN '${name}${part}${reason}${part}' || coalesce(left(${value}, 200), '')`;
    const some: string[] = [];
    if (required) some.push(says(`${value} IS NULL`, say('missing')));
    if (type !== 'text')
      some.push(says(filled(`NOT ${looksOf(type, columns.get(name) === true)}`, value), notOne[type]));
    if (type === 'texts' && most !== undefined) {
      some.push(
        says(
          `cardinality(${typedAs(column)}) NOT BETWEEN ${least ?? 0} AND ${most}`,
          say('too many lines', { most }),
        ),
      );
    }
    if (type === 'text' && most !== undefined)
      some.push(says(longerThan(value, most), say('too long', { most })));
    if (type === 'text' && (least ?? 1) > 1)
      some.push(says(`length(${value}) < ${least}`, say('shorter than', { least: least ?? 1 })));
    if (words !== undefined) {
      const list = words.map((word) => `'${word}'`).join(', ');
      some.push(says(`${value} NOT IN (${list})`, say('unknown word')));
    }
    if (pattern !== undefined) some.push(says(`${value} !~ '${pattern[0]}'`, say(pattern[1])));
    if (capitals !== undefined) {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
      const wrong = `(length(${value}) <> ${capitals} OR ltrim(${value}, '${letters}') <> '')`;
      some.push(says(wrong, say('no capitals', { count: capitals })));
    }
    return some;
  });
  const more = (when: string, column: string, reason: string) =>
    cases.push(`WHEN ${when} THEN '${column}${part}${reason}${part}' || m."${column}"`);
  if (entity.perParty) more('party.agreement_id IS NULL', 'agreement_key', say('unknown agreement'));
  if (entity.name === 'contact_points') more(`length(${normalised}) < 3`, 'value', say('too short'));
  if (entity.name === 'relations')
    more('m.customer_key = m.other_key', 'other_key', say('the customer itself'));
  return `CASE ${cases.join('\n')} END`;
}
