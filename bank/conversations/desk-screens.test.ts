/** At the door, in a real browser: who comes with a customer, who comes for one, and who is found from wherever one is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, settled, startBrowser } from '#platform/testing/browser.ts';

let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  const { jana, petr } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind, from_date)
     VALUES ($1, $2, 'principal', '2020-01-01'), ($2, $1, 'attorney', '2020-01-01')`,
    [jana, petr],
  );
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function staffPage(who: StaffName, place: Place, options: BrowserContextOptions = {}): Promise<Page> {
  const { token } = await bank.signedIn(who, place);
  const page = await pageOf(browser, { cookie: cookieName('workspace'), token }, options);
  page.on('pageerror', (error) => assert.fail(error));
  return page;
}

/** For looking at: EARSHOT_PICTURES names the folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/desk-${name}.png` });
}

const at = (path: string) => `${bank.served.workspace}${path}`;
const hiddenAs = async (field: Locator, value: string) => {
  while ((await field.inputValue()) !== value) await new Promise((soon) => setTimeout(soon, 50));
};
const dialogOf = (page: Page) => page.getByRole('dialog').last();

/** From anywhere: the palette's first answer to these words. */
async function palette(page: Page, words: string, expects: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').last().fill(words);
  await page.getByRole('option', { name: expects }).first().waitFor();
}

test('the palette begins a check-in, and once she is here with me it opens her file', async () => {
  const page = await staffPage('banker', 'private room');
  await page.goto(at('/desk'));
  await page.getByRole('heading', { name: 'Welcome desk' }).waitFor();
  await palette(page, 'jana nova', /Jana Nováková.*Check in/);
  assert.deepEqual(await barriersOf(page), [], 'the palette');
  await picture(page, 'palette');
  // whoever types on and presses Enter before the answer is there picks nobody of those before
  const answered = Promise.withResolvers<void>();
  await page.route('**/api/customer-searches', async (route) => {
    await answered.promise;
    await route.continue();
  });
  await page.getByRole('combobox').last().fill('petr nov');
  assert.equal(await page.getByRole('option', { name: /Jana/ }).count(), 0);
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('heading', { name: /^Check in/ }).count(), 0);
  answered.resolve();
  await page.getByRole('option', { name: /Petr Novák.*Check in/ }).waitFor();
  await palette(page, 'jana nova', /Jana Nováková.*Check in/);
  await page.keyboard.press('Enter');
  const dialog = dialogOf(page);
  await dialog.getByRole('heading', { name: 'Check in Jana' }).waitFor();
  await picture(page, 'palette-check-in');
  await dialog.getByRole('radio', { name: /^card/i }).check();
  await dialog.getByRole('button', { name: 'Check in and start' }).click();
  await page.getByText('What changed').waitFor();
  await page.goto(at('/desk'));
  await page.getByRole('heading', { name: 'Welcome desk' }).waitFor();
  await palette(page, 'jana nova', /Jana Nováková.*Open file/);
  await page.keyboard.press('Enter');
  await page.getByText('What changed').waitFor();
  assert.match(page.url(), new RegExp(`/customers/${bank.customers.jana}\\?ground=`));
  await bank.sql(
    `UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE state = 'in progress'`,
  );
  await page.context().close();
});

test('where it cannot be asked who is here, the palette says of nobody that they are to be checked in', async () => {
  const page = await staffPage('banker', 'private room');
  await page.goto(at('/find'));
  await page.getByRole('searchbox').waitFor();
  await page.route('**/api/desk', (route) => route.abort());
  await palette(page, 'jana nova', /Jana Nováková/);
  assert.equal(await page.getByRole('option', { name: /Check in/ }).count(), 0);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Check in Jana Nováková' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.context().close();
});

