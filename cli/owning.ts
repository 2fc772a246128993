/** Commands of whoever sets Earshot up: `migrate`, `staff add`, `openapi`. */
import { erasePerson } from '#bank/privacy/erasing.ts';
import { invite } from '#bank/staff/actions.ts';
import { type Role, roles } from '#bank/staff/contract.ts';
import { configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import { prepare } from '#platform/database/preparing.ts';
import { describe } from '#platform/http/openapi.ts';
import { portalRoutes, workspaceRoutes } from '../server.ts';
import { sealPlain } from './keys.ts';

export async function migrateDatabase({ json }: { json?: boolean }): Promise<void> {
  const config = configOf(process.env);
  const prepared = await prepare(config);
  const { applied, embedded, logins } = prepared;
  await sealPlain(config, prepared);
  if (json) console.log(JSON.stringify({ applied }));
  else console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
  await leave(logins, embedded);
}

export async function addStaff(
  userName: string,
  options: {
    name: string;
    role: string;
    json?: boolean;
    branch?: string;
    manager?: string;
    samePersonAs?: string;
    customer?: string;
  },
): Promise<void> {
  if (!roles.includes(options.role as Role)) throw new Error(`The roles are: ${roles.join(', ')}.`);
  const config = configOf(process.env);
  const database = await reach(config);
  try {
    const { branch, manager, samePersonAs: sameAs, customer: customerKey } = options;
    const person = {
      ...{ userName, fullName: options.name, role: options.role as Role },
      ...{ branch, manager, sameAs, customerKey },
    };
    const { token } = await invite(database, person).catch((error: { code?: string }) => {
      if (error.code === '23505') throw new Error(`There is a member of staff called ${userName} already.`);
      if (error.code === 'not-found')
        throw new Error('No branch, manager, member of staff or customer of that name or number is there.');
      if (error.code === '23514')
        throw new Error('A user name has 2 to 63 small letters, digits, dots, dashes or underscores.');
      throw error;
    });
    const origin = config.workspaceUrl ?? `http://localhost:${config.port}`;
    const link = `${origin}/invitation#${token}`;
    if (options.json) console.log(JSON.stringify({ userName, link }));
    else console.log(`${options.name} sets a password here, once, within three days:\n${link}`);
  } finally {
    await database.close();
    await leave(database.logins, database.embedded);
  }
}

export async function erase(customerId: string, { json }: { json?: boolean }): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(customerId))
    throw new Error('Name the customer by the id that the address of the file shows.');
  const config = configOf(process.env);
  const database = await reach(config);
  try {
    const records = await erasePerson(database, config.home, customerId).catch((error: { code?: string }) => {
      if (error.code === 'not-now')
        throw new Error('A duty or a legal hold has the bank keep this file: see docs/operations.md.');
      throw error;
    });
    if (json) console.log(JSON.stringify({ records }));
    else console.log('Erased. The record of who looked and what was done stays, without a name.');
  } finally {
    await database.close();
    await leave(database.logins, database.embedded);
  }
}

export function openApi(app: string): void {
  const routes = { workspace: workspaceRoutes, portal: portalRoutes }[app];
  if (routes === undefined) throw new Error('There are two apps: workspace and portal.');
  console.log(JSON.stringify(describe(app, routes), null, 2));
}
