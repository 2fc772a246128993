/**
 * The main story in a real browser, on the built apps and a real server: signed in, found although mistyped, checked in,
 * file opened, value revealed, promise added, record seen. Every screen on the way is checked by axe, in both themes.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { dayFromNow, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { barriersOf, pageOf, settled, startBrowser } from '#platform/testing/browser.ts';

const password = 'three grey herons';
let bank: Trial;
let browser: Browser;
const secrets: Record<string, string> = {};
before(async () => {
  bank = await trialBank({ apps: true });
  for (const user of ['greeter', 'banker', 'admin'] as const) {
    const { secret } = newTotp(user, 'Earshot');
    secrets[user] = secret;
    await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
      ...[bank.staff[user], await hashPassword(password), Buffer.from(secret)],
    ]);
  }
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

interface Visitor {
  page: Page;
  /** What the browser complained of: nothing, at the end. */
  complaints: string[];
  /** Addresses outside this server that were asked for. */
  strangers: string[];
  /** Bodies of all answers of the API. */
  answers: string[];
}

async function visitor(colorScheme: 'light' | 'dark' = 'light'): Promise<Visitor> {
  const page = await pageOf(browser, { cookie: '', token: '' }, { colorScheme });
  const seen: Visitor = { page, complaints: [], strangers: [], answers: [] };
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401|Failed to load resource/.test(message.text()))
      seen.complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') seen.strangers.push(request.url());
  });
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) seen.answers.push(await response.text().catch(() => ''));
  });
  return seen;
}

async function signIn(seen: Visitor, user: string): Promise<void> {
  const { page } = seen;
  await page.goto(`${bank.served.workspace}/`);
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/code/i).fill(generateSync({ secret: secrets[user] as string }));
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/sign-in')),
    page.keyboard.press('Enter'),
  ]);
  await page.getByRole('navigation').first().waitFor();
}

async function isAccessible(page: Page, where: string): Promise<void> {
  assert.deepEqual(await barriersOf(page), [], where);
}

/** Nothing that a stranger at the counter could read is in the page, its title, its address or the browser's stores. */
async function tellsNothing(page: Page, where: string): Promise<void> {
  const everything = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      document.title,
      location.href,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
    ].join('\n'),
  );
  for (const secret of [
    '42,719',
    '42 719',
    '4271900',
    '601 555 041',
    'jana@example.com',
    '845305/0017',
    'Dlouhá 12',
  ]) {
    assert.ok(!everything.includes(secret), `${where} shows ${secret}`);
  }
  const kept = await page.evaluate(
    () => `${document.title} ${location.href} ${JSON.stringify({ ...localStorage, ...sessionStorage })}`,
  );
  assert.doesNotMatch(kept, /Jana|Novák/, `${where}: names belong neither in titles nor in addresses`);
}

