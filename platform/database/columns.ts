/**
 * What the columns and parameters of statements are: a TypeBox schema each, which says the PostgreSQL type
 * too, so that one test can compare every statement with the real catalogue.
 */
import Type from 'typebox';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const id = Type.Unsafe<string>({ type: 'string', pg: 'uuid' });
export const ids = Type.Unsafe<string[]>({ type: 'array', pg: 'uuid[]' });
export const text = Type.Unsafe<string>({ type: 'string', pg: 'text' });
export const texts = Type.Unsafe<string[]>({ type: 'array', pg: 'text[]' });
export const integer = Type.Unsafe<number>({ type: 'integer', pg: 'int4' });
export const bigint = Type.Unsafe<bigint>({ type: 'integer', pg: 'int8' });
export const flag = Type.Unsafe<boolean>({ type: 'boolean', pg: 'bool' });
/** An ISO date, "2026-11-23": Temporal.PlainDate.from() where it is calculated with. */
export const date = Type.Unsafe<string>({ type: 'string', pg: 'date' });
export const instant = Type.Unsafe<Temporal.Instant>({ type: 'string', pg: 'timestamptz' });
export const bytes = Type.Unsafe<Buffer>({ type: 'string', pg: 'bytea' });

/** A jsonb column whose shape the caller vouches for (it wrote it). */
export const json = <T = Json>() => Type.Unsafe<T>({ pg: 'jsonb' });

/** One of a few words (a CHECK constraint keeps the column to them). */
export const word = <W extends string>(..._words: W[]) => Type.Unsafe<W>({ type: 'string', pg: 'text' });

/** The same column where it may be null. */
export function orNull<T>(column: Type.TUnsafe<T>): Type.TUnsafe<T | null> {
  return Type.Unsafe<T | null>({ ...column, nullable: true });
}
