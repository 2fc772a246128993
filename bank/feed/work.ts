/** What the steps of a run share. */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import type { Run } from '#platform/database/vault.ts';
import type { Feed } from './description.ts';
import type { Progress } from './progress.ts';

export interface Order {
  runId: string;
  feed: Feed;
  folder: string;
  asOf: string;
  acceptSmall: boolean;
  /** The queue's id of the job that is being run. */
  jobId: string;
}

export interface Work {
  database: Database;
  connection: pg.Client;
  run: Run;
  order: Order;
  prefix: string;
  progress: Progress;
  signal: AbortSignal;
  notes: string[];
}