test('a banker finds a mistyped customer, checks her in, opens her file at the counter, reveals, promises, and sees the record', async () => {
  const seen = await visitor();
  const { page } = seen;
  await signIn(seen, 'banker');
  await isAccessible(page, 'today');
  await page.goto(`${bank.served.workspace}/find`);
  await page.getByRole('searchbox').or(page.getByRole('combobox')).last().fill('jana nvoakova');
  const card = page.getByText('Jana Nováková').first();
  await card.waitFor();
  await tellsNothing(page, 'find');
  await isAccessible(page, 'find');
  await page
    .getByRole('button', { name: /check in/i })
    .first()
    .click();
  await isAccessible(page, 'check in');
  await page.getByRole('radio', { name: /^card/i }).check();
  await page.getByRole('button', { name: /check in and start/i }).click();
  await page.getByRole('heading', { name: 'Jana', exact: false }).first().waitFor();
  await page.getByText('What changed').waitFor();
  await tellsNothing(page, 'the file');
  await isAccessible(page, 'the file');
  assert.ok(
    seen.answers.every((answer) => !answer.includes('4271900')),
    'what is hidden has not left the server',
  );

  const hidden = page.getByRole('button', { name: /^balance of .*hidden/i }).first();
  await hidden.focus();
  await page.keyboard.down('Enter');
  await page.getByText('42,719.00').first().waitFor();
  await page.keyboard.up('Enter');

  await page.getByRole('button', { name: /promise something/i }).click();
  await page.getByRole('textbox', { name: /promise/i }).fill('Call about the fixed rate.');
  await page
    .getByLabel(/until|by when|due|day/i)
    .first()
    .fill(dayFromNow(28));
  await page
    .getByRole('button', { name: /^promise|^add|^save/i })
    .last()
    .click();
  // its words are for her banker, not for whoever stands behind them
  await page.getByText('Promised. It comes back on its day.').first().waitFor();
  await page
    .getByRole('button', { name: /^what was promised, due .*hidden/i })
    .last()
    .waitFor();
  assert.equal(await page.getByText('Call about the fixed rate.').count(), 0, 'not even what was just typed');

  await page.getByRole('tab', { name: /who has looked/i }).click();
  // her own look is there, without opening the file again
  await page
    .getByText(/looked at something hidden\./)
    .first()
    .waitFor();
  await page
    .getByText(/^The balance/)
    .first()
    .waitFor();
  await isAccessible(page, 'who has looked');
  for (const tab of [/timeline/i, /people/i, /contact/i]) {
    await page.getByRole('tab', { name: tab }).click();
    await settled(page);
    await tellsNothing(page, String(tab));
    await isAccessible(page, String(tab));
  }
  assert.deepEqual(seen.complaints, []);
  assert.deepEqual(seen.strangers, []);
  const fields = await bank.sql(`SELECT fields FROM privacy.access_records WHERE action = 'reveal'`);
  assert.match(JSON.stringify(fields), /balance/);
});

test('a greeter reaches everything by keyboard, in the dark, and finds nobody to open', async () => {
  const seen = await visitor('dark');
  const { page } = seen;
  await signIn(seen, 'greeter');
  // A day at the door begins at the desk, and what is of no use to a greeter is not in the way.
  await page.getByRole('heading', { name: /welcome desk/i }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Today' }).count(), 0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').last().fill('jana');
  await page.getByText('Jana Nováková').first().waitFor();
  await isAccessible(page, 'palette');
  await page.keyboard.press('Escape');
  await isAccessible(page, 'welcome desk');
  const reached = new Set<string>();
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(
        () =>
          (document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label')) ?? '',
      ),
    );
  }
  for (const word of ['Welcome desk', 'Find'])
    assert.ok(
      [...reached].some((text) => text.includes(word)),
      `${word} by Tab`,
    );
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.petr}`);
  await page.locator('main h1').first().waitFor();
  await settled(page);
  assert.ok(!(await page.content()).includes('Petr Novák'));
  assert.deepEqual(seen.complaints, []);
  assert.deepEqual(seen.strangers, []);
});

test('after signing out, Back shows nothing (row 31)', async () => {
  const seen = await visitor();
  const { page } = seen;
  await bank.visit(bank.customers.jana, 'banker');
  await bank.sql(`UPDATE staff.sign_ins SET totp_last_step = 0`);
  await signIn(seen, 'banker');
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await page.getByText('What changed').waitFor();
  await page.evaluate(() => fetch('/api/sign-out', { method: 'POST' }));
  await page.goto(`${bank.served.workspace}/find`);
  await page.getByLabel('User name').waitFor();
  await page.goBack();
  await page.getByLabel('User name').waitFor();
  assert.ok(!(await page.content()).includes('Nováková'));
});

test('the portal signs a customer in to a plain first page of her own', async () => {
  const { secret } = newTotp('jana', 'Earshot');
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [...[bank.customers.jana, 'jana', await hashPassword(password), Buffer.from(secret)]],
  );
  const seen = await visitor();
  const { page } = seen;
  await page.goto(bank.served.portal);
  await isAccessible(page, 'portal sign-in');
  await page.getByLabel(/user name/i).fill('jana');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/code/i).fill(generateSync({ secret }));
  await page.keyboard.press('Enter');
  await page.getByText('Jana').first().waitFor();
  await page
    .getByText(/42,719/)
    .first()
    .waitFor();
  await isAccessible(page, 'portal home');
  assert.deepEqual(seen.complaints, []);
  assert.deepEqual(seen.strangers, []);
});
