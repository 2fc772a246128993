/** A customer asks in the portal, the privacy office answers: in a real browser, by keyboard too, axe-clean. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { clientOf, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let browser: Browser;
const complaints: string[] = [];
before(async () => {
  bank = await trialBank({ apps: true });
  await bank.sql(`UPDATE privacy.rights_setting SET law = 'EU'`);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function pageAs(app: 'workspace' | 'portal', token: string): Promise<Page> {
  const page = await pageOf(browser, { cookie: cookieName(app), token });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

async function atHome(customer = bank.customers.jana): Promise<Page> {
  const { token } = await bank.atHome(customer);
  return pageAs('portal', token);
}

const atWork = async (who: StaffName) => pageAs('workspace', (await bank.signedIn(who)).token);

/** Nothing that axe finds, wide and narrow. With EARSHOT_PICTURES a folder, it is pictured too. */
async function isAccessible(page: Page, where: string): Promise<void> {
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const folder = process.env.EARSHOT_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${where.replaceAll(' ', '-')}-${width}.png` });
    assert.deepEqual(await barriersOf(page, { practices: true }), [], `${where} at ${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px too wide at ${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('she asks, the office takes and answers, she reads the answer', async () => {
  const home = await atHome();
  await home.goto(`${bank.served.portal}/`);
  await home.getByRole('link', { name: 'Have a copy' }).click();
  await home.getByRole('heading', { level: 1, name: 'My data' }).waitFor();
  await isAccessible(home, 'my data empty');
  await home.getByText('Only keep it, do not use it').click();
  await home.getByLabel('A few words').fill('Until my complaint is settled.');
  await home.keyboard.press('Tab');
  await home.keyboard.press('Enter');
  await home.getByText('it waits for the privacy office').waitFor();
  await isAccessible(home, 'my data asked');

  const office = await atWork('privacy');
  await office.goto(`${bank.served.workspace}/privacy/requests`);
  await office.getByText('Restriction: Jana Nováková').waitFor();
  await isAccessible(office, 'requests');
  await office.getByRole('button', { name: /^Take it/ }).click();
  await office.getByText('Until my complaint is settled.').waitFor();
  await isAccessible(office, 'request');
  await office.getByText('Granted', { exact: true }).click();
  await office.getByLabel('Your answer to the customer').fill('Nothing is changed until it is settled.');
  await office.getByRole('button', { name: 'Decide and answer' }).click();
  await office.getByText('Nobody waits for an answer').waitFor();

  await home.reload();
  await home.getByText('Nothing is changed until it is settled.').waitFor();
  await home.context().close();
  await office.context().close();
});

test('she takes a copy of her data away as a PDF, made while she waits', async () => {
  const home = await atHome();
  await home.goto(`${bank.served.portal}/my-data`);
  await home.getByRole('button', { name: 'Make a copy' }).click();
  await home.getByText('It is being made').waitFor();
  await runOnce(bank.database, 'privacy.copy', undefined, tasks['privacy.copy']);
  await home.getByText('To be taken until').waitFor();
  await isAccessible(home, 'my data copied');
  const downloading = home.waitForEvent('download');
  await home.getByRole('button', { name: 'Take it as a PDF' }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), 'my-data.pdf');
  const folder = process.env.EARSHOT_PICTURES;
  if (folder) await download.saveAs(`${folder}/my-data.pdf`);
  await home.context().close();
});

test('somebody is erased: what goes and stays is shown, another approves, and it is on the list of what was done', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'earshot-rights-'));
  const gone = randomUUID();
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up) VALUES ($1, 'person', 'Gita Gone', true)`,
    [gone],
  );
  const office = await atWork('privacy');
  const token = (await office.context().cookies()).find(
    ({ name }) => name === cookieName('workspace'),
  )?.value;
  await clientOf(bank.served.workspace, 'workspace', token ?? '').post('/api/rights-requests', {
    ...{ kind: 'erasure', about: null, subject: null, words: 'Please forget me.', proposed: null },
    ...{ customerId: gone, channel: 'letter', identity: 'document' },
    receivedOn: Temporal.Now.plainDateISO('UTC').toString(),
  });
  await office.goto(`${bank.served.workspace}/privacy/requests`);
  await office.getByRole('button', { name: /^Work on it/ }).click();
  await office.getByText('What goes, for good').first().waitFor();
  await isAccessible(office, 'erasing');
  const held = await bank.sql(
    `INSERT INTO privacy.holds (customer_id, hold_id, reference, reason, placed_by)
     VALUES ($1, gen_random_uuid(), 'Court 1 C 2', 'There is an action against us.', $2) RETURNING hold_id`,
    [gone, bank.staff.compliance],
  );
  await office.reload();
  await office.getByRole('button', { name: /^Work on it/ }).click();
  await office.getByText('It cannot be erased now.').waitFor();
  assert.equal(await office.getByRole('button', { name: 'Ask for approval to erase' }).count(), 0);
  await isAccessible(office, 'erasing kept');
  await bank.sql('DELETE FROM privacy.holds WHERE hold_id = $1', [held[0]?.hold_id]);
  await office.reload();
  await office.getByRole('button', { name: /^Work on it/ }).click();
  await office.getByRole('button', { name: 'Ask for approval to erase' }).click();
  await office.getByLabel('Case or event').fill('Letter 7');
  await office.getByLabel('Why, in a sentence').fill('She asked for it in writing.');
  await office.getByRole('button', { name: 'Ask for approval', exact: true }).click();
  await office.getByRole('button', { name: 'Waits for approval' }).waitFor();
  const compliance = await atWork('compliance');
  await compliance.goto(`${bank.served.workspace}/approvals`);
  await compliance.getByText('Erase Gita Gone for good').waitFor();
  await compliance.getByRole('button', { name: /^Decide/ }).click();
  await isAccessible(compliance, 'erasing approved');
  await compliance.getByRole('radio', { name: /^Approve/ }).check();
  await compliance.getByRole('button', { name: 'Decide', exact: true }).click();
  await compliance.getByText('Nothing waits for you').waitFor();
  await office.getByLabel(/How you have told Gita Gone/).selectOption('letter');
  await isAccessible(office, 'erasing ready');
  await office.getByRole('button', { name: 'Erase for good' }).click();
  await office.getByText('Ordered. It will be done within minutes').waitFor();
  await runOnce(bank.database, 'privacy.erase', undefined, tasks['privacy.erase'], home);
  await office.getByRole('tab', { name: 'Erased' }).click();
  await office.getByRole('cell', { name: 'Cyril Compliance' }).waitFor();
  await isAccessible(office, 'erased');
  assert.deepEqual(await bank.sql('SELECT FROM customers.customers WHERE customer_id = $1', [gone]), []);
  await rm(home, { recursive: true });
  await office.context().close();
  await compliance.context().close();
});

test('her choices stand in one place and count at once; what she has corrected is put right in one step', async () => {
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised) VALUES ($1, 'phone', '+420 601 555 777', '+420601555777')`,
    [bank.customers.petr],
  );
  const home = await atHome(bank.customers.petr);
  await home.goto(`${bank.served.portal}/`);
  await home.getByRole('link', { name: /^Your choices/ }).click();
  await home.getByRole('heading', { level: 1, name: 'Your choices' }).waitFor();
  await home.getByLabel('+420 601 555 777').click();
  await home.getByText('We do not use it for anything').waitFor();
  await home.getByLabel('No advertising').focus();
  await home.keyboard.press('Space');
  await home.getByLabel('No advertising', { exact: true }).isChecked();
  await isAccessible(home, 'choices');
  const [row] = await bank.sql(
    `SELECT bool_and(NOT safe_to_use) AS off FROM customers.contact_points WHERE value = '+420 601 555 777'`,
  );
  assert.equal(row?.off, true);
  await home.goto(`${bank.served.portal}/my-data`);
  await home.getByText('Something is wrong').click();
  await home.getByRole('textbox', { name: 'How it should be' }).fill('Petr Nowak');
  await home.getByRole('button', { name: 'Ask for it' }).click();
  await home.getByText('it waits for the privacy office').waitFor();
  const office = await atWork('privacy');
  await office.goto(`${bank.served.workspace}/privacy/requests`);
  await office.getByText('Correction of the name: Petr Novák').waitFor();
  await office.getByRole('button', { name: /^Take it/ }).click();
  await office.getByText('Stands now: Petr Novák').waitFor();
  await isAccessible(office, 'correcting');
  await office.getByLabel('Tell the customer that it is done').fill('Your name is written rightly now.');
  await office.getByRole('button', { name: 'Put it right and answer' }).click();
  await office.getByText('Nobody waits for an answer').waitFor();
  await home.reload();
  await home.getByText('put right', { exact: true }).waitFor();
  await isAccessible(home, 'my data put right');
  await home.context().close();
  await office.context().close();
});

