/**
 * The job that simulates: a page of customers at a time, decided by the rules that count on the draft's day
 * and by the draft. Nothing of it is kept but counts, and a few examples for thirty days. Killed half-way it
 * begins anew.
 */
import { pastOf, propensitiesNow } from '#bank/advice/actions.ts';
import type { Asked } from '#bank/advice/deciding.ts';
import { rulebookOf } from '#bank/advice/rulebook.ts';
import { decoded } from '#bank/needs/facts.ts';
import type { Option } from '#bank/products/rules.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { counting, type SimulationResult } from './counting.ts';
import { covered, keysOf, tellerOf } from './covering.ts';
import { rulesOn, subjectOf } from './reading.ts';
import type { RuleBody, Subject } from './rules.ts';
import * as queries from './simulating-queries.ts';
import { needsSimulation, optionSimulation, type Simulate } from './simulating-rules.ts';

const page = 1000;

/** @param run of the job 'rules.simulate', as earshot_run_rules */
export async function simulate(
  run: Run,
  simulationId: string,
  today: string,
  signal: AbortSignal,
): Promise<void> {
  const asked = await run.transaction((tx) => tx.first(queries.toSimulate, { simulationId }));
  const end = (tx: Transaction, state: 'finished' | 'failed', result: SimulationResult | null) =>
    tx.rows(queries.finishSimulation, { simulationId, state, result });
  // it is done with, or the draft was changed before its turn came: then it would be of something else
  if (asked === undefined) {
    await run.transaction((tx) => end(tx, 'failed', null));
    return;
  }
  const { seed, sample } = asked;
  try {
    const [ready, propensities, drawn, all] = await run.transaction(async (tx) => {
      // nothing is published while it reads by which rules it decides, and which those are is kept
      await tx.rows(queries.keepStanding, { simulationId });
      return Promise.all([
        simulationOf(tx, subjectOf(asked.table_name), asked.body, asked.applies_from ?? today),
        // by the same as the night, from the first customer to the last
        propensitiesNow(tx, 'rules'),
        sample === null ? undefined : tx.first(queries.lastDrawn, { seed, most: sample }),
        tx.one(queries.peopleCount, {}),
      ]);
    });
    const total = Math.min(sample ?? Number.POSITIVE_INFINITY, Number(all.count));
    const of = { simulationId, seed, last: drawn?.last ?? null, total };
    const counted = counting(seed, keysOf(asked.lot ?? ''));
    const by = { ready, today, propensity: propensities?.of };
    await eachPage(run, of, signal, (row) => addTo(counted, row, by));
    const tell = tellerOf(asked.lot ?? '');
    const isMany = (shared: Parameters<typeof tell>[0]) => tell(shared) !== null;
    const examples = counted.examples(isMany).map((one, at) => ({
      ...{ customer_id: one.customerId, number: at + 1, about: one.about, gains: one.gains },
      ...{ row_before: one.before, row_after: one.after },
    }));
    await run.transaction(async (tx) => {
      await tx.rows(queries.keepExamples, { simulationId, rows: examples });
      const result = {
        ...covered(counted.result(isMany), tell),
        propensities: propensities?.version ?? null,
      };
      await end(tx, 'finished', result);
    });
  } catch (error) {
    if (!signal.aborted) await run.transaction((tx) => end(tx, 'failed', null));
    throw error;
  }
}

type Row = RowOf<typeof queries.peopleAfter>;

/** Whoever takes the job up when this process stops begins anew. */
async function eachPage(
  run: Run,
  {
    simulationId,
    seed,
    last,
    total,
  }: { simulationId: string; seed: string; last: bigint | null; total: number },
  signal: AbortSignal,
  add: (row: Row) => void,
): Promise<void> {
  let [after, looked, ended] = ['00000000-0000-0000-0000-000000000000', 0, false];
  while (!ended) {
    if (signal.aborted) throw new Error('stopped');
    const asked = { after, most: page, seed, last };
    const rows = await run.transaction((tx) => tx.rows(queries.peopleAfter, asked));
    for (const row of rows) add(row);
    after = rows.at(-1)?.customer_id ?? after;
    looked += rows.length;
    ended = rows.length < page;
    await run.transaction((tx) => tx.rows(queries.tellSimulation, { simulationId, total, looked }));
  }
}

interface By {
  ready: Simulate;
  today: string;
  propensity: Asked['propensity'];
}

function addTo(counted: ReturnType<typeof counting>, row: Row, { ready, today, propensity }: By): void {
  if (row.restrained) {
    counted.leaveOut(row.customer_id);
    return;
  }
  const facts = decoded(row.known);
  const past = pastOf(row.past ?? [], today);
  counted.add({
    ...{ customerId: row.customer_id, branch: row.branch },
    ...{ level: wordOf(facts.level), stage: wordOf(facts.stage) },
    changes: ready({ facts, notUsed: row.not_used, today, past, propensity }),
  });
}

const wordOf = (value: unknown) => (typeof value === 'string' ? value : null);

async function simulationOf(
  tx: Transaction,
  subject: Subject,
  body: RuleBody,
  day: string,
): Promise<Simulate> {
  const rules = await rulesOn(tx, day);
  const before = rulebookOf(rules.inForce, 'before');
  if (subject.option === null)
    return needsSimulation(subject, rules.bodyOf(subject).table, body.table, before);
  const after = rulebookOf(withDraft(rules.inForce, subject.option, body), 'draft');
  return optionSimulation(before, after);
}

const withDraft = (
  options: readonly Option[],
  { code, aspect }: NonNullable<Subject['option']>,
  body: RuleBody,
) =>
  options.map((option) =>
    option.code === code ? { ...option, tables: { ...option.tables, [aspect]: body } } : option,
  );
