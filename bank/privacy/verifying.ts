/**
 * The record as the auditor's log-in reads it, for `earshot verify-record`: nothing here can write. Receipts
 * are checked against it too.
 */

import type { Database } from '#platform/database/pool.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask } from '#platform/database/vault.ts';
import type { Finding, Recorded, RecordSource } from '#platform/record/auditing.ts';
import { auditorsKernel } from './kernel-queries.ts';
import { committedOf, type Form, formOf, forms, type RecordRow } from './sealing-forms.ts';
import * as queries from './sealing-queries.ts';

/** What reads the rows of each form, in the order of the forms. */
const statements = [
  queries.auditorsAccessRecords,
  queries.auditorsSearches,
  queries.auditorsChanges,
  queries.auditorsEvents,
  queries.auditorsBatchRuns,
] as const;

export function recordOf(database: Database): RecordSource {
  return {
    async *checkpoints() {
      for (let afterSize = 0n; ; ) {
        const page: RowOf<typeof queries.auditorsCheckpoints>[] = await ask(
          database,
          queries.auditorsCheckpoints,
          { afterSize, most: 500 },
        );
        for (const row of page) yield { ...row, size: Number(row.size) };
        if (page.length < 500) return;
        afterSize = page.at(-1)?.size ?? afterSize;
      }
    },
    async leaves(from, to) {
      const rows = await ask(database, queries.auditorsLeaves, {
        fromLeaf: BigInt(from),
        toLeaf: BigInt(to),
      });
      return rows.map(({ leaf, form, record_id, hash }) => ({
        ...{ leaf: Number(leaf), form, recordId: record_id, hash },
      }));
    },
    async records(fromXid, toXid) {
      const range = { fromXid: String(fromXid), toXid: String(toXid) };
      const kinds = await Promise.all(statements.map((one) => ask(database, one as never, range as never)));
      return kinds.flatMap((rows, kind) =>
        (rows as unknown as RecordRow[]).map((row) => recordedOf(forms[kind] as Form, row)),
      );
    },
    async nodes(level, from, to) {
      const asked = { level, fromNode: BigInt(from), toNode: BigInt(to) };
      return (await ask(database, queries.auditorsNodes, asked)).map(({ hash }) => hash);
    },
    async counts() {
      const [row] = await ask(database, queries.auditorsCounts, { afterXid: '0' });
      return { leaves: Number(row?.leaves), nodes: Number(row?.nodes) };
    },
  };
}

export function recordedOf(form: Form, row: RecordRow): Recorded {
  return { form: formOf(form, row).form, recordId: String(row[form.key]), ...committedOf(form, row) };
}

/** The kernel as the auditor's log-in sees it now. */
export async function kernelNow(database: Database): Promise<string> {
  return (await ask(database, auditorsKernel, {}))[0]?.kernel ?? '';
}

/** Records that came after the last checkpoint. */
export async function unsealedAfter(database: Database, xid: bigint): Promise<number> {
  return Number((await ask(database, queries.auditorsCounts, { afterXid: String(xid) }))[0]?.unsealed);
}

/** Words of searches go as many as the record says: with whom they found, or when they found nobody. */
export async function forgettingFindings(database: Database): Promise<Finding[]> {
  const [row] = await ask(database, queries.auditorsForgotten, {});
  const [gone, told] = [Number(row?.forgotten), Number(row?.told)];
  if (gone === told) return [];
  const says = `the words of ${gone} searches are gone; what is on record accounts for ${told}`;
  return [{ what: 'search', says }];
}
