/** What a column of the canonical model is, and those that several entities have. Pure data. */

import type { SayingCode } from './sayings.ts';

export type ColumnType =
  | 'text'
  | 'date'
  | 'bigint'
  | 'integer'
  | 'flag'
  | 'texts'
  | 'json'
  | 'instant'
  | 'numeric';

export interface Column {
  /** As the SELECT calls it. */
  name: string;
  type: ColumnType;
  required?: true;
  /** Characters at least and at most. */
  least?: number;
  most?: number;
  words?: readonly string[];
  /** A regular expression that PostgreSQL and JavaScript read alike, and what is said of a misfit. */
  pattern?: readonly [expression: string, says: SayingCode];
  /** So many letters from A to Z and nothing else. */
  capitals?: number;
  /** Came after feeds were in use: without it a row is what it was. */
  later?: true;
  /** SQL for what stands there when the source says nothing. */
  otherwise?: string;
  /**
   * A key of another entity: the table's column is `becomes`, an id. Staff come by no feed: they are known by
   * their user names.
   */
  refersTo?: 'premises' | 'products' | 'customers' | 'agreements' | 'staff';
  /** Not stored as it is: the table has it sealed, with an index and a hint (sealing.ts). */
  sealed?: true;
  /** The table's column, when it is called otherwise. */
  becomes?: string;
}

export const country: Column = {
  name: 'country',
  type: 'text',
  capitals: 2,
};
export const currency: Column = {
  name: 'currency',
  type: 'text',
  required: true,
  capitals: 3,
};
export const key: Column = { name: 'key', type: 'text', required: true, most: 200, becomes: 'source_key' };
export const customerKey: Column = {
  name: 'customer_key',
  type: 'text',
  required: true,
  refersTo: 'customers',
  becomes: 'customer_id',
};
export const agreementKey: Column = {
  name: 'agreement_key',
  type: 'text',
  required: true,
  most: 200,
  refersTo: 'agreements',
  becomes: 'agreement_id',
};
export const madeUp: Column = { name: 'made_up', type: 'flag', otherwise: 'false' };
export const text = (name: string, most: number): Column => ({ name, type: 'text', most });
export const date = (name: string): Column => ({ name, type: 'date' });
/** One of the words, given with commas between them. */
export const oneOf = (name: string, words: string): Column => ({
  name,
  type: 'text',
  words: words.split(', '),
});
export const required = (column: Column): Column => ({ ...column, required: true });
