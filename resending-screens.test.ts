/** In real browsers: an answer that got lost, and somebody who was faster. Nothing is made twice, nothing typed is lost. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';

let bank: Trial;
let browser: Browser;
let visit: string;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.sql(
    `UPDATE customers.contact_points SET verified_at = now() - interval '8 days', safe_to_use = true WHERE customer_id = $1`,
    [bank.customers.jana],
  );
  visit = await bank.visit(bank.customers.jana, 'banker');
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function atWork(who: StaffName, options: BrowserContextOptions = {}): Promise<Page> {
  const { token } = await bank.signedIn(who);
  return watched(await pageOf(browser, { cookie: cookieName('workspace'), token }, options));
}

async function atHome(options: BrowserContextOptions = {}): Promise<Page> {
  const { token } = await bank.atHome(bank.customers.jana);
  return watched(await pageOf(browser, { cookie: cookieName('portal'), token }, options));
}

function watched(page: Page): Page {
  page.on('pageerror', (error) => assert.fail(error));
  return page;
}

/** The next request there is done, and its answer never arrives. */
const answerIsLost = (page: Page, address: string) =>
  page.route(
    address,
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    { times: 1 },
  );

async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `again-${name}.png`) });
  assert.deepEqual(await barriersOf(page), [], name);
}

const fileAt = () => `${bank.served.workspace}/customers/${bank.customers.jana}?ground=${visit}`;
const rows = async (from: string) => (await bank.sql(`SELECT count(*)::int AS n FROM ${from}`))[0]?.n;

test('the answer with a one-time link is lost: the second try shows the link of the first', async () => {
  const page = await atWork('banker');
  await page.goto(fileAt());
  await page.getByRole('tab', { name: 'Contact and identity' }).press('Enter');
  await page.getByRole('button', { name: 'Invite to the portal' }).press('Enter');
  const make = page.getByRole('button', { name: 'Make the link' });
  await make.waitFor();
  await answerIsLost(page, '**/invitations');
  await make.press('Enter');
  await page.getByText("The bank's server cannot be reached.").waitFor();
  assert.equal(await rows('customers.invitations'), 1, 'it was made');
  await make.press('Enter');
  const shown = String(await page.getByText(/\/invitation#/).textContent());
  assert.equal(await rows('customers.invitations'), 1, 'and not made again');
  const [row] = await bank.sql('SELECT token_hash FROM customers.invitations');
  assert.deepEqual(
    row?.token_hash,
    hashToken(shown.split('#')[1]?.trim() ?? ''),
    'it is the link that counts',
  );
  await page.context().close();
});

test('what she tells her bank is told once, though the first answer was lost', async () => {
  const page = await atHome();
  await page.goto(`${bank.served.portal}/understanding`);
  await page.getByRole('button', { name: 'Tell us what you need' }).press('Enter');
  await answerIsLost(page, '**/understanding/needs');
  const tell = page.getByRole('button', { name: 'Tell the bank' });
  await tell.press('Enter');
  await page.getByRole('alert').waitFor();
  await tell.press('Enter');
  await page.getByText('Thank you for telling us.').first().waitFor({ state: 'attached' });
  assert.equal(await rows(`needs.needs WHERE category = 'saving'`), 1);
  await page.context().close();
});

for (const [language, options] of [
  ['en', {}],
  ['es', { colorScheme: 'dark', locale: 'es-ES', viewport: { width: 768, height: 1024 } }],
] as const) {
  const says = {
    en: { help: 'What helps them', kind: 'Large print', save: 'Save', now: 'It says now:' },
    es: { help: 'Qué le ayuda', kind: 'Letra grande', save: 'Guardar', now: 'Ahora dice:' },
  }[language];

  test(`two write down what helps somebody: what the slower one ticked is kept beside what stands (${language})`, async () => {
    await bank.sql('UPDATE staff.staff SET locale = $1', [language]);
    await bank.sql('TRUNCATE needs.adaptations');
    const page = await atWork('banker', options);
    await page.goto(fileAt());
    await page.getByRole('button', { name: says.help }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').first().check();
    const colleague = await bank.signedIn('banker');
    const url = `/api/customers/${bank.customers.jana}`;
    const etag = (await colleague.get(`${url}/file`)).headers.get('etag') ?? '';
    const set = await colleague.send(
      'PUT',
      `${url}/help`,
      { adaptations: ['interpreter'] },
      { 'if-match': etag },
    );
    assert.equal(set.status, 200, set.text);
    await dialog.getByRole('button', { name: says.save }).press('Enter');
    await dialog.getByText(says.now).waitFor();
    assert.equal(await dialog.getByRole('checkbox').first().isChecked(), true, 'as it was ticked');
    await pictured(page, `help-${language}`);
    assert.deepEqual(await kinds(), ['interpreter'], 'nothing was saved over it');
    await dialog.getByRole('button', { name: says.save }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await kinds(), ['large print']);
    await page.context().close();
    await bank.sql(`UPDATE staff.staff SET locale = 'en'`);
  });
}

const kinds = async () =>
  (await bank.sql('SELECT kind FROM needs.adaptations ORDER BY kind')).map(({ kind }) => kind);

test('choices of one page follow one another; one that another device has overtaken shows what stands', async () => {
  await bank.sql('TRUNCATE needs.adaptations');
  const [page, tablet] = [await atHome({ viewport: { width: 390, height: 844 } }), await atHome()];
  for (const one of [page, tablet]) {
    await one.goto(`${bank.served.portal}/choices`);
    await one.getByLabel('Large print').waitFor();
    await one.getByLabel('Language').waitFor();
  }
  await page.getByLabel('An interpreter').check();
  await page.getByLabel('Language').selectOption('es');
  const language = async () =>
    (
      await bank.sql('SELECT language FROM customers.customers WHERE customer_id = $1', [bank.customers.jana])
    )[0]?.language;
  await until(async () => (await language()) === 'es');
  await tablet.getByLabel('No offers for now').click();
  await tablet.getByRole('alert').waitFor();
  await pictured(tablet, 'choices');
  await until(async () => tablet.getByLabel('An interpreter').isChecked());
  assert.deepEqual(await kinds(), ['interpreter'], 'what was chosen on the telephone stands');
  await tablet.getByLabel('One thing at a time').check();
  await until(async () => (await kinds()).length === 2);
  await Promise.all([page.context().close(), tablet.context().close()]);
});

test('a passkey that was renamed elsewhere: the name that was typed stays, and is saved at the second try', async () => {
  await bank.sql(
    `INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, may_be_backed_up, backed_up)
     VALUES ('\\x01', $1, 'Blue key', '\\x02', 0, false, false)`,
    [bank.staff.banker],
  );
  const page = await atWork('banker');
  await page.goto(`${bank.served.workspace}/sign-in-and-devices`);
  await page.getByRole('button', { name: 'Rename Blue key' }).press('Enter');
  const name = page.getByLabel('New name of Blue key');
  await name.fill('My key');
  await bank.sql(`UPDATE staff.passkeys SET name = 'Old key', version = 2`);
  await name.press('Enter');
  await page.getByText('is called Old key now').waitFor();
  assert.equal(await page.getByLabel('New name of Old key').inputValue(), 'My key');
  await pictured(page, 'passkey');
  await page.getByLabel('New name of Old key').press('Enter');
  await page.getByText('My key', { exact: true }).waitFor();
  await page.context().close();
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('it did not come about');
}
