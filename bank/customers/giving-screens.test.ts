/** Customers given to a colleague, in a real browser: by keyboard, as many as are shown; each screen checked by axe. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { dayFromNow, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { barriersOf, pageOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('giving');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  const { jana, petr, star } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by, from_date)
     SELECT c, $1, $2, CURRENT_DATE FROM unnest($3::uuid[]) c`,
    [bank.staff.banker, bank.staff.manager, [jana, petr, star]],
  );
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     VALUES ($1, 'Call back', $2, $3, $3)`,
    [jana, dayFromNow(2), bank.staff.banker],
  );
  await bank.sql(
    `WITH left_us AS (INSERT INTO staff.staff (user_name, full_name, role, premises_id, active, made_up)
       VALUES ('lea', 'Lea Leaver', 'banker', $1, false, true) RETURNING staff_id)
     INSERT INTO customers.portfolios (customer_id, staff_id) SELECT $2, staff_id FROM left_us`,
    [bank.premises.main, bank.customers.shop],
  );
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function staffPage(who: StaffName, options = {}): Promise<Page> {
  const { token } = await bank.signedIn(who, 'back office');
  return pageOf(browser, { cookie: '__Host-earshot-workspace', token }, options);
}

test('by keyboard alone: some are chosen, counted, and given; what has changed meanwhile is shown first', async () => {
  const page = await staffPage('manager', { colorScheme: 'dark' });
  await page.goto(`${bank.served.workspace}/portfolio`);
  await page.getByRole('link', { name: 'Who looks after whom' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /Lea Leaver has left/ }).waitFor();
  assert.deepEqual(await barriersOf(page), [], 'who looks after whom');
  await picture(page, 'branch-dark');
  await page.getByRole('button', { name: /Give to … ?: Boris Banker/ }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who looks after them then').waitFor();
  await page.keyboard.type('ol');
  await dialog.getByRole('button', { name: /Olga Other/ }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('2 customers go to Olga Other').waitFor();
  await dialog.getByText('One open promise goes along.').waitFor();
  await dialog.getByText('One file takes two people').waitFor();
  assert.deepEqual(await barriersOf(page), [], 'all of them');
  await picture(page, 'all-dark');

  await dialog.getByLabel('All', { exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await dialog.getByText('Nobody chosen yet').waitFor();
  assert.equal(await dialog.getByLabel('Slavná Hvězda').isDisabled(), true);
  assert.equal(await dialog.getByRole('button', { name: 'Give', exact: true }).isDisabled(), true);
  await dialog.getByLabel('Jana Nováková').focus();
  await page.keyboard.press('Space');
  await dialog.getByText('One customer goes to Olga Other').waitFor();
  assert.deepEqual(await barriersOf(page), [], 'some of them');
  await picture(page, 'some-dark');

  // somebody keeps the promise while the manager reads
  await bank.sql(`UPDATE conversations.promises SET state = 'kept', kept_at = now()`);
  const go = dialog.getByRole('button', { name: 'Give 1 customer' });
  await go.focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('It has changed meanwhile, and nothing was given.').waitFor();
  await dialog.getByText('One open promise goes along.').waitFor({ state: 'detached' });
  assert.deepEqual(await barriersOf(page), [], 'changed meanwhile');
  await go.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Given. Olga Other sees it on Today.').waitFor();
  await page.getByRole('row', { name: /Olga Other/ }).waitFor();
});

test('a leaver’s customers wait on the manager’s Today, are given, and both hear of it; also in Spanish, at 768', async () => {
  const page = await staffPage('manager', { viewport: { width: 768, height: 1024 } });
  await page.goto(bank.served.workspace);
  await page.getByRole('link', { name: /Lea Leaver has left: one customer has nobody now/ }).click();
  await page.getByRole('button', { name: /Give to … ?: Lea Leaver/ }).click();
  await page.getByLabel('Who looks after them then').fill('olga');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Olga Other/ })
    .click();
  await page.getByText('One customer goes to Olga Other').waitFor();
  assert.deepEqual(await barriersOf(page), [], 'at 768');
  await picture(page, '768');
  await page.getByRole('button', { name: 'Give 1 customer' }).click();
  await page.getByText('Given. Olga Other sees it on Today.').waitFor();
  await page.getByRole('row', { name: /Lea Leaver/ }).waitFor({ state: 'detached' });

  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = ANY ($1)`, [
    [bank.staff.other, bank.staff.manager],
  ]);
  const taker = await staffPage('other', { locale: 'es' });
  await taker.goto(bank.served.workspace);
  await taker.getByText(/de Lea Leaver/).waitFor();
  await taker.getByText(/de Boris Banker/).waitFor();
  assert.deepEqual(await barriersOf(taker), [], 'Today');
  await picture(taker, 'today-es');
  const spanish = await staffPage('manager', { locale: 'es' });
  await spanish.goto(`${bank.served.workspace}/portfolio/branch`);
  await spanish.getByRole('button', { name: /Boris Banker/ }).click();
  await spanish.getByRole('dialog').getByRole('searchbox').fill('olga');
  await spanish
    .getByRole('dialog')
    .getByRole('button', { name: /Olga Other/ })
    .click();
  await spanish.getByRole('status').filter({ hasText: 'Olga Other' }).waitFor();
  await picture(spanish, 'es');
});
