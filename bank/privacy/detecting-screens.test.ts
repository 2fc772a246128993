/** The question, the answer and the decision in a real browser, checked by axe on the way. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { revealKinds } from '#bank/customers/contract.ts';
import type { Client } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';
import { approvedBy } from './approving-trial.ts';
import { type DetectingTrial, detectingTrial } from './detecting-trial.ts';

let bank: DetectingTrial;
let browser: Browser;
before(async () => {
  bank = await detectingTrial({ apps: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const complaints: string[] = [];

async function atWork(token: string, width = 1440): Promise<Page> {
  const sign = { cookie: cookieName('workspace'), token };
  const page = await pageOf(browser, sign, { viewport: { width, height: 900 } });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

async function isAccessible(page: Page, where: string): Promise<void> {
  assert.deepEqual(await barriersOf(page), [], where);
}

test('whatever can be revealed has its words for the office', async () => {
  const words = await readFile(path.join(import.meta.dirname, 'screens/unexplained/field-words.ts'), 'utf8');
  const isSaid = (kind: string) => new RegExp(`^ +'?${kind}'?: msg`, 'm').test(words);
  const unsaid = [...revealKinds, 'name'].filter((kind) => !isSaid(kind));
  assert.deepEqual(unsaid, []);
});

test('the question stands on the first page of the day; the answer and the decision reach each other', async () => {
  const boris = await bank.hire('banker', 'Boris Bankéř', await bank.move('Boris Bankéř', 'Krátká 12'));
  const privacy = await bank.hire('privacy officer', 'Dana Důvěrná');
  await bank.open(boris, await bank.move('Alois Soused', 'Krátká 14'), 'document looked at');
  await bank.open(boris, await bank.move('Berta Sousedová', 'Krátká 12'), 'known by sight');
  await bank.detect();

  const today = await atWork(boris.client.token);
  await today.goto(`${bank.served.workspace}/`);
  await today.getByRole('heading', { name: 'You opened 2 files that nothing explains' }).waitFor();
  assert.ok(!(await today.content()).includes('Soused'), 'no whole name on the first page');
  await isAccessible(today, 'today');
  await picture(today, 'today');
  await today.getByRole('button', { name: 'Say what it was' }).click();
  await today.getByRole('button', { name: 'Say so for good' }).click();
  await today.getByText('Choose what it was.').waitFor();
  await today.getByRole('radio', { name: 'They were here' }).check();
  await today.getByLabel('In your words').fill('Both asked about a card.');
  await isAccessible(today, 'answer');
  await picture(today, 'answer');
  await today.getByRole('button', { name: 'Say so for good' }).click();
  await today.getByText('You said: They were here.').waitFor();

  const office = await atWork(privacy.client.token);
  await office.goto(`${bank.served.workspace}/unexplained`);
  await office.getByText('Boris Bankéř').waitFor();
  await isAccessible(office, 'queue');
  await picture(office, 'queue');
  await office.getByRole('link', { name: /Boris Bankéř/ }).press('Enter');
  await office.getByText('Alois Soused').waitFor();
  await office.getByText('lives where the employee lives').waitFor();
  await office.getByText('Both asked about a card.').waitFor();
  await isAccessible(office, 'question');
  await picture(office, 'question');
  await takes(office, privacy.client);
  await office.getByRole('radio', { name: /^Reminder/ }).check();
  await office.getByLabel('Why', { exact: true }).fill('Please ask for the card next time.');
  await office.getByRole('button', { name: 'Decide' }).click();
  await office.getByText('Nothing waits').waitFor();

  await today.reload();
  await today.getByText('Reminder').waitFor();
  assert.deepEqual(complaints, []);
});

/** The list, which another officer has approved: the button gives it once, and no address does. */
async function takes(office: Page, by: Client): Promise<void> {
  const questionId = office.url().split('/').at(-1);
  const what = { action: 'people export', questionId };
  const approvalId = await approvedBy(bank, by, await bank.signedIn('compliance'), what);
  const csv = `/api/unexplained/${questionId}/people.csv`;
  assert.equal((await by.get(`${csv}?approvalId=${approvalId}`)).status, 404, 'a link uses nothing up');
  await office.getByRole('button', { name: 'Export …' }).click();
  const downloading = office.waitForEvent('download');
  await office.getByRole('button', { name: 'Download it, once' }).press('Enter');
  const download = await downloading;
  assert.equal(download.suggestedFilename(), 'people-affected.csv');
  assert.match(await readFile(await download.path(), 'utf8'), /Alois Soused/);
  await office.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal((await by.post(csv, { approvalId })).body.code, 'approval-needed');
}

/** Pictures to look at, where somebody asks for them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder === undefined) return;
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
