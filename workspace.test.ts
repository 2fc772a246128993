/**
 * The workspace's frame in a real browser, on the built apps and a real server: where a day begins for each role,
 * in whose language things are said, and that a file is asked for ahead, but only by going to it and only once.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { pageOf, settled, startBrowser } from '#platform/testing/browser.ts';

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

/** The names of the scripts that this page asks for, without their hashes. */
function scriptsOf(page: Page): Set<string> {
  const names = new Set<string>();
  page.on('request', (request) => {
    const [, name] = /\/assets\/([\w-]+)-[\w-]{8}\.js$/.exec(request.url()) ?? [];
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** A page of somebody who is signed in. */
async function atWork(who: StaffName, locale = 'en-US'): Promise<Page> {
  const { token } = await bank.signedIn(who);
  const page = await pageOf(browser, { cookie: cookieName('workspace'), token }, { locale });
  page.setDefaultTimeout(20_000);
  return page;
}

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const opened = async () =>
  Number((await bank.sql(`SELECT count(*) FROM privacy.access_records WHERE action = 'open'`))[0]?.count);

test('a day begins where the work is', async () => {
  for (const [who, where, path] of [
    ['greeter', 'Welcome desk', '/desk'],
    ['admin', 'Feeds', '/feeds'],
    ['banker', 'Today', '/'],
  ] as const) {
    const page = await atWork(who);
    await page.goto(bank.served.workspace);
    await heading(page, where);
    assert.equal(new URL(page.url()).pathname, path, who);
    await page.context().close();
  }
});

test('on a phone the bar shows where one is, however many pages a role has', async () => {
  const page = await atWork('admin', 'es-ES');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(bank.served.workspace);
  await heading(page, 'Fuentes de datos');
  const here = page.getByRole('navigation').getByRole('link', { name: 'Fuentes de datos' });
  for (const path of ['/feeds', '/feeds/berka']) {
    await page.goto(`${bank.served.workspace}${path}`);
    await settled(page);
    const box = await here.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 390, `${path} ${JSON.stringify(box)}`);
  }
  await page.context().close();
});

test('the way in brings what it needs and no more; the rest comes while somebody types', async () => {
  const page = await (await browser.newContext()).newPage();
  const scripts = scriptsOf(page);
  await page.goto(bank.served.workspace, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const later = ['inside', 'routing', 'today'];
  for (const name of later) assert.ok(!scripts.has(name), name);
  const asked = later.map((name) => page.waitForRequest((one) => one.url().includes(`/assets/${name}-`)));
  await page.keyboard.press('a');
  await Promise.all(asked);
  await page.context().close();
});

test('a document names the files of its page for whoever comes with a sign-in, and never an answer', async () => {
  const nobody = await (await fetch(`${bank.served.workspace}/customers/${bank.customers.jana}`)).text();
  assert.doesNotMatch(nobody, /modulepreload[^>]*\/(inside|page|routing)-/);
  const { token } = await bank.signedIn('banker');
  const headers = { cookie: `${cookieName('workspace')}=${token}`, 'accept-language': 'es-ES,es' };
  const file = await (
    await fetch(`${bank.served.workspace}/customers/${bank.customers.jana}`, { headers })
  ).text();
  const named = [...file.matchAll(/<link rel="(?:modulepreload|preload)"[^>]* href="([^"]+)"/g)].map(
    ([, href]) => String(href),
  );
  for (const one of ['inside', 'routing', 'page', 'es'])
    assert.ok(
      named.some((href) => href.startsWith(`/assets/${one}-`)),
      one,
    );
  for (const href of named) {
    assert.match(href, /^\/assets\//);
    assert.equal((await fetch(new URL(href, bank.served.workspace))).status, 200, href);
  }
});

test('a role that has no page yet is told so, and whom to ask', async () => {
  await bank.sql(`UPDATE staff.staff SET role = 'marketer' WHERE staff_id = $1`, [bank.staff.other]);
  const page = await atWork('other');
  await page.goto(bank.served.workspace);
  await page.getByText('There is no page for your role yet').waitFor();
  await page.getByText('You are signed in as: Marketer.').waitFor();
  await page.context().close();
});

test('nobody waits: a banker is shown where work comes from', async () => {
  const page = await atWork('banker');
  await page.goto(bank.served.workspace);
  await page.getByText('Nobody waits for you').waitFor();
  await page.getByRole('link', { name: 'See who is in the branch' }).click();
  await heading(page, 'Welcome desk');
  await page.context().close();
});

test('words that come late, and in another order, are those of the language that was asked for last', async () => {
  const page = await atWork('banker', 'es-ES');
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.banker]);
  const late = (pattern: RegExp, milliseconds: number) =>
    page.route(pattern, async (route) => {
      await new Promise((done) => setTimeout(done, milliseconds));
      await route.continue();
    });
  // who it is, is known before there is a word
  await late(/\/assets\/es-/, 300);
  await late(/\/assets\/en-/, 900);
  await page.goto(`${bank.served.workspace}/approvals`);
  await heading(page, 'Aprobaciones');
  // whatever was asked for has come
  await settled(page);
  await heading(page, 'Aprobaciones');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await bank.sql(`UPDATE staff.staff SET locale = 'en' WHERE staff_id = $1`, [bank.staff.banker]);
  await page.context().close();
});

test('what a feed rejected and noted is said in the language of the reader', async () => {
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.admin]);
  const [run] = await bank.sql(
    `INSERT INTO feed.runs (feed, folder, as_of, state, finished_at, problem, notes)
     VALUES ('demo', '/extracts/demo', '2026-01-31', 'failed', now(), $1, $2) RETURNING run_id`,
    [
      'Every one of the 20 rows of holdings was rejected. Nothing was changed.',
      ['3 lines of customer could not be read; they count with no entity.'],
    ],
  );
  await bank.sql(
    `INSERT INTO feed.run_entities (run_id, entity, place, rows_in, rejected) VALUES ($1, 'holdings', 0, 20, 20)`,
    [run?.run_id],
  );
  await bank.sql(
    `INSERT INTO feed.rejects (run_id, file_number, line, entity, column_name, reason, value) VALUES
       ($1, 1, 4, 'holdings', 'opened_on', 'is not a day like 2026-11-23', '2026-02-30'),
       ($1, 1, 5, 'holdings', NULL, 'has 3 cells where 5 are expected', 'm6')`,
    [run?.run_id],
  );
  await bank.sql(`INSERT INTO feed.alarms (feed, run_id, kind, says) VALUES ('demo', $1, 'failed', $2)`, [
    ...[run?.run_id, 'The feed demo could not be taken in: movement.csv lacks the column day.'],
  ]);
  const page = await atWork('admin');
  await page.goto(`${bank.served.workspace}/feeds`);
  await page.getByText('A movement.csv le falta la columna day.').waitFor();
  await page.goto(`${bank.served.workspace}/feeds/runs/${run?.run_id}`);
  for (const sentence of [
    'no es un día como 2026-11-23',
    'tiene 3 celdas donde se esperan 5',
    'No se pudieron leer 3 líneas de customer; no se cuentan con ninguna entidad.',
    'Se rechazaron todas las 20 filas de Productos contratados. No se cambió nada.',
  ]) {
    await page.getByText(sentence).first().waitFor();
  }
  assert.doesNotMatch(
    (await page.locator('main').textContent()) ?? '',
    /\b(is not|rejected|could not|expected)\b/,
  );
  await page.context().close();
});

