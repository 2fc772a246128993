/** Ask about this, in a browser: the customer at the portal, the privacy office in the workspace. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { roles } from '#bank/staff/contract.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';
import { ground } from './contract.ts';
import { type ShownTrial, shownTrial } from './shown-trial.ts';

const picture = pictures('inquiring');
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

async function portalPage(customer: string, path: string, locale = 'en-GB'): Promise<Page> {
  return customerPage({ bank, browser }, path, { customer, locale });
}

async function officePage(path: string): Promise<Page> {
  return staffPage({ bank, browser }, 'privacy', path);
}

test('from a look to its answer: she asks, the office answers without a name, she reads it', async () => {
  const { jana } = bank.customers;
  await bank.visit(jana, 'banker');
  await (await bank.signedIn('banker')).get(`/api/customers/${jana}/file`);
  const page = await portalPage(jana, '/looks');
  await page.getByRole('button', { name: /^Ask about this/ }).press('Enter');
  await page.getByLabel('What would you like to know?').fill('I was not in the branch that day. Who was it?');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'ask');
  await page.getByRole('button', { name: 'Ask the privacy office' }).press('Enter');
  await page.getByRole('link', { name: /You asked; an answer comes by/ }).waitFor();
  await picture(page, 'asked');

  const office = await officePage('/privacy-office/inquiries');
  await office.getByText(/^by /).waitFor();
  assert.deepEqual(await barriersOf(office), []);
  await picture(office, 'inquiries');
  await office.getByRole('link', { name: 'Jana Nováková' }).press('Enter');
  await office.getByText('I was not in the branch that day. Who was it?').waitFor();
  await office.getByText(/Boris Banker/).waitFor();
  await office.getByText('A banker looked at your information').waitFor();
  await office
    .getByLabel('What happened, and why')
    .fill('It was Boris Banker, who served you in Main Street. Petr asked for nothing.');
  await office.getByRole('button', { name: 'Send the answer' }).press('Enter');
  await office.getByText('Not sent: it holds what may be somebody').waitFor();
  assert.deepEqual(await barriersOf(office), []);
  await picture(office, 'answer-held');
  await office
    .getByLabel('What happened, and why')
    .fill('A banker of Main Street opened your file because a visit of yours was checked in there.');
  await office.getByRole('button', { name: 'Send the answer' }).press('Enter');
  await office.getByText('Nobody waits for an answer').waitFor();
  await office.getByRole('tab', { name: 'Closed lately' }).press('Enter');
  await office.getByText('answered in time').waitFor();
  await picture(office, 'inquiries-closed');

  await page.goto(bank.served.portal);
  await page.getByRole('link', { name: 'Your question about a look is answered' }).press('Enter');
  await page.getByText('A banker of Main Street opened your file').waitFor();
  assert.doesNotMatch(await page.content(), /Boris|Pavla/);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'questions');
  await page.getByRole('button', { name: 'Home' }).press('Enter');
  await page.getByRole('heading', { name: 'Hello, Jana' }).waitFor();
  assert.equal(await page.getByText('Your question about a look is answered').count(), 0, 'told once');
});

test('every ground and every role has words of its own on her page of looks', async () => {
  const { petr } = bank.customers;
  const view = String((await bank.sql(`SELECT pg_get_viewdef('privacy.grounds'::regclass) AS sql`))[0]?.sql);
  const all = (ground.properties.kind as unknown as { enum: string[] }).enum;
  // looks for an investigation are kept back until they are released (investigating.test.ts)
  const kinds = all.filter((kind) => kind !== 'investigation');
  const inView = [...view.matchAll(/'([a-z -]+)'::text(?: AS kind)?,\s+(?:''::text|COALESCE)/g)].map(
    ([, kind]) => String(kind),
  );
  assert.ok(inView.length >= 5, 'the kinds are found in the view');
  for (const kind of inView) assert.ok(all.includes(kind), `${kind} is in the contract`);
  for (const [turn, kind] of kinds.entries()) await insert(petr, 'banker', kind, turn);
  for (const [turn, role] of roles.entries()) await insert(petr, role, 'visit', 100 + turn);
  for (const locale of ['en-GB', 'es-ES']) {
    await bank.sql('UPDATE customers.customers SET language = $2 WHERE customer_id = $1', [
      ...[petr, locale.slice(0, 2)],
    ]);
    const page = await portalPage(petr, '/looks', locale);
    await page
      .getByRole('listitem')
      .nth(kinds.length + roles.length - 1)
      .waitFor();
    const lines = await page.locator('ol > li > div:first-child').allInnerTexts();
    const said = lines.map((line) => line.split('\n').filter(Boolean));
    for (const line of said) assert.equal(line.length, 3, `who, why and where: ${line}`);
    assert.equal(new Set(said.map(([, why]) => why)).size, kinds.length, said.join('; '));
    assert.equal(new Set(said.map(([who]) => who)).size, roles.length, said.join('; '));
    assert.doesNotMatch(lines.join(' '), /Somebody at the bank|Alguien del banco/);
    await picture(page, `looks-${locale}`);
    await page.context().close();
  }
});

function insert(customer: string, role: string, kind: string, turn: number) {
  return bank.sql(
    `INSERT INTO privacy.access_records (customer_id, at, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, premises_id)
     VALUES ($1, now() - make_interval(mins => $5), gen_random_uuid(), 'open', gen_random_uuid(), $2, $3, '', $4, gen_random_uuid(), $6)`,
    [customer, bank.staff.banker, role, kind, turn, bank.premises.main],
  );
}
