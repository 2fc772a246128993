/** Who looked, and the check in the customer's own browser: a real one, also when the owner tampers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { customerPage } from '#bank/trial-pages.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';
import { type ShownTrial, shownTrial } from './shown-trial.ts';

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

const portal = cookieName('portal');

async function looksPage(customer: string, locale = 'en-GB'): Promise<Page> {
  return customerPage({ bank, browser }, '/looks', { customer, locale });
}

async function check(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Check (these entries|again)$/ }).click();
  await page.getByRole('button', { name: 'Check again' }).waitFor();
  return page.getByRole('region', { name: 'Check it yourself' }).textContent().then(String);
}

async function look(customer: string, times: number): Promise<void> {
  await bank.visit(customer, 'banker');
  const banker = await bank.signedIn('banker');
  for (let n = 0; n < times; n += 1)
    assert.equal((await banker.get(`/api/customers/${customer}/file`)).status, 200);
}

test('she sees who looked, by role and reason and never by name, and comes there from her first page', async () => {
  const { jana } = bank.customers;
  await look(jana, 3);
  await bank.sql(
    `INSERT INTO privacy.batch_runs (run_id, job_id, task)
     SELECT gen_random_uuid(), n, 'privacy.detect' FROM generate_series(1, 3) n`,
  );
  await bank.seal();
  const { token } = await bank.atHome(jana);
  const page = await pageOf(browser, { cookie: portal, token });
  await page.goto(bank.served.portal);
  await page.getByRole('link', { name: 'See each look, and check the record yourself' }).press('Enter');
  await page.getByText('A banker looked at your information').first().waitFor();
  assert.equal(await page.getByText('A banker looked at your information').count(), 3);
  assert.match(String(await page.locator('main').textContent()), /You were in the branch\s*Main Street/);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'looks');
  await page.getByRole('tab', { name: 'People at the bank' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('A program looked for looks without a reason, 3 times').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText(/You looked yourself, in this portal/).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  assert.doesNotMatch(await page.content(), /Boris|Banker B/);
  await page.goBack();
  await page.getByRole('heading', { name: 'Hello, Jana' }).waitFor();
});

test('the check finds every entry sealed, remembers nothing personal, and compares the next time', async () => {
  const { jana } = bank.customers;
  const page = await looksPage(jana);
  const first = await check(page);
  assert.match(first, /All 3 entries are in the sealed record\./);
  assert.match(first, /From now on this browser remembers/);
  assert.equal(await page.getByText('sealed', { exact: true }).count(), 3);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.doesNotMatch(kept, new RegExp(`${jana}|Jana|banker|mortgage|Main`, 'i'));
  await look(jana, 2);
  await page.reload();
  assert.match(await check(page), /2 entries of just now are being sealed/);
  await bank.seal();
  const second = await check(page);
  assert.match(second, /All 5 entries are in the sealed record; nothing you were shown before has changed/);
  await page.getByText('What was checked, and what a check cannot show').click();
  assert.match(
    String(await page.locator('details').textContent()),
    /a look that was never written down[\s\S]*second before sealing/,
  );
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'looks-checked');
  await page.context().close();
});

test('what the owner of the database edits or deletes is found, and the mark of before is kept', async () => {
  const { petr } = bank.customers;
  await look(petr, 3);
  await bank.seal();
  const page = await looksPage(petr);
  assert.match(await check(page), /All 3 entries are in the sealed record\./);
  const marks = () => page.evaluate(() => localStorage.getItem('earshot.record'));

  const newest = `record_id = (SELECT record_id FROM privacy.access_records WHERE customer_id = $1
      AND action <> 'own file' ORDER BY at DESC LIMIT 1)`;
  const [edited] = await bank.sql(
    `UPDATE privacy.access_records SET ground_kind = 'call' WHERE ${newest} RETURNING record_id`,
    [petr],
  );
  await page.reload();
  const changed = await check(page);
  assert.match(changed, /Something is wrong with the record\.[\s\S]*One entry is not what was sealed/);
  assert.doesNotMatch(changed, /gone|in the sealed record[.;]/);
  assert.equal(await page.getByText('not as sealed').count(), 1);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'looks-wrong');
  await bank.sql(`UPDATE privacy.access_records SET ground_kind = 'visit' WHERE record_id = $1`, [
    edited?.record_id,
  ]);
  assert.match(await check(page), /nothing you were shown before has changed/);
  const right = await marks();

  await bank.sql(`DELETE FROM privacy.access_records WHERE ${newest}`, [petr]);
  await page.reload();
  assert.match(await check(page), /One entry that was here at your last check is gone/);
  // It was not forgotten by looking once: the next check says so again.
  assert.equal(await marks(), right);
  assert.match(await check(page), /One entry that was here at your last check is gone/);
  await page.context().close();
});

test('a record that was cut off or made anew is not the one that the browser saw', async () => {
  const { jana } = bank.customers;
  const page = await looksPage(jana);
  await check(page);
  const [cut] = await bank.sql(
    `DELETE FROM privacy.checkpoints WHERE size = (SELECT max(size) FROM privacy.checkpoints) RETURNING size, note`,
  );
  assert.match(await check(page), /shorter than when this browser saw it before/);
  await bank.sql('INSERT INTO privacy.checkpoints (size, note) VALUES ($1, $2)', [cut?.size, cut?.note]);
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('earshot.record') ?? '');
    kept.record.root = btoa('another record, of the same size');
    localStorage.setItem('earshot.record', JSON.stringify(kept));
  });
  assert.match(await check(page), /not the one that this browser saw before/);
  await bank.sql(
    `UPDATE privacy.checkpoints SET note = replace(note, E'\\ntime 2', E'\\ntime 3') WHERE size = $1`,
    [cut?.size],
  );
  assert.match(await check(page), /not signed by the key/);
  await bank.sql('UPDATE privacy.checkpoints SET note = $2 WHERE size = $1', [cut?.size, cut?.note]);
  await page.context().close();
});

test('it is all said in Spanish, too', async () => {
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const page = await looksPage(bank.customers.jana, 'es-ES');
  await page.getByText('Una persona que asesora a clientes miró su información').first().waitFor();
  await page.getByRole('button', { name: 'Comprobar estas anotaciones' }).click();
  await page.getByText(/Las 5 anotaciones están en el registro sellado/).waitFor();
  await bank.sql(`UPDATE customers.customers SET language = 'en' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  await page.context().close();
});

/** Pictures to look at, where somebody asks for them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder === undefined) return;
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
}
