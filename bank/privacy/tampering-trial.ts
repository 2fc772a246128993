/**
 * What somebody with all rights in the database may do to the record, in a copy of it: edits, deletions,
 * insertions, reorderings, truncations, forks, restored old copies; clumsy ones, and ones that mend the tree
 * as well as can be without the keys.
 */

import { leafOf } from '#platform/record/commitment.ts';
import { leafHash, nodeHash } from '#platform/record/merkle.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { committedOf, type Form, forms, type RecordRow } from './sealing-forms.ts';

type Row = Record<string, unknown>;

/** All tables of the record and its tree, by their names; values as JSON has them, bytes as \x and hex. */
export type RecordCopy = Record<string, Row[]>;

export interface Tampering {
  what: string;
  copy: RecordCopy;
}

/**
 * One random tampering that changes something.
 * @param random from 0 to 1, seeded
 * @param older the same record some checkpoints ago, and `fork` what became of it otherwise, signed by the
 * log
 */
export function tampered(
  random: () => number,
  now: RecordCopy,
  { older, fork }: { older: RecordCopy; fork: RecordCopy },
): Tampering {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const kinds: Record<string, () => RecordCopy> = {
    edit: () => edited(now, pick, false),
    'edit and mend its leaf': () => edited(now, pick, true),
    delete: () => without(now, pick(recordsOf(now)), false),
    'delete with its leaf': () => without(now, pick(recordsOf(now)), true),
    insert: () => inserted(now, pick),
    'swap two leaves': () => swapped(now, pick, ['form', 'record_id', 'hash']),
    'swap two hashes': () => swapped(now, pick, ['hash']),
    'swap two records': () => swappedRecords(now, pick),
    'bend the tree': () => bent(now, pick),
    'take a checkpoint out': () => replaced(now, checkpoints, dropped(now[checkpoints] ?? [], pick)),
    truncate: () => truncated(now, older),
    'restore an old copy': () => older,
    fork: () => fork,
    'bend a note': () => bentNote(now, pick),
  };
  const what = pick(Object.keys(kinds));
  return { what, copy: (kinds[what] as () => RecordCopy)() };
}

type Pick = <T>(from: readonly T[]) => T;
interface Place {
  form: Form;
  at: number;
}

const leaves = 'privacy.leaves';
const nodes = 'privacy.nodes';
const checkpoints = 'privacy.checkpoints';
const cosignatures = 'privacy.cosignatures';

const recordsOf = (copy: RecordCopy): Place[] =>
  forms.flatMap((form) => (copy[form.table] ?? []).map((_row, at) => ({ form, at })));

const rowOf = (copy: RecordCopy, { form, at }: Place) => copy[form.table]?.[at] as Row;

const replaced = (copy: RecordCopy, table: string, rows: Row[]): RecordCopy => ({ ...copy, [table]: rows });

function withRow(copy: RecordCopy, table: string, at: number, row: Row): RecordCopy {
  return replaced(copy, table, (copy[table] ?? []).with(at, row));
}

function edited(copy: RecordCopy, pick: Pick, mend: boolean): RecordCopy {
  const place = pick(recordsOf(copy));
  const { form } = place;
  const row = rowOf(copy, place);
  const column = pick([...form.shown, ...form.withheld, 'salt'].filter((name) => name !== form.key));
  const changed = { ...row, [column]: otherThan(form, column, row[column]) };
  const edit = withRow(copy, form.table, place.at, changed);
  const at = (copy[leaves] ?? []).findIndex((leaf) => leaf.record_id === row[form.key]);
  if (!mend || at < 0) return edit;
  const leaf = leafOf(sha256, committedOf(form, changed as RecordRow));
  return withRow(edit, leaves, at, { ...edit[leaves]?.[at], hash: hexOf(leaf) });
}

function without(copy: RecordCopy, place: Place, leafToo: boolean): RecordCopy {
  const gone = rowOf(copy, place)[place.form.key];
  const rest = replaced(copy, place.form.table, (copy[place.form.table] ?? []).toSpliced(place.at, 1));
  if (!leafToo) return rest;
  const kept = (copy[leaves] ?? []).filter((leaf) => leaf.record_id !== gone);
  return replaced(
    rest,
    leaves,
    kept.map((leaf, at) => ({ ...leaf, leaf: at })),
  );
}

/** A record that never was, among those of a transaction that is sealed. */
function inserted(copy: RecordCopy, pick: Pick): RecordCopy {
  const place = pick(recordsOf(copy));
  const row = rowOf(copy, place);
  const fresh = { ...row, [place.form.key]: otherId(String(row[place.form.key])) };
  return replaced(copy, place.form.table, [...(copy[place.form.table] ?? []), fresh]);
}

function twoOf(count: number, pick: Pick): [number, number] {
  const first = pick([...Array(count).keys()]);
  return [first, pick([...Array(count).keys()].filter((at) => at !== first))];
}