test('whoever was picked, and then could not be found, is not checked in when they come up later', async () => {
  const page = await staffPage('greeter', 'open counter');
  await page.goto(at('/desk'));
  await page.getByRole('heading', { name: 'Welcome desk' }).waitFor();
  await palette(page, 'jana nova', /Jana Nováková.*Check in/);
  await page.route('**/api/customer-searches', (route) => route.abort());
  await page.keyboard.press('Enter');
  await page.getByText('What you typed is still here.').waitFor();
  await page.unroute('**/api/customer-searches');
  await page.getByRole('searchbox').fill('jana novakova');
  await page.getByRole('button', { name: 'Check in Jana Nováková' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0, 'after other words were typed');
  await palette(page, 'jana nova', /Jana Nováková.*Check in/);
  await page.route('**/api/customer-searches', (route) => route.abort());
  await page.keyboard.press('Enter');
  await page.getByText('What you typed is still here.').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /Welcome desk/ }).click();
  await page.getByRole('heading', { name: 'Welcome desk' }).waitFor();
  await page.unroute('**/api/customer-searches');
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /^Find/ }).click();
  await page.getByRole('searchbox').fill('jana nova');
  await page.getByRole('button', { name: 'Check in Jana Nováková' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0, 'after another page');
  await page.context().close();
});

test('an interpreter and a companion are named at the door, and the file says that they are here', async () => {
  const door = await staffPage('greeter', 'open counter');
  await door.goto(at('/find'));
  await door.getByRole('searchbox').fill('jana novakova');
  await door.getByRole('button', { name: 'Check in Jana Nováková' }).click();
  const dialog = dialogOf(door);
  await dialog.getByRole('radio', { name: /^card/i }).check();
  await dialog.getByRole('button', { name: 'Somebody is with them' }).click();
  await dialog.getByLabel('With them', { exact: true }).selectOption('interpreter');
  await dialog.getByLabel('Name', { exact: true }).fill('Ivo Tolmač');
  await dialog.getByRole('button', { name: 'Somebody else too' }).click();
  await dialog.getByLabel('Name', { exact: true }).last().fill('Teta Alena');
  assert.deepEqual(await barriersOf(door), [], 'who is with them');
  await picture(door, 'companions');
  await dialog.getByLabel('Who takes them?').selectOption({ label: 'Boris Banker' });
  await dialog.getByRole('button', { name: 'Check in', exact: true }).click();
  await door.getByRole('button', { name: 'Done' }).click();
  await door.goto(at('/desk'));
  await door.getByText('interpreter', { exact: false }).first().waitFor();
  assert.ok(!(await door.content()).includes('Ivo Tolmač'), 'a name is not for the counter');
  const room = await staffPage('banker', 'private room');
  await room.goto(at('/desk'));
  await room.getByText('with interpreter Ivo Tolmač, companion Teta Alena').waitFor();
  await room.getByRole('button', { name: /^Take number/ }).click();
  await room.getByRole('link', { name: /^Open file: number/ }).click();
  await room.getByText('What changed').waitFor();
  await room.getByText('With an interpreter').first().waitFor();
  await settled(room);
  assert.deepEqual(await barriersOf(room), [], 'the file');
  await picture(room, 'with-interpreter');
  await bank.sql(
    `UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE state = 'in progress'`,
  );
  await door.context().close();
  await room.context().close();
});

test('an attorney who comes alone is checked in by his own name, and his file leads to hers', async () => {
  const door = await staffPage('greeter', 'open counter');
  await door.goto(at('/find'));
  const dialog = dialogOf(door);
  await door.getByRole('searchbox').fill('jana novakova');
  await door.getByRole('button', { name: 'Check in Jana Nováková' }).click();
  await dialog.getByRole('button', { name: 'Somebody is with them' }).click();
  await dialog.getByLabel('With them', { exact: true }).selectOption('attorney');
  await dialog.getByText('If they come without the customer, check them in by their own name').waitFor();
  assert.deepEqual(await barriersOf(door), [], 'an attorney');
  await picture(door, 'attorney-alone');
  await door.keyboard.press('Escape');
  await door.getByRole('searchbox').fill('petr novak');
  await door.getByRole('button', { name: 'Check in Petr Novák' }).click();
  await dialog.getByRole('radio', { name: /^card/i }).check();
  await dialog.getByLabel('Who takes them?').selectOption({ label: 'Boris Banker' });
  await dialog.getByRole('button', { name: 'Check in', exact: true }).click();
  await door.getByRole('button', { name: 'Done' }).click();
  const room = await staffPage('banker', 'private room');
  await room.goto(at('/desk'));
  await room.getByRole('button', { name: /^Take number/ }).click();
  await room.getByRole('link', { name: /^Open file: number/ }).click();
  await room.getByRole('tab', { name: /People/ }).click();
  await room.getByText('This customer acts for them', { exact: false }).first().waitFor();
  await settled(room);
  await picture(room, 'attorney');
  await room.getByRole('link', { name: /^Open file.*Jana Nováková/ }).click();
  await room.getByText('Somebody is here for them').first().waitFor();
  await settled(room);
  assert.deepEqual(await barriersOf(room), [], 'the file of whom he acts for');
  await picture(room, 'acting');
  const [looked] = await bank.sql(
    `SELECT ground_kind FROM privacy.access_records WHERE customer_id = $1 ORDER BY at DESC LIMIT 1`,
    [bank.customers.jana],
  );
  assert.equal(looked?.ground_kind, 'acting for them');
  await door.context().close();
  await room.context().close();
});

