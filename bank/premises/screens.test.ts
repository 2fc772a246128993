/** Branches in a real browser, by keyboard: from an empty bank to a counter with hours, a holiday, and two people's word. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { staffPage } from '#bank/trial-pages.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('premises');
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

async function at(
  who: StaffName,
  address: string,
  options: BrowserContextOptions = {},
  place: Place = 'back office',
): Promise<Page> {
  return staffPage({ bank, browser }, who, address, { place, ...options });
}

async function isAccessible(page: Page, name: string): Promise<void> {
  for (const width of [1440, 768]) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `${name}-${width}`);
    assert.deepEqual(await barriersOf(page), [], `${name} at ${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, `${name} at ${width} fits`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

const inDays = (days: number) => Temporal.Now.plainDateISO('Europe/Prague').add({ days }).toString();

test('an administrator enters a branch, its hours, a holiday and its stations, with the keyboard alone', async () => {
  const page = await at('admin', '/premises');
  await page.getByRole('link', { name: 'Main Street' }).waitFor();
  await isAccessible(page, 'list');
  await page.getByRole('button', { name: 'Enter a branch' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Harbour');
  await dialog.getByLabel('Code', { exact: true }).fill('main');
  await dialog.getByLabel('Time zone').fill('Mars/Olympus');
  await dialog.getByLabel('Address, in lines').fill('1 Pier\nHarbour City');
  await dialog.getByLabel('Country').fill('cz');
  await dialog.getByLabel('Country').press('Enter');
  await dialog.getByText('There is no time zone of that name').waitFor();
  await isAccessible(page, 'wrong zone');
  await dialog.getByLabel('Time zone').fill('Europe/Prague');
  await dialog.getByLabel('Time zone').press('Enter');
  await dialog.getByText('Another branch, office or cash machine has this code.').waitFor();
  await dialog.getByLabel('Code', { exact: true }).fill('HARB');
  await dialog.getByLabel('Code', { exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'Harbour' }).waitFor();
  await page.getByText('No work station is registered yet').waitFor();
  await isAccessible(page, 'new branch');

  await page.getByRole('button', { name: 'Change the hours' }).press('Enter');
  await page.getByRole('button', { name: 'Monday: add hours' }).press('Enter');
  await page.getByRole('button', { name: 'Monday: add hours' }).press('Enter');
  await page.getByLabel('Monday, from').nth(1).fill('16:00');
  await page.getByLabel('Monday, to').nth(1).fill('18:00');
  await page.getByText('It begins before the one before has ended.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save the hours' }).isDisabled(), true);
  await isAccessible(page, 'overlapping hours');
  await page.getByLabel('Monday, to').nth(0).fill('12:30');
  await page.getByRole('button', { name: "Monday's hours until Friday" }).press('Enter');
  await page.getByRole('button', { name: 'Saturday: add hours' }).press('Enter');
  await page.getByRole('button', { name: 'Save the hours' }).press('Enter');
  await page.getByText('09:00–12:30, 16:00–18:00').nth(4).waitFor();

  await page.getByRole('button', { name: 'Add a special day' }).press('Enter');
  await dialog.getByLabel('Day', { exact: true }).fill(inDays(0));
  await dialog.getByLabel('What day it is').fill('Founding day');
  await isAccessible(page, 'special day');
  await dialog.getByLabel('What day it is').press('Enter');
  await page.getByText('Closed today: Founding day', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Add a special day' }).press('Enter');
  await dialog.getByLabel('Day', { exact: true }).fill(inDays(0));
  await dialog.getByLabel('What day it is').fill('Twice');
  await dialog.getByLabel('What day it is').press('Enter');
  await dialog.getByText('This day is set already.').waitFor();
  await dialog.getByLabel('Day', { exact: true }).fill(inDays(1));
  await dialog.getByRole('radio', { name: 'Open, at these hours' }).press('Space');
  await dialog.getByLabel('That day, to').fill('11:00');
  await dialog.getByRole('button', { name: 'Save the day' }).press('Enter');
  await page.getByText('09:00–11:00').waitFor();

  for (const [name, place] of [
    ['Counter 1', 'Open counter'],
    ['Room Elm', 'Private room'],
  ] as const) {
    await page.getByRole('button', { name: 'Register a work station' }).press('Enter');
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('radio', { name: new RegExp(`^${place}`) }).press('Space');
    if (name === 'Room Elm') {
      await dialog.getByLabel('Case or event').fill('Refit 11');
      await dialog.getByLabel('Why, in a sentence').fill('The room has got a door.');
      await isAccessible(page, 'station');
    }
    await dialog.getByRole('button', { name: /^Register/ }).press('Enter');
    await page.getByText(name, { exact: true }).waitFor();
  }
  await page.getByText('Private room: waits for a second person', { exact: false }).waitFor();
  await isAccessible(page, 'branch');
  await page.context().close();
});

test('a counter becomes a room: asked for, approved, done, and seen by who works there without a touch', async () => {
  const admin = await at('admin', `/premises/${bank.premises.main}`);
  const banker = await at('banker', '/', {}, 'open counter');
  const band = banker.getByRole('complementary', { name: 'Where you are and what is hidden' });
  await band.getByText('Amounts and contact details are hidden', { exact: false }).waitFor();
  await admin.getByRole('button', { name: 'Change the work station open counter' }).press('Enter');
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Private room/ }).press('Space');
  await dialog.getByLabel('Case or event').fill('Refit 12');
  await dialog.getByLabel('Why, in a sentence').fill('The counter has got walls and a door.');
  await isAccessible(admin, 'asking');
  await dialog.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await admin.getByText('waits for a second person', { exact: false }).waitFor();
  await isAccessible(admin, 'asked');

  const officer = await at('compliance', '/approvals');
  await officer
    .getByText('Show more at the work station “Main Street: open counter”: Open counter → Private room')
    .waitFor();
  await isAccessible(officer, 'deciding');
  const asked = officer.getByRole('listitem').filter({ hasText: 'Main Street: open counter' });
  await asked.getByRole('button', { name: /^Decide/ }).click();
  await officer
    .getByRole('dialog')
    .getByRole('radio', { name: /^Approve/ })
    .check();
  await officer.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await asked.getByRole('button', { name: /^Decide/ }).waitFor({ state: 'detached' });
  await officer.context().close();

  await admin.getByRole('button', { name: 'Make it so' }).press('Enter');
  await admin.getByText('who works there sees it at once', { exact: false }).waitFor();
  await band.getByText('Nobody else can read along', { exact: false }).waitFor({ timeout: 15_000 });

  await admin.getByRole('button', { name: 'End the work station open counter' }).press('Enter');
  await isAccessible(admin, 'ending');
  await dialog.getByRole('button', { name: 'End', exact: true }).press('Enter');
  await band.getByText('Choose your place').waitFor({ timeout: 15_000 });
  await band.getByText('Amounts and contact details are hidden', { exact: false }).waitFor();
  await admin.context().close();
  await banker.context().close();
});

test('a room is tied to its browser, chosen in no other, and untied it is a counter', async () => {
  const admin = await at('admin', `/premises/${bank.premises.main}`);
  const elsewhere = await at('banker', '/', {}, 'back office');
  const bandOf = (page: Page) =>
    page.getByRole('complementary', { name: 'Where you are and what is hidden' });
  const offered = async (page: Page) => {
    await bandOf(page).getByRole('button').press('Enter');
    return page.getByRole('menuitemradio', { name: /^private room/ });
  };
  const stale = await offered(elsewhere);
  await stale.waitFor();
  await admin.getByRole('button', { name: 'Tie to this browser: private room' }).press('Enter');
  const dialog = admin.getByRole('dialog');
  await isAccessible(admin, 'tying');
  await dialog.getByRole('button', { name: 'Tie it' }).press('Enter');
  await admin.getByText('tied to this browser', { exact: true }).waitFor();
  await isAccessible(admin, 'tied');
  // whoever had read the list before is told; whoever reads it now is not offered the room
  await stale.press('Enter');
  await elsewhere.getByText('This work station is tied to another browser.', { exact: false }).waitFor();
  await picture(elsewhere, 'tied elsewhere');
  await bandOf(elsewhere).getByText('Back office').first().waitFor();
  await elsewhere.reload();
  const gone = await offered(elsewhere);
  await elsewhere.getByRole('menuitemradio', { name: /^back office/ }).waitFor();
  assert.equal(await gone.count(), 0);
  // in that browser a colleague chooses it
  const { token } = await bank.signedIn('banker', 'back office');
  const there = await admin.context().newPage();
  await admin
    .context()
    .addCookies([{ name: cookieName('workspace'), value: token, domain: 'localhost', path: '/', ...safely }]);
  await there.goto(bank.served.workspace);
  await (await offered(there)).press('Enter');
  await bandOf(there).getByText('Nobody else can read along', { exact: false }).waitFor();
  // untied from anywhere, it is a counter, and whoever sits there sees it
  const officer = await at('admin', `/premises/${bank.premises.main}`, { colorScheme: 'dark' });
  await officer.getByText('tied to another browser', { exact: true }).waitFor();
  await officer.getByRole('button', { name: 'Untie: private room' }).press('Enter');
  await isAccessible(officer, 'untying');
  await officer.getByRole('dialog').getByRole('button', { name: 'Untie it' }).press('Enter');
  await officer.getByText('Untied: it can be chosen anywhere, as an open counter.').waitFor();
  await bandOf(there).getByText('Amounts and contact details are hidden', { exact: false }).waitFor();
  await elsewhere.reload();
  await (await offered(elsewhere)).waitFor();
  for (const page of [officer, elsewhere, admin]) await page.context().close();
});

/** Somebody else has done something to a station meanwhile. */
const overtaking = (set: string) =>
  bank.sql(
    `UPDATE premises.stations SET version = version + 1${set} WHERE premises_id = $1 AND place = 'back office'`,
    [bank.premises.side],
  );

