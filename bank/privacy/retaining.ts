/**
 * The job 'retention.apply', and the page on which the privacy office reads what is kept how long and what
 * was deleted when. Rules are data (house.retention); the proof is an event of the sealed record, committed
 * with the rows that are gone (0025_keeping.sql).
 */
import type { Query, Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { erasePerson } from './erasing.ts';
import type * as contract from './retaining-contract.ts';
import * as queries from './retaining-queries.ts';

/** Rows of one transaction: short enough that nobody waits for it. */
export const batchRows = 5000;
const pageFiles = 100;

/**
 * Deletes what is due, a batch at a time, each with its proof; then the files of former customers whom no
 * duty has the bank keep. Done again it finds what is left.
 * @param home where the journal of erasures lies; without one no file is erased
 */
export async function applyRetention(
  database: Database,
  jobId: string,
  home: string | undefined,
  signal: AbortSignal,
  most = batchRows,
): Promise<queries.Checked> {
  const job = BigInt(jobId);
  const counts: queries.Checked = { deleted: {}, held: {} };
  for (const { rule } of await ask(database, queries.rulesToApply, {})) {
    for (let more = true; more && !signal.aborted; ) {
      const [done] = await ask(database, queries.retain, { job, rule, most });
      if (done === undefined) break;
      if (done.deleted > 0) counts.deleted[rule] = (counts.deleted[rule] ?? 0) + done.deleted;
      if (done.held > 0) counts.held[rule] = done.held;
      more = done.deleted === most;
    }
  }
  await ask(database, queries.forgetRejectKeys, { job });
  for (let more = true; more && !signal.aborted; ) {
    const [words] = await ask(database, queries.forgetOldWords, { job, most });
    more = words?.forgotten === most;
  }
  if (home) await eraseDue(database, job, home, signal, counts);
  if (!signal.aborted) await ask(database, queries.checked, { job, counts });
  return counts;
}

async function eraseDue(
  database: Database,
  job: bigint,
  home: string,
  signal: AbortSignal,
  { deleted }: queries.Checked,
): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; !signal.aborted; ) {
    const page = await ask(database, queries.filesDue, { job, after, most: pageFiles });
    for (const { customer_id: customer } of page) {
      if (signal.aborted) return;
      const records = await erasePerson(database, home, customer).catch((error: unknown) => {
        // Something has come up since the page was read: it stays until the next night.
        if (error instanceof Failure && ['not-now', 'not-found'].includes(error.code)) return 0;
        throw error;
      });
      if (records > 0) deleted.files = (deleted.files ?? 0) + records;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageFiles) return;
    after = last.customer_id;
  }
}

export async function readRetention({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.readRetention>> {
  const [rules, duties, [last]] = await Promise.all([
    ask(database, queries.rules, {}),
    ask(database, queries.duties, {}),
    ask(database, queries.lastChecked, { token }),
  ]);
  const held = last?.counts.held ?? {};
  return {
    rules: rules.map((row) => ({
      ...{ rule: row.rule, tableName: row.table_name, way: row.way },
      ...{ keepsCount: row.keeps_count, keepsUnit: row.keeps_unit, countedFrom: row.counted_from },
      ...{ citation: row.citation, appliesFrom: row.applies_from, held: held[row.rule] ?? 0 },
    })),
    duties: duties.map((row) => ({
      ...{ duty: row.duty, months: row.months, citation: row.citation, appliesFrom: row.applies_from },
    })),
    lastChecked: last?.at.toString() ?? null,
  };
}

/** Days with deletions, newest first, whole days only. */
export async function listDeletions(
  { database, token }: SignedIn,
  { before }: Query<typeof contract.listDeletions>,
): Promise<Reply<typeof contract.listDeletions>> {
  const beforeDay = before ?? Temporal.Now.plainDateISO('UTC').add({ days: 1 }).toString();
  const rows = await ask(database, queries.deletions, { token, beforeDay, mostDays: pageDays });
  const days = new Set(rows.map((row) => row.on_day));
  return {
    deletions: rows.map((row) => ({
      ...{ onDay: row.on_day, rule: row.rule, deleted: Number(row.deleted) },
      ...{ oldest: row.oldest?.toString() ?? null, newest: row.newest?.toString() ?? null },
    })),
    next: days.size === pageDays ? (rows.at(-1)?.on_day ?? null) : null,
  };
}

const pageDays = 14;
