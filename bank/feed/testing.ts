/**
 * For the tests of feeds: a small made-up bank's extract in a folder of its own, and a queue that holds a job
 * at once.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestDatabase } from '#platform/testing/database.ts';
import { type EntityRow, type ImportOrder, type RunReport, startImport, undoRun } from './actions.ts';
import { runImport } from './handling.ts';

export interface Trial {
  /** A folder of feeds with `small` in it. */
  feeds: string;
  /** Where its extract lies. */
  folder: string;
  write(files: Record<string, string | Buffer>): Promise<void>;
  remove(name: string): Promise<void>;
  clean(): Promise<void>;
}

export const smallYaml = `title: A small bank, made up
files:
  customer: { name: customer.csv, columns: [id, name, born, job] }
  account: { name: account.csv, columns: [number, owner, partner, opened] }
  movement: { name: movement.csv, columns: [id, number, day, amount, text] }
entities:
  customers: { complete: true, from: customer }
  holdings: { complete: true, from: account }
  transactions: { complete: false, from: movement }
`;

const selects = {
  'customers.sql': `SELECT origin, id AS key, 'person' AS kind, name AS full_name, born AS born_on, job
    AS occupation, 'true' AS made_up FROM customer`,
  'holdings.sql': `SELECT origin, number AS agreement_key, owner AS customer_key, 'owner' AS role,
    'current account' AS kind,
      number, 'EUR' AS currency, opened AS opened_on FROM account
    UNION ALL SELECT origin, number, partner, 'joint owner', 'current account', number, 'EUR', opened
      FROM account WHERE partner IS NOT NULL`,
  'transactions.sql': `SELECT origin, id AS key, number AS agreement_key, day AS booked_on,
    staging.minor(amount) AS minor, 'EUR' AS currency,
      'other' AS kind, text AS description FROM movement`,
};

/** A feed and its extract. @param yaml in place of the small bank's; @param sql more SELECTs, or others */
export async function trial(yaml: string = smallYaml, sql: Record<string, string> = {}): Promise<Trial> {
  const root = await mkdtemp(path.join(tmpdir(), 'earshot-feed-'));
  const feed = path.join(root, 'feeds', 'small');
  const folder = path.join(root, 'extract');
  await mkdir(feed, { recursive: true });
  await mkdir(folder);
  const written = { 'feed.yaml': yaml, ...selects, ...sql };
  await Promise.all(Object.entries(written).map(([name, text]) => writeFile(path.join(feed, name), text)));
  return {
    feeds: path.join(root, 'feeds'),
    folder,
    write: async (files) => {
      await Promise.all(
        Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)),
      );
    },
    remove: (name) => rm(path.join(folder, name)),
    clean: () => rm(root, { recursive: true, force: true }),
  };
}

/** The small bank on its first day: three customers, two accounts (one joint), three movements. */
export const firstDay = {
  'customer.csv':
    'id,name,born,job\n1,Jana Nová,1980-02-29,baker\n2,Petr Nový,1979-07-01,smith\n3,Ó Súilleabháin,,\n',
  'account.csv': 'number,owner,partner,opened\nA1,1,2,2020-01-15\nA2,3,,2021-03-01\n',
  'movement.csv':
    'id,number,day,amount,text\nm1,A1,2024-01-02,100.00,wage\nm2,A1,2024-01-03,-7.5,bread\n' +
    'm3,A2,2024-01-03,0.01,interest\n',
};

/** The queue holds the job, as when a worker has taken it. */
export async function hold(bank: TestDatabase, jobId: string): Promise<void> {
  await bank.owner.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE id = $1`,
    [jobId],
  );
}

/** Asks for an import and does it. */
export async function imported(
  bank: TestDatabase,
  at: Trial,
  order: Partial<ImportOrder> = {},
): Promise<RunReport> {
  const asked = { feed: 'small', folder: at.folder, feeds: at.feeds, asOf: '2024-02-01', ...order };
  const { runId, jobId } = await startImport(bank, asked);
  await hold(bank, jobId);
  return runImport(bank, jobId, runId);
}

/** Asks for a run to be taken back and does it. */
export async function undone(bank: TestDatabase, runId: string): Promise<RunReport> {
  const jobId = await undoRun(bank, runId);
  await hold(bank, jobId);
  return runImport(bank, jobId, runId);
}

/** "customers 3: 3 created": counts as a person would say them, without the noughts. */
export function counts(report: RunReport): Record<string, string> {
  const words = ({ rows_in, created, updated, unchanged, rejected, ended }: EntityRow) =>
    Object.entries({ in: rows_in, created, updated, unchanged, rejected, ended })
      .filter(([word, count]) => word === 'in' || count > 0n)
      .map(([word, count]) => `${count} ${word}`)
      .join(', ');
  return Object.fromEntries(report.entities.map((row) => [row.entity, words(row)]));
}
