/**
 * Advice: how fast everybody is decided about, how long one customer's takes when a file opens, and how well
 * its rules tell people apart on real banks.
 *
 * decisions_per_second is the night's run: what is known read from the database, decided, results and how far
 * it is written. Its limit is the bare tables: the same options' tables and order asked of the same facts by
 * the same rule engine, decoded and sorted by context and in memory, nothing read, nothing stored; in turns
 * in the same run. decisions_per_second_and_core counts the seconds that processors worked instead of those
 * on the wall: this process's, and of the night also those of its connections in the database.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compiledOnce, readFits } from '#bank/advice/actions.ts';
import { contextsOf, decideKnowing } from '#bank/advice/deciding.ts';
import { seeded } from '#bank/advice/learning.ts';
import type { Rulebook } from '#bank/advice/rulebook.ts';
import { decideForAll } from '#bank/advice/running.ts';
import { readWhole } from '#bank/customers/reading.ts';
import { decoded } from '#bank/needs/facts.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { trialBank } from '#bank/trial.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { batch, type File, read } from '#platform/database/vault.ts';
import type { TestDatabase } from '#platform/testing/database.ts';
import { bankOfFacts, factsOf, type Kept } from './advice/bank-of-facts.ts';
import { afforded, berkaBank, borrowDays, borrowed } from './advice/berka.ts';
import { marketing } from './advice/marketing.ts';
import { type Figure, inTurns, median, percentile, print } from './measure.ts';

const day = Temporal.Now.plainDateISO('UTC').toString();

// Of twenty thousand a tenth of the night is its beginning and its end, where nothing goes on beside it.
export async function bench({
  size = 100_000,
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
    for (const [figure, of] of [
      ['decisions_per_second', ({ seconds }: Done) => seconds],
      ['decisions_per_second_and_core', ({ worked }: Done) => worked],
    ] as const) {
      const rates = (all: Done[]) => all.map((one) => one.decided / of(one));
      const [value, floor] = [median(rates(work)), median(rates(limit))];
      tell({
        ...{ figure, size, value, unit: '1/s', limit: floor, ratio: value / floor, rounds: work.length },
        ...{ min: Math.min(...rates(work)), max: Math.max(...rates(work)) },
      });
    }
    tell({ figure: 'peak_memory_mb', size, value: peak / 1e6, unit: 'MB' });
  } finally {
    await bank.drop();
  }
}

interface Done {
  decided: number;
  seconds: number;
  /** Seconds of processors. */
  worked: number;
}

async function night(bank: TestDatabase): Promise<Done> {
  await bank.owner.query('TRUNCATE advice.decisions, advice.runs');
  const { rows } = await bank.owner.query(
    `SELECT id::text AS id FROM graphile_worker.add_job('advice.decide', '{}'::json)`,
  );
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'bench' WHERE id = $1`,
    [rows[0].id],
  );
  const run = await batch(bank, rows[0].id, 'earshot_run_advice');
  swept();
  const [before, from] = [(await connectionsWorked(bank)) + ownWorked(), performance.now()];
  const { decided } = await decideForAll(run, day, new AbortController().signal);
  const seconds = (performance.now() - from) / 1000;
  return { decided, seconds, worked: (await connectionsWorked(bank)) + ownWorked() - before };
}

/** All options' tables and their order, asked of what is known already; nothing read, nothing kept. */
function bare(rulebook: Rulebook, kept: readonly Kept[]): Done {
  const people = kept.map((one) => contextsOf(decoded(one), []));
  const past = () => ({ declined: false, putOff: false, shown90: 0 });
  let suggested = 0;
  swept();
  const [before, from] = [ownWorked(), performance.now()];
  for (const known of people)
    suggested += decideKnowing(rulebook, known, { today: day, past }).suggestions.length;
  const seconds = (performance.now() - from) / 1000;
  if (suggested === 0) throw new Error('nothing was suggested');
  return { decided: people.length, seconds, worked: ownWorked() - before };
}

/** What the other left behind, the limit its facts in memory above all, is collected in nobody's time. */
const swept: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
})();

const ownWorked = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Seconds that the database's processes for the night's connections worked; as Linux counts them. */
async function connectionsWorked(bank: TestDatabase): Promise<number> {
  const { rows } = await bank.owner.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'earshot_batch'`,
  );
  let worked = 0;
  for (const { pid } of rows) {
    const nanoseconds = await readFile(`/proc/${pid}/schedstat`, 'latin1').catch(() => '');
    if (nanoseconds === '') return Number.NaN;
    worked += Number(nanoseconds.split(' ')[0]) / 1e9;
  }
  return worked;
}

/**
 * GET of one customer's advice over HTTP: file signed out, recorded, read, decided, explained. And what
 * advice adds to a file: the whole file read with it and without, in one flush with its opening, in turns.
 */
async function live(): Promise<void> {
  const bank = await trialBank();
  try {
    const { jana } = bank.customers;
    await bank.visit(jana, 'banker');
    await bank.sql('UPDATE privacy.throttles SET customers_per_hour = 1000000');
    const known = factsOf(seeded(7));
    await bank.sql(
      `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
       VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
      [jana, JSON.stringify(known)],
    );
    const banker = await bank.signedIn('banker', 'private room');
    const session = { database: bank.database, token: banker.token };
    const file: File = { customerIds: [jana], ground: null };
    const whole = (tx: Transaction) => readWhole(tx, jana, day, 'private room');
    const took = { request: [] as number[], file: [] as number[], both: [] as number[] };
    for (let turn = 0; turn < 330; turn += 1) {
      const request = await timed(async () => {
        const { status } = await banker.get(`/api/customers/${jana}/advice`);
        if (status !== 200) throw new Error(`advice answered ${status}`);
      });
      const plain = await timed(() => read(session, file, whole));
      const both = await timed(() =>
        read(session, file, (tx) => Promise.all([whole(tx), readFits(tx, jana, day)])),
      );
      if (turn < 30) continue;
      took.request.push(request);
      took.file.push(plain);
      took.both.push(both);
    }
    tell({ figure: 'live_p95_ms', value: percentile(took.request, 95), unit: 'ms', connections: 1 });
    const [value, limit] = [percentile(took.both, 95), percentile(took.file, 95)];
    tell({ figure: 'live_with_file_p95_ms', value, unit: 'ms', limit, connections: 1 });
    tell({ figure: 'live_adds_p95_ms', value: value - limit, unit: 'ms', connections: 1 });
    const median50 = percentile(took.both, 50) - percentile(took.file, 50);
    tell({ figure: 'live_adds_p50_ms', value: median50, unit: 'ms', connections: 1 });
  } finally {
    await bank.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
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
