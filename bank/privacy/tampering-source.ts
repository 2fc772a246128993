/** A copy of the record, audited from memory by the very code that audits the database. */
import type { Recorded, RecordSource } from '#platform/record/auditing.ts';
import { type Form, forms, type RecordRow } from './sealing-forms.ts';
import type { RecordCopy } from './tampering-trial.ts';
import { recordedOf } from './verifying.ts';

export function sourceOf(copy: RecordCopy): RecordSource {
  const rows = (table: string) => copy[table] ?? [];
  return {
    checkpoints: () =>
      rows('privacy.checkpoints')
        .toSorted((a, b) => Number(a.size) - Number(b.size))
        .map(({ size, note }) => ({
          size: Number(size),
          note: String(note),
          cosignatures: rows('privacy.cosignatures')
            .filter((one) => one.size === size)
            .map(({ line }) => String(line)),
        })),
    leaves: async (from, to) =>
      rows('privacy.leaves')
        .filter(({ leaf }) => Number(leaf) >= from && Number(leaf) < to)
        .map((row) => ({
          ...{ leaf: Number(row.leaf), form: Number(row.form), recordId: String(row.record_id) },
          hash: bytesOf(row.hash),
        })),
    records: async (from, to) =>
      forms.flatMap((form: Form): Recorded[] =>
        rows(form.table)
          .filter(({ xid }) => BigInt(String(xid)) >= from && BigInt(String(xid)) < to)
          .map((row) => recordedOf(form, row as RecordRow)),
      ),
    nodes: async (level, from, to) =>
      rows('privacy.nodes')
        .filter((row) => Number(row.level) === level && Number(row.node) >= from && Number(row.node) < to)
        .map(({ hash }) => bytesOf(hash)),
    counts: async () => ({ leaves: rows('privacy.leaves').length, nodes: rows('privacy.nodes').length }),
  };
}

const bytesOf = (hex: unknown) => Uint8Array.fromHex(String(hex).slice(2));
