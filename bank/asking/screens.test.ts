/** A guided talk in a real browser: with the keyboard, kept when the browser dies, overheard, and read by the customer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('talk');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.visit(bank.customers.jana, 'banker');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
    [bank.customers.jana, JSON.stringify(known)],
  );
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'movements.total': 90, 'inactive.days': 2 },
  ...{ 'in.difficulty': false, 'in.arrears': false, 'overdraft.interest.months': 0, 'overdraft.days.90': 0 },
  ...{ 'overdraft.interest.90': '0', 'inflow.monthly': '3000000', 'spending.share': 0.8 },
  ...{ 'surplus.monthly': '600000', 'balance.now': '5000000', 'balance.lowest.90': '900000' },
  ...{ 'reserve.months': 2, 'cash.share': 0.7, 'instalments.share': 0, 'held.current.account': 1 },
  ...{ 'held.savings': 0, 'held.term.deposit': 0, 'held.card': 0, 'held.personal.loan': 0 },
  ...{ 'held.mortgage': 0, 'held.investment': 0, 'held.insurance': 0, 'contact.marketing': true },
};

async function talkPage(place: Place, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, 'banker', `/customers/${bank.customers.jana}/conversation`, {
    place,
    ...options,
  });
}

test('from the file to a promise, with the keyboard: answers are kept as they are given, and what fits follows', async () => {
  const page = await talkPage('private room');
  await page.getByRole('heading', { name: 'Worth asking now' }).waitFor();
  assert.ok((await page.getByText('It may change:').count()) > 0, 'why it is worth asking');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'worth-asking');
  await page.getByRole('button', { name: 'A home' }).press('Enter');
  const plan = page.getByRole('group', { name: 'What are you planning?' });
  await plan.getByRole('radio').first().focus();
  // the digit chooses: one goes on looking at the person
  await page.keyboard.press('1');
  await page.getByRole('group', { name: /How much of the price/ }).waitFor();
  await page.getByText('Kept: Boris Banker').first().waitFor();
  const needs = page.locator('section', { has: page.getByRole('heading', { name: 'Needs, as told' }) });
  assert.match((await needs.textContent()) ?? '', /A home.*strong/);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'talking');
  await page.close();
  // the browser died: it goes on where it was
  const again = await talkPage('private room');
  const kept = again.getByRole('group', { name: 'What are you planning?' });
  await kept.waitFor();
  assert.ok(await kept.getByRole('radio', { name: 'Buy within a year' }).isChecked());
  await again.getByLabel('What could you pay each month and still live well?').fill('1 000');
  await again.keyboard.press('Tab');
  await again.getByText('That does not fit: check it.').waitFor();
  await again.getByLabel('What could you pay each month and still live well?').fill('1000');
  await again.keyboard.press('Tab');
  await again.getByText('Kept: Boris Banker').nth(1).waitFor();
  await again.getByRole('button', { name: 'Finish' }).press('Enter');
  await again.getByText('Write down what was said.').waitFor();
  // a slow line: what was typed last is still being kept when the talk is to end
  const refused: string[] = [];
  again.on('response', (one) => one.status() === 409 && refused.push(one.url()));
  await again.route('**/ending', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  const keeping = again.waitForResponse((one) => one.url().endsWith('/ending'));
  await again.getByLabel('Summary, in the customer’s words').fill('I want to buy a small house next year.');
  await again.getByLabel('What we promise next').fill('Send what a house of that price costs');
  await again.getByRole('button', { name: 'Finish' }).press('Enter');
  await again.getByRole('heading', { name: 'Earlier conversations' }).waitFor();
  await again.getByText('I want to buy a small house next year.').waitFor();
  assert.equal((await keeping).status(), 200);
  assert.deepEqual(refused, [], 'and nothing came too late');
  const promises = await bank.sql(`SELECT body FROM conversations.promises WHERE body LIKE 'Send what%'`);
  assert.equal(promises.length, 1);
});

test('ticks stay ticked, what is typed of the end survives a reload, and what was said is confirmed', async () => {
  const page = await talkPage('private room', { viewport: { width: 1440, height: 900 } });
  await page.getByRole('heading', { name: /^Conversation with / }).waitFor();
  await page.getByRole('button', { name: 'Yearly review' }).press('Enter');
  const goals = page.getByRole('group', { name: 'What would you like to get done in the next few years?' });
  await goals.getByLabel('Buy or improve a home').click();
  await page.getByText('Kept: Boris Banker').first().waitFor();
  await goals.getByLabel('Let savings grow').click();
  await page.getByRole('group', { name: /lost a fifth in a year/ }).waitFor();
  const summary = page.getByLabel('Summary, in the customer’s words');
  await summary.fill('My savings should grow.');
  const kept = page.waitForResponse((one) => one.url().endsWith('/ending'));
  await page.keyboard.press('Tab');
  assert.equal((await kept).status(), 200);
  await page.reload();
  await goals.waitFor();
  assert.ok(await goals.getByLabel('Buy or improve a home').isChecked());
  assert.ok(await goals.getByLabel('Let savings grow').isChecked());
  assert.equal(await summary.inputValue(), 'My savings should grow.');
  await page.getByRole('button', { name: 'Finish' }).press('Enter');
  await page.getByText('My savings should grow.').waitFor();
  await page.getByRole('button', { name: 'Yearly review' }).press('Enter');
  await page.getByText('Buy or improve a home, Let savings grow').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'confirming');
  await goals.getByRole('button', { name: 'That is still so' }).press('Enter');
  await goals.getByLabel('Let savings grow').waitFor();
  await page.getByRole('button', { name: 'Break it off, keep the answers' }).press('Enter');
  await page.getByRole('heading', { name: 'Earlier conversations' }).waitFor();
  await page.close();
});

test('she reads the summary at home, in her language', async () => {
  const page = await customerPage({ bank, browser }, '/understanding', { locale: 'en-GB' });
  await page.getByRole('heading', { name: 'What we talked about' }).waitFor();
  await page.getByText('I want to buy a small house next year.').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'at-home');
});

test('at the counter nothing private is asked; in Spanish, dark and narrow it is the same page', async () => {
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.banker]);
  const narrow = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await talkPage('open counter', narrow);
  await page.getByText('Otros pueden oír: lo privado', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Cuesta pagar' }).press('Enter');
  await page.getByText('Lo demás se pregunta en un lugar privado.').waitFor();
  assert.equal(await page.getByRole('radio').count(), 0);
  assert.ok(!(await page.content()).includes('small house'), 'nor is what was said before');
  assert.ok(
    !/cuesta pagar/i.test((await page.locator('main').textContent()) ?? ''),
    'nor what this talk is about',
  );
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'counter-es');
});