test('a file is opened by going to it: once for each going, and never by pointing at it', async () => {
  const visit = await bank.visit(bank.customers.jana, 'banker');
  const page = await atWork('banker');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/file') || request.url().includes('/file?')) asked.push(request.url());
  });
  await page.goto(bank.served.workspace);
  const link = page.getByRole('link', { name: 'Open file' });
  await link.hover();
  await link.focus();
  await settled(page);
  assert.deepEqual([asked.length, await opened()], [0, 0], 'pointing at it');
  await link.click();
  await page.getByText('What changed').waitFor();
  assert.deepEqual([asked.length, await opened()], [1, 1], 'going to it');
  assert.ok(asked[0]?.endsWith(`?ground=${visit}`), 'with the reason one came with');
  await page.getByRole('tab', { name: /people/i }).click();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await settled(page);
  assert.deepEqual([asked.length, await opened()], [1, 1], 'staying there');
  await page.reload();
  await page.getByText('What changed').waitFor();
  assert.deepEqual([asked.length, await opened()], [2, 2], 'loading it again');
  await page.getByRole('link', { name: 'Today' }).click();
  await heading(page, 'Today');
  await page.goBack();
  await page.getByText('What changed').waitFor();
  await settled(page);
  assert.deepEqual([asked.length, await opened()], [3, 3], 'coming back to it');
  await page.context().close();
});

test('what was asked for ahead for one person is never shown to the next', async () => {
  await bank.visit(bank.customers.petr, 'banker');
  const page = await atWork('banker');
  const file = `/api/customers/${bank.customers.petr}/file`;
  // The banker's answer is there, but the answer of who is there gets lost.
  await page.route('**/api/me', (route) => route.abort());
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith(file)),
    page.goto(`${bank.served.workspace}/customers/${bank.customers.petr}`),
  ]);
  await page.unroute('**/api/me');
  const { token } = await bank.signedIn('manager');
  const url = bank.served.workspace.replace('http:', 'https:');
  await page.context().addCookies([{ name: cookieName('workspace'), value: token, url, secure: true }]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('This file is closed for now').waitFor();
  assert.ok(!(await page.content()).includes('Petr Novák'));
  await page.context().close();
});