function swapped(copy: RecordCopy, pick: Pick, columns: string[]): RecordCopy {
  const rows = copy[leaves] ?? [];
  const [a, b] = twoOf(rows.length, pick);
  const some = (row: Row | undefined) => Object.fromEntries(columns.map((name) => [name, row?.[name]]));
  return replaced(
    copy,
    leaves,
    rows.with(a, { ...rows[a], ...some(rows[b]) }).with(b, { ...rows[b], ...some(rows[a]) }),
  );
}

/** Two looks exchange their contents, but keep their ids. */
function swappedRecords(copy: RecordCopy, pick: Pick): RecordCopy {
  const [form] = forms;
  const rows = copy[form.table] ?? [];
  const [a, b] = twoOf(rows.length, pick);
  const ids = (row: Row | undefined) => ({ record_id: row?.record_id });
  return replaced(
    copy,
    form.table,
    rows.with(a, { ...rows[b], ...ids(rows[a]) }).with(b, { ...rows[a], ...ids(rows[b]) }),
  );
}

function bent(copy: RecordCopy, pick: Pick): RecordCopy {
  const table = (copy[nodes] ?? []).length > 0 ? pick([leaves, nodes]) : leaves;
  const rows = copy[table] ?? [];
  const at = pick([...rows.keys()]);
  const hash = hexOf(
    pick([leafHash, (own: typeof sha256, data: Uint8Array) => nodeHash(own, data, data)])(
      sha256,
      new TextEncoder().encode(String(rows[at]?.hash).slice(0, 32)),
    ),
  );
  return pick([true, false])
    ? withRow(copy, table, at, { ...rows[at], hash })
    : replaced(copy, table, rows.toSpliced(at, 1));
}

/** The newest part is gone from everywhere, the older rows stay as they are now. */
function truncated(copy: RecordCopy, older: RecordCopy): RecordCopy {
  const most = Math.max(...(older[checkpoints] ?? []).map(({ size }) => Number(size)));
  const gone = new Set((copy[leaves] ?? []).slice(most).map(({ record_id }) => record_id));
  const records = forms.map(({ table, key }) => [
    table,
    (copy[table] ?? []).filter((row) => !gone.has(row[key])),
  ]);
  return {
    ...Object.fromEntries(records),
    [leaves]: (copy[leaves] ?? []).slice(0, most),
    [nodes]: (copy[nodes] ?? []).filter(({ node, level }) => (Number(node) + 1) * 2 ** Number(level) <= most),
    [checkpoints]: (copy[checkpoints] ?? []).filter(({ size }) => Number(size) <= most),
    [cosignatures]: (copy[cosignatures] ?? []).filter(({ size }) => Number(size) <= most),
  };
}

function bentNote(copy: RecordCopy, pick: Pick): RecordCopy {
  const [table, column] = pick([
    [checkpoints, 'note'],
    [cosignatures, 'line'],
  ] as const);
  const rows = copy[table] ?? [];
  const at = pick([...rows.keys()]);
  const text = String(rows[at]?.[column]);
  // Not the name or the id of a key: a line of another's key is passed over, as the format demands.
  const from = column === 'note' ? 0 : text.lastIndexOf(' ') + 10;
  const place = from + Math.floor((pick([...Array(1000).keys()]) / 1000) * (text.length - 3 - from));
  const letter = text[place] === 'Q' ? 'R' : 'Q';
  return withRow(copy, table, at, {
    ...rows[at],
    [column]: text.slice(0, place) + letter + text.slice(place + 1),
  });
}

const dropped = (rows: Row[], pick: Pick) => rows.toSpliced(pick([...rows.keys()]), 1);

/** Another value that the column may have. */
function otherThan({ record }: Form, column: string, value: unknown): unknown {
  if (column === 'fields') return [...((value as string[] | null) ?? []), 'balance'];
  if (column === 'customer_ids') return [...(value as string[]), someId];
  if (column === 'detail') return typeof value === 'string' ? `${value} ` : { ...(value as object), more: 1 };
  if (column === 'action') return value === 'open' ? 'reveal' : 'open';
  if (column === 'at')
    return String(value).replace(/^2(\d{3})/, (_all, year) => `2${((Number(year) + 1) % 100) + 100}`);
  if (column === 'xid' || column === 'job_id') return String(BigInt(String(value)) + 1n);
  if (column === 'proven') return !value;
  const isId = /_id$|^(opening|ground|salt)$/.test(column) || (column === 'subject' && record === 'change');
  if (isId) return value === null ? someId : otherId(String(value));
  return `${value ?? ''}x`;
}

const someId = '00000000-0000-4000-8000-000000000000';
const otherId = (id: string) => (id.startsWith('a') ? `b${id.slice(1)}` : `a${id.slice(1)}`);
const hexOf = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`;
