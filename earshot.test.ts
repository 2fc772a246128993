/** Out of earshot, in a real browser: screens that face customers, rooms, the cover, and leaving a station. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage } from '#bank/trial-pages.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';

const telephone = '+420 601 555 041';
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

async function staffPage(who: StaffName, place: Place, options = {}): Promise<Page> {
  const { token } = await bank.signedIn(who, place);
  return pageOf(browser, { cookie: '__Host-earshot-workspace', token }, options);
}
const nobodysPage = (options = {}) => pageOf(browser, { cookie: '', token: '' }, options);
const at = (page: Page, path: string) => page.goto(`${bank.served.workspace}${path}`);

async function openFile(page: Page) {
  await at(page, `/customers/${bank.customers.jana}`);
  await page.getByText('What changed').waitFor();
}

/** Pairs a fresh screen beside the banker's station, by typing the code that it shows. */
async function pairedScreen(banker: Page, path: '/second-screen' | '/waiting', options = {}): Promise<Page> {
  const screen = await nobodysPage(options);
  await at(screen, path);
  const code = (await screen.locator('[data-code]').textContent()) ?? '';
  await at(banker, '/screens');
  await banker.getByLabel(/code that the screen shows/i).fill(code);
  await banker.keyboard.press('Enter');
  await screen.locator('[data-code]').waitFor({ state: 'detached' });
  return screen;
}