test('whoever was overtaken at a work station is told, sees what is there, and does it the next time', async () => {
  const admin = await at('admin', `/premises/${bank.premises.side}`);
  const dialog = admin.getByRole('dialog');
  const overtaken = dialog.getByText('Somebody else has changed this meanwhile.');
  await admin.getByRole('button', { name: 'Tie to this browser: back office' }).press('Enter');
  await overtaking('');
  await dialog.getByRole('button', { name: 'Tie it' }).press('Enter');
  await overtaken.waitFor();
  await isAccessible(admin, 'tying overtaken');
  await dialog.getByRole('button', { name: 'Tie it' }).press('Enter');
  await admin.getByText('tied to this browser', { exact: true }).waitFor();

  await admin.getByRole('button', { name: 'Untie: back office' }).press('Enter');
  await overtaking(', browser_hash = NULL');
  await dialog.getByRole('button', { name: 'Untie it' }).press('Enter');
  await dialog.getByText('Somebody has untied it meanwhile.').waitFor();
  await isAccessible(admin, 'untied meanwhile');
  assert.equal(await dialog.getByRole('button', { name: 'Untie it' }).count(), 0);
  await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');

  await admin.getByRole('button', { name: 'Change the work station back office' }).press('Enter');
  await dialog.getByLabel('Name', { exact: true }).fill('Back room');
  await overtaking(`, name = 'Post room'`);
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await overtaken.waitFor();
  await dialog.getByText('It is “Post room” now: Back office.', { exact: false }).waitFor();
  await isAccessible(admin, 'changing overtaken');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await admin.getByText('Back room', { exact: true }).waitFor();

  await admin.getByRole('button', { name: 'End the work station Back room' }).press('Enter');
  await overtaking('');
  await dialog.getByRole('button', { name: 'End', exact: true }).press('Enter');
  await overtaken.waitFor();
  await dialog.getByRole('button', { name: 'End', exact: true }).press('Enter');
  await admin.getByText('Back room', { exact: true }).waitFor({ state: 'detached' });
  await admin.context().close();
});

