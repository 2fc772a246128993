/**
 * The only ways to a transaction: `read` and `change` a signed-out file, `readOwn` and `changeOwn` one's own
 * at the portal, and `batch`. And two for what is nobody's file: `search` (masked cards, recorded) and
 * `house` (reference and operational tables).
 *
 * A file is signed out before it is read: the access record is committed by its own transaction, then the
 * next one is unlocked by it, all in one pipelined flush. PostgreSQL enforces this (0003_vault.sql); here it
 * is only asked for.
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Static, TObject } from 'typebox';
import { Failure } from '../errors.ts';
import { guarded, MadeBefore, withClient } from './lending.ts';
import type { Database } from './pool.ts';
import type { Login, Statement } from './statement.ts';
import { type Transaction, transactionOn } from './transaction.ts';

/**
 * A member of staff who is signed in: the raw token goes to the kernel, which finds out for itself whose it
 * is.
 */
export interface StaffSession {
  readonly database: Database;
  readonly token: string;
  readonly releasing?: Releasing | undefined;
}

/** A statement that is asked in each transaction that opens a file, with the opening's id: for a receipt. */
export interface Releasing {
  readonly name: string;
  readonly text: string;
  take(records: Record<string, unknown>[]): void;
}

/**
 * Whose file, and what gives the reason: the id of a visit, call, promise or portfolio; null: the best there
 * is.
 */
export interface File {
  customerIds: [string, ...string[]];
  ground: string | null;
}

export interface Look {
  action?: 'open' | 'reveal' | 'change';
  /** What is revealed, by name. */
  fields?: string[];
}

/**
 * Signs the file out and reads it. Statements that `work` asks for in one tick leave in the same flush as the
 * opening.
 * @throws Failure `no-ground`, `restricted`, `sign-in-required`, `unavailable`; then nothing was read
 */
export async function read<T>(
  session: StaffSession,
  file: File,
  work: (tx: Transaction) => Promise<T>,
  look: Look = {},
): Promise<T> {
  const reading = withClient(session.database, 'earshot_staff', (client) => {
    const before = [...opened(client, session, file, look)];
    return readOnly(session.database, client, before, work);
  });
  return refusedOnRecord(session, file, look, reading);
}

/** Why a file stays shut to somebody who is signed in. */
const refusals: ReadonlySet<string> = new Set([
  ...['no-ground', 'restricted', 'own-people', 'training-lapsed', 'too-many', 'step-up'],
]);

/** What was refused is on record before it is told. */
async function refusedOnRecord<T>(
  session: StaffSession,
  { customerIds }: File,
  { action = 'open' }: Look,
  look: Promise<T>,
): Promise<T> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Failure && refusals.has(error.code)) {
      await withClient(session.database, 'earshot_staff', (client) =>
        guarded(
          client.query({
            name: 'privacy.record_refusal',
            text: 'SELECT privacy.record_refusal($1, $2, $3, $4)',
            values: [session.token, customerIds, action, error.code],
          }),
        ),
      );
    }
    throw error;
  }
}

/**
 * Reads what a function of the kernel has signed out in a transaction of its own, which has committed.
 * @param opening the id that the function was given
 * @throws Failure as `read`
 */
export async function readOpened<T>(
  session: StaffSession,
  opening: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withClient(session.database, 'earshot_staff', (client) => {
    const before = [...unlocked(client, session, opening, 'BEGIN READ ONLY')];
    return readOnly(session.database, client, before, work);
  });
}

/**
 * Signs the file out, then changes it: the change and its record commit together or not at all.
 * @param name the change in words, `promise.made`: noun, full stop, past participle
 * @param work returns the id of what was changed as `subject`, and the answer
 * @param fields what was changed, where whoever's file it is should read it in their record
 */
export async function change<T>(
  session: StaffSession,
  file: File,
  name: string,
  subject: string,
  work: (tx: Transaction) => Promise<T>,
  fields?: string[],
): Promise<T> {
  const look: Look = { action: 'change', ...(fields && { fields }) };
  const changing = withClient(session.database, 'earshot_staff', async (client) => {
    const before = [...opened(client, session, file, look, 'BEGIN')];
    for (const customerId of file.customerIds) {
      before.push(
        client.query({
          name: 'privacy.record_change',
          text: 'SELECT privacy.record_change($1, $2, $3, $4)',
          values: [session.token, customerId, name, subject],
        }),
      );
    }
    return committed(session.database, client, before, work);
  });
  return refusedOnRecord(session, file, look, changing);
}