test('a year in which none of that name was born is said, in English and Spanish, on the page and in the palette', async () => {
  for (const [locale, says, none] of [
    [
      'en-GB',
      'No date of birth matches 1951. These are found without it.',
      'No date of birth matches. These',
    ],
    [
      'es-ES',
      'Ninguna fecha de nacimiento coincide con 1951. Estos resultados no la tienen en cuenta.',
      'Ninguna fecha de nacimiento coincide. Estos',
    ],
  ] as const) {
    const page = await staffPage('greeter', 'open counter', { locale, colorScheme: 'dark' });
    await page.goto(at('/find'));
    await page.getByRole('searchbox').fill('jana 1951');
    await page.getByText(says).waitFor();
    await page.getByText('Jana Nováková').first().waitFor();
    assert.deepEqual(await barriersOf(page), [], locale);
    await picture(page, `without-birth-${locale}`);
    await page.getByRole('searchbox').fill('jana 1984');
    await page.getByText(says).waitFor({ state: 'detached' });
    await page.getByText('Jana Nováková').first().waitFor();
    await palette(page, 'jana 1951', /Jana Nováková/);
    await page.getByText(none, { exact: false }).waitFor();
    await picture(page, `palette-without-birth-${locale}`);
    await page.context().close();
  }
});

test('a card that is read finds whose it is; its number leaves the field, and never the browser', async () => {
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, number, currency)
     VALUES ($1, gen_random_uuid(), 'owner', 'card', '516874******2612', 'CZK')`,
    [bank.customers.jana],
  );
  await bank.sql(
    `UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE state = 'in progress'`,
  );
  const door = await staffPage('greeter', 'open counter');
  const sent: string[] = [];
  door.on('request', (request) => sent.push(request.postData() ?? ''));
  const asked = () => sent.filter((body) => body.includes('"query"')).length;
  await door.goto(at('/find'));
  const field = door.getByRole('searchbox');
  await field.fill('petr novak');
  await door.getByRole('button', { name: 'Check in Petr Novák' }).waitFor();
  // A reader types faster than anybody, and ends with Enter, before there is an answer.
  await field.fill('');
  await door.keyboard.type(';5168741234562612=29122010000099300451?');
  await door.keyboard.press('Enter');
  await door.getByRole('button', { name: 'Check in Jana Nováková' }).waitFor();
  assert.equal(await door.getByRole('dialog').count(), 0, 'nobody is checked in by what stood there before');
  await hiddenAs(field, '516874•••• 2612');
  assert.deepEqual(await barriersOf(door), [], 'a card');
  await picture(door, 'card');
  await door.keyboard.press('Enter');
  await dialogOf(door).getByRole('heading', { name: 'Check in Jana' }).waitFor();
  await door.keyboard.press('Escape');
  await field.fill('4000001234562612');
  await door.getByText('Nobody has this card').waitFor();
  await hiddenAs(field, '400000•••• 2612');
  assert.deepEqual(await barriersOf(door), [], 'nobody');
  await picture(door, 'card-nobody');
  const before = asked();
  await palette(door, '5168 7412 3456 2612', /Jana Nováková/);
  await hiddenAs(door.getByRole('combobox').last(), '516874•••• 2612');
  await picture(door, 'palette-card');
  await settled(door);
  await door.waitForTimeout(300);
  assert.equal(asked(), before + 1, 'it is asked for once');
  await door.getByRole('option', { name: /Jana Nováková/ }).waitFor();
  assert.ok(!/1234562612|3456 2612|99300451|12345626/.test(sent.join(' ')), 'no request has the number');
  await door.context().close();
});
