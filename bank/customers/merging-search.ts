/**
 * The search for duplicates among all customers: read every record a page at a time, note what has changed,
 * compare the changed ones with whoever shares a key, put the likely pairs into the queue. Memory does not
 * grow with the bank. Killed half-way it goes on where it was: what is still to be compared is marked in the
 * database.
 */
import { hash } from 'node:crypto';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { compare, factsOf, type PartyRecord, thresholds } from './matching.ts';
import { blockingKeys, blockRecordsMax, recordsMaxOf } from './matching-blocks.ts';
import { type Facts, type Reason, type Surroundings, wordsToCount } from './matching-weights.ts';
import * as queries from './merging-queries.ts';
import { openIdentifiers } from './sealing.ts';

/**
 * How far a search is: customers read, those of them changed since the last, pairs compared, pairs found
 * likely.
 */
export interface SearchProgress {
  read: number;
  changed: number;
  compared: number;
  likely: number;
}

export interface SearchReport extends SearchProgress {
  /** False when it was asked to stop: the next search goes on where this one was. */
  finished: boolean;
}

/**
 * Looks for duplicates among all customers and fills the queue. Idempotent: a second search of the same
 * customers compares nothing.
 * @param run of the job 'merging.find', as earshot_run_merging
 * @param tell is called after each page
 */
export async function findDuplicates(
  run: Run,
  signal: AbortSignal,
  tell: (progress: SearchProgress) => void = () => undefined,
): Promise<SearchReport> {
  const progress: SearchProgress = { read: 0, changed: 0, compared: 0, likely: 0 };
  const search: Search = { run, signal, progress, tell };
  const around = await look(search);
  await noteChanges(search);
  await forgetGone(search);
  await compareChanged(search, around);
  const finished = !signal.aborted;
  await record(search, finished);
  return { ...progress, finished };
}

/** Forgets what Find no longer needs, and counts anew how common each word is. */
export async function tidyNames(run: Run): Promise<void> {
  await run.transaction((tx) => tx.rows(queries.tidyNames, {}));
}

/** Raise it when a rule changes, so that everybody is compared anew. */
const RULES = 2;

const FIRST = '00000000-0000-0000-0000-000000000000';
const PAGE = 1000;
/** Customers whose pairs are compared in one transaction: with all keys full, 300 * 20 * 40 pairs at most. */
const BATCH = 300;
const SAMPLE = 20_000;

interface Search {
  run: Run;
  signal: AbortSignal;
  progress: SearchProgress;
  tell: (progress: SearchProgress) => void;
}