/**
 * A change that makes something whose id the request brings: made once, and once on record, however often it
 * is asked. A retry finds it there, leaves nothing of its own, and is answered like the first.
 * @param make returns the rows that were made: none, when it was there before
 */
export async function make(
  session: StaffSession,
  file: File,
  name: string,
  subject: string,
  make: (tx: Transaction) => Promise<unknown[]>,
): Promise<void> {
  const there = new MadeBefore();
  try {
    await change(session, file, name, subject, async (tx) => {
      if ((await make(tx)).length === 0) throw there;
    });
  } catch (error) {
    if (error !== there) throw error;
  }
}

/**
 * Cards of many customers: `privacy.search` finds and records the ids, and commits; then `work` reads the
 * cards. Its statements are transactions of their own: each asks for itself whether the search is on record.
 * @param surface which list: 'find', 'welcome desk', …
 */
export async function search<T>(
  session: StaffSession,
  surface: string,
  query: string,
  most: number,
  work: (tx: Transaction, search: { search: string; token: string }) => Promise<T>,
): Promise<T> {
  return withClient(session.database, 'earshot_staff', async (client) => {
    const id = randomUUID();
    const searching = client.query({
      name: 'privacy.search',
      text: 'SELECT privacy.search($1, $2, $3, $4, $5)',
      values: [id, session.token, surface, query, most],
    });
    const cards = work(transactionOn(client, session.database.keys), { search: id, token: session.token });
    const [searched, answer] = await Promise.allSettled([guarded(searching), cards]);
    return settled(searched, answer);
  });
}

/** The file of the customer who is signed in to the portal, and no other. */
export async function readOwn<T>(
  session: StaffSession,
  customerId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withClient(session.database, 'earshot_portal', (client) => {
    const before = [...openedOwn(client, session, customerId, 'BEGIN READ ONLY')];
    return readOnly(session.database, client, before, work);
  });
}

/** Her own file, in which she writes something; the kernel's functions put it on record. */
export async function changeOwn<T>(
  session: StaffSession,
  customerId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withClient(session.database, 'earshot_portal', (client) => {
    const before = [...openedOwn(client, session, customerId, 'BEGIN')];
    return committed(session.database, client, before, work);
  });
}

/**
 * What belongs to no customer: reference and operational tables, sign-in. Row security keeps files shut here.
 */
export async function house<T>(
  database: Database,
  login: Login,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withClient(database, login, (client) => committed(database, client, [client.query('BEGIN')], work));
}

/** One statement that is a transaction of its own: a definer function, or a look at a reference table. */
export async function ask<P extends TObject, R extends TObject>(
  database: Database,
  statement: Statement<P, R>,
  parameters: Static<P>,
): Promise<Static<R>[]> {
  return withClient(database, statement.as as Login, (client) =>
    transactionOn(client, database.keys).rows(statement, parameters),
  );
}

