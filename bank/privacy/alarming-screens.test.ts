/** Forced at the counter, in a real browser: the screen is covered as ever, and nothing comes back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { barriersOf, pageOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('alarm');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  await bank.visit(bank.customers.jana, 'banker');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function staffPage(who: StaffName, place: Place): Promise<Page> {
  const { token } = await bank.signedIn(who, place);
  return pageOf(browser, { cookie: '__Host-earshot-workspace', token });
}
const file = () => `${bank.served.workspace}/customers/${bank.customers.jana}`;

test('Shift with the step-away key covers as stepping away does, tells the manager elsewhere, and nothing opens until it is over', async () => {
  const plain = await staffPage('other', 'phone');
  await plain.goto(bank.served.workspace);
  await plain.locator('main h1').first().waitFor();
  await plain.keyboard.press('F8');
  const cover = async (page: Page) => {
    await page.getByRole('button', { name: 'I am back' }).waitFor();
    return page.locator('dialog').evaluate((dialog) => dialog.textContent);
  };
  const usual = await cover(plain);

  const banker = await staffPage('banker', 'private room');
  await banker.goto(file());
  await banker.getByText('What changed').waitFor();
  await banker.keyboard.press('?');
  const list = await banker.getByRole('dialog').textContent();
  assert.doesNotMatch(list ?? '', /shift.?F8|alarm/i, 'it is in no list of keys');
  await banker.keyboard.press('Escape');
  const sent = banker.waitForResponse((response) => response.url().endsWith('/api/step-away'));
  await banker.keyboard.press('Shift+F8');
  assert.equal(await cover(banker), usual, 'to the letter');
  await picture(banker, 'cover');
  assert.equal((await sent).status(), 200);
  await banker.getByRole('button', { name: 'I am back' }).click();
  await banker.getByText('The database does not answer.').first().waitFor();
  assert.doesNotMatch(await banker.content(), /Nováková|42,719|alarm|forced/i);
  await picture(banker, 'out-of-order');

  const manager = await staffPage('manager', 'back office');
  await manager.goto(bank.served.workspace);
  await manager.getByText('Quiet alarm: Boris Banker, private room, Main Street').waitFor();
  assert.deepEqual(await barriersOf(manager), []);
  await picture(manager, 'told');
  const counter = await staffPage('manager', 'open counter');
  await counter.goto(bank.served.workspace);
  await counter.getByText('Something waits for you in the back office').waitFor();
  assert.doesNotMatch(await counter.content(), /Boris Banker, private/);

  await manager.getByRole('button', { name: 'It is over …' }).click();
  await manager.getByLabel('What happened, in a sentence').fill('I have seen him; the police are here.');
  assert.deepEqual(await barriersOf(manager), []);
  await picture(manager, 'over');
  await manager.getByRole('dialog').getByRole('button', { name: 'It is over' }).click();
  await manager.getByText('Quiet alarm').waitFor({ state: 'detached' });
  await banker.goto(file());
  await banker.getByText('What changed').waitFor();
});