/** How many customers there are and how common their words, from a sample that is the same each time. */
async function look({ run, signal }: Search): Promise<Surroundings> {
  const { customers } = await run.transaction((tx) => tx.one(queries.countCustomers, {}));
  const records = Number(customers);
  const below = Math.min(256, Math.max(1, Math.ceil((256 * SAMPLE) / Math.max(1, records))));
  const counts = new Map<string, number>();
  let sampled = 0;
  for await (const page of pages(run, below, signal)) {
    for (const facts of page) {
      sampled += 1;
      for (const word of wordsToCount(facts)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return { records, share: (word) => (counts.get(word) ?? 0) / Math.max(1, sampled) };
}

async function* pages(run: Run, below: number, signal: AbortSignal): AsyncGenerator<Facts[]> {
  let after = FIRST;
  while (!signal.aborted) {
    const page = await run.transaction(async (tx) => {
      const found = await tx.rows(queries.customersAfter, { after, below, most: PAGE });
      after = found.at(-1)?.customer_id ?? after;
      return found.length === 0
        ? []
        : factsOfAll(
            tx,
            found.map((row) => row.customer_id),
          );
    });
    if (page.length === 0) return;
    yield page;
  }
}

/** Makes the keys of everybody whose record is not as it was, and marks them as to be compared. */
async function noteChanges(search: Search): Promise<void> {
  const { run, signal, progress, tell } = search;
  for await (const page of pages(run, 256, signal)) {
    await run.transaction(async (tx) => {
      const keyed = await keyedHash(tx);
      const digests = new Map(page.map((facts) => [facts.id, digestOf(facts, keyed)]));
      const marks = await tx.rows(queries.marksOf, { customerIds: [...digests.keys()] });
      const known = new Map(marks.map((mark) => [mark.customer_id, mark.digest]));
      const changed = page.filter(({ id }) => known.get(id) !== digests.get(id));
      progress.changed += changed.length;
      if (changed.length === 0) return;
      const customerIds = changed.map(({ id }) => id);
      const keys = changed.flatMap((facts) =>
        blockingKeys(facts).map((key) => ({ id: facts.id, key: hashOfKey(key, keyed) })),
      );
      await Promise.all([
        tx.rows(queries.forgetKeys, { customerIds }),
        tx.rows(queries.writeKeys, {
          customerIds: keys.map(({ id }) => id),
          keys: keys.map(({ key }) => key),
        }),
        tx.rows(queries.writeMarks, { customerIds, digests: customerIds.map((id) => digests.get(id) ?? 0n) }),
      ]);
    });
    progress.read += page.length;
    await record(search, false);
    tell(progress);
  }
}

/** Whoever was merged or has left is nobody's duplicate. */
async function forgetGone({ run, signal }: Search): Promise<void> {
  let after = FIRST;
  while (!signal.aborted) {
    const page = await run.transaction(async (tx) => {
      const found = await tx.rows(queries.customersGone, { after, most: PAGE });
      const customerIds = found.filter(({ gone }) => gone).map((row) => row.customer_id);
      if (customerIds.length > 0) {
        await Promise.all([
          tx.rows(queries.forgetKeys, { customerIds }),
          tx.rows(queries.forgetMarks, { customerIds }),
        ]);
      }
      return found;
    });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.customer_id;
  }
}

async function compareChanged(search: Search, around: Surroundings): Promise<void> {
  const { run, signal, progress, tell } = search;
  let after = FIRST;
  while (!signal.aborted) {
    const done = await run.transaction((tx) => compareBatch(tx, after, around));
    if (done === undefined) return;
    after = done.last;
    progress.compared += done.compared;
    progress.likely += done.likely;
    await record(search, false);
    tell(progress);
  }
}

/** Compares the next customers that wait with all their partners; undefined when nobody waits any more. */
async function compareBatch(tx: Transaction, after: string, around: Surroundings) {
  const customerIds = (await tx.rows(queries.waiting, { after, most: BATCH })).map((row) => row.customer_id);
  const last = customerIds.at(-1);
  if (last === undefined) return undefined;
  const [rows, partners] = await Promise.all([
    factsOfAll(tx, customerIds),
    tx.rows(queries.partnersOf, { customerIds, mosts: [blockRecordsMax.chance, blockRecordsMax.number] }),
  ]);
  const own = new Map(rows.map((facts) => [facts.id, facts]));
  const wanted = partnersFirst(partners);
  const likely: Likely[] = [];
  let compared = 0;
  for (const some of inPieces([...wanted.keys()], PAGE)) {
    for (const other of await factsOfAll(tx, some)) {
      for (const id of wanted.get(other.id) ?? []) {
        compared += 1;
        likely.push(...likelyPair(own.get(id), other, around));
      }
    }
  }
  const pairs = { ones: likely.map(({ one }) => one), others: likely.map(({ other }) => other) };
  const scores = likely.map(({ score }) => score);
  const reasons = likely.map((pair) => JSON.stringify(pair.reasons));
  await Promise.all([
    tx.rows(queries.dropPairs, { customerIds, ...pairs }),
    tx.rows(queries.writePairs, { ...pairs, scores, reasons, evidence: likely.map(evidenceOf) }),
    tx.rows(queries.markCompared, { customerIds }),
  ]);
  return { last, compared, likely: likely.length };
}

interface Likely {
  one: string;
  other: string;
  /** Tenths of a bit. */
  score: number;
  reasons: Reason[];
}

function likelyPair(one: Facts | undefined, other: Facts, around: Surroundings): Likely[] {
  if (one === undefined) return [];
  const { score, reasons } = compare(one, other, around);
  if (score < thresholds.possible) return [];
  const [first, second] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
  return [{ one: first, other: second, score: Math.round(score * 10), reasons }];
}

/** For each partner the customers to compare with it, so that each partner's record is read once. */
function partnersFirst(rows: { customer_id: string; partner_ids: string[] }[]): Map<string, string[]> {
  const wanted = new Map<string, string[]>();
  for (const { customer_id, partner_ids } of rows) {
    for (const partner of partner_ids) {
      const list = wanted.get(partner);
      if (list === undefined) wanted.set(partner, [customer_id]);
      else list.push(customer_id);
    }
  }
  return wanted;
}

function inPieces<T>(values: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** What the reasons say, without how much: has the evidence changed since somebody decided? */
function evidenceOf({ reasons }: Likely): string {
  return reasons
    .map(({ field, level }) => `${field}: ${level}`)
    .join('; ')
    .slice(0, 1000);
}

async function record({ run, progress }: Search, finished: boolean): Promise<void> {
  const { read, changed, compared, likely } = progress;
  const counts = {
    read: BigInt(read),
    changed: BigInt(changed),
    compared: BigInt(compared),
    likely: BigInt(likely),
  };
  await run.transaction((tx) => tx.rows(queries.tellRun, { runId: run.id, ...counts, finished }));
}

/** The records of these customers, with their numbers opened for as long as they are compared. */
async function factsOfAll(tx: Transaction, customerIds: string[]): Promise<Facts[]> {
  const rows = await tx.rows(queries.recordsOf, { customerIds });
  const sealed = rows.flatMap((row) => row.identifiers);
  const opened = await openIdentifiers(
    tx,
    sealed.map((one) => ({ identifierId: one.id, sealed: Buffer.from(one.sealed, 'base64') })),
  );
  if (opened.some((one) => one.text === null && one.because === 'unavailable'))
    throw new Failure('keys-unavailable');
  const values = new Map(sealed.map((one, n) => [one, opened[n]?.text ?? null]));
  return rows.map((row) => factsOfRow(row, values));
}

function factsOfRow(row: RowOf<typeof queries.recordsOf>, values: Map<object, string | null>): Facts {
  const identifiers = row.identifiers.flatMap((one) => {
    const value = values.get(one) ?? null;
    return value === null ? [] : [{ kind: one.kind, country: one.country, value }];
  });
  const record: PartyRecord = {
    ...{ id: row.customer_id, kind: row.kind, names: row.names, bornOn: row.born_on, sex: row.sex },
    ...{ identifiers, phones: row.phones, emails: row.emails, addresses: row.addresses },
  };
  return factsOf(record);
}

type Hash = (text: string) => bigint;

/** What holds a number is hashed under a key: against a plain hash anybody could try all numbers. */
async function keyedHash(tx: Transaction): Promise<Hash> {
  const index = await tx.index('customers.matching_keys.key');
  return (text) => index(text).readBigInt64BE();
}

const digestOf = (facts: Facts, keyed: Hash): bigint => keyed(JSON.stringify([RULES, facts]));

/** The last bit says which limit the key has: 1 a number, 0 what is shared by chance. */
function hashOfKey(key: string, keyed: Hash): bigint {
  const hashed = (key.startsWith('identifier ') ? keyed(key) : hashOf(key)) & ~1n;
  return recordsMaxOf(key) === blockRecordsMax.number ? hashed | 1n : hashed;
}

/** 64 bits of a SHA-256, as a signed integer: what a bigint column holds. */
function hashOf(text: string): bigint {
  return hash('sha256', text, 'buffer').readBigInt64BE();
}
