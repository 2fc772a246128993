/** Two accounts of one person, in a real browser: the list says so, a change says what becomes of it, and so does what is approved. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';

let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function atWork(who: StaffName, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { token } = await bank.signedIn(who);
  return pageOf(browser, { cookie: cookieName('workspace'), token }, { colorScheme });
}

/** Nothing that axe finds, wide and narrow. With EARSHOT_PICTURES a folder, it is pictured too. */
async function isAccessible(page: Page, where: string): Promise<void> {
  for (const width of [1440, 768]) {
    await page.setViewportSize({ width, height: 900 });
    const folder = process.env.EARSHOT_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${where.replaceAll(' ', '-')}-${width}.png` });
    assert.deepEqual(await barriersOf(page, { names: true }), [], `${where} at ${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('the list says whose account it is, too; taking it apart is chosen, and read by who approves', async () => {
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.banker, bank.staff.greeter],
  );
  const admin = await atWork('admin');
  await admin.goto(`${bank.served.workspace}/staff`);
  await admin.getByText('The same person as Boris Banker (banker)').waitFor();
  await isAccessible(admin, 'accounts of one person');
  await admin.getByRole('link', { name: 'Change the particulars of Gita Greeter' }).click();
  const choice = admin.getByLabel('Another account of the same person');
  await choice.getByText('As it is: Boris Banker (banker)').waitFor({ state: 'attached' });
  assert.equal(await choice.inputValue(), '', 'as long as nothing is chosen it stays as it is');
  await choice.selectOption({ label: 'None any more: a person of their own' });
  await isAccessible(admin, 'taking accounts apart');
  await admin.getByLabel('Case or event').fill('Ticket 31');
  await admin.getByLabel('Why, in a sentence').fill('They were linked by mistake.');
  await admin.getByRole('button', { name: 'Ask for approval' }).last().click();
  for (const [name, locale, colorScheme] of [
    ['read by who approves', 'en', 'light'],
    ['read in Spanish and dark', 'es', 'dark'],
  ] as const) {
    await bank.sql('UPDATE staff.staff SET locale = $1 WHERE staff_id = $2', [locale, bank.staff.privacy]);
    const officer = await atWork('privacy', colorScheme);
    await officer.goto(`${bank.served.workspace}/approvals`);
    const then = { en: 'nobody: from then on they may', es: 'nadie: desde entonces podrán' }[locale];
    await officer.getByText(`Boris Banker (banker) → ${then}`).waitFor();
    await isAccessible(officer, name);
    await officer.context().close();
  }
  await admin.context().close();
});
