/**
 * The walk: every page of the workspace, as every role that may see it, at an open counter. No amount,
 * identifier or contact detail of any customer is in the document, its title, its address, a toast, the
 * browser's stores or any answer of the server. Pages come from the modules' own lists: a new one is walked
 * by itself, or fails here for want of what its address needs.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { seedTyped, type Typed } from '#bank/privacy/words-trial.ts';
import { type Role, roles } from '#bank/staff/contract.ts';
import { allows } from '#bank/staff/rules.ts';
import { type Canaries, type Place, plain, seedCanaries, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { pageOf, settled, startBrowser } from '#platform/testing/browser.ts';

interface Listed {
  path: string;
  permission: string;
}

let bank: Trial;
let browser: Browser;
let canaries: Record<string, Canaries>;
/** What somebody has typed, in every field where one can. */
let typed: Typed;
/** What the parts of addresses stand for; a page that needs another one names it here. */
const filled: Record<string, string> = {};
before(async () => {
  bank = await trialBank({ apps: true });
  canaries = await seedCanaries(bank);
  browser = await startBrowser();
  filled.$customerId = bank.customers.jana;
  filled.$runId = randomUUID();
  await bank.sql(
    `INSERT INTO feed.runs (run_id, feed, folder, as_of, state) VALUES ($1, 'demo', 'x', CURRENT_DATE, 'finished')`,
    [filled.$runId],
  );
  filled.$questionId = randomUUID();
  await bank.sql(
    `WITH asked AS (INSERT INTO privacy.questions (question_id, staff_id, on_date, since, due_on, evidence, allowance, signs, office)
       SELECT $1, $2, CURRENT_DATE, CURRENT_DATE, CURRENT_DATE + 3, 200, 20,
              '{"declared": 1, "of": 3, "peersDeclared": 2, "peersOf": 40, "browsing": 0}', o
         FROM (VALUES ('privacy')) v(o) RETURNING question_id)
     INSERT INTO privacy.occasions (occasion_id, staff_id, customer_id, on_date, first_at, last_at, ground_kind, ground, presence,
                                    premises_id, looks, score, personal, reasons, bare, rules_version, question_id)
     SELECT gen_random_uuid(), $2, $3, CURRENT_DATE, now(), now(), 'visit', gen_random_uuid(), 'document looked at', $4, 1, 200, 200,
            '[{"rule": "declared", "weight": 5}]', true, 1, question_id FROM asked`,
    [filled.$questionId, bank.staff.other, bank.customers.jana, bank.premises.main],
  );
  typed = await seedTyped(bank, filled.$questionId);
  Object.assign(filled, typed.ids);
  filled.$feed = 'berka';
  filled.$table = 'level';
  filled.$product = 'card';
  filled.$premisesId = bank.premises.main;
  const analyst = await bank.signedIn('analyst');
  const begun = await analyst.post('/api/rules/card.suitability/drafts', { restores: null });
  filled.$draftId = begun.body.draftId;
  const [one = '', two = ''] = [bank.customers.jana, bank.customers.petr].sort();
  await bank.sql(
    `INSERT INTO customers.duplicates (customer_id, other_id, score, reasons, evidence)
     VALUES ($1, $2, 80, '[{"field": "birth date", "level": "same", "bits": 8}]', 'birth date: same')`,
    [one, two],
  );
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

/** As the modules write them; what this finds is held against the running app below. */
function pages(): Listed[] {
  const sources = globSync('bank/*/screens/**/pages.tsx', { cwd: import.meta.dirname });
  return sources.flatMap((file) => {
    const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
    const found = [...text.matchAll(/path: '([^']+)',\s+permission: '([^']+)'/g)];
    assert.equal(
      found.length,
      text.split(/\bpath:/).length - 1,
      `${file}: every page as path, then permission`,
    );
    return found.map(([, path = '', permission = '']) => ({ path, permission }));
  });
}

const addressOf = (path: string) =>
  path.replaceAll(/\$\w+/g, (name) => {
    assert.ok(filled[name], `${path}: say what ${name} stands for, so that the page is walked`);
    return filled[name] as string;
  });

/** Somebody of that role at such a place, with Jana in front of them; and everything that the server answers. */
async function atWork(role: Role, place: Place) {
  const token = randomBytes(32).toString('base64url');
  const [made] = await bank.sql(
    `WITH made AS (INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
       VALUES ($1, 'Walker', $2, $3, true) RETURNING staff_id)
     INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
     SELECT $4, m.staff_id, w.station_id, now() + interval '1 hour', now() + interval '1 hour'
       FROM made m, premises.stations w WHERE w.premises_id = $3 AND w.place = $5 RETURNING staff_id`,
    [`walker.${randomUUID().slice(0, 8)}`, role, bank.premises.main, hashToken(token), place],
  );
  await bank.sql(
    'INSERT INTO staff.certificates (staff_id, valid_from, expires_on) VALUES ($1, CURRENT_DATE, CURRENT_DATE + 99)',
    [made?.staff_id],
  );
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence, checked_in_by, handed_to, topic, started_at)
     VALUES ($1, 'branch', $2, 1, 'in progress', 'card', $3, $4, $5, now())`,
    [bank.customers.jana, bank.premises.main, bank.staff.greeter, made?.staff_id, typed.topic],
  );
  const page = await pageOf(browser, { cookie: '__Host-earshot-workspace', token });
  const answers: { url: string; body: Promise<string> }[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      answers.push({ url: response.url(), body: response.text().catch(() => '') });
  });
  return { page, answers };
}

/** Everything of the page that a bystander, or whoever comes to this browser later, could read. */
const everythingOf = (page: Page) =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
      ...[document.title, location.href, JSON.stringify(history.state)],
      ...[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie],
    ].join('\n'),
  );

async function leaks(page: Page, answers: { url: string; body: Promise<string> }[]): Promise<string[]> {
  const places: [string, string][] = [['the page', await everythingOf(page)]];
  for (const { url, body } of answers.splice(0)) places.push([new URL(url).pathname, await body]);
  return places.flatMap(([where, text]) => {
    const searched = plain(text);
    const words = [...typed.words].filter(([word]) => searched.includes(word));
    return [
      ...Object.values(canaries).flatMap(({ all }) =>
        all.filter((canary) => searched.includes(canary)).map((canary) => `${where}: ${canary}`),
      ),
      ...words.map(([word, field]) => `${where}: ${word}, typed as ${field}`),
    ];
  });
}

/**
 * To another page: as whoever types its address, and from a page of ours as its links do, with all that the app
 * has kept of the pages before.
 */
async function go(page: Page, path: string) {
  const heading = page.locator('main h1:not([data-left])').first();
  if ((await page.locator('main h1').count()) > 0) {
    await page.evaluate((to) => {
      for (const left of document.querySelectorAll<HTMLElement>('main h1')) left.dataset.left = '';
      history.pushState({}, '', to);
    }, path);
    // two addresses may be one page to the app, which then keeps its heading
    if (await heading.waitFor({ timeout: 5000 }).then(isSo, () => false)) return;
  }
  await page.goto(`${bank.served.workspace}${path}`);
  await heading.waitFor();
}
const isSo = () => true;

/** Opens a page and everything on it that opens without changing anything; calls back at each step. */
async function look(page: Page, path: string, step: () => Promise<void>) {
  await go(page, path);
  await settled(page);
  await step();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await settled(page);
    await step();
  }
  const search = page.getByRole('searchbox');
  for (const words of (await search.count()) > 0 ? ['novak', 'jana', 'hvezda', '264'] : []) {
    // what is asked of the server is asked once nobody types any more; what is not, is there at once
    const asked = page.waitForRequest(/\/api\//, { timeout: 400 }).catch(() => undefined);
    await search.last().fill(words);
    await asked;
    await settled(page);
    await step();
  }
  const asks = page.locator('main').getByRole('button', { name: /show, don't say|take the next pair/i });
  if ((await asks.count()) > 0) {
    await asks.first().click();
    await settled(page);
    await step();
  }
}

test('every page that the navigation shows is among those that are walked', async () => {
  const listed = new Set(pages().map(({ path }) => path));
  assert.ok(listed.size >= 8);
  for (const role of ['banker', 'greeter', 'manager', 'administrator'] as const) {
    const { page } = await atWork(role, 'open counter');
    await page.goto(bank.served.workspace);
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    await links.first().waitFor();
    for (const link of await links.all()) assert.ok(listed.has((await link.getAttribute('href')) ?? ''));
    await page.context().close();
  }
});

test('at an open counter nothing of any customer is to be read on any page, by any role', async (t) => {
  for (const role of roles) {
    const mine = pages().filter(({ permission }) => permission === 'anybody' || allows(role, permission));
    await t.test(`${role}: ${mine.length} pages`, async () => {
      const { page, answers } = await atWork(role, 'open counter');
      for (const { path } of mine) {
        await look(page, addressOf(path), async () => {
          assert.deepEqual([...new Set(await leaks(page, answers))], [], `${role} on ${path}`);
          // nobody is led to what is then refused
          assert.equal(await page.getByText('Your role may not do this.').count(), 0, `${role} on ${path}`);
        });
        assert.equal(await page.getByText('This page is not there').count(), 0, `${role} sees ${path}`);
      }
      await page.context().close();
    });
  }
  const walked = (path: string, permission: string) =>
    roles.some((role) => permission === 'anybody' || allows(role, permission)) && addressOf(path);
  for (const { path, permission } of pages()) assert.ok(walked(path, permission), `nobody walks ${path}`);
});

/** "the page: 48317910, typed as promise" → "48317910" */
const canaryIn = (leak: string) => (leak.split(': ')[1] as string).split(', typed')[0] as string;

test('what is typed elsewhere than in a file is read in the back office, so the walk would have seen it', async () => {
  const seen = new Set<string>();
  const all = () => typed.elsewhere.every((word) => seen.has(word));
  for (const role of ['greeter', 'manager', 'privacy officer', 'compliance officer'] as const) {
    const { page, answers } = await atWork(role, 'back office');
    for (const { path, permission } of pages())
      if (!all() && (permission === 'anybody' || allows(role, permission)))
        await look(page, addressOf(path), async () => {
          for (const leak of await leaks(page, answers)) seen.add(canaryIn(leak));
        });
    await page.context().close();
  }
  const unseen = typed.elsewhere.filter((word) => !seen.has(word)).map((word) => typed.words.get(word));
  assert.deepEqual([...new Set(unseen)], []);
});

test('in a private room the values are there, so the walk would have seen them; identifiers are nowhere', async () => {
  const { page, answers } = await atWork('banker', 'private room');
  const seen = new Set<string>();
  await look(page, `/customers/${bank.customers.jana}`, async () => {
    for (const leak of await leaks(page, answers)) seen.add(canaryIn(leak));
  });
  for (const word of typed.onFile) assert.ok(seen.has(word), `typed as ${typed.words.get(word)}`);
  const { jana, petr, shop, star } = canaries as Record<string, Canaries>;
  const hidden = new Set(jana?.identifiers.map(plain));
  for (const canary of jana?.all ?? []) {
    // a birth date is told in one of two ways of writing it
    const isDay = /^(19|feb)/.test(canary);
    if (!isDay) assert.equal(seen.has(canary), !hidden.has(canary), canary);
  }
  assert.ok(
    [...seen].some((canary) => canary.startsWith('feb17')),
    'the birth date',
  );
  for (const other of [petr, shop, star])
    for (const canary of other?.all ?? []) assert.ok(!seen.has(canary), `somebody else's ${canary}`);
});

