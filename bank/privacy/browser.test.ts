/**
 * Who may look, in a real browser: a shut file that will not wait, what the manager and the privacy office see of it,
 * a restricted file by two people, a cover, a certificate. Each screen is checked by axe, wide and narrow.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';

const password = 'four quiet herons';
let bank: Trial;
let browser: Browser;
let secret: string;
const complaints: string[] = [];
before(async () => {
  bank = await trialBank({ apps: true });
  secret = newTotp('banker', 'Earshot').secret;
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  ]);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function atWork(who: StaffName, freshly = true, place: Place = 'back office'): Promise<Page> {
  const { token } = await bank.signedIn(who, place);
  if (!freshly)
    await bank.sql(
      `UPDATE staff.sessions SET authenticated_at = now() - interval '1 hour' WHERE token_hash = $1`,
      [hashToken(token)],
    );
  const page = await pageOf(browser, { cookie: cookieName('workspace'), token });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

/** Nothing that axe finds, at a desk's width and at a telephone's. */
async function isAccessible(page: Page, where: string): Promise<void> {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await barriersOf(page), [], `${where}, ${viewport.width}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wider, `${where} does not fit into ${viewport.width}`);
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('a banker breaks the glass of a shut file after proving who he is, and sees it masked', async () => {
  const page = await atWork('banker', false);
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await button(page, 'It will not wait').click();
  await isAccessible(page, 'breaking the glass');
  await page.getByRole('radio', { name: 'A fraud is under way' }).check();
  await page.getByLabel('Case or event').fill('Fraud desk 118');
  await page.getByLabel('Why, in a sentence').fill('Two transfers abroad are leaving now.');
  await button(page, 'Break the glass').click();
  await page.getByRole('heading', { name: 'Is it really you?' }).waitFor();
  await isAccessible(page, 'proving again');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('One-time code', { exact: true }).fill(generateSync({ secret }));
  await button(page, 'Go on').click();
  await page.getByText('Broken open, masked, for half an hour').first().waitFor();
  assert.doesNotMatch(await page.content(), /42,719/, 'although nobody else could read along here');
  await isAccessible(page, 'the file behind broken glass');
});

test('the manager is told on Today, and the privacy office reviews', async () => {
  const manager = await atWork('manager');
  await manager.goto(bank.served.workspace);
  await manager.getByText(/Boris Banker opened a file without a reason of work/).waitFor();
  assert.doesNotMatch(await manager.content(), /Nováková/, 'whose file it was is for the privacy office');
  await isAccessible(manager, 'the notice');
  const page = await atWork('privacy');
  await page.goto(bank.served.workspace);
  await page.getByRole('link', { name: /One break-glass to review/ }).click();
  await page.getByText('Boris Banker opened the file of Jana Nováková').waitFor();
  await isAccessible(page, 'the queue');
  await button(page, /^Review .*Jana/).click();
  await page.getByRole('radio', { name: /^Not justified/ }).check();
  await page.getByLabel('Why', { exact: true }).fill('No transfer left on that day.');
  await isAccessible(page, 'the review');
  await button(page, 'Decide').click();
  await page.getByText('Nothing waits for review').waitFor();
  await page.getByRole('tab', { name: 'Reviewed lately' }).click();
  await page.getByText('No transfer left on that day.').waitFor();
});

test('a restricted file opens to two people', async () => {
  const banker = await atWork('banker');
  await bank.visit(bank.customers.star, 'banker');
  await banker.goto(`${bank.served.workspace}/customers/${bank.customers.star}`);
  await button(banker, 'Ask for approval').click();
  await banker.getByLabel('Case or event').fill('Case 4711');
  await banker.getByLabel('Why, in a sentence').fill('She is here to change her address.');
  await isAccessible(banker, 'asking for approval');
  await pictured(banker, 'open-by-two-asking');
  await button(banker, 'Ask for approval').last().click();
  await banker.getByRole('heading', { name: 'What you asked for' }).waitFor();
  const office = await atWork('privacy');
  await office.goto(`${bank.served.workspace}/approvals`);
  await office.getByText('Open the restricted file of Slavná Hvězda, once, for half an hour').waitFor();
  await isAccessible(office, 'the approvals');
  await button(office, /^Decide .*Boris/).click();
  await office.getByRole('radio', { name: /^Approve/ }).check();
  await isAccessible(office, 'deciding');
  await pictured(office, 'open-by-two-deciding');
  await button(office, 'Decide').last().click();
  await office.getByText('Nothing waits for you').waitFor();
  await banker.goto(`${bank.served.workspace}/approvals`);
  await button(banker, 'Open the file').click();
  await banker.getByText('Opened by two people, for half an hour').first().waitFor();
});

test('a file is shut at once, confirmed by a second person, listed with its reason, and released by two', async () => {
  const { petr } = bank.customers;
  const manager = await atWork('manager');
  await manager.goto(`${bank.served.workspace}/customers/${petr}`);
  await button(manager, 'Restrict this file').click();
  await manager.getByRole('radio', { name: 'Someone in danger' }).check();
  await manager.getByLabel('In a sentence or two').fill('Somebody waits for him at the door.');
  await isAccessible(manager, 'restricting');
  await pictured(manager, 'restricting');
  await manager.getByLabel('In a sentence or two').press('Tab');
  await manager.keyboard.press('Tab');
  await manager.keyboard.press('Enter');
  await manager.getByText('This file takes two people').waitFor();
  await isAccessible(manager, 'the shut file');
  await pictured(manager, 'shut');
  // what a no comes to is said at an open counter too, where why it is asked is not
  const counter = await atWork('privacy', true, 'open counter');
  await counter.goto(`${bank.served.workspace}/approvals`);
  await button(counter, /^Decide .*Marta/).click();
  await counter.getByRole('radio', { name: /^Refuse The file opens again at once/ }).waitFor();
  assert.doesNotMatch(await counter.content(), /Someone in danger|waits for him/);
  await isAccessible(counter, 'deciding at the counter');
  await counter.context().close();
  const office = await atWork('privacy');
  await office.goto(`${bank.served.workspace}/approvals`);
  await office
    .getByText('Confirm that the file of Petr Novák takes two people (Someone in danger)')
    .waitFor();
  await isAccessible(office, 'what is to be confirmed');
  await pictured(office, 'to-confirm');
  await button(office, /^Decide .*Marta/).click();
  await office.getByRole('radio', { name: /^Approve/ }).check();
  await pictured(office, 'confirming');
  await button(office, 'Decide').last().click();
  await office.getByText('Nothing waits for you').waitFor();
  await office.goto(`${bank.served.workspace}/privacy/restricted`);
  await office.getByText('Somebody waits for him at the door.').waitFor();
  await office.getByText('confirmed by Pavla Privacy').waitFor();
  await isAccessible(office, 'the restricted files');
  await pictured(office, 'restricted');
  await button(office, 'Restrict a file').click();
  await isAccessible(office, 'choosing whom to restrict');
  await pictured(office, 'restricting-anybody');
  await button(office, 'Cancel').click();
  await button(office, /^Release .*Petr/).click();
  await office.getByLabel('Case or event').fill('Case 7');
  await office.getByLabel('Why, in a sentence').fill('The danger has passed.');
  await isAccessible(office, 'asking for the release');
  await pictured(office, 'releasing');
  await button(office, 'Ask for approval').click();
  const second = await atWork('compliance');
  await second.goto(`${bank.served.workspace}/approvals`);
  await second.getByText(/Open the file of Petr Novák again .* Someone in danger/).waitFor();
  await button(second, /^Decide .*Pavla/).click();
  await second.getByRole('radio', { name: /^Approve/ }).check();
  await button(second, 'Decide').last().click();
  await second.getByText('Nothing waits for you').waitFor();
  await office.goto(`${bank.served.workspace}/approvals`);
  await button(office, 'Release it').click();
  await office.getByText('It is done.').waitFor();
  const [row] = await bank.sql('SELECT restricted FROM customers.customers WHERE customer_id = $1', [petr]);
  assert.equal(row?.restricted, false);
});

/** With EARSHOT_PICTURES: how it looks by day, by night, narrow, and in Spanish. */
async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
  await page.setViewportSize({ width: 768, height: 1000 });
  await page.screenshot({ path: `${folder}/${name}-768.png` });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('a portfolio is passed on for a holiday, a certificate recorded, a confidence kept', async () => {
  await bank.sql('INSERT INTO customers.portfolios (customer_id, staff_id) VALUES ($1, $2)', [
    ...[bank.customers.jana, bank.staff.banker],
  ]);
  const page = await atWork('banker');
  await page.goto(`${bank.served.workspace}/portfolio`);
  await page.getByText('Jana Nováková').first().waitFor();
  await button(page, 'Arrange cover').click();
  await page.getByLabel('Who covers').selectOption({ label: 'Olga Other' });
  await isAccessible(page, 'arranging cover');
  await button(page, 'Arrange cover').last().click();
  await page.getByText('Olga Other covers for Boris Banker').waitFor();
  await isAccessible(page, 'the portfolio');
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await page.getByRole('tab', { name: /contact/i }).click();
  await button(page, 'Keep something from somebody').click();
  await page.getByLabel('From whom', { exact: true }).selectOption({ label: 'Petr Novák' });
  await isAccessible(page, 'keeping a confidence');
  await button(page, 'Keep it from them').click();
  await page.getByText('Say nothing of them to Petr Novák: not even that they were here.').waitFor();
  await isAccessible(page, 'a file with a confidence');
  const manager = await atWork('manager');
  await manager.goto(`${bank.served.workspace}/certificates`);
  await button(manager, /^Record .*Boris/).click();
  await isAccessible(manager, 'recording a certificate');
  await button(manager, 'Record').last().click();
  await manager.getByText('Recorded. It counts from now on.').waitFor();
  await isAccessible(manager, 'the certificates');
  const admin = await atWork('admin');
  await admin.goto(`${bank.served.workspace}/approvals`);
  await button(admin, 'Change a role').click();
  await isAccessible(admin, 'changing a role');
  assert.deepEqual(complaints, []);
});
