/**
 * Decides for everybody whose facts, rules or outcomes changed, or whose decision expired: a page of
 * customers at a time, so that memory does not grow with the bank; stopped half-way it goes on where it was.
 */
import { randomUUID } from 'node:crypto';
import { decoded } from '#bank/needs/facts.ts';
import { optionsOn } from '#bank/products/actions.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Run } from '#platform/database/vault.ts';
import { compiledOnce, pastOf } from './actions.ts';
import { decide } from './deciding.ts';
import * as queries from './queries.ts';
import type { Rulebook } from './rulebook.ts';

export interface AdviceReport {
  lookedAt: number;
  decided: number;
  /** False when it was asked to stop: the next run goes on where this one was. */
  finished: boolean;
}

const page = 1000;
/** Days after which a suggestion is worked out anew, even when nothing changed. */
const keptDays = 30;

/** @param run of the job 'advice.decide', as earshot_run_advice */
export async function decideForAll(run: Run, today: string, signal: AbortSignal): Promise<AdviceReport> {
  const { inForce, begun } = await run.transaction(async (tx) => {
    const [inForce, begun] = await Promise.all([
      optionsOn(tx, today),
      tx.first(queries.unfinished, { asOf: today }),
    ]);
    return { inForce, begun };
  });
  const rulebook = compiledOnce(inForce);
  const expires = Temporal.PlainDate.from(today).add({ days: keptDays }).toString();
  const runId = begun?.run_id ?? randomUUID();
  let after = begun?.after ?? '00000000-0000-0000-0000-000000000000';
  let [lookedAt, decided] = [begun?.looked_at ?? 0n, begun?.decided ?? 0n];
  let finished = false;
  while (!finished && !signal.aborted) {
    // what is written and how far the run is commit together
    const done = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.waitingAfter, { after, today, rules: rulebook.version, most: page });
      const made = rows.flatMap((row) => decisionOf(rulebook, row, today));
      const last = rows.at(-1)?.customer_id ?? after;
      const ended = rows.length < page;
      if (made.length > 0)
        await tx.rows(queries.writeDecisions, { rules: rulebook.version, today, expires, rows: made });
      const counts = { lookedAt: lookedAt + BigInt(rows.length), decided: decided + BigInt(made.length) };
      const finishedAt = ended ? Temporal.Now.instant() : null;
      await tx.rows(queries.tellRun, { runId, asOf: today, after: last, ...counts, finishedAt });
      return { last, ended, ...counts };
    });
    ({ last: after, ended: finished, lookedAt, decided } = done);
  }
  return { lookedAt: Number(lookedAt), decided: Number(decided), finished };
}

function decisionOf(
  rulebook: Rulebook,
  row: RowOf<typeof queries.waitingAfter>,
  today: string,
): queries.DecisionRow[] {
  if (row.known === null) return [];
  const { result, suggestions, rejected, open } = decide(rulebook, {
    ...{ facts: decoded(row.known), notUsed: row.not_used ?? [], today },
    past: pastOf(row.past ?? [], today),
  });
  // by code: of a million people, each letter counts
  const body = {
    suggestions,
    rejected: Object.fromEntries(rejected.map(({ code, aspect, row: no }) => [code, `${aspect}: ${no}`])),
    open: Object.fromEntries(open.map(({ code, unknown }) => [code, unknown])),
  };
  return [{ customer_id: row.customer_id, version: row.version, result, body }];
}
