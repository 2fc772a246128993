/** The reset of a customer's sign-in in real browsers: asked for, decided, done, and read of by the customer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Trial, trialBank } from '#bank/trial.ts';
import { staffPage, strangersPage } from '#bank/trial-pages.ts';
import { codeOf, hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('reset');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  const { jana } = bank.customers;
  await bank.sql('DELETE FROM customers.contact_points WHERE customer_id = $1', [jana]);
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, verified_at)
     VALUES ($1, 'phone', '+420 777 000 111', '+420777000111', now() - interval '1 year')`,
    [jana],
  );
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [jana, 'jana.n', await hashPassword('three grey herons'), Buffer.from(newTotp('jana', 'Earshot').secret)],
  );
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

test('a banker asks, a manager of another line decides, everything is shut, and she comes in anew', async () => {
  const { jana } = bank.customers;
  await bank.sql('UPDATE staff.staff SET manager_id = NULL');
  const visit = await bank.visit(jana, 'banker');
  const desk = await staffPage({ bank, browser }, 'banker', `/customers/${jana}?ground=${visit}`);
  await desk.getByRole('tab', { name: 'Contact and identity' }).press('Enter');
  await desk.getByRole('button', { name: 'They cannot sign in any more' }).press('Enter');
  await desk.getByLabel('Case or event').fill('Ticket 12');
  await desk.getByLabel('Why, in a sentence').fill('Her telephone lies in the river.');
  assert.deepEqual(await barriersOf(desk), [], 'asking');
  await picture(desk, 'ask');
  await desk.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await desk.getByText('It waits for somebody outside your own line.').waitFor();
  assert.deepEqual(await barriersOf(desk), [], 'waiting');

  const narrow = { colorScheme: 'dark', viewport: { width: 768, height: 1024 } } as const;
  const office = await staffPage({ bank, browser }, 'manager', '/approvals', narrow);
  await office.getByText(/Shut every way in which Jana .* \(a colleague has seen their card\)/).waitFor();
  await office.getByRole('button', { name: /^Decide/ }).press('Enter');
  await office.getByRole('radio', { name: /^Approve/ }).check();
  assert.deepEqual(await barriersOf(office), [], 'deciding');
  await picture(office, 'decide');
  await office.getByRole('dialog').getByRole('button', { name: 'Decide' }).press('Enter');
  await office.getByText('Nothing waits for you').waitFor();

  await desk.getByRole('button', { name: 'Shut every way and make the link' }).click({ timeout: 30_000 });
  const shown = desk.getByText(/\/invitation#/);
  await shown.waitFor();
  assert.deepEqual(await barriersOf(desk), [], 'the link');
  await picture(desk, 'link');
  const address = String(await shown.textContent());

  const options = { locale: 'es-ES', viewport: { width: 390, height: 844 } };
  const page = await strangersPage({ bank, browser }, address, options);
  await page.getByRole('radio').nth(1).check();
  const fields = page.getByRole('textbox');
  await fields.nth(0).fill('+420 777 000 111');
  await fields.nth(1).fill('jana.n');
  await page.locator('input[type=password]').fill('seven blue otters');
  const secret = String(await page.getByText(/^[A-Z2-7 ]{20,}$/).textContent()).replaceAll(' ', '');
  await page.locator('input[autocomplete=one-time-code]').fill(codeOf(secret));
  assert.deepEqual(await barriersOf(page), [], 'new ways');
  await picture(page, 'new-ways');
  await page.locator('button[type=submit]').press('Enter');
  await page.getByRole('radio').first().waitFor({ state: 'detached' });
  await bank.sql('UPDATE customers.sign_ins SET totp_last_step = 0');
  await page.goto(bank.served.portal);
  await page.locator('input[name=username]').fill('jana.n');
  await page.locator('input[name=password]').fill('seven blue otters');
  await page.locator('input[name=code]').fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await page.getByText(/Jana/).first().waitFor();
  const seen = await bank.sql(
    'SELECT kind FROM customers.sign_in_notices WHERE customer_id = $1 ORDER BY at',
    [jana],
  );
  assert.deepEqual(
    seen.map(({ kind }) => kind),
    ['sign-in reset', 'sign-in set'],
  );
  await picture(page, 'told');
});