/** What every request says. */
async function asks(page: Page): Promise<void> {
  await page.getByLabel('Case or event').fill('Board 2026-11');
  await page.getByLabel('Why, in a sentence').fill('The board has decided so on Monday.');
  await page.getByRole('button', { name: 'Ask for approval' }).last().press('Enter');
}

test('the register of processing is read; who is responsible is asked for, read by a second person, and said once they agree', async () => {
  const compliance = await atWork('compliance');
  await compliance.goto(`${bank.served.workspace}/privacy/processing`);
  await compliance.getByText('Serving customers').first().waitFor();
  await compliance.getByText('Not named yet.').waitFor();
  await compliance.getByRole('button', { name: 'Name them' }).press('Enter');
  await compliance.getByLabel('Name of the bank').fill('Trial Bank');
  await compliance.getByLabel('Address and contact').fill('1 Main Street, Brno');
  await compliance.getByLabel('Data protection officer: name and contact').fill('dpo@trial.example');
  await isAccessible(compliance, 'naming');
  await asks(compliance);
  await compliance.getByRole('heading', { name: 'Waits for a second person' }).waitFor();
  await compliance.getByText('Not named yet.').waitFor();
  const office = await atWork('privacy');
  await office.emulateMedia({ colorScheme: 'dark' });
  await office.goto(`${bank.served.workspace}/unexplained`);
  await office.getByText('Cyril Compliance asks for your approval: Board 2026-11').waitFor();
  await office.goto(`${bank.served.workspace}/privacy/processing`);
  await office.getByText('1 Main Street, Brno').waitFor();
  await isAccessible(office, 'naming waits');
  await office.getByRole('button', { name: /^Decide/ }).press('Enter');
  await office.getByRole('radio', { name: /^Approve/ }).check();
  await office.getByRole('dialog').getByRole('button', { name: 'Decide' }).press('Enter');
  await compliance.getByRole('button', { name: 'Do it now' }).press('Enter');
  await compliance.getByText('Trial Bank, 1 Main Street, Brno').waitFor();
  await compliance.getByRole('heading', { name: 'Waits for a second person' }).waitFor({ state: 'detached' });
  await isAccessible(compliance, 'processing');
  await office.context().close();
  await compliance.context().close();
});

