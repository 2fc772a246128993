/**
 * What a feed is: `feeds/<name>/feed.yaml` and one SELECT for each entity that it brings, read from the disk
 * and checked.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { type EntityName, entities } from './canonical.ts';
import { FeedProblem } from './problem.ts';
import { statementColumns } from './statements.ts';

const closed = { additionalProperties: false };
const name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' });

/** Encodings in which a delimiter is always the one byte that it is in ASCII. PostgreSQL's names for them. */
export const encodings = {
  'utf-8': 'UTF8',
  'windows-1250': 'WIN1250',
  'windows-1251': 'WIN1251',
  'windows-1252': 'WIN1252',
  'windows-1253': 'WIN1253',
  'windows-1254': 'WIN1254',
  'windows-1257': 'WIN1257',
  'iso-8859-1': 'LATIN1',
  'iso-8859-2': 'LATIN2',
  'iso-8859-15': 'LATIN9',
} as const;

const describedFile = Type.Object(
  {
    /** The file's name; one `*` stands for anything, then the feed may have several such files. */
    name: Type.String({ pattern: '^[A-Za-z0-9._*-]{1,100}$' }),
    format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('camt.053')])),
    gz: Type.Optional(Type.Boolean()),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    quoting: Type.Optional(Type.Union([Type.Literal('"'), Type.Literal("'"), Type.Literal('none')])),
    encoding: Type.Optional(
      Type.Unsafe<keyof typeof encodings>({ type: 'string', enum: Object.keys(encodings) }),
    ),
    header: Type.Optional(Type.Boolean()),
    columns: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 500, uniqueItems: true })),
    /** A folder without it is fine. */
    optional: Type.Optional(Type.Boolean()),
  },
  closed,
);

const described = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    files: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), describedFile),
    entities: Type.Record(
      Type.String({ pattern: '^[a-z_]{1,40}$' }),
      Type.Object(
        {
          /** Does the extract hold all of them? Then those that are gone from it have ended. */
          complete: Type.Boolean(),
          /** The file whose unreadable lines are counted as rejected rows of this entity. */
          from: Type.Optional(name),
        },
        closed,
      ),
    ),
    /** How movements find their agreement: by the feed's own key, or by number and currency among all. */
    agreements: Type.Optional(Type.Union([Type.Literal('by key'), Type.Literal('by number')])),
    /** Where extracts are put for scheduled runs: a folder under the bank's folder of extracts. */
    folder: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$', maxLength: 200 })),
    /** When it is taken in: minute, hour, day of the month, month, day of the week; UTC. */
    schedule: Type.Optional(Type.String({ pattern: '^[0-9*,/-]+( [0-9*,/-]+){4}$', maxLength: 100 })),
    expect: Type.Optional(
      Type.Object(
        {
          /** Hours without a finished run after which the feed is late. */
          late_after_hours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 8784 })),
          /** A run is unusually small with fewer rows than this share of the last one's. */
          small_below: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
        },
        closed,
      ),
    ),
  },
  closed,
);

export interface FeedFile {
  /** How the SELECTs call it. */
  staged: string;
  name: string;
  format: 'csv' | 'camt.053';
  gz: boolean;
  delimiter: string;
  quote: string | undefined;
  encoding: keyof typeof encodings;
  header: boolean;
  columns: string[];
  optional: boolean;
}

export interface FeedEntity {
  name: EntityName;
  complete: boolean;
  from: string | undefined;
  sql: string;
}

export interface Feed {
  name: string;
  title: string;
  files: FeedFile[];
  entities: FeedEntity[];
  agreements: 'by key' | 'by number';
  folder: string | undefined;
  schedule: string | undefined;
  lateAfterHours: number | undefined;
  smallBelow: number | undefined;
}

/** The folder of feeds that come with Earshot; a bank's own lie wherever it says. */
export const ownFeeds = path.resolve(import.meta.dirname, '../../feeds');

/** The names of the feeds in this folder. */
export async function feedNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    names.map(async ({ name }) =>
      (await readText(path.join(folder, name, 'feed.yaml'))) === undefined ? [] : [name],
    ),
  );
  return found.flat().sort();
}

/**
 * Reads one feed.
 * @param folder of feeds; @param feed the feed's name, which is its folder's
 * @throws FeedProblem that says what is wrong in which file
 */
export async function readFeed(folder: string, feed: string): Promise<Feed> {
  if (!/^[a-z][a-z0-9]{0,39}$/.test(feed)) throw new FeedProblem(`"${feed}" is not the name of a feed.`);
  const file = path.join(folder, feed, 'feed.yaml');
  const yaml = await readText(file);
  if (yaml === undefined) throw new FeedProblem(`There is no feed called ${feed}: ${file} is missing.`);
  const said = await checked(feed, yaml);
  const files = Object.entries(said.files).map(([staged, one]) => fileOf(feed, staged, one));
  const wanted = entities.filter(({ name }) => name in said.entities).map(({ name }) => name);
  const unknown = Object.keys(said.entities).filter((name) => !wanted.some((known) => known === name));
  if (unknown.length > 0)
    throw new FeedProblem(`feeds/${feed}/feed.yaml: there is no entity ${unknown.join(', ')}.`);
  const brought = await Promise.all(
    wanted.map(async (name): Promise<FeedEntity> => {
      const { complete = false, from } = said.entities[name] ?? {};
      if (from !== undefined && !(from in said.files)) {
        throw new FeedProblem(
          `feeds/${feed}/feed.yaml: ${name} says it is from ${from}, which is none of its files.`,
        );
      }
      const sql = await readText(path.join(folder, feed, `${name}.sql`));
      if (sql === undefined) throw new FeedProblem(`feeds/${feed}/${name}.sql is missing.`);
      return { name, complete, from, sql: sql.trim().replace(/;$/, '') };
    }),
  );
  return {
    name: feed,
    title: said.title,
    files,
    entities: brought,
    agreements: said.agreements ?? 'by key',
    folder: said.folder,
    schedule: said.schedule,
    lateAfterHours: said.expect?.late_after_hours,
    smallBelow: said.expect?.small_below,
  };
}

async function checked(feed: string, yaml: string): Promise<Static<typeof described>> {
  // Where no feed is read, nobody waits for it.
  const { parse } = await import('yaml');
  let said: unknown;
  try {
    said = parse(yaml, { maxAliasCount: 0 });
  } catch (cause) {
    throw new FeedProblem(
      `feeds/${feed}/feed.yaml is not YAML: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    );
  }
  if (Value.Check(described, said)) return said;
  const [first] = Value.Errors(described, said);
  const at = first?.instancePath === '' ? 'the whole' : first?.instancePath;
  throw new FeedProblem(`feeds/${feed}/feed.yaml: ${at} ${first?.message ?? 'is not right'}.`);
}

function fileOf(feed: string, staged: string, said: Static<typeof describedFile>): FeedFile {
  const format = said.format ?? 'csv';
  const columns = format === 'csv' ? said.columns : [...statementColumns];
  if (columns === undefined)
    throw new FeedProblem(`feeds/${feed}/feed.yaml: ${staged} does not say its columns.`);
  return {
    staged,
    name: said.name,
    format,
    gz: said.gz ?? said.name.endsWith('.gz'),
    delimiter: said.delimiter ?? ',',
    quote: said.quoting === 'none' ? undefined : (said.quoting ?? '"'),
    encoding: said.encoding ?? 'utf-8',
    header: said.header ?? true,
    columns,
    optional: said.optional ?? false,
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
