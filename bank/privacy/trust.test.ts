/** The page for anybody: what is really configured, what is really signed, and nothing personal. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { publishedOf } from '#bank/home/published.ts';
import { clientOf } from '#bank/trial.ts';
import { customerPage, staffPage, strangersPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';
import { type ShownTrial, shownTrial } from './shown-trial.ts';

const picture = pictures('trust');
let bank: ShownTrial;
let browser: Browser;
before(async () => {
  bank = await shownTrial();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

test('without signing in: the keys, the limit, the duty and the signed note, as they are in the database', async () => {
  const { jana } = bank.customers;
  await bank.visit(jana, 'banker');
  await (await bank.signedIn('banker')).get(`/api/customers/${jana}/file`);
  await bank.seal();
  const nobody = bank.nobody('portal');
  const { body, text } = await nobody.get('/api/trust');
  assert.equal(body.keys, 'file');
  assert.equal(body.limits.customersPerHour, 100);
  assert.deepEqual(body.keeping, { months: 60, citation: 'Directive (EU) 2015/849, article 40(1)' });
  const [newest] = await bank.sql('SELECT size, note FROM privacy.checkpoints ORDER BY size DESC LIMIT 1');
  assert.equal(body.record.entries, Number(newest?.size));
  assert.equal(body.record.note, newest?.note);
  assert.match(body.record.keyFingerprint, /^[0-9a-f]{64}$/);
  assert.doesNotMatch(text, /Jana|Boris|Main Street/);
  assert.doesNotMatch(text, new RegExp(jana));
  const file = await nobody.get('/api/trust/checkpoint');
  assert.equal(file.text, newest?.note);
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment/);
});

test('however many ask, the database is asked once in a while', async () => {
  const nobody = bank.nobody('portal');
  const before = (await nobody.get('/api/trust')).text;
  await bank.sql(`UPDATE privacy.throttles SET customers_per_hour = 250 WHERE role = 'banker'`);
  assert.equal((await nobody.get('/api/trust')).text, before);
});

test('it says Vault where the keys are in Vault, and KMS where KMS opens them', () => {
  const vault = { address: 'http://127.0.0.1:1', key: 'earshot', mount: 'transit', tokenFile: '/dev/null' };
  assert.equal(publishedOf({ home: '', vault }).keysIn, 'vault');
  const kms = { keyIds: ['alias/earshot'] } as const;
  assert.equal(publishedOf({ home: '', kms }).keysIn, 'kms');
  // on the way from one to the other, the one that promises less
  for (const keysBefore of ['file', 'kms'] as const)
    assert.equal(publishedOf({ home: '', kms, keysBefore }).keysIn, 'file');
  assert.equal(publishedOf({ home: '', kms, vault, keysBefore: 'vault' }).keysIn, 'kms');
});

test('anybody reads the page and comes to it from the sign-in; a code is checked from there too', async () => {
  const page = await strangersPage({ bank, browser }, '/', { locale: 'en-GB' });
  await page.getByRole('link', { name: 'How we keep your data' }).press('Enter');
  await page.getByRole('heading', { name: 'The record is sealed' }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'trust');
  await page.goto(`${bank.served.portal}/is-this-my-bank`);
  await page.getByLabel('The code that you were told').fill('1234 5678');
  await page.getByRole('button', { name: 'Check the code' }).press('Enter');
  await page.getByText('No: this is not from us, or it is too old.').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'bank-no');
  const options = { locale: 'es-ES', colorScheme: 'dark' } as const;
  const spanish = await strangersPage({ bank, browser }, '/trust', options);
  await spanish.getByRole('heading', { name: 'El registro está sellado' }).waitFor();
  await picture(spanish, 'trust-es-dark');
});

test('in a visit: the banker shows a code, the customer types it, both see that it is right', async () => {
  const { petr } = bank.customers;
  const visit = await bank.visit(petr, 'banker');
  const desk = await staffPage({ bank, browser }, 'banker', `/customers/${petr}?ground=${visit}`);
  await desk.getByRole('button', { name: 'Show them it is us' }).press('Enter');
  const shown = desk.getByText(/^\d{4} \d{4}$/);
  await shown.waitFor();
  const code = String(await shown.textContent());
  assert.deepEqual(await barriersOf(desk), []);
  await picture(desk, 'bank-code');
  const page = await customerPage({ bank, browser }, '/', { customer: petr });
  await page.getByRole('link', { name: 'Is this really my bank?' }).press('Enter');
  await page.getByLabel('The code that you were told').fill(code);
  await page.getByRole('button', { name: 'Check the code' }).press('Enter');
  await page.getByText(/Yes: a banker of Main Street is speaking with you now, since/).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'bank-yes');
  await desk.getByText('They have checked it, signed in: it is us.').waitFor();
  const nobody = clientOf(bank.served.portal, 'portal', '');
  assert.deepEqual((await nobody.post('/api/vouching-codes', { code })).body, { genuine: true });
});
