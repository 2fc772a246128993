/**
 * One transaction on one pipelined connection: statements that are asked for in the same tick leave in one
 * flush.
 */
import type { Writable } from 'node:stream';
import type { Client, PoolClient, QueryResult } from 'pg';
import type { Static, TObject } from 'typebox';
import type { DataClass, KeyRing, Opened, Plain, Sealed } from '../crypto/keyring.ts';
import { Failure, failureOf } from '../errors.ts';
import { type Statement, valuesOf } from './statement.ts';

/** What the work of `read`, `change` and `batch` gets: the only way to the database. */
export interface Transaction {
  /** All rows. */
  rows<P extends TObject, R extends TObject>(
    statement: Statement<P, R>,
    parameters: Static<P>,
  ): Promise<Static<R>[]>;
  /** The first row, or undefined. */
  first<P extends TObject, R extends TObject>(
    statement: Statement<P, R>,
    parameters: Static<P>,
  ): Promise<Static<R> | undefined>;
  /** The first row; `not-found` when there is none. */
  one<P extends TObject, R extends TObject>(
    statement: Statement<P, R>,
    parameters: Static<P>,
  ): Promise<Static<R>>;
  /**
   * SQL that is made at run time from a whitelist (Kysely), or that a migration or a feed runs; rows as they
   * come.
   */
  query(sql: string, values?: unknown[]): Promise<QueryResult>;
  /** Values as they may be stored, in their order. `keys-unavailable` when the key provider is down. */
  seal(dataClass: DataClass, values: readonly Plain[]): Promise<Buffer[]>;
  /** What was sealed, in its order; for each that cannot be read now, why. */
  open(values: readonly Sealed[]): Promise<Opened[]>;
  /** What equal values of a column have in common, for exact look-up. `keys-unavailable` as above. */
  index(column: string): Promise<(value: string) => Buffer>;
}

/** Sends statements on this client as part of the transaction that is open on it. */
export function transactionOn(client: Client | PoolClient, keys: KeyRing): Transaction {
  const rows: Transaction['rows'] = async (statement, parameters) => {
    const values = valuesOf(statement.parameters, parameters as Record<string, unknown>);
    inOneFlush(client);
    const result = await send(client.query({ name: statement.name, text: statement.sql, values }));
    return result.rows as never;
  };
  const transaction: Transaction = {
    rows,
    first: async (statement, parameters) => (await rows(statement, parameters))[0],
    one: async (statement, parameters) => {
      const [row] = await rows(statement, parameters);
      if (row === undefined) throw new Failure('not-found');
      return row;
    },
    query: (sql, values) => send(client.query(sql, values)),
    seal: (dataClass, values) => keys.seal(transaction, dataClass, values),
    open: (values) => keys.open(transaction, values),
    index: (column) => keys.index(transaction, column),
  };
  return transaction;
}

/**
 * Holds what is written to the database's socket back until the end of this tick, so that all statements that
 * are asked for in it leave in one system call; the driver by itself makes one for each.
 */
export function inOneFlush(client: Client | PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function send(result: Promise<QueryResult>): Promise<QueryResult> {
  try {
    return await result;
  } catch (error) {
    throw failureOf(error);
  }
}
