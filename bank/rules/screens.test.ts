/** The analyst's way in a real browser: change a table, propose, have it approved, put it in force, roll it back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { staffPage } from '#bank/trial-pages.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';
import { tasks } from './jobs.ts';

const picture = pictures('rules');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     SELECT c.customer_id, CURRENT_DATE, $1, 1, CURRENT_DATE + 30 FROM customers.customers c`,
    [JSON.stringify(known)],
  );
  await bank.sql(
    `WITH made AS (INSERT INTO customers.customers (kind, full_name, home_premises_id, made_up)
       SELECT 'person', 'Made Up ' || n, CASE WHEN n % 3 = 0 THEN $2::uuid ELSE $1::uuid END, true
         FROM generate_series(1, 800) n RETURNING customer_id, split_part(full_name, ' ', 3)::integer AS n)
     INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     SELECT m.customer_id, CURRENT_DATE, $3::jsonb || jsonb_build_object('cash.share', (m.n % 10) / 10.0,
         'level', (ARRAY['basic', 'building', 'comfortable', 'wealthy'])[m.n % 4 + 1],
         'stage', (ARRAY['starting out', 'family', 'established', 'before retirement', 'in retirement'])[m.n % 7 % 5 + 1]),
       1, CURRENT_DATE + 30 FROM made m`,
    [bank.premises.main, bank.premises.side, JSON.stringify(known)],
  );
});
const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'in.difficulty': false, 'held.current.account': 1 },
  ...{ 'held.card': 0, 'cash.share': 0.7, 'overdraft.days.90': 0, 'contact.marketing': true },
  ...{ level: 'basic', stage: 'student' },
};
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function at(who: StaffName, address: string, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, who, address, options);
}

async function gridOf(page: Page) {
  const grid = page.getByRole('grid', { name: 'Rows, in their order' });
  await grid.waitFor();
  return {
    page,
    grid,
    cell: (row: number, column: number) => grid.locator(`[data-cell="${row} ${column}"]`),
  };
}
const opened = async (address: string) => gridOf(await at('analyst', new URL(address).pathname));

test('with the keyboard alone a table is changed as in a spreadsheet, and its faults stand in their cells', async () => {
  const first = await at('analyst', '/');
  await first.getByRole('heading', { name: 'Rules', exact: true }).waitFor();
  assert.deepEqual(await barriersOf(first), []);
  await picture(first, 'list');
  await first.getByRole('link', { name: 'A card: Is there a use for it' }).press('Enter');
  await first.getByRole('button', { name: 'Change this table' }).press('Enter');
  let { page, cell } = await gridOf(first);
  assert.deepEqual(await barriersOf(page), []);
  await cell(0, 0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await cell(1, 2).textContent(), '< 0.6');
  await page.keyboard.type('< many');
  await page.keyboard.press('Enter');
  assert.equal(await cell(1, 2).getAttribute('aria-invalid'), 'true');
  await page.keyboard.press('ArrowUp');
  await page.getByText('This takes a number', { exact: false }).waitFor();
  // it is kept as it was typed, and still there when the browser died; nothing is decided by it
  await page.getByText('All is kept, as it was typed: a cell is not understood').waitFor();
  await page.getByText('nothing is wrong with a row', { exact: false }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Simulate', exact: true }).isDisabled(), true);
  await cell(1, 3).focus();
  await page.keyboard.type('per');
  await page.getByText('All is kept, as it was typed: a cell is not understood').waitFor();
  const died = page.url();
  await page.close();
  ({ page, cell } = await opened(died));
  assert.equal(await cell(1, 2).textContent(), '< many');
  assert.equal(await cell(1, 2).getAttribute('aria-invalid'), 'true');
  assert.equal(await cell(1, 3).textContent(), 'per', 'what stood in the field of a cell too');
  assert.deepEqual(await barriersOf(page), []);
  // where nothing but what is not understood differs, there is no table of nothing
  assert.equal(await page.getByRole('table', { name: 'What changes' }).count(), 0);
  await picture(page, 'slips');
  for (const [column, text] of [
    [3, 'no'],
    [2, '< 0.6'],
  ] as const) {
    await cell(1, column).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await page.getByText('All is kept', { exact: true }).waitFor();
  await cell(1, 2).focus();
  await page.keyboard.type('< many');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+z');
  assert.equal(await cell(1, 2).textContent(), '< 0.6');
  await page.keyboard.press('Control+y');
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('< 0,9');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await cell(1, 2).textContent(), '< 0,9');
  // a block from a spreadsheet
  await cell(2, 2).focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '≥ 0.9\tperhaps\n');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  assert.equal(await cell(2, 2).textContent(), '≥ 0.9');
  assert.equal(await cell(2, 3).getAttribute('aria-invalid'), 'true');
  await cell(2, 3).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('yes');
  await page.keyboard.press('Escape');
  assert.equal(await cell(2, 3).textContent(), 'perhaps', 'Escape leaves it as it was');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('yes');
  await page.keyboard.press('Enter');
  await page.getByText('All is kept').waitFor();
  await page.getByText('It can be proposed once there is a test case', { exact: false }).waitFor();
  // a row that contradicts another is refused in its place
  await cell(2, 0).focus();
  await page.getByRole('button', { name: 'Copy of the row much.cash' }).press('Enter');
  await cell(3, 3).focus();
  await page.keyboard.type('no');
  await page.keyboard.press('Enter');
  await page.getByText('contradicts one above', { exact: false }).first().waitFor();
  assert.equal(await cell(3, 0).getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'contradiction');
  await cell(3, 0).focus();
  await page.getByRole('button', { name: /Remove the row much\.cash/ }).press('Enter');
  await cell(2, 0).focus();
  await page.getByRole('button', { name: 'Case for the row much.cash' }).press('Enter');
  await page.getByRole('gridcell', { name: '✓ much.cash' }).waitFor();
  await picture(page, 'draft');
  await page.close();
});

test('simulated, proposed, approved by somebody else, put in force, and rolled back the same way', async () => {
  const page = await at('analyst', '/rules');
  await page.getByRole('link', { name: 'A card: Is there a use for it' }).first().click();
  await page.getByText('once just this draft is simulated', { exact: false }).waitFor();
  await simulated(page);
  await page.getByText(/^For at least 2[34][05] of 804 customers something would change\.$/).waitFor();
  await page.getByRole('row', { name: /^A card few or none 2[34][05]$/ }).waitFor();
  assert.equal(
    await page.getByText('student').count(),
    0,
    'who is nearly alone in a group is not pointed at',
  );
  await page.getByRole('cell', { name: 'Is there a use for it: little.cash' }).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /^Open/ }).count(), 0, 'no file for an analyst');
  assert.doesNotMatch(await page.content(), /Jana|Nováková|Made Up/);
  assert.deepEqual(await barriersOf(page), []);
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, 'simulated');
  await proposed(page, 'Review 12', 'Only whoever pays nearly all in cash.');
  assert.deepEqual(await barriersOf(page), []);
  await approve('≥ 0.9');
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await page.getByRole('button', { name: /^What it changed.*1$/ }).click();
  await page.getByRole('cell', { name: '≥ 0.9' }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'history');
  await page.getByRole('button', { name: /^Bring this version back.*0$/ }).click();
  await page.getByText('brings version 0 back', { exact: false }).waitFor();
  await simulated(page);
  await page.getByRole('row', { name: /^A card 2[34][05] few or none$/ }).waitFor();
  await proposed(page, 'Review 13', 'Too few would be told of cards.');
  await approve('≥ 0.6');
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText('brought version 0 back').waitFor();
  const kept = await bank.sql('SELECT version, restores FROM rules.versions ORDER BY version');
  assert.deepEqual(kept, [
    { version: 1, restores: null },
    { version: 2, restores: 0 },
  ]);
  await page.close();
});

test('in Spanish, in the dark and narrow it is the same', async () => {
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.analyst]);
  const narrow = { locale: 'es-ES', colorScheme: 'dark', viewport: { width: 768, height: 1024 } };
  const page = await at('analyst', '/rules/tables/level', narrow);
  await page.getByRole('button', { name: 'Cambiar esta tabla' }).click();
  const grid = page.getByRole('grid', { name: 'Las filas, en su orden' });
  await grid.locator('[data-cell="0 1"]').waitFor();
  await grid.locator('[data-cell="2 3"]').focus();
  assert.equal(await page.locator(':focus').textContent(), 'no se sabe');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'level-es');
  await page.goto(`${bank.served.workspace}/rules`);
  await page.getByText('En proceso de cambio').waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'list-es');
});

/** Asks for it, and does what the jobs process would do in a moment. */
async function simulated(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Simulate', exact: true });
  await page.getByText('All is kept').waitFor();
  await button.press('Enter');
  await page.getByText('It waits for its turn.').waitFor();
  await runOnce(bank.database, 'rules.simulate', undefined, tasks['rules.simulate']);
  await page.getByText('just this draft', { exact: true }).waitFor();
}

async function proposed(page: Page, reference: string, reason: string): Promise<void> {
  await page.getByLabel('Case or event').fill(reference);
  await page.getByLabel('Why, in a sentence').fill(reason);
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('Waits for somebody else to approve it', { exact: false }).waitFor();
}

/** Somebody outside her line reads the difference and the simulation, and agrees. */
async function approve(share: string): Promise<void> {
  const page = await at('compliance', '/approvals');
  await page.getByText('Change the rules “card.applicability”', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'See what would change, and for how many' }).click();
  await page.getByRole('cell', { name: share, exact: true }).last().waitFor();
  await page.getByText(/^For at least 2[34][05] of 804 customers something would change\.$/).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'approver');
  await page.getByRole('link', { name: 'Decide among the approvals' }).click();
  await page.getByRole('button', { name: /^Decide/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Approve/ }).check();
  await dialog.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.close();
}
