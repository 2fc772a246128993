/**
 * The roles of a server: log-ins for serving processes, each with its own password, and NOLOGIN roles that
 * own the kernel's functions or hold the grants of one kind of batch run. Roles belong to the server, so they
 * are made here and not in a migration. A server that serves several databases (the tests do) has them once.
 */
import type pg from 'pg';
import type { Login } from './statement.ts';

export const logins = [
  'earshot_staff',
  'earshot_portal',
  'earshot_staff_door',
  'earshot_portal_door',
  'earshot_batch',
  'earshot_feed',
  'earshot_jobs',
  'earshot_sealer',
  'earshot_auditor',
] as const satisfies readonly Login[];

export const owners = ['earshot_vault', 'earshot_cards'] as const;
export const runs = [
  'earshot_run_feed',
  'earshot_run_merging',
  'earshot_run_demo',
  'earshot_run_detection',
  'earshot_run_keys',
  'earshot_run_copies',
  'earshot_run_needs',
  'earshot_run_advice',
  'earshot_run_rules',
  'earshot_run_outcomes',
  'earshot_run_learning',
  'earshot_run_fairness',
] as const;

/** Milliseconds. A statement or a transaction that takes longer is stopped by the database itself. */
const limits: Record<Login, { statement: number; transaction: number; idle: number }> = {
  earshot_staff: { statement: 10_000, transaction: 15_000, idle: 10_000 },
  earshot_portal: { statement: 10_000, transaction: 15_000, idle: 10_000 },
  earshot_staff_door: { statement: 10_000, transaction: 15_000, idle: 10_000 },
  earshot_portal_door: { statement: 10_000, transaction: 15_000, idle: 10_000 },
  earshot_batch: { statement: 3_600_000, transaction: 7_200_000, idle: 60_000 },
  earshot_feed: { statement: 3_600_000, transaction: 7_200_000, idle: 600_000 },
  earshot_jobs: { statement: 60_000, transaction: 120_000, idle: 60_000 },
  earshot_sealer: { statement: 60_000, transaction: 120_000, idle: 60_000 },
  earshot_auditor: { statement: 600_000, transaction: 600_000, idle: 60_000 },
};

/** Makes what is missing and sets the passwords of the log-ins. Safe to repeat. `owner` may create roles. */
export async function makeRoles(owner: pg.Client, passwords: Record<Login, string>): Promise<void> {
  const version = Number((await owner.query('SHOW server_version_num')).rows[0].server_version_num);
  for (const role of [...owners, ...runs]) await makeRole(owner, role, 'NOLOGIN');
  for (const login of logins) {
    await makeRole(owner, login, 'LOGIN NOINHERIT');
    await owner.query(`ALTER ROLE ${login} PASSWORD ${owner.escapeLiteral(passwords[login])}`);
    await owner.query(`ALTER ROLE ${login} SET timezone = 'UTC'`);
    await owner.query(`ALTER ROLE ${login} SET statement_timeout = ${limits[login].statement}`);
    await owner.query(`ALTER ROLE ${login} SET idle_in_transaction_session_timeout = ${limits[login].idle}`);
    if (version >= 170000)
      await owner.query(`ALTER ROLE ${login} SET transaction_timeout = ${limits[login].transaction}`);
  }
  for (const run of runs) await owner.query(`GRANT ${run} TO earshot_batch`);
  // The owner hands functions and the queue's schema to these roles, for which it must be a member of them.
  for (const role of [...owners, 'earshot_jobs']) await owner.query(`GRANT ${role} TO CURRENT_USER`);
}

async function makeRole(owner: pg.Client, role: string, options: string): Promise<void> {
  const { rowCount } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await owner.query(`CREATE ROLE ${role} ${options}`);
}
