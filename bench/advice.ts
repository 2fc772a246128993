/**
 * Advice: how fast everybody is decided about, how long one customer's takes when a file opens, and how well
 * its rules tell people apart on real banks.
 *
 * decisions_per_second is the night's run in one process: what is known read from the database, decided,
 * results and how far it is written. Its limit is the bare tables: the same options' tables asked of the same
 * facts, decoded and in memory, nothing read, nothing stored, in turns in the same run.
 */
import path from 'node:path';
import { compiledOnce } from '#bank/advice/actions.ts';
import type { Rulebook } from '#bank/advice/rulebook.ts';
import { decideForAll } from '#bank/advice/running.ts';
import { decoded, within } from '#bank/needs/facts.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { aspects } from '#bank/products/rules.ts';
import { trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import type { TestDatabase } from '#platform/testing/database.ts';
import { bankOfFacts, type Kept } from './advice/bank-of-facts.ts';
import { afforded, berkaBank, borrowDays, borrowed } from './advice/berka.ts';
import { marketing } from './advice/marketing.ts';
import { type Figure, inTurns, median, percentile, print } from './measure.ts';

const day = Temporal.Now.plainDateISO('UTC').toString();

export async function bench({
  size = 20_000,
  rounds = 5,
}: {
  size?: number;
  rounds?: number;
}): Promise<void> {
  await speed(size, rounds);
  await live();
  await onRealBanks(process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../shared/data'));
}

const tell = (figure: Omit<Figure, 'bench'>) => print({ bench: 'advice', ...figure });

async function speed(size: number, rounds: number): Promise<void> {
  const { bank, facts } = await bankOfFacts(size);
  try {
    const rulebook = compiledOnce({ options: defaultOptions, version: 'bare tables' });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 50);
    const { work, limit } = await inTurns(
      size > 200_000 ? 1 : rounds,
      () => night(bank),
      async () => bare(rulebook, facts),
    );
    clearInterval(watch);
    const [value, floor] = [median(work), median(limit)];
    tell({
      ...{ figure: 'decisions_per_second', size, value, unit: '1/s', limit: floor, ratio: value / floor },
      ...{ rounds: work.length, min: Math.min(...work), max: Math.max(...work) },
    });
    tell({ figure: 'peak_memory_mb', size, value: peak / 1e6, unit: 'MB' });
  } finally {
    await bank.drop();
  }
}

async function night(bank: TestDatabase): Promise<number> {
  await bank.owner.query('TRUNCATE advice.decisions, advice.runs');
  const { rows } = await bank.owner.query(
    `SELECT id::text AS id FROM graphile_worker.add_job('advice.decide', '{}'::json)`,
  );
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'bench' WHERE id = $1`,
    [rows[0].id],
  );
  const run = await batch(bank, rows[0].id, 'earshot_run_advice');
  const from = performance.now();
  const { decided } = await decideForAll(run, day, new AbortController().signal);
  return (decided * 1000) / (performance.now() - from);
}

/** All tables of all options, asked of what is known already; nothing read, ordered or kept. */
function bare({ options }: Rulebook, kept: readonly Kept[]): number {
  const people = kept.map((one) => {
    const known = decoded(one);
    const own = { 'option.declined': false, 'option.put.off': false, 'option.shown.90': 0 };
    return { care: { ...within('care', known), ...own }, offer: { ...within('offer', known), ...own } };
  });
  let yes = 0;
  const from = performance.now();
  for (const known of people) {
    for (const { option, decide } of options)
      for (const aspect of aspects) if (decide[aspect](known[option.context]).outputs.fits === true) yes += 1;
  }
  const perSecond = (people.length * 1000) / (performance.now() - from);
  if (yes === 0) throw new Error('no table said yes');
  return perSecond;
}

/** GET of one customer's advice over HTTP: file signed out, recorded, read, decided, explained. */
async function live(): Promise<void> {
  const bank = await trialBank();
  try {
    const { jana } = bank.customers;
    await bank.visit(jana, 'banker');
    await bank.sql('UPDATE privacy.throttles SET customers_per_hour = 1000000');
    await bank.sql(
      `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
       VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
      [jana, JSON.stringify({ kind: 'person', 'in.difficulty': false, 'inflow.monthly': '100000' })],
    );
    const banker = await bank.signedIn('banker', 'private room');
    const milliseconds: number[] = [];
    for (let turn = 0; turn < 330; turn += 1) {
      const from = performance.now();
      const { status } = await banker.get(`/api/customers/${jana}/advice`);
      if (status !== 200) throw new Error(`advice answered ${status}`);
      if (turn >= 30) milliseconds.push(performance.now() - from);
    }
    tell({ figure: 'live_p95_ms', value: percentile(milliseconds, 95), unit: 'ms', connections: 1 });
  } finally {
    await bank.close();
  }
}

async function onRealBanks(data: string): Promise<void> {
  const bank = await berkaBank(data);
  try {
    const days = [];
    for (const on of borrowDays) days.push(await borrowed(bank, on));
    const [worst] = [...days].sort((a, b) => a.auc - b.auc);
    if (worst === undefined) throw new Error('no day was asked');
    tell({ figure: 'berka_borrow_auc', size: worst.accounts, value: worst.auc, unit: 'AUC' });
    const precision = Math.min(...days.map((one) => one.precisionTopTenth));
    tell({ figure: 'berka_borrow_precision_top_tenth', value: precision, unit: 'share' });
    const loans = await afforded(bank);
    tell({ figure: 'berka_affordability_auc', size: loans.loans, value: loans.auc, unit: 'AUC' });
    tell({
      ...{ figure: 'berka_bad_loans_stopped_at_10_percent', size: loans.bad },
      ...{ value: loans.stoppedAtTenPercent, unit: 'share' },
    });
    tell({ figure: 'berka_bad_loans_stopped', size: loans.bad, value: loans.stopped.bad, unit: 'share' });
    tell({ figure: 'berka_good_loans_stopped', size: loans.loans, value: loans.stopped.good, unit: 'share' });
  } finally {
    await bank.drop();
  }
  const calls = await marketing(data);
  tell({ figure: 'bank_marketing_auc', size: calls.calls, value: calls.auc, unit: 'AUC' });
  tell({
    figure: 'bank_marketing_auc_last_fifth',
    size: calls.calls,
    value: calls.aucLastFifth,
    unit: 'AUC',
  });
}
