/** Whether suggestions help, and whom to think of today, in real browsers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('outcomes');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.sql(
    `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on, measured_on, met, kept)
     SELECT gen_random_uuid(), c.code, CURRENT_DATE - 190, h, 70, 'saving', CURRENT_DATE - 8, CURRENT_DATE - 8,
            random() < CASE WHEN h THEN 0.3 ELSE 0.55 END, random() < 0.95
       FROM (VALUES ('card', 300), ('savings.reserve', 40), ('budget', 30)) c(code, n),
            LATERAL (SELECT n % 3 = 0 AND c.code <> 'budget' AS h FROM generate_series(1, c.n) n) x`,
  );
  await bank.sql('SELECT advice.count_outcomes(CURRENT_DATE), advice.count_outcome_quarters(CURRENT_DATE)');
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function open(who: StaffName, address: string, place: Place, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, who, address, { place, ...options });
}

test('a manager reads whether suggestions help: beside those held out, and honest where too little is known', async () => {
  const page = await open('manager', '/outcomes', 'back office');
  const row = (name: string) => page.getByRole('row', { name });
  await row('A card needs met').getByText('It helps').waitFor();
  await row('A savings account for a reserve needs met').getByText('Too little known').waitFor();
  await page.getByRole('heading', { name: 'Help, and what costs nothing' }).waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Settings' }).count(), 0, 'not for a manager');
  const quarters = page.locator('section', { has: page.getByRole('heading', { name: 'By quarter' }) });
  await quarters.getByLabel('Of what').selectOption({ label: 'A card' });
  await quarters.getByLabel('Measured by').selectOption({ label: 'needs met' });
  await quarters.getByText('of 200').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'helps');
});

test('an analyst reads the model card: where it ranks, where the base rate is all, and what came', async () => {
  const option = (why: string, more: object) => ({
    ...{ why, answers: 1200, accepted: 420, from: '2026-01-01', to: '2026-07-01', auc: 0.74, aucLater: 0.69 },
    ...{ missLater: 0.19, missOfBase: 0.23, calibration: [], strongest: [], ...more },
  });
  const card = {
    card: option('learnt', {
      calibration: [0.1, 0.2, 0.3, 0.4, 0.6].map((expected) => ({
        expected,
        accepted: expected * 240,
        answers: 240,
      })),
      strongest: [{ feature: 'cash.share range 9', weight: 1.2 }],
    }),
    'savings.reserve': option('too few answers', { answers: 40, accepted: 9, auc: null, aucLater: null }),
  };
  await bank.sql(`INSERT INTO advice.propensities (version, options, card) VALUES (1, '{}', $1)`, [
    JSON.stringify(card),
  ]);
  await bank.sql(`INSERT INTO advice.propensity_months VALUES (1, '2026-10-01', 60, 21.5, 20)`);
  await bank.sql(`UPDATE staff.staff SET role = 'analyst' WHERE staff_id = $1`, [bank.staff.other]);
  const page = await open('other', '/outcomes', 'back office');
  await page.getByRole('tab', { name: 'Does it help?' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Base rate: too few answers').waitFor();
  await page.getByText('A card: what was foreseen, and what came').first().click();
  await page.getByText('share taken out in cash').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'likely');
});

test('compliance reads whether offers come to groups alike; a manager has no such page', async () => {
  const count = (dimension: string, band: string, decided: number | null, suggested: number | null) =>
    bank.sql(`INSERT INTO advice.group_counts VALUES ('2026-10-01', $1, $2, '', $3, $4)`, [
      dimension,
      band,
      decided,
      suggested,
    ]);
  await count('age', '18-29', 300, 40);
  await count('age', '30-44', 900, 320);
  await count('age', '45-59', 800, 250);
  await count('age', '75+', null, null);
  await count('age', '60-74', 900, 3);
  await count('sex', 'female', 900, 290);
  await count('sex', 'male', 900, 310);
  const options = { colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await open('compliance', '/outcomes', 'back office', options);
  await page.getByRole('tab', { name: 'By group' }).press('Enter');
  await page.getByRole('row', { name: /18-29/ }).getByText('Below four fifths').waitFor();
  await page.getByRole('row', { name: /75\+/ }).getByText('Too few to judge', { exact: true }).waitFor();
  // three of nine hundred are a finding, though three are not shown; it is not said that they are too few
  const withheld = page.getByRole('row', { name: /60-74/ });
  await withheld.getByText('not shown', { exact: true }).waitFor();
  await withheld.getByText('Below four fifths').waitFor();
  assert.equal(await withheld.getByText(/too few/i).count(), 0);
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'groups');
  const manager = await open('manager', '/outcomes', 'back office');
  await manager.getByRole('tab', { name: 'Does it help?' }).waitFor();
  assert.equal(await manager.getByRole('tab', { name: 'By group' }).count(), 0);
  // whoever has nothing to read there is not shown the way to it
  const privacy = await open('privacy', '/approvals', 'back office');
  const pages = privacy.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Approvals' }).waitFor();
  assert.equal(await pages.getByRole('link', { name: 'Outcomes' }).count(), 0);
});

test('an administrator asks for another share held out, in Spanish, narrow, dark and by the keyboard', async () => {
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.admin]);
  const options = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await open('admin', '/outcomes', 'back office', options);
  const share = page.getByLabel('Reservados, de cada cien');
  await share.fill('21');
  await page.getByText('Entre 0 y 20.').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Pedir aprobación' }).isDisabled());
  await share.fill('5');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'settings');
  assert.equal(await page.getByRole('tab').count(), 1, 'what came of it is not for an administrator');
});

test('in Spanish and in the dark, wide and on a telephone, each reads the same, and nothing is cut off', async () => {
  const roles = [
    ['manager', '¿Ayuda?', 'helps', 'Por trimestre'],
    ['analyst', 'Quién es probable que acepte', 'likely', 'Aprendido'],
    ['compliance', 'Por grupo', 'groups', 'Por edad'],
    ['admin', '', 'settings', 'Pedir aprobación'],
  ] as const;
  for (const [who, tab, name, shows] of roles) {
    await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff[who]]);
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      const options = { locale: 'es-ES', colorScheme: 'dark', viewport: { width, height } };
      const page = await open(who, '/outcomes', 'back office', options);
      await page.getByRole('heading', { name: 'Resultados', level: 1 }).waitFor();
      if (tab !== '') await page.getByRole('tab', { name: tab }).press('Enter');
      await page.getByText(shows, { exact: true }).first().waitFor();
      await picture(page, `${name}-es-${width}`);
      assert.deepEqual(await barriersOf(page), [], `${who} ${width}`);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.equal(wide, false, `${who} ${width}: nothing is cut off at the side`);
      await page.context().close();
    }
  }
});

test('whom something would do good stands on Today; at an open counter not what', async () => {
  const { jana } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, from_date, assigned_by) VALUES ($1, $2, CURRENT_DATE, $3)`,
    [jana, bank.staff.banker, bank.staff.manager],
  );
  await bank.sql(
    `WITH said AS (INSERT INTO advice.verdicts (option_code, says, about)
       VALUES ('savings.reserve', 'fits', '{a,b,c,d}') RETURNING verdict_id)
     INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT $1, 1, 'r', 'suggestions', format('%s:70', verdict_id), CURRENT_DATE, CURRENT_DATE + 30 FROM said`,
    [jana],
  );
  await bank.sql(
    `INSERT INTO advice.followed (customer_id, option_code, since, held_out, due_on)
     VALUES ($1, 'savings.reserve', CURRENT_DATE, false, CURRENT_DATE + 182)`,
    [jana],
  );
  const page = await open('banker', '/', 'private room');
  await page.getByRole('heading', { name: 'What would do them good' }).waitFor();
  await page.getByText('A savings account for a reserve').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'prompts');
  const counter = await open('banker', '/', 'open counter');
  await counter.getByText('Something for a private room').waitFor();
  assert.doesNotMatch(await counter.content(), /savings account/i);
});
