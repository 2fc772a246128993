/** The language of the workspace, in a real browser: chosen at the sign-in, or for good on one's own page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { startBrowser } from '#platform/testing/browser.ts';

let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

/** A browser of its own that prefers English; `token`: whoever is signed in. */
async function pageOf(token?: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  if (token) await bringIn(context, token);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

async function bringIn(context: BrowserContext, token: string): Promise<void> {
  const url = bank.served.workspace.replace('http:', 'https:');
  await context.addCookies([{ name: cookieName('workspace'), value: token, url, secure: true }]);
}

test('what was chosen at the sign-in counts for whoever chose nothing before', async () => {
  const page = await pageOf();
  await page.goto(bank.served.workspace);
  await page.getByRole('button', { name: 'español' }).click();
  await page.getByRole('heading', { name: 'Entrar' }).waitFor();
  const { token } = await bank.signedIn('greeter');
  await bringIn(page.context(), token);
  await page.goto(`${bank.served.workspace}/desk`);
  await page.getByRole('navigation').first().waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await page.context().close();
});

test("one's own language is kept by the server, spoken at any station, and on record once", async () => {
  const { token } = await bank.signedIn('other');
  const page = await pageOf(token);
  await page.goto(`${bank.served.workspace}/sign-in-and-devices`);
  await page.getByLabel('Language', { exact: true }).selectOption('es');
  await page.getByRole('heading', { level: 1, name: 'Acceso y dispositivos' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  const elsewhere = await pageOf((await bank.signedIn('other', 'phone')).token);
  await elsewhere.goto(`${bank.served.workspace}/sign-in-and-devices`);
  await elsewhere.getByLabel('Idioma', { exact: true }).waitFor();
  const [kept] = await bank.sql('SELECT locale FROM staff.staff WHERE staff_id = $1', [bank.staff.other]);
  assert.equal(kept?.locale, 'es');
  const events = await bank.sql(`SELECT staff_id FROM privacy.events WHERE name = 'language.chosen'`);
  assert.deepEqual(events, [{ staff_id: bank.staff.other }]);
  await page.context().close();
  await elsewhere.context().close();
});