/** A batch run: many short transactions under one record, only while the queue holds this very job. */
export interface Run {
  readonly id: string;
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/**
 * Opens a run for a job that this process is running.
 * @param job the queue's id of the job
 * @param role the NOLOGIN role with the job's own grants: earshot_run_feed, …
 * @throws Failure `no-ground` when no such job is being run
 */
export async function batch(database: Database, job: string, role: `earshot_run_${string}`): Promise<Run> {
  if (!/^earshot_run_[a-z]+$/.test(role)) throw new RangeError(`${role} is not a role of a run`);
  const id = randomUUID();
  await withClient(database, 'earshot_batch', async (client) => {
    await guarded(client.query('SELECT privacy.open_run($1, $2)', [id, job]));
  });
  return {
    id,
    transaction: (work) =>
      withClient(database, 'earshot_batch', (client) => {
        const before = [
          client.query('BEGIN'),
          client.query({
            name: 'privacy.unlock_run',
            text: `SELECT set_config('earshot.run', privacy.unlock_run($1), true)`,
            values: [id],
          }),
          client.query(`SET LOCAL ROLE ${role}`),
        ];
        return committed(database, client, before, work);
      }),
  };
}

function* opened(
  client: PoolClient,
  session: StaffSession,
  file: File,
  look: Look,
  begin = 'BEGIN READ ONLY',
): Generator<Promise<unknown>> {
  const opening = randomUUID();
  yield client.query({
    name: 'privacy.open_file',
    text: 'SELECT privacy.open_file($1, $2, $3, $4, $5, $6)',
    values: [
      opening,
      session.token,
      file.customerIds,
      file.ground,
      look.action ?? 'open',
      look.fields ?? null,
    ],
  });
  yield* unlocked(client, session, opening, begin);
}

function* unlocked(
  client: PoolClient,
  session: StaffSession,
  opening: string,
  begin: string,
): Generator<Promise<unknown>> {
  yield client.query(begin);
  yield client.query({
    name: 'privacy.unlock',
    // which look this is, so that it can be found among others' at the same moment; and every statement of a
    // file begins with its customer, so that its plan needs no second thought
    text: `SELECT set_config('earshot.file', privacy.unlock($1, $2), true),
      set_config('earshot.opening', $1::text, true),
      set_config('plan_cache_mode', 'force_generic_plan', true)`,
    values: [opening, session.token],
  });
  yield* released(client, session, opening);
}

function* openedOwn(
  client: PoolClient,
  session: StaffSession,
  customerId: string,
  begin: string,
): Generator<Promise<unknown>> {
  const opening = randomUUID();
  yield client.query({
    name: 'privacy.open_own_file',
    text: 'SELECT privacy.open_own_file($1, $2, $3)',
    values: [opening, session.token, customerId],
  });
  yield client.query(begin);
  yield client.query({
    name: 'privacy.unlock_own',
    text: `SELECT set_config('earshot.file', privacy.unlock_own($1, $2), true),
      set_config('plan_cache_mode', 'force_generic_plan', true)`,
    values: [opening, session.token],
  });
  yield* released(client, session, opening);
}

/** The records under which rows are released, read in the same flush. */
function* released(client: PoolClient, { releasing }: StaffSession, opening: string) {
  if (releasing === undefined) return;
  const { name, text } = releasing;
  yield client.query({ name, text, values: [opening] }).then(({ rows }) => releasing.take(rows));
}

/** Reads; the answer need not wait for the end of a transaction that changed nothing. */
async function readOnly<T>(
  database: Database,
  client: PoolClient,
  before: Promise<unknown>[],
  work: (tx: Transaction) => Promise<T>,
) {
  const [opening, answer] = await begun(database, client, before, work);
  // whoever has the connection next waits behind it; should it be lost, that is told there
  client.query('COMMIT').catch(() => undefined);
  return settled(opening, answer);
}

async function committed<T>(
  database: Database,
  client: PoolClient,
  before: Promise<unknown>[],
  work: (tx: Transaction) => Promise<T>,
) {
  const [opening, answer] = await begun(database, client, before, work);
  const well = opening.status === 'fulfilled' && answer.status === 'fulfilled';
  if (!well) {
    await client.query('ROLLBACK');
    return settled(opening, answer);
  }
  const end = await guarded(client.query('COMMIT'));
  if (end.command !== 'COMMIT')
    throw new Failure('failed', { cause: new Error('the transaction had failed') });
  return answer.value;
}

async function begun<T>(
  database: Database,
  client: PoolClient,
  before: Promise<unknown>[],
  work: (tx: Transaction) => Promise<T>,
) {
  return Promise.allSettled([guarded(Promise.all(before)), work(transactionOn(client, database.keys))]);
}

/**
 * The first thing that went wrong is what went wrong: later statements of a failed transaction only say that
 * it has failed.
 */
function settled<T>(opening: PromiseSettledResult<unknown>, answer: PromiseSettledResult<T>): T {
  if (opening.status === 'rejected') throw opening.reason;
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
