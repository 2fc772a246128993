/** What she stated of herself and what helps her, in a real browser: in the portal, on the file, at the desk. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('stating');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker', 'private room');
  const talks = `/api/customers/${bank.customers.jana}/conversations`;
  const begun = await banker.post(talks, { occasion: 'new job' });
  await banker.post(`${talks}/${begun.body.conversationId}/answers`, {
    ...{ questionId: 'income stated', answer: '4200000', version: 0 },
  });
  await banker.post(`${talks}/${begun.body.conversationId}/answers`, {
    ...{ questionId: 'job kind', answer: 'own', version: 0 },
  });
  await bank.sql(
    `INSERT INTO needs.events (customer_id, kind, state, source, rule, on_date, confidence, evidence_key, sensitive, expires_on)
     VALUES ($1, 'moving', 'suspected', 'inferred', 'a new address', CURRENT_DATE - 9, 80, 'x', false, CURRENT_DATE + 90)`,
    [bank.customers.jana],
  );
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function own(address: string, options: object = {}): Promise<Page> {
  return customerPage({ bank, browser }, address, options);
}

async function staff(who: StaffName, place: 'private room' | 'open counter', address: string): Promise<Page> {
  return staffPage({ bank, browser }, who, address, { place });
}
const file = () => `/customers/${bank.customers.jana}`;

test('she puts right what she had stated, and has it not used; the file shows it, at a counter without the sum', async () => {
  const page = await own('/understanding');
  await page.getByRole('heading', { name: 'What you told us of yourself' }).waitFor();
  await page.getByText('You told us in the talk “', { exact: false }).first().waitFor();
  // about when it happened is hers to put right
  await page.getByRole('button', { name: /^Put the day right.*A new home address/ }).press('Enter');
  const when = page.getByLabel('About when');
  await when.fill(Temporal.Now.plainDateISO('UTC').subtract({ days: 40 }).toString());
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'portal');
  await when.press('Enter');
  await page.getByText('Thank you. It counts from that day.').waitFor();
  await page.getByText('confirmed', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Put it right/ }).press('Enter');
  const sum = page.getByLabel('Regular income by the month (CZK)');
  await sum.fill('a lot');
  await page.getByText('Write an amount, such as 1500.').waitFor();
  await sum.fill('39 000,50');
  await page.getByRole('button', { name: 'Tell the bank' }).press('Enter');
  await page.getByText('Thank you. It counts from now on.').waitFor();
  await page.getByText('CZK 39,000.50').waitFor();
  await page.getByRole('button', { name: /^Do not use this.*income/ }).press('Enter');
  await page.getByText('It is no longer used.').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  const room = await staff('banker', 'private room', file());
  await room.getByRole('heading', { name: 'What they said of themselves' }).waitFor();
  await room.getByText('asked us not to use this', { exact: true }).waitFor();
  await room.getByText('CZK 39,000.50').waitFor();
  assert.deepEqual(await barriersOf(room), []);
  await picture(room, 'file');
  const counter = await staff('banker', 'open counter', file());
  await counter.getByRole('heading', { name: 'What they said of themselves' }).waitFor();
  assert.doesNotMatch(await counter.content(), /39,000|3900050/);
  await page.getByRole('button', { name: /^Remove it/ }).press('Enter');
  await page.getByText('Nothing that still counts').waitFor();
  assert.deepEqual(await barriersOf(page), []);
});

test('what she asked not to be used stands there when it stands nowhere else, until she takes it back', async () => {
  const page = await own('/understanding');
  const list = page.getByRole('region', { name: 'What you asked us not to use' });
  await list.getByText('Regular income by the month', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Do not use this.*To be protected/ }).press('Enter');
  await list.getByText('To be protected', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: /^I need nothing here, remove it.*To be protected/ }).press('Enter');
  await page.getByText('It is removed.').waitFor();
  assert.equal(await page.getByRole('listitem').getByText('To be protected', { exact: false }).count(), 2);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'not-used');
  const room = await staff('banker', 'private room', file());
  await room.getByRole('heading', { name: 'What they asked us not to use' }).waitFor();
  await room
    .getByText(/^asked us not to use this · since/)
    .first()
    .waitFor();
  assert.deepEqual(await barriersOf(room), []);
  await picture(room, 'file-not-used');
  const talk = await staff('banker', 'private room', `${file()}/conversation`);
  const said = talk.getByText('asked us not to use this', { exact: true });
  await said.nth(1).waitFor();
  assert.equal(await said.count(), 2, 'beside the question, and beside the need');
  assert.deepEqual(await barriersOf(talk), []);
  await picture(talk, 'talk-not-used');
  // before she tells of it herself it is said what that means
  await page.getByRole('button', { name: 'Tell us what you need' }).press('Enter');
  await page.getByLabel('What you need', { exact: true }).selectOption('protection');
  await page.getByText('You asked us not to use this.', { exact: false }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  for (const title of ['Regular income', 'To be protected']) {
    await page.getByRole('button', { name: new RegExp(`^Take it back.*${title}`) }).press('Enter');
    await list.getByText(title, { exact: false }).first().waitFor({ state: 'detached' });
  }
  assert.equal(await list.count(), 0);
  const [row] = await bank.sql('SELECT count(*)::int AS still FROM needs.refusals WHERE ended_at IS NULL');
  assert.equal(row?.still, 0);
});

test('said once in the portal: letters grow there, staff are told what to do, and a counter is told no more than it sees', async () => {
  const page = await own('/choices');
  const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
  await page.getByRole('heading', { name: 'What helps you' }).waitFor();
  const before = await size();
  await page.getByRole('checkbox', { name: 'Large print' }).press('Space');
  await page.getByText('We do so from now on, everywhere.').waitFor();
  assert.ok((await size()) > before * 1.3, 'letters grow at once');
  await page.getByRole('checkbox', { name: 'Only the contacts that I marked as safe' }).check();
  await page.getByRole('checkbox', { name: 'Come to me instead of calling me out' }).check();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'choices');
  const again = await own('/', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await again.getByRole('heading', { name: /^Hello/ }).waitFor();
  assert.equal(await again.evaluate(() => document.documentElement.dataset.print), 'large');
  assert.deepEqual(await barriersOf(again), []);
  await picture(again, 'home-large');
  const room = await staff('banker', 'private room', file());
  await room
    .getByText('Ring and write to nothing but a verified contact marked as safe.', { exact: false })
    .waitFor();
  assert.deepEqual(await barriersOf(room), []);
  const counter = await staff('banker', 'open counter', file());
  await counter.getByText('Do not call out: go and meet them.', { exact: false }).waitFor();
  assert.equal(await counter.getByText('marked as safe', { exact: false }).count(), 0);
  await counter.getByRole('button', { name: 'What helps them' }).press('Enter');
  const dialog = counter.getByRole('dialog');
  assert.equal(await dialog.getByRole('checkbox').count(), 3);
  await dialog.getByRole('checkbox', { name: 'Interpreter' }).check();
  assert.deepEqual(await barriersOf(counter), []);
  await picture(counter, 'help-counter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await counter.getByText('Have an interpreter there', { exact: false }).waitFor();
  const desk = await staff('greeter', 'open counter', '/');
  await desk.getByText('Go to them, speak clearly').first().waitFor();
  assert.equal(await desk.getByText('Safe contacts only').count(), 0);
  assert.deepEqual(await barriersOf(desk), []);
  await picture(desk, 'desk');
  const kept = await bank.sql(`SELECT kind FROM needs.adaptations ORDER BY kind`);
  assert.deepEqual(
    kept.map(({ kind }) => kind),
    ['clear speech', 'interpreter', 'large print', 'safe contact'],
  );
});

test('in Spanish, in the dark and narrow it is the same', async () => {
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const options = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await own('/choices', options);
  await page.getByRole('heading', { name: 'Qué le ayuda' }).waitFor();
  await page.getByRole('checkbox', { name: 'Letra grande' }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'choices-es');
  await bank.sql(
    `INSERT INTO needs.refusals (customer_id, about) VALUES ($1, 'need.protection'), ($1, 'event.moving')`,
    [bank.customers.jana],
  );
  await page.goto(new URL('/understanding', page.url()).href);
  await page.getByRole('heading', { name: 'Lo que nos pidió no usar' }).waitFor();
  await page
    .getByRole('button', { name: /^Retirarlo: pueden usarlo/ })
    .first()
    .waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'not-used-es');
});
