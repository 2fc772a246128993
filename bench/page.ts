/**
 * The browser's side: how much script the first load of each app brings, gzipped, and how long until a
 * customer's file can be used after a reload, in Chromium with a processor slowed four times. There is no
 * floor to compare with but the budget.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { startBrowser } from '#platform/testing/browser.ts';
import { buildApps } from '../cli/building.ts';
import { median, print } from './measure.ts';

const root = path.dirname(import.meta.dirname);
const budgetKilobytes = 150;

export async function bench({ rounds }: { rounds: number }): Promise<void> {
  await buildApps(root);
  const bank = await trialBank({ apps: true });
  const browser = await startBrowser();
  try {
    for (const app of ['workspace', 'portal'] as const) {
      const value = await scriptOf(browser, bank.served[app], app);
      const common = { bench: 'page', figure: `${app}_script_kb`, unit: 'KB gzipped' };
      print({ ...common, value, limit: budgetKilobytes, ratio: value / budgetKilobytes });
    }
    await bank.visit(bank.customers.jana, 'banker');
    const { token } = await bank.signedIn('banker', 'open counter');
    const until = await scriptOf(browser, bank.served.workspace, 'workspace', token);
    print({ bench: 'page', figure: 'workspace_today_script_kb', value: until, unit: 'KB gzipped' });
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await usableAfter(browser, bank.served.workspace, token, bank.customers.jana));
    }
    print({
      ...{ bench: 'page', figure: 'file_usable_ms', value: median(times), unit: 'ms', rounds },
      ...{ min: Math.min(...times), max: Math.max(...times) },
    });
  } finally {
    await browser.close();
    await bank.close();
  }
}

/** Kilobytes of all scripts that the first page of an app asks for: the way in, or what is behind it. */
async function scriptOf(browser: Browser, origin: string, app: string, token?: string): Promise<number> {
  const context = await browser.newContext();
  if (token !== undefined) await signIn(context, origin, token);
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.add(path.basename(new URL(response.url()).pathname));
  });
  await page.goto(origin, { waitUntil: 'networkidle' });
  let bytes = 0;
  for (const script of scripts) {
    bytes += gzipSync(await readFile(path.join(root, 'dist', app, 'assets', script)), { level: 9 }).length;
  }
  await page.context().close();
  return bytes / 1024;
}

async function usableAfter(
  browser: Browser,
  origin: string,
  token: string,
  customer: string,
): Promise<number> {
  const context = await browser.newContext();
  await signIn(context, origin, token);
  const page: Page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    new MutationObserver((_changes, watch) => {
      if (document.querySelector('[role=tab]') === null) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${origin}/customers/${customer}?round=${randomUUID()}`, { waitUntil: 'commit' });
  let took: number | undefined;
  // Looked for seldom: each look takes from the slowed processor.
  while (took === undefined) {
    await pause(500);
    took = await page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime);
  }
  await context.close();
  return took;
}

async function signIn(context: BrowserContext, origin: string, token: string): Promise<void> {
  const url = origin.replace('http:', 'https:');
  await context.addCookies([{ name: cookieName('workspace'), value: token, url, secure: true }]);
}
