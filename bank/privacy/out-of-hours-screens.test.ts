/** A file that is opened after closing time, in a real browser: it asks who it is, once, and reads on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const password = 'four quiet herons';
const { secret } = newTotp('banker', 'Earshot');
const picture = pictures('out-of-hours');
let bank: Trial;
let browser: Browser;
const complaints: string[] = [];
before(async () => {
  bank = await trialBank({ apps: true });
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  ]);
  await bank.visit(bank.customers.jana, 'banker');
  await bank.visit(bank.customers.petr, 'banker');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const hour = Temporal.Now.zonedDateTimeISO('Europe/Prague').hour;
const shut = [hour < 12 ? ['16:00', '20:00'] : ['04:00', '08:00']];
const opens = (intervals: string[][]) =>
  bank.sql('UPDATE premises.premises SET hours = $2 WHERE premises_id = $1', [
    bank.premises.main,
    JSON.stringify(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, intervals]))),
  ]);
const anHourLater = () =>
  bank.sql(`UPDATE staff.sessions SET authenticated_at = authenticated_at - interval '1 hour'`);
const file = (customer: string) => `${bank.served.workspace}/customers/${customer}`;

async function atWork(options: object = {}): Promise<Page> {
  const { token } = await bank.signedIn('banker', 'private room');
  const page = await pageOf(browser, { cookie: cookieName('workspace'), token }, options);
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

async function proveByTyping(page: Page, [typed, code, goOn]: [string, string, string]): Promise<void> {
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  await page.getByLabel(typed, { exact: true }).fill(password);
  await page.getByLabel(code, { exact: true }).fill(generateSync({ secret }));
  await page.getByRole('button', { name: goOn }).click();
}

test('after closing time a file asks who it is, then shows what was asked for, and the next one asks no more', async () => {
  await opens(shut);
  const page = await atWork();
  await anHourLater();
  // the file is asked for while its page is being loaded
  await page.goto(file(bank.customers.jana));
  const dialog = page.getByRole('dialog', { name: 'Is it really you?' });
  await dialog.waitFor();
  assert.doesNotMatch(await page.content(), /Nováková/);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'asked');
  await proveByTyping(page, ['Password', 'One-time code', 'Go on']);
  await page.getByRole('heading', { name: 'Jana Nováková' }).waitFor();
  await picture(page, 'opened');
  await page.goto(file(bank.customers.petr));
  await page.getByRole('heading', { name: /Petr/ }).waitFor();
  assert.equal(await dialog.count(), 0, 'one proof is enough for several files');
  assert.deepEqual(complaints, []);
});

test('whoever shows nothing sees nothing, and may show it then; in Spanish, in the dark', async () => {
  await opens(shut);
  const page = await atWork({ locale: 'es', colorScheme: 'dark' });
  await bank.sql(`UPDATE staff.staff SET locale = 'es'`);
  await anHourLater();
  await page.goto(file(bank.customers.jana));
  await page.getByRole('dialog').waitFor();
  await picture(page, 'asked-es-dark');
  await page.keyboard.press('Escape');
  await page.getByText('Para esto hace falta que muestre de nuevo que es usted.').waitFor();
  assert.doesNotMatch(await page.content(), /Nováková/);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'not-shown-es-dark');
  await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
  await proveByTyping(page, ['Contraseña', 'Código de un solo uso', 'Continuar']);
  await page.getByRole('heading', { name: 'Jana Nováková' }).waitFor();
  await bank.sql(`UPDATE staff.staff SET locale = 'en'`);
  assert.deepEqual(complaints, []);
});

test('in hours nothing is asked, however long ago the sign-in was', async () => {
  await opens([['00:00', '24:00']]);
  const page = await atWork();
  await anHourLater();
  await page.goto(file(bank.customers.jana));
  await page.getByRole('heading', { name: 'Jana Nováková' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
});