test('at the counter a value is there while it is held, and nowhere once it is let go', async () => {
  const { page, answers } = await atWork('banker', 'open counter');
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await page.getByText('What changed').waitFor();
  await page.getByRole('button', { name: /^balance of .*saving.*hidden/i }).focus();
  await page.keyboard.down('Enter');
  await page.getByText('91,374,650.00').first().waitFor();
  assert.ok((await leaks(page, answers)).some((leak) => leak.startsWith('the page')));
  await page.keyboard.up('Enter');
  await page.getByText('91,374,650.00').first().waitFor({ state: 'detached' });
  assert.deepEqual(await leaks(page, answers), [], 'not even what a screen reader was told stays');
});

test('a promise and a note are written at the counter, kept, and read while they are held; else they are nowhere', async () => {
  const { page, answers } = await atWork('banker', 'open counter');
  const said = { promise: 'Send 61 550 277 to FR55 3301 2299', note: 'Her new number is +33 61 44 55 902' };
  const nowhere = async (when: string) => {
    const all = [await everythingOf(page), ...(await Promise.all(answers.splice(0).map(({ body }) => body)))];
    for (const [field, words] of Object.entries(said))
      for (const text of all) assert.ok(!plain(text).includes(plain(words)), `${field}, ${when}`);
  };
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await page.getByRole('button', { name: 'Promise something' }).click();
  await page.getByLabel('What is promised').fill(said.promise);
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('By which day').fill(day);
  await page.getByRole('button', { name: 'Promise', exact: true }).click();
  await page.getByText('Promised. It comes back on its day.').first().waitFor();
  await page.getByLabel('Write a note').fill(said.note);
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByText('The note is in the file.').first().waitFor();
  await nowhere('written');
  await page.reload();
  const held = page.getByRole('button', { name: /^What was promised, due .*hidden/i }).last();
  await held.waitFor();
  await nowhere('read again');
  await held.focus();
  await page.keyboard.down('Enter');
  await page
    .getByText(/61 550 277/)
    .first()
    .waitFor();
  await page.keyboard.up('Enter');
  await page
    .getByText(/61 550 277/)
    .first()
    .waitFor({ state: 'detached' });
  answers.splice(0);
  await nowhere('let go');
  const [record] = await bank.sql(
    `SELECT fields, place FROM privacy.access_records WHERE action = 'reveal' ORDER BY at DESC LIMIT 1`,
  );
  assert.match(String(record?.fields), /^promise [0-9a-f-]{36}$/);
  assert.equal(record?.place, 'open counter');
  await page.getByRole('button', { name: /^Kept/ }).last().click();
  await page.getByText('A promise kept.').first().waitFor();
  await nowhere('kept');
  await page.context().close();
});

test('pages without a sign-in show nothing of anybody', async () => {
  for (const path of ['/second-screen', '/waiting', '/invitation', '/', '/nowhere']) {
    const page = await pageOf(browser, { cookie: '', token: '' });
    await page.goto(`${bank.served.workspace}${path}`);
    await page.locator('h1').first().waitFor();
    assert.deepEqual(await leaks(page, []), [], path);
    await page.context().close();
  }
});
