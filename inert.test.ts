/**
 * Text stays text (rows 2, 3): markup and addresses that would run, in the fields that staff write and
 * in what a feed brings, on the pages that show them, in a real browser, in both apps. It is
 * read as it was written, makes no element, leads nowhere, and runs nothing.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { firstDay, imported, trial } from '#bank/feed/testing.ts';
import { type Client, dayFromNow, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { pageOf, settled, startBrowser } from '#platform/testing/browser.ts';

/** Runs, where it is taken for markup or followed as a link; names the field it stands in. */
const hostile = (field: string) => `<img src=x onerror=alert('${field}')>javascript:alert('${field}')`;

let bank: Trial;
let browser: Browser;
let banker: Client;
let greeter: Client;
/** The customer whom the feed has brought. */
let brought: string;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  banker = await bank.signedIn('banker', 'private room');
  greeter = await bank.signedIn('greeter');
  await bank.visit(bank.customers.jana, 'banker');
  const feed = await trial();
  await feed.write({
    ...firstDay,
    'customer.csv': `id,name,born,job\n1,${hostile('fed name')},1980-02-29,${hostile('fed job')}\n2,Petr Nový,,\n3,Eva Malá,,\n`,
    'movement.csv': `id,number,day,amount,text\nm1,A1,2024-01-02,100.00,${hostile('fed movement')}\n`,
  });
  const report = await imported(bank.database, feed);
  assert.equal(report.run.problem, null);
  const [row] = await bank.sql('SELECT customer_id FROM customers.customers WHERE full_name = $1', [
    hostile('fed name'),
  ]);
  brought = String(row?.customer_id);
  await bank.sql('UPDATE customers.customers SET home_premises_id = $1 WHERE customer_id = $2', [
    ...[bank.premises.main, brought],
  ]);
  await bank.sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'spouse'), ($2, $1, 'spouse')`,
    [bank.customers.jana, brought],
  );
  await feed.clean();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

interface Watched {
  page: Page;
  /** Dialogs that opened, and what the browser refused to run. */
  ran: string[];
}

async function watched(app: 'workspace' | 'portal', token: string): Promise<Watched> {
  const page = await pageOf(browser, { cookie: cookieName(app), token });
  const ran: string[] = [];
  page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) ran.push(message.text());
  });
  page.on('pageerror', (error) => ran.push(error.message));
  return { page, ran };
}

const atWork = async (who: StaffName) =>
  watched('workspace', (await bank.signedIn(who, 'private room')).token);

/** What of the page is more than text. */
const alive = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))
        .map(({ name, value }) => `${element.tagName} ${name}=${value}`)
        .filter((found) => !/^(INPUT|TEXTAREA|OPTION) (value|aria-label)=/.test(found))
        .concat(element.matches('img[src="x"]') ? ['an image of the text'] : []),
    ),
  );

/** Everything that can be read, in fields to type into too. */
const readable = (page: Page) =>
  page.evaluate(() =>
    [
      document.body.textContent,
      ...[...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
    ].join('\n'),
  );

async function isInert(watched: Watched, where: string, ...fields: string[]): Promise<void> {
  await settled(watched.page);
  await isInertNow(watched, where, ...fields);
}

/** A screen that always waits for the next card is never settled. */
async function isInertNow({ page, ran }: Watched, where: string, ...fields: string[]): Promise<void> {
  for (const field of fields) {
    const shown = (await readable(page)).includes(hostile(field));
    assert.ok(shown, `${where} does not show the ${field} as it was written:\n${await readable(page)}`);
  }
  assert.deepEqual(await alive(page), [], where);
  assert.deepEqual(ran, [], where);
}

const done = ({ status, text }: { status: number; text: string }) => assert.equal(status, 200, text);

test('what staff write is text on the file, at the desk and on the first page of the day (rows 2, 3)', async () => {
  const url = `/api/customers/${bank.customers.jana}`;
  const { body: file } = await banker.get(`${url}/file`);
  done(await banker.post(`${url}/notes`, { body: hostile('note'), sensitive: false }));
  done(await banker.post(`${url}/notes`, { body: hostile('secret note'), sensitive: true }));
  const due = { dueOn: dayFromNow(28), assignedTo: bank.staff.banker };
  done(await banker.post(`${url}/promises`, { body: hostile('promise'), ...due }));
  const profile = {
    preferredName: hostile('preferred name'),
    occupation: hostile('occupation'),
    employer: hostile('employer'),
    supportNeeds: [hostile('need')],
  };
  done(await banker.send('PATCH', `${url}/profile`, profile, { 'if-match': `"${file.customer.version}"` }));
  const visit = {
    ...{ customerId: bank.customers.petr, channel: 'branch', presence: 'card' },
    ...{ topic: hostile('topic'), companions: [{ role: 'interpreter', name: hostile('companion') }] },
  };
  done(await greeter.post('/api/visits', visit));
  done(await greeter.post('/api/guests', { calledName: hostile('guest'), topic: hostile('guest topic') }));

  const desk = await atWork('greeter');
  await desk.page.goto(`${bank.served.workspace}/desk`);
  await desk.page
    .getByText(/'guest'/)
    .first()
    .waitFor();
  await isInert(desk, 'the desk', 'guest', 'guest topic', 'topic', 'companion', 'preferred name');

  const day = await atWork('banker');
  await day.page.goto(bank.served.workspace);
  await day.page
    .getByText(/'preferred name'/)
    .first()
    .waitFor();
  await isInert(day, 'today', 'preferred name');

  await day.page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await day.page
    .getByText(/'note'/)
    .first()
    .waitFor();
  const fields = ['note', 'secret note', 'promise', 'preferred name', 'occupation', 'employer', 'need'];
  await isInert(day, 'the file', ...fields);
  for (const tab of await day.page.getByRole('tab').all()) {
    await tab.click();
    await isInert(day, `the file, ${await tab.textContent()}`);
  }
  await day.page.getByRole('tab', { name: /people/i }).click();
  await isInert(day, 'people', 'fed name');
});

test('what a feed brings is text in Find, on its file and in the portal (rows 2, 3, 84)', async () => {
  await bank.visit(brought, 'banker');
  const work = await atWork('banker');
  await work.page.goto(`${bank.served.workspace}/find`);
  await work.page.getByRole('searchbox').last().fill('onerror fed name');
  await work.page
    .getByText(/'fed name'/)
    .first()
    .waitFor();
  await isInert(work, 'find', 'fed name');
  await work.page.goto(`${bank.served.workspace}/customers/${brought}`);
  await work.page
    .getByText(/'fed job'/)
    .first()
    .waitFor();
  await isInert(work, 'the file', 'fed name', 'fed job');
  await work.page.getByRole('tab', { name: /timeline/i }).click();
  await work.page
    .getByText(/'fed movement'/)
    .first()
    .waitFor();
  await isInert(work, 'the timeline', 'fed movement');

  const own = await customer(brought);
  await own.page.goto(bank.served.portal);
  await own.page
    .getByText(/'fed name'/)
    .first()
    .waitFor();
  await isInert(own, 'the portal', 'fed name');
});

test('what is shown to a customer on her telephone is text to her (rows 2, 3)', async () => {
  const url = `/api/customers/${bank.customers.jana}`;
  const own = await customer(bank.customers.jana);
  await own.page.goto(bank.served.portal);
  done(await banker.get(`${url}/file`));
  const asked = await banker.post(`${url}/confirmations`, {
    ...{ field: 'terms', subject: null, way: 'own phone', words: hostile('terms') },
  });
  done(asked);
  await own.page
    .getByText(/'terms'/)
    .first()
    .waitFor();
  await isInert(own, 'the card in the portal', 'terms');
});

test('who is with somebody is text on the file; why a visit was undone is kept as it was typed (row 2)', async () => {
  const { shop } = bank.customers;
  const visit = {
    ...{ customerId: shop, channel: 'branch', presence: 'card', topic: null },
    companions: [{ role: 'attorney', name: hostile('attorney') }],
  };
  const { visitId } = (await greeter.post('/api/visits', visit)).body;
  const move = (what: string, version: number, reason: string | null = null) =>
    banker.post(`/api/visits/${visitId}/moves`, { what, to: null, reason }, { 'if-match': `"${version}"` });
  done(await move('start', 1));
  const work = await atWork('banker');
  await work.page.goto(`${bank.served.workspace}/customers/${shop}`);
  await work.page
    .getByText(/'attorney'/)
    .first()
    .waitFor();
  await isInert(work, 'the file', 'attorney');
  done(await move('undo', 2, hostile('undoing')));
  const [row] = await bank.sql('SELECT undone_reason FROM conversations.visits WHERE visit_id = $1', [
    visitId,
  ]);
  assert.equal(row?.undone_reason, hostile('undoing'));
  // it stands with the visit alone: no page shows it
  await work.page.goto(`${bank.served.workspace}/desk`);
  await work.page.locator('main h1').first().waitFor();
  await isInert(work, 'the desk');
  assert.ok(!(await readable(work.page)).includes('undoing'));
  await work.page.context().close();
});

test('what the second screen shows and what a customer types on it is text on both (row 2)', async () => {
  const url = `/api/customers/${bank.customers.jana}`;
  const screen = await watched('workspace', '');
  await screen.page.goto(`${bank.served.workspace}/second-screen`);
  const code = (await screen.page.locator('[data-code]').textContent()) ?? '';
  done(await banker.post('/api/screens', { code }));
  await screen.page.locator('[data-code]').waitFor({ state: 'detached' });
  done(await banker.get(`${url}/file`));
  const asked = await banker.post(`${url}/confirmations`, {
    ...{ field: 'question', subject: null, way: 'second screen', words: hostile('question') },
  });
  done(asked);
  await screen.page
    .getByText(/'question'/)
    .first()
    .waitFor();
  await isInertNow(screen, 'the second screen', 'question');
  const box = screen.page.getByRole('textbox');
  if ((await box.count()) === 0) await screen.page.getByRole('button', { name: /type/i }).click();
  await box.fill(hostile('typed'));
  await isInertNow(screen, 'the second screen, typed into', 'typed');
  await screen.page.getByRole('button', { name: 'Send' }).click();
  await screen.page.getByText('Good to see you.').waitFor();

  const work = await atWork('banker');
  await work.page.goto(`${bank.served.workspace}${url.replace('/api', '')}`);
  await work.page.getByRole('tab', { name: /contact/i }).click();
  const held = work.page.getByRole('button', { name: /^What they typed.*hidden/i }).first();
  await held.focus();
  await work.page.keyboard.down('Enter');
  await work.page
    .getByText(/'typed'/)
    .first()
    .waitFor();
  await isInert(work, 'what she typed, held', 'typed');
  await work.page.keyboard.up('Enter');
  for (const { page } of [screen, work]) await page.context().close();
});

test('what a customer asks and would have put right in the portal is text to her and to the office (row 2)', async () => {
  const she = await bank.atHome(bank.customers.jana);
  const { entries } = (await she.get('/api/own-record?of=people')).body;
  const { recordId, kind, at } = entries.find((one: { kind: string }) => one.kind === 'access record');
  done(await she.post('/api/own-inquiries', { recordId, kind, at, question: hostile('inquiry') }));
  const correction = { kind: 'correction', about: 'name', subject: null };
  done(
    await she.post('/api/own-requests', {
      ...correction,
      ...{ words: hostile('words'), proposed: hostile('proposed') },
    }),
  );
  const own = await watched('portal', she.token);
  await own.page.goto(`${bank.served.portal}/questions`);
  await own.page
    .getByText(/'inquiry'/)
    .first()
    .waitFor();
  await isInert(own, 'her questions', 'inquiry');
  await own.page.goto(`${bank.served.portal}/my-data`);
  await own.page.locator('h1').first().waitFor();
  await isInert(own, 'her data');

  const office = await atWork('privacy');
  await office.page.goto(`${bank.served.workspace}/privacy-office/inquiries`);
  await office.page.getByRole('link', { name: 'Jana Nováková' }).click();
  await office.page
    .getByText(/'inquiry'/)
    .first()
    .waitFor();
  await isInert(office, 'the inquiry', 'inquiry');
  await office.page.goto(`${bank.served.workspace}/privacy/requests`);
  await office.page.getByRole('button', { name: /^Take it/ }).click();
  await office.page
    .getByText(/'proposed'/)
    .first()
    .waitFor();
  await isInert(office, 'the request', 'words', 'proposed');
  for (const { page } of [own, office]) await page.context().close();
});

test('this test would notice markup, a link and a handler', async () => {
  const work = await atWork('banker');
  await work.page.goto(`${bank.served.workspace}/find`);
  await work.page.getByRole('searchbox').last().waitFor();
  await work.page.evaluate((text) => {
    document.body.insertAdjacentHTML('beforeend', `<p>${text}</p><a href="javascript:alert(1)">a</a>`);
  }, hostile('planted'));
  await settled(work.page);
  assert.equal((await alive(work.page)).length, 3);
  assert.ok(!(await readable(work.page)).includes(hostile('planted')));
});

async function customer(customerId: string): Promise<Watched> {
  const { token } = await bank.atHome(customerId);
  return watched('portal', token);
}
