/**
 * The run that understands: for everybody whose rows changed, or for whom time alone changed something, facts
 * are reckoned anew, standings decided, life events and needs inferred. A page of customers at a time,
 * each in
 * one transaction, so that memory does not grow with the bank and a run that was killed goes on where it was.
 */
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import type { Table } from '#platform/tables/table.ts';
import { dayOf, isoOf } from './calendar.ts';
import { tables as broughtTables } from './deciding.ts';
import { encoded, packed } from './facts.ts';
import { expiryOf } from './inferring.ts';
import { decider } from './needing.ts';
import type { Measures } from './rows.ts';
import * as queries from './run-queries.ts';
import * as keeping from './understanding-queries.ts';
import { type Page, readPage } from './understanding-reading.ts';
import { type Understood, understand } from './understanding-rules.ts';

export interface UnderstandingReport {
  lookedAt: number;
  reckoned: number;
  /** False when it was asked to stop: the next run of the day goes on where this one was. */
  finished: boolean;
}

/** Raise it when a rule in code changes, so that everybody is reckoned anew. */
const generation = 5;
/** Customers looked at, and of those at most so many reckoned, in one transaction. */
const pageSize = 1000;
const chunkSize = 100;
/** While the database reads and writes for one chunk, this process reckons another. */
const atOnce = 2;
/** Days after which somebody to whom nothing happened is looked at all the same. */
const dueDays = 14;

/**
 * @param run of the job 'needs.understand', as earshot_run_needs
 * @param today the day to reckon for
 * @param tell is called after each page
 * @param isNow false: a day in the past, of which states without a date are only taken to have been so, too
 */
export async function understandAll(
  run: Run,
  today: string,
  signal: AbortSignal,
  tell: (report: UnderstandingReport) => void = () => undefined,
  isNow = true,
): Promise<UnderstandingReport> {
  const work = await begin(run, today, isNow);
  if (work === undefined) return { lookedAt: 0, reckoned: 0, finished: true };
  const { rules } = work;
  const [begun] = await run.transaction(async (tx) => {
    await tx.rows(queries.giveUpOthers, { rules });
    await tx.rows(queries.forgetRestrained, {});
    return tx.rows(queries.unfinished, { asOf: today, rules });
  });
  const feeds = (await run.transaction((tx) => tx.rows(queries.feedsSince, {}))).flatMap(
    ({ run_id }) => run_id ?? [],
  );
  const runId = begun?.run_id ?? run.id;
  let after = begun?.after ?? '00000000-0000-0000-0000-000000000000';
  const report = {
    lookedAt: Number(begun?.looked_at ?? 0),
    reckoned: Number(begun?.reckoned ?? 0),
    finished: false,
  };
  const record = (tx: Transaction, finishedAt: Temporal.Instant | null) =>
    tx.rows(queries.tellRun, {
      ...{ runId, asOf: today, rules, after, finishedAt },
      ...{ lookedAt: BigInt(report.lookedAt), reckoned: BigInt(report.reckoned) },
    });
  await run.transaction((tx) => record(tx, null));
  while (!signal.aborted && !report.finished) {
    const asked = { after, today, rules: work.rules, feeds, most: pageSize };
    const page = await run.transaction((tx) => tx.rows(queries.waitingAfter, asked));
    const waiting = page.filter(({ waits }) => waits).map(({ customer_id }) => customer_id);
    await reckon(run, waiting, work);
    after = page.at(-1)?.customer_id ?? after;
    report.lookedAt += page.length;
    report.reckoned += waiting.length;
    report.finished = page.length < pageSize;
    const finishedAt = report.finished ? Temporal.Now.instant() : null;
    await run.transaction((tx) => record(tx, finishedAt));
    tell(report);
  }
  return report;
}

/** A few customers, at once: something was said or changed. Whoever has left the bank is not among them. */
export async function understandSome(run: Run, today: string, customerIds: readonly string[]): Promise<void> {
  const work = await begin(run, today);
  if (work === undefined) return;
  const still = await run.transaction((tx) => tx.rows(queries.stillHere, { customerIds: [...customerIds] }));
  const here = still.map(({ customer_id }) => customer_id);
  await reckon(run, here, work);
}