test('what came by letter is entered with how they showed who they are; clocks and holds change by two', async () => {
  const office = await atWork('privacy');
  await office.goto(`${bank.served.workspace}/privacy/requests`);
  await office.getByRole('button', { name: 'Enter a request' }).click();
  await office.getByLabel('Customer').fill('jana');
  await office.getByRole('list', { name: 'Found' }).getByRole('button').first().click();
  await office.getByText('Copy of the data', { exact: true }).click();
  await office.getByLabel('How it came').selectOption('letter');
  await isAccessible(office, 'entering');
  await office.getByRole('button', { name: 'Enter it' }).click();
  await office.getByText('Copy of the data: Jana Nováková').waitFor();
  await office.getByText('showed a document').waitFor();
  await office.getByRole('link', { name: 'Clocks' }).click();
  await office.getByText('Regulation (EU) 2016/679, articles 12(3) and 15').waitFor();
  assert.equal(await office.getByRole('button', { name: 'Ask for a newer row' }).count(), 0);
  const compliance = await atWork('compliance');
  await compliance.goto(`${bank.served.workspace}/privacy/clocks`);
  await compliance.getByRole('button', { name: 'Ask for a newer row' }).click();
  await compliance.getByLabel('Days to answer').fill('10');
  await compliance.getByLabel('Law and article').fill('An Act of tomorrow, section 4');
  await asks(compliance);
  await compliance.getByText(/^A newer clock from/).waitFor();
  await compliance.getByRole('button', { name: 'Ask for another' }).click();
  await asks(compliance);
  await compliance.getByText(/^The law that this bank goes by/).waitFor();
  await isAccessible(compliance, 'clocks');
  await compliance.goto(`${bank.served.workspace}/privacy/legal-holds`);
  await compliance.getByRole('button', { name: 'Place a hold' }).click();
  await compliance.getByLabel('Customer').fill('jana');
  await compliance.getByRole('list', { name: 'Found' }).getByRole('button').first().click();
  await compliance.getByLabel('Case or event').fill('Court 12 C 34');
  await compliance.getByLabel('Why, in a sentence').fill('She has brought an action against us.');
  await compliance.getByRole('button', { name: 'Place it' }).click();
  await compliance.getByText('She has brought an action against us.').waitFor();
  await compliance.getByRole('button', { name: /^Lift it/ }).click();
  await asks(compliance);
  await compliance.getByText(/^Lift the legal hold of Jana Nováková/).waitFor();
  await isAccessible(compliance, 'legal holds');
  const admin = await atWork('admin');
  await admin.goto(`${bank.served.workspace}/outcomes`);
  await admin.getByLabel('Held out, of a hundred').fill('5');
  await admin.getByRole('button', { name: 'Ask for approval' }).click();
  await asks(admin);
  await admin.getByText('Change the settings of advice', { exact: true }).waitFor();
  await isAccessible(admin, 'settings of advice');
  assert.deepEqual(complaints, []);
});
