/** What fits, on the file, in a real browser: read, answered by keyboard, in Spanish, and kept from the counter. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('advice');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.visit(bank.customers.jana, 'banker');
  await knows({});
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const knows = (more: object) =>
  bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)
     ON CONFLICT (customer_id) DO UPDATE SET known = excluded.known, version = needs.facts.version + 1`,
    [bank.customers.jana, JSON.stringify({ ...known, ...more })],
  );

const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'movements.total': 90, 'inactive.days': 2 },
  ...{ 'in.difficulty': false, 'in.arrears': false, 'overdraft.interest.months': 0, 'overdraft.days.90': 0 },
  ...{ 'overdraft.interest.90': '0', 'inflow.monthly': '3000000', 'spending.share': 0.8 },
  ...{ 'surplus.monthly': '600000', 'balance.now': '5000000', 'balance.lowest.90': '900000' },
  ...{ 'reserve.months': 2, 'cash.share': 0.7, 'instalments.share': 0, 'need.borrowing': 80 },
  ...{ 'need.reserve': 60, 'need.investing': 70, 'held.current.account': 1, 'held.savings': 0 },
  ...{ 'held.term.deposit': 0, 'held.card': 0, 'held.personal.loan': 0, 'held.mortgage': 0 },
  ...{ 'held.investment': 0, 'held.insurance': 0, 'contact.marketing': true },
};

async function filePage(place: Place, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, 'banker', `/customers/${bank.customers.jana}`, { place, ...options });
}

test('the banker reads what fits and why not the rest, and notes an answer with the keyboard alone', async () => {
  const page = await filePage('private room');
  await page.getByRole('tab', { name: 'Holdings and notes' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'A personal loan' }).waitFor();
  await page.getByText('The lowest balance of 90 days would have paid the instalment').waitFor();
  assert.equal(await page.locator('ol').getByRole('heading', { level: 3 }).count(), 3);
  const why = page.getByText('No more lies ready than half a year’s outgoings.');
  await why.focus().catch(() => undefined);
  await why.click();
  await page
    .locator('p', { hasText: /It would change with.*in reserve: 6 or more/ })
    .first()
    .waitFor();
  // of what is suggested, too: what would speak against it
  await page.getByText('What would change it').first().press('Enter');
  await page.getByText('months of outgoings in reserve: 12 or more').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'fits');
  await page.getByRole('button', { name: /^Declined.*A personal loan/ }).press('Enter');
  await page.getByRole('dialog').getByLabel('Why?').selectOption({ label: 'Too expensive' });
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'declined');
  await page.getByRole('button', { name: 'Note it' }).press('Enter');
  await page.getByText('Declined: Too expensive', { exact: false }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'A personal loan' }).count(), 0);
  await page.getByRole('heading', { name: 'A card' }).waitFor();
  // accepted it is under way, with what comes next, and stands among what is suggested no more
  await page.getByRole('button', { name: /^Accepted.*A card/ }).press('Enter');
  const underWay = page.locator('section', {
    has: page.getByRole('heading', { name: 'Accepted, under way' }),
  });
  await underWay.getByRole('heading', { name: 'A card' }).waitFor();
  assert.equal(await page.locator('ol').getByRole('heading', { name: 'A card' }).count(), 0);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'under-way');
  await underWay.getByRole('button', { name: /^It fell through.*A card/ }).press('Enter');
  await page.locator('ol').getByRole('heading', { name: 'A card' }).waitFor();
  await page.getByRole('button', { name: /^Accepted.*A card/ }).press('Enter');
  await underWay.getByRole('heading', { name: 'A card' }).waitFor();
});

test('in Spanish, in the dark and narrow it says the same; nothing needed and too little known are answers', async () => {
  await bank.sql('ALTER TABLE advice.outcomes DISABLE TRIGGER require_change');
  await bank.sql('DELETE FROM advice.outcomes');
  await bank.sql('ALTER TABLE advice.outcomes ENABLE TRIGGER require_change');
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.banker]);
  const narrow = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await filePage('private room', narrow);
  await page.getByRole('tab', { name: 'Qué encaja' }).click();
  await page.getByRole('heading', { name: 'Un préstamo personal' }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'fits-es');
  await bank.sql('DELETE FROM needs.facts');
  await page.reload();
  await page.getByRole('tab', { name: 'Qué encaja' }).click();
  await page.getByText('Se sabe demasiado poco').waitFor();
  await picture(page, 'too-little');
  await bank.sql(`UPDATE staff.staff SET locale = 'en' WHERE staff_id = $1`, [bank.staff.banker]);
  await knows({
    ...{ 'need.borrowing': 0, 'need.investing': 0, 'held.savings': 1, 'held.card': 1 },
    'debts.unsecured': '0',
  });
  const other = await filePage('private room');
  await other.getByRole('tab', { name: 'What fits' }).click();
  await other.getByText('Nothing needed').waitFor();
  assert.deepEqual(await barriersOf(other), []);
  await picture(other, 'nothing-needed');
});

test('at an open counter nothing of it reaches the screen', async () => {
  await knows({ 'in.difficulty': true });
  const page = await filePage('open counter');
  await page.getByRole('tab', { name: 'What fits' }).click();
  await page.getByText('it is shown in a private room').waitFor();
  assert.doesNotMatch(await page.content(), /Help in difficulty|instalments were missed/i);
  assert.deepEqual(await barriersOf(page), []);
});

test('the customer reads it below what is understood about her, in her own words', async () => {
  await knows({});
  await bank.sql('ALTER TABLE advice.outcomes DISABLE TRIGGER require_change');
  await bank.sql(
    `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, known, rows, rules)
     VALUES ($1, gen_random_uuid(), 'card', 'accepted', '{}', '{}', '')`,
    [bank.customers.jana],
  );
  await bank.sql('ALTER TABLE advice.outcomes ENABLE TRIGGER require_change');
  const page = await customerPage({ bank, browser }, '/understanding', { locale: 'en-GB' });
  await page.getByRole('heading', { name: 'What we would suggest' }).waitFor();
  await page.getByText('You said yes on', { exact: false }).waitFor();
  await page.getByText('You could bear the instalment', { exact: false }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'own');
});