const safely = { secure: true, httpOnly: true, sameSite: 'Strict' } as const;

test('the welcome desk says when the branch is open, and which holiday today is; a manager sets it', async () => {
  await bank.sql(`UPDATE premises.premises SET hours = '{"7": []}' WHERE premises_id = $1`, [
    bank.premises.main,
  ]);
  const manager = await at('manager', `/premises/${bank.premises.main}`);
  await manager.getByRole('button', { name: 'Change the hours' }).waitFor();
  assert.equal(await manager.getByRole('button', { name: 'Change the particulars' }).count(), 0);
  assert.equal(await manager.getByRole('button', { name: 'Register a work station' }).count(), 0);
  await manager.goto(`${bank.served.workspace}/premises/${bank.premises.side}`);
  await manager.getByRole('heading', { name: 'Side Street' }).waitFor();
  assert.equal(
    await manager.getByRole('button', { name: 'Change the hours' }).count(),
    0,
    'not of another branch',
  );
  await manager.context().close();
  await bank.sql(
    `INSERT INTO premises.holidays (premises_id, on_date, name) VALUES ($1, $2, 'Founding day')`,
    [bank.premises.main, inDays(0)],
  );
  const desk = await at('greeter', '/desk');
  await desk.getByText('Closed today: Founding day.', { exact: false }).waitFor();
  await isAccessible(desk, 'desk');
  await desk.context().close();
  // in Spanish, and dark
  await bank.sql(`UPDATE staff.staff SET locale = 'es'`);
  const dark = { colorScheme: 'dark' as const };
  const page = await at('admin', '/premises', dark);
  await page.getByRole('heading', { name: 'Oficinas' }).waitFor();
  await isAccessible(page, 'list-es');
  await page.getByRole('link', { name: 'Main Street' }).press('Enter');
  await page.getByRole('heading', { name: 'Main Street' }).waitFor();
  await page.getByText('Cerrado hoy: Founding day', { exact: false }).waitFor();
  await isAccessible(page, 'branch-es');
  await page.context().close();
  const escritorio = await at('greeter', '/desk', dark);
  await escritorio.getByText('Cerrado hoy: Founding day', { exact: false }).waitFor();
  await isAccessible(escritorio, 'desk-es');
  await escritorio.context().close();
});
