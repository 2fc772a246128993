/**
 * What is sealed of each kind of record: every column but the salt, in two halves
 * (platform/record/commitment.ts).
 * `shown` a customer may see of an entry of hers; `withheld` names members of staff, stations and sign-ins.
 * A form never changes once a record was sealed by it: a new column makes a new form, with the next number.
 */
import { toHex } from '#platform/record/base64.ts';
import type { Committed } from '#platform/record/commitment.ts';
import { sha256 } from '#platform/record/sha256.ts';

export interface Form {
  form: number;
  record: 'access record' | 'search' | 'change' | 'event' | 'batch run';
  table: string;
  key: string;
  shown: readonly string[];
  withheld: readonly string[];
}

const columns = (text: string) => text.split(' ');

export const forms = [
  {
    ...{ form: 1, record: 'access record', table: 'privacy.access_records', key: 'record_id' },
    shown: columns(
      'customer_id at record_id action role purpose ground_kind proven premises_id place fields',
    ),
    withheld: columns('opening session_id staff_id ground station_id xid'),
  },
  {
    ...{ form: 2, record: 'search', table: 'privacy.searches', key: 'search_id' },
    shown: columns('at search_id role premises_id place surface'),
    withheld: columns('session_id staff_id query customer_ids xid'),
  },
  {
    ...{ form: 3, record: 'change', table: 'privacy.changes', key: 'change_id' },
    shown: columns('customer_id at change_id name role place'),
    withheld: columns('session_id staff_id subject detail xid'),
  },
  {
    ...{ form: 4, record: 'event', table: 'privacy.events', key: 'event_id' },
    shown: columns('at event_id name role premises_id place'),
    withheld: columns('session_id staff_id subject detail xid'),
  },
  {
    ...{ form: 5, record: 'batch run', table: 'privacy.batch_runs', key: 'run_id' },
    shown: columns('at run_id task'),
    withheld: columns('job_id xid'),
  },
] as const satisfies readonly Form[];

/**
 * What somebody typed is sealed as a salted hash, so that it can go with whom it found; searches that were
 * sealed before that are of the form above.
 */
const wordedSearch: Form = {
  ...forms[1],
  form: 6,
  withheld: columns('session_id staff_id words customer_ids xid'),
};

/** Of which form a row of this table is. */
export function formOf(form: Form, row: Record<string, unknown>): Form {
  const isWorded = form.form === 2 && (row.words ?? row.words_salt ?? null) !== null;
  return isWorded ? wordedSearch : form;
}

/** A row as it is read from the database: instants, texts, flags and lists of texts; jsonb as its text. */
export type RecordRow = Record<string, unknown> & { salt: string };

export function committedOf(tableForm: Form, row: RecordRow): Committed {
  const form = formOf(tableForm, row);
  return {
    shown: textOf(form, form.shown, row),
    withheld: textOf(form, form.withheld, row),
    salt: Uint8Array.fromHex(row.salt.replaceAll('-', '')),
  };
}

/** JSON with the columns in the order of the form: the same row always gives the same text. */
function textOf({ form, record }: Form, names: readonly string[], row: RecordRow): string {
  const cells = names.map((name) => [name, name === 'words' ? wordsOf(row) : plain(row[name])]);
  return JSON.stringify({ record, form, ...Object.fromEntries(cells) });
}

function plain(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return value.toString();
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

/** The hash of the words, made anew while they are there; another one when they are not what they were. */
function wordsOf({ words, words_salt: salt, query }: RecordRow): unknown {
  if (typeof salt !== 'string') return query === '' ? words : null;
  const bytes = new TextEncoder().encode(String(query));
  const hash = toHex(sha256(Uint8Array.from([...Uint8Array.fromHex(salt.replaceAll('-', '')), ...bytes])));
  return hash === words ? hash : null;
}
