/** How to sign in to the demo bank: what `npm start` prints, and `earshot demo code`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '#platform/auth/secrets.ts';
import { type Config, configOf } from '#platform/config.ts';

export interface Account {
  app: 'workspace' | 'portal';
  userName: string;
  fullName: string;
  role: string;
  password: string;
  totpSecret: string;
}

/** Where they are kept, for its owner only. */
export const fileOf = ({ home }: Pick<Config, 'home'>) => path.join(home, 'demo-accounts.json');

export async function demoCode(user?: string): Promise<void> {
  const accounts = await readAccounts(configOf(process.env));
  const wanted = accounts.filter((account) => user === undefined || account.userName === user);
  if (wanted.length === 0) throw new Error(`There is no demo sign-in called ${user}.`);
  for (const { app, userName, totpSecret } of wanted) {
    console.log(user ? codeOf(totpSecret) : `${app.padEnd(10)} ${userName.padEnd(12)} ${codeOf(totpSecret)}`);
  }
}

/** Where and how to sign in. While a person watches, Enter prints the codes of the moment. */
export async function printSignIns(config: Config): Promise<void> {
  const accounts = await readAccounts(config).catch(() => []);
  if (accounts.length === 0) return;
  const show = () => {
    console.log('\nDemo bank, all made up. User name, password, code of this half minute:');
    for (const { app, userName, password, totpSecret, role } of accounts) {
      const url = `http://localhost:${app === 'workspace' ? config.port : config.portalPort}`;
      console.log(`  ${url}  ${userName.padEnd(11)} ${password.padEnd(28)} ${codeOf(totpSecret)}  ${role}`);
    }
    console.log(
      `  Kept in ${fileOf(config)}. New codes: press Enter here, or "npm run earshot -- demo code".\n`,
    );
  };
  show();
  if (process.stdin.isTTY) process.stdin.on('data', show).unref();
}

async function readAccounts(config: Config): Promise<Account[]> {
  return JSON.parse(await readFile(fileOf(config), 'utf8')) as Account[];
}
