/**
 * The job queue's worker: graphile-worker under its own log-in. A task gets the job's id, which is what opens
 * a batch run while the queue holds that very job.
 */
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  run,
  runOnce as runQueueOnce,
  type TaskList,
} from 'graphile-worker';
import pg from 'pg';
import type { Database, Logins } from '../database/pool.ts';

/**
 * What a task gets: the queue's id of the job that this process holds, the way to the database, and when to
 * stop.
 */
export interface Held {
  job: string;
  database: Database;
  signal: AbortSignal;
  /** The folder with what lies outside the database; undefined where a process has none. */
  home?: string | undefined;
}

/** Job name -> what is done; idempotent, because a job that was killed half-way is done again. */
export type Tasks = Record<string, (payload: never, held: Held) => Promise<void>>;

/** A task that is done at its times (UTC); one that was missed while nothing ran is done once, afterwards. */
export interface Scheduled {
  /** minute, hour, day of the month, month, day of the week: "30 2 * * *". */
  at: string;
  task: string;
  payload?: Record<string, string>;
}

export interface WorkerOptions {
  /** Jobs at once in this process. */
  concurrency?: number;
  home?: string;
  /** What is done again and again. */
  schedule?: readonly Scheduled[];
  onError?(task: string, error: unknown): void;
}

export interface Worker {
  /** Lets running jobs come to an end, up to a few seconds, and gives the others back. */
  stop(): Promise<void>;
}

export async function startWorker(
  database: Database,
  tasks: Tasks,
  options: WorkerOptions = {},
): Promise<Worker> {
  const stopping = new AbortController();
  const pool = poolOf(database.logins);
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload, helpers) => {
        try {
          const { signal } = stopping;
          await task(payload as never, { job: String(helpers.job.id), database, signal, home: options.home });
        } catch (error) {
          options.onError?.(name, error);
          throw error;
        }
      },
    ]),
  );
  const runner: Runner = await run({
    pgPool: pool,
    taskList,
    concurrency: options.concurrency ?? 2,
    noHandleSignals: true,
    pollInterval: 2000,
    parsedCronItems: parseCronItems((options.schedule ?? []).map(itemOf)),
    logger: quiet,
  });
  return {
    async stop() {
      stopping.abort();
      await runner.stop().catch(() => undefined);
      await pool.end();
    },
  };
}

/** The queue's own chatter; what matters is told by onError. */
const quiet = new Logger(() => () => undefined);

function itemOf({ at, task, payload = {} }: Scheduled): CronItem {
  const identifier = [task, ...Object.values(payload)].join(' ');
  return {
    task,
    match: at,
    payload,
    identifier,
    options: { backfillPeriod: 24 * 3600 * 1000, jobKey: identifier },
  };
}

function poolOf(logins: Logins): pg.Pool {
  const pool = new pg.Pool({
    ...{ host: logins.host, port: logins.port, database: logins.database, ssl: logins.tls, max: 6 },
    ...{ user: 'earshot_jobs', password: logins.passwords.earshot_jobs, application_name: 'earshot' },
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Adds a job for whichever process is free, once: the same task that waits already is not added again. */
export async function addJob(database: Database, name: string, payload: object = {}): Promise<void> {
  const pool = poolOf(database.logins);
  try {
    await pool.query('SELECT graphile_worker.add_job($1, $2::json, job_key => $1)', [
      name,
      JSON.stringify(payload),
    ]);
  } finally {
    await pool.end();
  }
}

export interface Queued {
  task: string;
  payload?: object;
}

/** Adds jobs that are done one after the other, in this order, by whichever process is free. */
export async function addInOrder(database: Database, queue: string, jobs: readonly Queued[]): Promise<void> {
  const pool = poolOf(database.logins);
  try {
    for (const { task, payload = {} } of jobs) {
      await pool.query('SELECT graphile_worker.add_job($1, $2::json, queue_name => $3)', [
        ...[task, JSON.stringify(payload), queue],
      ]);
    }
  } finally {
    await pool.end();
  }
}

/**
 * Runs the jobs of one task in this process until none is left; adds one first when there is a payload.
 * @throws what the task threw
 */
export async function runOnce<P>(
  database: Database,
  name: string,
  payload: P | undefined,
  task: (payload: P, held: Held) => Promise<void>,
  home?: string,
): Promise<void> {
  const pool = poolOf(database.logins);
  let thrown: unknown;
  try {
    if (payload !== undefined) {
      await pool.query('SELECT graphile_worker.add_job($1, $2::json, max_attempts => 1)', [
        name,
        JSON.stringify(payload),
      ]);
    }
    const taskList: TaskList = {
      [name]: async (given, helpers) => {
        try {
          const { signal } = new AbortController();
          await task(given as P, { job: String(helpers.job.id), database, signal, home });
        } catch (error) {
          thrown = error;
          throw error;
        }
      },
    };
    await runQueueOnce({ pgPool: pool, taskList, concurrency: 1, noHandleSignals: true, logger: quiet });
  } finally {
    await pool.end().catch(() => undefined);
  }
  if (thrown !== undefined) throw thrown;
}
