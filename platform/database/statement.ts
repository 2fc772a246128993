/**
 * Named statements: how SQL is written here. A name (also the label in metrics and pg_stat_statements), the
 * log-in that runs it, schemas of its parameters and of its row, and SQL as text, sent as a prepared
 * statement. statements.test.ts prepares each on the migrated database as its log-in, compares the types, and
 * explains it.
 */
import Type, { type Static, type TObject } from 'typebox';

export type Login =
  | 'earshot_staff'
  | 'earshot_portal'
  | 'earshot_staff_door'
  | 'earshot_portal_door'
  | 'earshot_batch'
  | 'earshot_feed'
  | 'earshot_jobs'
  | 'earshot_sealer'
  | 'earshot_auditor';

export interface Statement<Parameters extends TObject, Row extends TObject> {
  readonly name: string;
  readonly as: Login | `earshot_run_${string}`;
  readonly parameters: Parameters;
  readonly row: Row;
  readonly sql: string;
}

export type ParametersOf<S> = S extends Statement<infer P, TObject> ? Static<P> : never;
export type RowOf<S> = S extends Statement<TObject, infer R> ? Static<R> : never;

/** Declares a statement; $1, $2, … are the parameters in the order in which they are declared. */
export function statement<P extends TObject, R extends TObject>(declared: Statement<P, R>): Statement<P, R> {
  return declared;
}

/** The row of a statement that returns nothing that anybody reads. */
export const nothing = Type.Object({});

/** The parameters as node-postgres takes them. */
export function valuesOf(parameters: TObject, given: Record<string, unknown>): unknown[] {
  return Object.entries(parameters.properties).map(([name, schema]) => wireValue(schema, given[name]));
}

function wireValue(schema: object, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if ('pg' in schema && schema.pg === 'jsonb') return JSON.stringify(value);
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
  return value;
}
