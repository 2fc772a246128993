/** Products in a real browser: new terms and a withdrawal by two people, what it means before, undone before its day. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { staffPage } from '#bank/trial-pages.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';
import { tasks as adviceTasks } from '../advice/jobs.ts';

const picture = pictures('products');
let bank: Trial;
let browser: Browser;
let banker: Client;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(bank.customers.jana, 'banker');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
    [bank.customers.jana, JSON.stringify(known)],
  );
  await bank.sql(
    `WITH said AS (INSERT INTO advice.verdicts (option_code, says, about) VALUES ($1, 'fits', '{a,b,c,d}') RETURNING verdict_id)
     INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT c.customer_id, 1, 'r', 'suggestions', s.verdict_id || ':80', CURRENT_DATE, CURRENT_DATE + 30
       FROM said s, customers.customers c`,
    [option],
  );
  await runOnce(bank.database, 'advice.follow', {}, adviceTasks['advice.follow']);
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const option = 'referral.mortgage';
const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'in.difficulty': false, 'held.mortgage': 0 },
  ...{ 'instalments.share': 0, 'contact.marketing': true, 'need.home': 95 },
};
const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

async function at(who: StaffName, address: string, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, who, address, options);
}

async function ask(page: Page, day: string, reason: string): Promise<void> {
  await page.getByLabel('From which day').fill(day);
  await page.getByLabel('Case or event').fill('Board 7');
  await page.getByLabel('Why, in a sentence').fill(reason);
  await page.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await page.getByText('Waits for somebody else to approve it', { exact: false }).waitFor();
}

/** Somebody outside her line reads it, follows it to the product, and agrees. */
async function approve(words: RegExp): Promise<void> {
  const page = await at('compliance', '/approvals');
  await page.getByText(words).waitFor();
  await page.getByRole('link', { name: 'See its terms, and what it means' }).click();
  await page.getByRole('heading', { name: 'Versions' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Put in force' }).count(), 0, 'for the one who asked');
  assert.deepEqual(await barriersOf(page), []);
  await page.getByRole('link', { name: 'Decide among the approvals' }).click();
  await page.getByRole('button', { name: /^Decide/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Approve/ }).check();
  await dialog.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.close();
}

const fits = async () => {
  const { body } = await banker.get(`/api/customers/${bank.customers.jana}/advice`);
  return body.suggestions.map((one: { code: string }) => one.code);
};

test('a product is withdrawn in mid-conversation: said before, done by two people, and gone with the next answer', async () => {
  const file = `/api/customers/${bank.customers.jana}`;
  const begun = await banker.post(`${file}/conversations`, { occasion: 'home' });
  assert.equal(begun.status, 200, begun.text);
  assert.deepEqual(await fits(), [option]);
  const page = await at('analyst', '/products');
  await page.getByRole('link', { name: 'A talk with the mortgage adviser' }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'list');
  await page.getByRole('link', { name: 'A talk with the mortgage adviser' }).press('Enter');
  await page.getByRole('radio', { name: /^Withdraw it/ }).press('Space');
  await page.getByText('4 open suggestions end on that day', { exact: false }).waitFor();
  await page
    .getByText('1 conversation with somebody to whom it is suggested is in progress.', { exact: false })
    .waitFor();
  // a day in the past is said while it is chosen, and cannot be asked for
  await page.getByLabel('From which day').fill(inDays(-1));
  await page.getByText('This day has passed.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Ask for approval' }).isDisabled(), true);
  assert.deepEqual(await barriersOf(page), []);
  await ask(page, inDays(0), 'The mortgage adviser has left the bank.');
  await picture(page, 'asked');
  await approve(/^Withdraw “referral\.mortgage” from/);
  await page.getByRole('button', { name: 'Put in force' }).press('Enter');
  await page.getByText('It is put in force, as version 1.').waitFor();
  await page.getByText('suggested to nobody').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'withdrawn');
  assert.deepEqual(await fits(), []);
  const { body } = await banker.get(`${file}/conversation`);
  assert.deepEqual([body.open.conversationId, body.open.fits], [begun.body.conversationId, []]);
  await page.close();
});

test('new terms of a loan from a day on, and undone before it', async () => {
  const page = await at('analyst', '/products/loan.personal');
  await page.getByRole('radio', { name: /^New terms/ }).check();
  await page.getByLabel('The bank earns, in ‰ a year').fill('many');
  await page.getByText('A whole number from 0 to 200.').waitFor();
  await page.getByLabel('The bank earns, in ‰ a year').fill('35');
  await page.getByLabel('Instalment, in % of what comes in').fill('8');
  await ask(page, inDays(20), 'A cheaper loan with a lower instalment.');
  await approve(/^New terms of “loan\.personal” from/);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText('to come', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Undo it/ }).click();
  await page.getByRole('heading', { name: 'Undo version 1 before its day' }).waitFor();
  await page.getByLabel('Case or event').fill('Board 8');
  await page.getByLabel('Why, in a sentence').fill('The board thought better of it.');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('Waits for somebody else to approve it', { exact: false }).waitFor();
  await approve(/^Undo what was to come for “loan\.personal”/);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText('undone before its day').waitFor();
  await page.getByText('The board thought better of it.', { exact: false }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'undone');
  const [kept] = await bank.sql(
    `SELECT body, undone_at IS NOT NULL AS undone FROM products.terms WHERE option_code = 'loan.personal'`,
  );
  assert.deepEqual(kept, { body: { margin: 35, instalmentShare: 0.08 }, undone: true });
  await page.close();
});

test('in Spanish, in the dark and narrow it is the same', async () => {
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.analyst]);
  const narrow = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await at('analyst', '/products/loan.personal', narrow);
  await page.getByRole('radio', { name: /^Condiciones nuevas/ }).check();
  await page.getByText('Qué significa').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'terms-es');
  await page.goto(`${bank.served.workspace}/products`);
  await page.getByRole('heading', { name: 'Productos' }).waitFor();
  await page.getByText(/^retirado desde el/).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'list-es');
  // on a telephone, too, nothing is cut off at the side
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [address, heading, name] of [
    ['/products', 'Productos', 'list-es-390'],
    ['/products/loan.personal', 'Un préstamo personal', 'terms-es-390'],
  ] as const) {
    await page.goto(`${bank.served.workspace}${address}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await page.getByText('tal como vino con Earshot').first().waitFor();
    assert.deepEqual(await barriersOf(page), [], address);
    await picture(page, name);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    assert.equal(wide, false, address);
  }
});