async function choose(banker: Page, what: RegExp) {
  await banker.getByRole('button', { name: /show, don't say/i }).click();
  const field = banker.getByLabel(/what shall they confirm/i);
  const label = (await field.locator('option').filter({ hasText: what }).first().textContent()) ?? '';
  await field.selectOption({ label });
}

test('a telephone number is confirmed on the second screen: she reads it, the banker sees a tick', async () => {
  const banker = await staffPage('banker', 'open counter');
  const screen = await pairedScreen(banker, '/second-screen');
  assert.deepEqual(await barriersOf(banker), [], 'screens');
  await screen.getByText('Good to see you.').waitFor();
  assert.deepEqual(await barriersOf(screen), [], 'idle');
  await openFile(banker);
  await choose(banker, /^Telephone/);
  assert.deepEqual(await barriersOf(banker), [], 'the choice');
  await banker.getByRole('button', { name: 'Show it' }).click();
  await screen.getByText(telephone).waitFor();
  assert.deepEqual(await barriersOf(screen), [], 'the card');
  await banker.getByText(/It is on the second screen/).waitFor();
  assert.ok(!(await banker.content()).includes('601 555'), 'the banker’s page has no number');
  for (const word of ['601', 'Jana', 'Nov'])
    assert.ok(!(await screen.title()).includes(word) && !screen.url().includes(word));
  // by keyboard alone
  await screen.keyboard.press('Tab');
  await screen.keyboard.press('Enter');
  await banker.getByText('They say that it is right.').waitFor();
  await screen.getByText('Good to see you.').waitFor();
  assert.ok(!(await screen.content()).includes('601'), 'nothing stays on the screen');
  await banker.getByRole('button', { name: 'Done' }).click();
  await banker.getByRole('tab', { name: /contact/i }).click();
  await banker.getByText('answered on the second screen').waitFor();
  assert.deepEqual(await barriersOf(banker), [], 'what was confirmed');

  await choose(banker, /^Telephone/);
  await banker.getByRole('button', { name: 'Show it' }).click();
  await screen.getByRole('button', { name: /rather type/i }).click();
  await screen.getByLabel('How it should be').fill('+420 777 123 999');
  assert.deepEqual(await barriersOf(screen), [], 'typing');
  await screen.getByRole('button', { name: 'Send' }).click();
  await banker.getByText(/They have typed it/).waitFor();
  assert.ok(!(await banker.content()).includes('777 123'));
});

test('a screen that lost its connection shows nothing, and the card again when it is back', async () => {
  const banker = await staffPage('banker', 'open counter');
  const screen = await pairedScreen(banker, '/second-screen', { locale: 'es' });
  await screen.getByText('Nos alegra verle.').waitFor();
  await openFile(banker);
  await choose(banker, /spelling/);
  await banker.getByRole('button', { name: 'Show it' }).click();
  await screen.getByText('Jana Nováková').waitFor();
  await screen.context().setOffline(true);
  await screen.getByText(/connection is coming back|conexión está volviendo/i).waitFor({ timeout: 30_000 });
  assert.ok(!(await screen.content()).includes('Nováková'));
  await screen.context().setOffline(false);
  await screen.getByText('Jana Nováková').waitFor();
  await banker.getByRole('button', { name: 'Take it back' }).click();
  await screen.getByText('Jana Nováková').waitFor({ state: 'detached' });
});

test('the turned screen shows one thing, and stepping away takes it back', async () => {
  const banker = await staffPage('banker', 'private room');
  await openFile(banker);
  await choose(banker, /^Balance/);
  await banker.getByText('This screen, turned round').click();
  await banker.getByRole('button', { name: 'Show it' }).click();
  const card = banker.getByRole('dialog', { name: 'For the customer to read' });
  await card.getByText('42,719.00').waitFor();
  const inks = await card
    .getByText('42,719.00')
    .evaluate((value) => [getComputedStyle(value).color, getComputedStyle(document.documentElement).color]);
  assert.equal(inks[0], inks[1], 'what is to be read is no fainter than the page');
  assert.deepEqual(await barriersOf(banker), [], 'the turned card');
  await banker.keyboard.press('F8');
  await banker.getByRole('button', { name: 'I am back' }).waitFor();
  assert.ok(!(await banker.content()).includes('42,719'), 'covered, it is not in the page');
  await banker.keyboard.press('Enter');
  await banker.getByText('What changed').waitFor();
  assert.equal(await card.count(), 0, 'it does not come back by itself');
  const last = async () =>
    (
      await bank.sql(`SELECT state, shown FROM conversations.confirmations ORDER BY asked_at DESC LIMIT 1`)
    )[0];
  // taken back as the page is covered, by a request of its own
  for (let turn = 0; turn < 50 && (await last())?.state === 'asked'; turn += 1)
    await banker.waitForTimeout(100);
  assert.deepEqual(await last(), { state: 'withdrawn', shown: null });
});

test('on her own telephone, in the portal: read, answered, gone', async () => {
  const phone = await customerPage({ bank, browser }, '/', { viewport: { width: 390, height: 844 } });
  await phone.getByText('Jana').first().waitFor();
  const banker = await staffPage('banker', 'open counter');
  await openFile(banker);
  await choose(banker, /^Telephone/);
  await banker.getByText('Their own telephone').click();
  await banker.getByRole('button', { name: 'Show it' }).click();
  await phone.getByText(telephone).waitFor();
  assert.deepEqual(await barriersOf(phone), [], 'portal');
  await phone.getByRole('button', { name: 'Not right' }).click();
  await phone.getByText(telephone).waitFor({ state: 'detached' });
  await banker.getByText(/They say that it is not right/).waitFor();
});

test('one click moves a visit to a private room; the desk sees the room and a number; sitting there shows values', async () => {
  const banker = await staffPage('banker', 'open counter');
  await openFile(banker);
  assert.ok(!(await banker.content()).includes('42,719'));
  await banker.setViewportSize({ width: 390, height: 844 });
  const band = await banker.getByRole('complementary', { name: /what is hidden/ }).boundingBox();
  assert.ok(band && band.height <= 64, `on a phone the band is ${band?.height} high`);
  await banker.getByRole('button', { name: 'Move to a private room' }).click();
  await banker.getByRole('heading', { name: /is yours until/ }).waitFor();
  await banker.setViewportSize({ width: 1440, height: 900 });
  assert.deepEqual(await barriersOf(banker), [], 'the room');
  const desk = await staffPage('greeter', 'open counter');
  await at(desk, '/desk');
  const panel = desk.getByText('Private rooms').locator('xpath=ancestor::section[1]');
  await panel.getByText(/\d+:\d\d.*–/).waitFor();
  assert.doesNotMatch((await panel.textContent()) ?? '', /Jana|Novák|mortgage/);
  assert.deepEqual(await barriersOf(desk), [], 'the desk');
  await banker.getByRole('button', { name: 'We sit there now' }).click();
  await banker.getByText('42,719.00').first().waitFor();
});

test('the board of the waiting area shows numbers and where to go, in the branch’s own words', async () => {
  const greeter = await staffPage('greeter', 'open counter');
  const board = await pairedScreen(greeter, '/waiting');
  await at(greeter, '/find');
  await greeter.getByRole('searchbox').or(greeter.getByRole('combobox')).last().fill('petr novak');
  await greeter
    .getByRole('button', { name: /check in/i })
    .first()
    .click();
  await greeter.getByRole('radio', { name: /^card/i }).check();
  await greeter.getByLabel('May be called by first name').check();
  assert.deepEqual(await barriersOf(greeter), [], 'check in');
  await greeter.getByRole('button', { name: /^check in$/i }).click();
  await board.getByText('Petr').waitFor();
  assert.deepEqual(await barriersOf(board), [], 'the board');
  assert.doesNotMatch(await board.content(), /Novák|Jana|mortgage/);
});

test('after two minutes without input the page is gone from the document, after ten it is locked', async () => {
  const banker = await staffPage('banker', 'private room');
  await banker.clock.install();
  await openFile(banker);
  await banker.getByText('42,719.00').first().waitFor();
  await banker.getByRole('textbox', { name: /write a note/i }).fill('half a sentence');
  await banker.keyboard.press('Shift');
  await banker.clock.runFor(100_000);
  assert.ok((await banker.content()).includes('42,719'), 'not early');
  await banker.clock.runFor(21_000);
  await banker.getByRole('button', { name: 'I am back' }).waitFor();
  const covered = await banker.content();
  for (const word of ['42,719', 'Nov', 'Jana', '601', 'half a sentence'])
    assert.ok(!covered.includes(word), word);
  assert.equal(await banker.title(), 'Earshot');
  assert.deepEqual(await barriersOf(banker), [], 'the cover');
  const looks = () => bank.sql(`SELECT count(*)::int AS n FROM privacy.access_records`);
  const before = await looks();
  await banker.getByRole('button', { name: 'I am back' }).click();
  assert.equal(await banker.getByRole('textbox', { name: /write a note/i }).inputValue(), 'half a sentence');
  assert.deepEqual(await looks(), before, 'coming back opens nothing anew');
  await Promise.all([
    banker.waitForResponse((response) => response.url().endsWith('/api/lock')),
    banker.clock.runFor(602_000),
  ]);
  await banker.getByLabel('Password').waitFor();
  assert.doesNotMatch(await banker.content(), /42,719|Nováková/);
  await assert.rejects(
    banker.evaluate(async () => {
      const answer = await fetch('/api/desk');
      if (answer.status === 423) throw new Error('locked');
    }),
    /locked/,
  );
});

test('a key covers at once, whatever lies open, and a dialog comes back as it was', async () => {
  const banker = await staffPage('banker', 'private room');
  await openFile(banker);
  await banker.keyboard.press('Control+k');
  await banker.getByRole('combobox').last().fill('jana');
  await banker.getByText('Jana Nováková').first().waitFor();
  await banker.keyboard.press('F8');
  await banker.getByRole('button', { name: 'I am back' }).waitFor();
  assert.doesNotMatch(await banker.content(), /Nováková|42,719/);
  await banker.keyboard.press('Enter');
  await banker.getByRole('combobox').last().waitFor();
  assert.equal(await banker.getByRole('combobox').last().inputValue(), 'jana');
});

test('whoever badges out is out at every station, and Back shows nothing (row 31)', async () => {
  const counter = await staffPage('banker', 'open counter');
  const room = await staffPage('banker', 'private room');
  await openFile(counter);
  await openFile(room);
  await room.keyboard.press('Control+F8');
  await room.getByLabel('User name').waitFor();
  await counter.getByLabel('User name').waitFor({ timeout: 20_000 });
  await room.goBack().catch(() => undefined);
  assert.doesNotMatch(await room.content(), /Nováková|42,719/);
});
