/** A goal that staff noted is hers to put right: over HTTP, and in the portal by keyboard. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('goals');
let bank: Trial;
let browser: Browser;
let banker: Client;
let jana: Client;
let needId: string;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.visit(bank.customers.jana, 'banker');
  banker = await bank.signedIn('banker', 'private room');
  jana = await bank.atHome(bank.customers.jana);
  const goal = { minor: '50000000', currency: 'CZK', on: inDays(700), agreementIds: [] };
  const noted = await banker.post(`/api/customers/${bank.customers.jana}/needs`, {
    ...{ category: 'home', strength: 70, goal },
  });
  assert.equal(noted.status, 200, noted.text);
  needId = noted.body.needId;
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
const correct = (minor: string | null, on: string | null, client = jana, id = needId) =>
  client.post(`/api/understanding/needs/${id}/goals`, { minor, on });
const need = async () =>
  (await jana.get('/api/understanding')).body.understanding.needs.find(
    (one: { category: string }) => one.category === 'home',
  );

test('she puts the sum and the day right: it is her own word, on the file too, and on record once', async () => {
  const { status, text } = await correct('40000000', inDays(900));
  assert.equal(status, 200, text);
  assert.equal((await correct('40000000', inDays(900))).status, 200, 'sent again');
  const { source, saidIn, goal } = await need();
  assert.deepEqual(
    [source, saidIn, goal.amount.minor, goal.on],
    ['customer', 'portal', '40000000', inDays(900)],
  );
  const { body } = await banker.get(`/api/customers/${bank.customers.jana}/file`);
  assert.equal(body.understanding.needs[0].goal.amount.minor, '40000000');
  const changes = await bank.sql(`SELECT role FROM privacy.changes WHERE name = 'need.corrected'`);
  assert.deepEqual(changes, [{ role: 'customer' }]);
  const [row] = await bank.sql('SELECT expires_on >= goal_on AS lasts FROM needs.needs WHERE need_id = $1', [
    needId,
  ]);
  assert.equal(row?.lasts, true, 'it lasts as long as the goal is off');
});

test('what nobody can mean is refused with its field; nobody else’s goal is reached', async () => {
  for (const [minor, on, field] of [
    ['1', inDays(0), '/on'],
    ['1', inDays(366 * 61), '/on'],
    [null, inDays(9), '/on'],
  ] as const) {
    const { status, body } = await correct(minor, on);
    assert.deepEqual([status, body.code, body.fields?.[0]?.field], [422, 'does-not-fit', field]);
  }
  assert.equal((await correct('0', null)).status, 400);
  const petr = await bank.atHome(bank.customers.petr);
  assert.equal((await correct('1', null, petr)).status, 404);
  assert.equal((await need()).goal.amount.minor, '40000000');
});

test('in the portal, by keyboard: another sum, and then no goal at all; the need stays', async () => {
  const options = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const page = await customerPage({ bank, browser }, '/understanding', options);
  await page.getByRole('button', { name: /^Corregir el objetivo/ }).press('Enter');
  const sum = page.getByLabel('A cuánto debe llegar (CZK)');
  await sum.fill('mucho');
  await page.getByText('Escriba un importe, como 1500.').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await sum.fill('350 000,50');
  await picture(page, 'es');
  await sum.press('Enter');
  await page.getByText('Gracias. Cuenta desde ahora.').waitFor();
  assert.equal((await need()).goal.amount.minor, '35000050');
  await page.getByRole('button', { name: /^Corregir el objetivo/ }).press('Enter');
  await page.getByRole('button', { name: 'No es un objetivo mío' }).press('Enter');
  await page.getByText('Ya no es un objetivo.').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  const { goal, category } = await need();
  assert.deepEqual([goal, category], [null, 'home']);
  assert.equal((await correct('100', null)).body.code, 'not-now', 'there is no goal to put right');
});
