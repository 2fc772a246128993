/** Where the bank is and when it is open, for anybody, signed in or not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, strangersPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('branches');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.sql(
    `UPDATE premises.premises SET address_lines = '{Lipová 1999,Brno}', postal_code = '602 00', telephone = '+420 000 100 100',
       hours = '{"1": [["00:00","24:00"]],"2": [["00:00","24:00"]],"3": [["00:00","24:00"]],"4": [["00:00","24:00"]],
                 "5": [["00:00","24:00"]],"6": [["00:00","24:00"]],"7": [["00:00","24:00"]]}' WHERE premises_id = $1`,
    [bank.premises.main],
  );
  await bank.sql(
    `INSERT INTO premises.holidays (premises_id, on_date, name, hours) VALUES ($1, $2, 'Founding day', '[["09:00","24:00"]]'),
       ($1, $3, 'Far away', '[]')`,
    [bank.premises.main, inDays(3), inDays(40)],
  );
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const inDays = (days: number) => Temporal.Now.plainDateISO('Europe/Prague').add({ days }).toString();

test('anybody is told what stands on the door, and nothing of work stations, codes or what is no more', async () => {
  await bank.sql(
    `INSERT INTO premises.premises (kind, code, name, ended_on, made_up)
     VALUES ('office', 'hq', 'Headquarters', NULL, true), ('branch', 'gone', 'Closed lately', CURRENT_DATE - 1, true),
            ('branch', 'last', 'Closing soon', CURRENT_DATE + 9, true)`,
  );
  const { status, body, text } = await bank.nobody('portal').get('/api/branches');
  assert.equal(status, 200, text);
  const names = body.branches.map(({ name }: { name: string }) => name);
  assert.ok(names.includes('Main Street') && names.includes('Closing soon'));
  assert.ok(!names.includes('Headquarters') && !names.includes('Closed lately'));
  const main = body.branches.find(({ name }: { name: string }) => name === 'Main Street');
  assert.equal(main.telephone, '+420 000 100 100');
  assert.equal(main.today, inDays(0));
  assert.equal(main.opening.state, 'open');
  assert.deepEqual(main.days, [
    { onDate: inDays(3), name: 'Founding day', intervals: [{ from: '09:00', to: '24:00' }] },
  ]);
  assert.doesNotMatch(text, /station|"code"|Counter|Gita|version/);
});

test('a bank of many branches is read page by page, each place once', async () => {
  await bank.sql(
    `INSERT INTO premises.premises (kind, code, name, made_up)
     SELECT 'branch', 'many' || n, 'Village ' || n % 7, true FROM generate_series(1, 130) n`,
  );
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const { body } = await bank.nobody('portal').get(`/api/branches${after && `?after=${after}`}`);
    seen.push(...body.branches.map(({ premisesId }: { premisesId: string }) => premisesId));
    assert.ok(body.branches.length <= 100);
    if (body.next === null) break;
    after = body.next;
  }
  assert.equal(new Set(seen).size, seen.length);
  const [all] = await bank.sql(
    `SELECT count(*)::int AS places FROM premises.premises
      WHERE kind <> 'office' AND (ended_on IS NULL OR ended_on > CURRENT_DATE)`,
  );
  assert.equal(seen.length, all?.places);
  assert.equal((await bank.nobody('portal').get('/api/branches?after=x')).status, 400);
  await bank.sql(`DELETE FROM premises.premises WHERE code ~ '^many' AND code <> 'many1'`);
});

test('from the sign-in by keyboard to the hours of a branch; in Spanish, in the dark, on a telephone', async () => {
  const page = await strangersPage({ bank, browser }, '/', { locale: 'en-GB' });
  await page.getByRole('link', { name: 'Branches and opening hours' }).press('Enter');
  const branch = page.getByRole('listitem').filter({ hasText: 'Main Street' });
  await branch.getByText('Lipová 1999, Brno, 602 00').waitFor();
  assert.equal(await branch.getByRole('link').getAttribute('href'), 'tel:+420000100100');
  await branch.locator('summary').press('Enter');
  await branch.getByText('09:00 – 00:00').waitFor();
  assert.equal(await branch.locator('[aria-current=date]').count(), 1);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'en');
  await page.goto(`${bank.served.portal}/`);
  await bank.sql(
    `INSERT INTO premises.premises (kind, code, name, address_lines, hours, made_up) SELECT 'atm', 'atm' || n, 'Machine ' || n,
       '{Nádraží}', '{"1": [["00:00","24:00"]],"2": [["00:00","24:00"]],"3": [["00:00","24:00"]],"4": [["00:00","24:00"]],
       "5": [["00:00","24:00"]],"6": [["00:00","24:00"]],"7": [["00:00","24:00"]]}', true FROM generate_series(1, 5) n`,
  );
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const options = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;
  const inside = await customerPage({ bank, browser }, '/branches', options);
  await inside.getByRole('heading', { level: 2, name: 'Cajeros automáticos' }).waitFor();
  await inside.getByRole('searchbox').fill('NADRAZI');
  await inside.getByText('Machine 5').waitFor();
  assert.equal(await inside.getByText('Main Street').count(), 0);
  assert.equal(await inside.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  assert.deepEqual(await barriersOf(inside), []);
  await inside.getByRole('searchbox').fill('');
  await picture(inside, 'es-dark-narrow');
});
