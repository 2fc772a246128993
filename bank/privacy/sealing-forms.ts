/**
 * What is sealed of each kind of record: every column but the salt, in two halves
 * (platform/record/commitment.ts).
 * `shown` a customer may see of an entry of hers; `withheld` names members of staff, stations and sign-ins.
 * A form never changes once a record was sealed by it: a new column makes a new form, with the next number.
 */
import type { Committed } from '#platform/record/commitment.ts';

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

/** A row as it is read from the database: instants, texts, flags and lists of texts; jsonb as its text. */
export type RecordRow = Record<string, unknown> & { salt: string };

export function committedOf(form: Form, row: RecordRow): Committed {
  return {
    shown: textOf(form, form.shown, row),
    withheld: textOf(form, form.withheld, row),
    salt: Uint8Array.fromHex(row.salt.replaceAll('-', '')),
  };
}

/** JSON with the columns in the order of the form: the same row always gives the same text. */
function textOf({ form, record }: Form, names: readonly string[], row: RecordRow): string {
  const cells = names.map((name) => [name, plain(row[name])]);
  return JSON.stringify({ record, form, ...Object.fromEntries(cells) });
}

function plain(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return value.toString();
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}
