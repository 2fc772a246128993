/**
 * What the tests of duplicates share: a bank in which people are entered twice, and the search through the
 * real queue. Everybody is made up.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { startWorker } from '#platform/jobs/worker.ts';
import { type TakenDuplicate, takeDuplicate } from './merging.ts';
import { findDuplicates, type SearchProgress, type SearchReport } from './merging-search.ts';

export interface MergingTrial extends Trial {
  session(who: StaffName): Promise<SignedIn>;
  /** Another record of a person, entered at another branch. */
  enter(fullName: string, bornOn: string | null, phone: string | null): Promise<string>;
  /** Runs the job through the real queue, which is what opens a batch run. */
  search(tell?: (progress: SearchProgress, stop: () => void) => void): Promise<SearchReport>;
  /** The queue as it is. */
  pairs(): Promise<Record<string, unknown>[]>;
  /** Jana again, with her name the other way round; found, and taken by this reviewer. */
  janaTwice(reviewer: SignedIn): Promise<TakenDuplicate & { again: string }>;
  /** Nobody was ever compared, and those who were entered by tests are gone. */
  startAgain(): Promise<void>;
}

export async function mergingTrial(): Promise<MergingTrial> {
  const bank = await trialBank();
  const enter: MergingTrial['enter'] = async (fullName, bornOn, phone) => {
    const id = randomUUID();
    await bank.sql(
      `INSERT INTO customers.customers
         (customer_id, kind, full_name, born_on, made_up, source, customer_since)
       VALUES ($1, 'person', $2, $3, true, 'test', '2020-01-01')`,
      [id, fullName, bornOn],
    );
    if (phone !== null) {
      await bank.sql(
        `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
         VALUES ($1, 'phone', $2, $2)`,
        [id, phone],
      );
    }
    return id;
  };
  const search: MergingTrial['search'] = (tell) => searchThroughQueue(bank, tell);
  return {
    ...bank,
    enter,
    search,
    async session(who) {
      const { token } = await bank.signedIn(who);
      return {
        database: bank.database,
        token,
        sessionId: '',
        actorId: bank.staff[who],
        role: who,
        locked: false,
        fresh: true,
      };
    },
    pairs: () =>
      bank.sql(
        'SELECT customer_id, other_id, state FROM customers.duplicates ORDER BY customer_id, other_id',
      ),
    async janaTwice(reviewer) {
      const again = await enter('Nováková Jana', '1984-03-05', '+420601555041');
      await search();
      const taken = await takeDuplicate(reviewer, null);
      assert.ok(taken, 'Jana was found');
      return { ...taken, again };
    },
    async startAgain() {
      await bank.sql(`TRUNCATE customers.duplicates, customers.merges, customers.merge_journal,
        customers.matching_keys, customers.matching_marks, customers.matching_runs`);
      await bank.sql(`DELETE FROM customers.customers WHERE source = 'test'`);
    },
  };
}

async function searchThroughQueue(
  bank: Trial,
  tell: Parameters<MergingTrial['search']>[0],
): Promise<SearchReport> {
  const stopping = new AbortController();
  const done = Promise.withResolvers<SearchReport>();
  const worker = await startWorker(
    bank.database,
    {
      'merging.find': async (_payload: never, { job, database }) => {
        const run = await batch(database, job, 'earshot_run_merging');
        const told = (progress: SearchProgress) => tell?.(progress, () => stopping.abort());
        done.resolve(await findDuplicates(run, stopping.signal, told));
      },
    },
    { onError: (_task, error) => done.reject(error) },
  );
  await bank.sql(`SELECT house.add_job('merging.find', '{}')`);
  try {
    return await done.promise;
  } finally {
    await worker.stop();
  }
}

/** For assert.rejects: the Failure with this code. */
export const failsWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.code, code);
  return true;
};

/** All rows that a merge may touch, and what search knows; without the counters and times of edits. */
export async function everything(bank: Trial): Promise<Record<string, unknown[]>> {
  const tables = await bank.sql(
    `SELECT table_name FROM customers.merge_rules WHERE way <> 'stays' ORDER BY 1`,
  );
  const all: Record<string, unknown[]> = {};
  for (const table of [...tables.map(({ table_name }) => String(table_name)), 'customers.customers']) {
    all[table] = (
      await bank.sql(`SELECT to_jsonb(t) - '{version,updated_at,changed_at}'::text[] AS row FROM ${table} t`)
    )
      .map(({ row }) => JSON.stringify(row))
      .sort();
  }
  all.search = (await bank.sql('SELECT customer_id, word, beside, standing, words FROM customers.found_by'))
    .map((row) => JSON.stringify(row))
    .sort();
  return all;
}

/** A word of its own for each number: names that are not like each other. */
export function letters(n: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'te', 'va', 'zo', 'du', 'fe', 'gi', 'hu', 'pa', 'se'];
  const at = (place: number) => syllables[Math.floor(n / 13 ** place) % 13] ?? '';
  return `${at(0)}${at(1)}${at(0)}${syllables[(n * 7) % 13]}x`;
}
