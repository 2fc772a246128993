/**
 * The browser's side, in Chromium with a processor slowed four times. First load: how much script each app
 * brings, gzipped. Route change (file_usable_ms): from the choice of somebody found until their file can be
 * used, its own scripts brought along; file_again_usable_ms the same with the scripts there. And
 * file_by_address_ms: everything at once, from an address typed into a browser that has nothing yet. There is
 * no floor to compare with but the budget.
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
const budgetMilliseconds = 1500;

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
    const [chosen, again, addressed] = [[], [], []] as [number[], number[], number[]];
    const origin = bank.served.workspace;
    for (let round = 0; round < rounds; round += 1) {
      const context = await slowed(browser, origin, token);
      const [first, second] = await usableWhenChosen(context, origin);
      chosen.push(first);
      again.push(second);
      await context.close();
      addressed.push(
        await usableByAddress(await slowed(browser, origin, token), origin, bank.customers.jana),
      );
    }
    tell('file_usable_ms', chosen, budgetMilliseconds);
    tell('file_again_usable_ms', again);
    tell('file_by_address_ms', addressed);
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

function tell(figure: string, times: number[], limit?: number): void {
  const value = median(times);
  const budget = limit === undefined ? {} : { limit, ratio: value / limit };
  const range = { min: Math.min(...times), max: Math.max(...times) };
  print({ bench: 'page', figure, value, unit: 'ms', rounds: times.length, ...budget, ...range });
}

/** A browser that has nothing yet, but a sign-in; it marks when a file is drawn, from what was last begun. */
async function slowed(browser: Browser, origin: string, token: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  await signIn(context, origin, token);
  await context.addInitScript(() => {
    document.addEventListener(
      'click',
      ({ timeStamp }) => performance.mark('begun', { startTime: timeStamp }),
      true,
    );
    let there = false;
    new MutationObserver(() => {
      const before = there;
      there = document.querySelector('main [role=tab]') !== null;
      if (there && !before) requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
    }).observe(document, { childList: true, subtree: true });
  });
  return context;
}

async function throttled(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return page;
}

/** Milliseconds from the choice of her among those found, and once more after going back. */
async function usableWhenChosen(context: BrowserContext, origin: string): Promise<[number, number]> {
  const page = await throttled(context);
  await page.goto(`${origin}/find`);
  const times: number[] = [];
  for (const round of [0, 1]) {
    await page.getByRole('searchbox').last().fill('jana');
    const card = page.getByRole('button', { name: /^Open file/ }).first();
    await card.waitFor();
    await page.waitForLoadState('networkidle');
    await pause(500);
    await card.click();
    times.push(await took(page));
    if (round === 0) await page.goBack();
  }
  return [times[0] ?? Number.NaN, times[1] ?? Number.NaN];
}

async function usableByAddress(context: BrowserContext, origin: string, customer: string): Promise<number> {
  const page = await throttled(context);
  await page.goto(`${origin}/customers/${customer}?round=${randomUUID()}`, { waitUntil: 'commit' });
  const time = await took(page);
  await context.close();
  return time;
}

/** Since what was last begun, or the page itself. Looked for seldom: each look takes from the processor. */
async function took(page: Page): Promise<number> {
  for (;;) {
    await pause(500);
    const time = await page.evaluate(() => {
      const usable = performance.getEntriesByName('usable').at(-1)?.startTime;
      const begun = performance.getEntriesByName('begun').at(-1)?.startTime ?? 0;
      return usable !== undefined && usable > begun ? usable - begun : undefined;
    });
    if (time !== undefined) return time;
  }
}

async function signIn(context: BrowserContext, origin: string, token: string): Promise<void> {
  const url = origin.replace('http:', 'https:');
  await context.addCookies([{ name: cookieName('workspace'), value: token, url, secure: true }]);
}
