/** The panel on the file and the customer's own page, in a real browser: by keyboard, without barriers, in Spanish. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { barriersOf, type pageOf, startBrowser } from '#platform/testing/browser.ts';
import { tasks } from './jobs.ts';
import { seedLife } from './trial-lives.ts';

let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  await seedLife(bank);
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, currency, opened_on, state)
     VALUES ($1, house.new_id(), 'owner', true, 'personal loan', 'CZK', '2024-01-01', 'in arrears')`,
    [bank.customers.jana],
  );
  await runOnce(bank.database, 'needs.understand', {}, tasks['needs.understand']);
  await bank.visit(bank.customers.jana, 'banker');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function filePage(place: 'private room' | 'open counter'): Promise<Page> {
  const page = await staffPage({ bank, browser }, 'banker', `/customers/${bank.customers.jana}`, { place });
  await page.getByRole('heading', { name: 'Life and needs' }).waitFor();
  return page;
}

async function ownPage(options: Parameters<typeof pageOf>[2] = {}): Promise<Page> {
  return customerPage({ bank, browser }, '/', options);
}

test('at the open counter neither level nor stage nor hardship is in the page, only that there is more', async () => {
  const page = await filePage('open counter');
  await page.getByText('There is more, for a private room').waitFor();
  const html = await page.content();
  for (const word of [
    'Financial level',
    'Going through a hard time',
    'A loan payment is late',
    'New Mill',
    'Help in a hard time',
  ])
    assert.ok(!html.includes(word), word);
  await page.getByText('A new salary comes in').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'life-counter');
  await page.context().close();
});

test('in a private room a banker sees why, confirms by keyboard, and notes a goal', async () => {
  const page = await filePage('private room');
  await page.getByText('Going through a hard time').first().waitFor();
  await page.getByText('Payments were missed, or the account has long been overdrawn.').first().waitFor();
  await page.getByText('Seen by 3 movements').press('Enter');
  await page.getByText('New Mill').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'life');
  await page.getByRole('button', { name: /^It is so ?: A new salary comes in/ }).press('Enter');
  await page.getByText('confirmed', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: /^It is not ?: A loan payment is late/ }).press('Enter');
  await page.getByText('A loan payment is late').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Note a need or a goal' }).press('Enter');
  await page.getByLabel('What they need', { exact: true }).selectOption('home');
  await page.getByLabel('A goal in CZK').fill('a lot');
  await page.getByRole('button', { name: 'Note it' }).press('Enter');
  await page.getByText('A sum in digits, such as 25000.').waitFor();
  await page.getByLabel('A goal in CZK').fill('500000');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'life-goal');
  await page.getByRole('button', { name: 'Note it' }).press('Enter');
  await page.getByText(/^Goal: CZK\s?500,000/).waitFor();
  const [goal] = await bank.sql(`SELECT goal_minor::text AS minor FROM needs.needs WHERE category = 'home'`);
  assert.equal(goal?.minor, '50000000');
  await page.getByRole('button', { name: 'Note what happened' }).press('Enter');
  await page.getByLabel('What happened').selectOption('moving');
  await page.getByRole('button', { name: 'Note it' }).press('Enter');
  await page.getByText('A new home address').first().waitFor();
  await page.context().close();
});

test('at the portal she reads it all, removes what is wrong, and takes a tick away', async () => {
  const page = await ownPage();
  await page.getByRole('link', { name: 'See it, and put it right' }).press('Enter');
  await page.getByRole('heading', { name: 'What we understand about you', level: 1 }).waitFor();
  await page.getByText('Your stage of life', { exact: true }).waitFor();
  await page.getByText('We think so from what we have of you').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'understanding');
  await page.getByRole('button', { name: /^I need nothing here, remove it ?: A reserve/ }).press('Enter');
  await page.getByText('A reserve for bad days').first().waitFor({ state: 'detached' });
  const tick = page.getByRole('checkbox', { name: 'What comes in' });
  await tick.press('Space');
  await page.getByText('It is no longer used for offers.').waitFor();
  assert.equal(await tick.isChecked(), false);
  await page.getByRole('button', { name: 'Tell us what you need' }).press('Enter');
  await page.getByLabel('What you need', { exact: true }).selectOption('studying');
  assert.deepEqual(await barriersOf(page), []);
  await page.getByRole('button', { name: 'Tell the bank' }).press('Enter');
  await page.getByText('You told us').first().waitFor();
  const [refused] = await bank.sql(`SELECT about FROM needs.refusals WHERE ended_at IS NULL`);
  assert.equal(refused?.about, 'income');
  await page.context().close();
});

test('it is all said in Spanish, reasons too, on a telephone in the dark', async () => {
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const options = { locale: 'es-ES', colorScheme: 'dark' as const, viewport: { width: 390, height: 844 } };
  const page = await ownPage(options);
  await page.getByRole('link', { name: 'Verlo y corregirlo' }).click();
  await page.getByText('Su etapa de la vida', { exact: true }).waitFor();
  await page.getByText('Hubo impagos o la cuenta lleva tiempo en descubierto.').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  assert.equal(wide, false, 'nothing is cut off at the side');
  await picture(page, 'understanding-es', [[390, 844]]);
  await page.context().close();
});

/** Pictures to look at, where somebody asks for them. */
async function picture(
  page: Page,
  name: string,
  sizes: readonly (readonly [number, number])[] = [
    [1440, 900],
    [768, 1024],
  ],
): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder === undefined) return;
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
