/** Pages of a trial bank in a real browser, with somebody signed in; a script that fails fails the test. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { cookieName } from '#platform/http/server.ts';
import { pageOf } from '#platform/testing/browser.ts';
import type { Place, StaffName, Trial } from './trial.ts';

/** The workspace at this address, at a work station of `place`. */
export async function staffPage(
  { bank, browser }: Surroundings,
  who: StaffName,
  address: string,
  { place, ...options }: BrowserContextOptions & { place?: Place } = {},
): Promise<Page> {
  const { token } = await bank.signedIn(who, place);
  return opened(bank, browser, { app: 'workspace', token, address, options });
}

/** The portal at this address, for a customer; for Jana where nobody is named. */
export async function customerPage(
  { bank, browser }: Surroundings,
  address: string,
  { customer, ...options }: BrowserContextOptions & { customer?: string } = {},
): Promise<Page> {
  const { token } = await bank.atHome(customer ?? bank.customers.jana);
  return opened(bank, browser, { app: 'portal', token, address, options });
}

/** The portal for whoever holds a link at most: a link may say where it leads. */
export async function strangersPage(
  { bank, browser }: Surroundings,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  return opened(bank, browser, { app: 'portal', token: 'nobody', address, options });
}

interface Surroundings {
  bank: Trial;
  browser: Browser;
}

interface Opening {
  app: 'workspace' | 'portal';
  token: string;
  address: string;
  options: BrowserContextOptions;
}

async function opened(bank: Trial, browser: Browser, { app, token, address, options }: Opening) {
  const page = await pageOf(browser, { cookie: cookieName(app), token }, options);
  page.on('pageerror', (error) => assert.fail(error));
  await page.goto(new URL(address, bank.served[app]).href);
  return page;
}