/** Each chunk is one transaction, which reads and writes it; what was begun ends before a failure is told. */
async function reckon(run: Run, customerIds: readonly string[], work: Work): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < customerIds.length) {
      const chunk = customerIds.slice(next, next + chunkSize);
      next += chunkSize;
      await run
        .transaction((tx) => reckonChunk(tx, chunk, work))
        .catch((error) => {
          next = customerIds.length;
          throw error;
        });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

interface Work {
  readonly day: string;
  readonly isNow: boolean;
  readonly measures: Measures;
  readonly rules: number;
  readonly decide: ReturnType<typeof decider>;
}

/** undefined: the bank counts in no currency yet, and there is nothing to reckon. */
async function begin(run: Run, day: string, isNow = true): Promise<Work | undefined> {
  const [measured, tables] = await run.transaction(async (tx) => {
    for (const table of broughtTables) await tx.rows(keeping.keepTable, { name: table.name, body: table });
    return Promise.all([tx.first(queries.measuresOn, { day }), tx.rows(keeping.tablesOn, { day })]);
  });
  if (measured === undefined) return undefined;
  const inForce = broughtTables.map(
    (brought) => (tables.find(({ name }) => name === brought.name)?.body as Table | undefined) ?? brought,
  );
  return {
    day,
    isNow,
    measures: { base: measured.base, rates: measured.rates, usualIncome: measured.usual_minor },
    rules: generationOf(inForce),
    decide: decider(inForce),
  };
}

/** A number that changes with the code's rules and with any table. */
function generationOf(tables: readonly Table[]): number {
  let hash = 2_166_136_261 ^ generation;
  for (const char of JSON.stringify(tables)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return hash & 0x7fffffff;
}

async function reckonChunk(tx: Transaction, customerIds: readonly string[], work: Work): Promise<void> {
  const page = await readPage(tx, [...customerIds], work.day);
  const understood = page.map((one) => ({ one, found: understand(one, work) }));
  await keepChunk(tx, await standing(tx, understood), work);
}

/** Without those who have objected, or whose word on marketing is another, since they were read. */
async function standing(tx: Transaction, all: readonly Found[]): Promise<Found[]> {
  const rows = await tx.rows(queries.stillUnderstood, { customerIds: all.map(({ one }) => one.customerId) });
  const objects = new Map(rows.map(({ customer_id, no_marketing }) => [customer_id, no_marketing]));
  return all.filter(({ one }) => objects.get(one.customerId) === (one.rows.marketing === false));
}

interface Found {
  readonly one: Page;
  readonly found: Understood;
}

async function keepChunk(
  tx: Transaction,
  all: readonly Found[],
  { day, rules, measures }: Work,
): Promise<void> {
  const customerIds = all.map(({ one }) => one.customerId);
  const died = all.filter(({ found }) => found.facts.died === true).map(({ one }) => one.customerId);
  const standings = all.flatMap(({ one, found }) =>
    found.standings.map((standing) => ({ customer_id: one.customerId, ...standing })),
  );
  const needs = all.flatMap(({ one, found }) =>
    found.needs.map((need) => ({ customer_id: one.customerId, ...need })),
  );
  await Promise.all([
    tx.rows(queries.writeFacts, { asOf: day, rules, rows: all.map((one) => factsRow(one, day)) }),
    tx.rows(keeping.endStandings, { day, rows: standings }),
    tx.rows(keeping.beginStandings, { day, rows: standings }),
    tx.rows(keeping.writeEvents, { rows: all.flatMap((one) => eventRows(one, measures.base)) }),
    tx.rows(keeping.strengthenEvents, { rows: all.flatMap(againRows), day }),
    tx.rows(keeping.expireEvents, { customerIds, day }),
    tx.rows(keeping.writeNeeds, { day, rows: needs }),
    tx.rows(keeping.expireNeeds, { customerIds, rows: needs }),
    ...(died.length > 0 ? [tx.rows(keeping.endNeeds, { customerIds: died })] : []),
  ]);
}

function factsRow({ one, found }: Found, day: string): queries.FactsRow {
  const times = [isoOf(dayOf(day) + dueDays), ...found.turnsOn.filter((on) => on > day)].sort();
  return {
    customer_id: one.customerId,
    known: encoded(found.facts),
    due_on: times[0] ?? day,
    not_used: [...found.notUsed],
    packed: packed(found.facts),
  };
}

function eventRows({ one, found }: Found, base: string): keeping.EventRow[] {
  return found.fresh.map(({ suspicion, sensitive, expiresOn }) => ({
    ...{ customer_id: one.customerId, kind: suspicion.kind, rule: suspicion.rule, on_date: suspicion.onDate },
    ...{ confidence: suspicion.confidence, evidence_key: suspicion.key, sensitive, expires_on: expiresOn },
    evidence: { transactions: suspicion.transactions, others: suspicion.others },
    amount_minor: suspicion.amount?.toString() ?? null,
    currency: suspicion.amount === null ? null : base,
  }));
}

function againRows({ one, found }: Found): keeping.SeenAgain[] {
  return found.again.map(({ eventId, seen }) => ({
    ...{ customer_id: one.customerId, event_id: eventId, confidence: seen.confidence },
    evidence: { transactions: seen.transactions, others: seen.others },
    expires_on: expiryOf(seen),
  }));
}
