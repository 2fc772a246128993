/** Contact details of several, in a real browser: chosen, asked for, approved, shown, hidden; checked by axe. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Place, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { barriersOf, pageOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('bulk');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  const { jana, petr, star } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
     SELECT c, 'phone', '+420 733 55 66 77', '+420733556677' FROM unnest($1::uuid[]) c`,
    [[jana, star]],
  );
  await bank.sql('UPDATE customers.contact_points SET safe_to_use = false WHERE customer_id = $1', [petr]);
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by, from_date)
     SELECT c, $1, $2, CURRENT_DATE FROM unnest($3::uuid[]) c`,
    [bank.staff.banker, bank.staff.manager, [jana, petr, star]],
  );
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

test('by keyboard alone: a list is chosen and asked for, another approves it by name, and it is shown once', async () => {
  const banker = await staffPage('banker', 'private room', { colorScheme: 'dark' });
  await banker.goto(`${bank.served.workspace}/portfolio`);
  const open = banker.getByRole('button', { name: 'Contact details of several' });
  await open.focus();
  await banker.keyboard.press('Enter');
  const dialog = banker.getByRole('dialog');
  await dialog.getByText('Whose? Fifty at most').waitFor();
  assert.equal(await dialog.getByLabel('Slavná Hvězda').isDisabled(), true);
  await dialog.getByText('Restricted: left out').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Ask for approval' }).isDisabled(), true);
  for (const name of ['Jana Nováková', 'Petr Novák']) {
    await dialog.getByLabel(name).focus();
    await banker.keyboard.press('Space');
  }
  await dialog.getByText('2 chosen, fifty at most').waitFor();
  await dialog.getByLabel('Case or event').fill('Recall 12');
  await dialog.getByLabel('Why, in a sentence').fill('The cards of these people are called back.');
  assert.deepEqual(await barriersOf(banker), [], 'asking');
  await picture(banker, 'asking-dark');
  await dialog.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await dialog.getByText('It waits for somebody else to approve it').waitFor();

  const privacy = await staffPage('privacy', 'back office');
  await privacy.goto(`${bank.served.workspace}/approvals`);
  await privacy.getByText('e-mail addresses of a list of customers (2), once').waitFor();
  await privacy.getByText('Jana Nováková · Petr Novák').waitFor();
  assert.deepEqual(await barriersOf(privacy), [], 'approvals');
  await picture(privacy, 'approvals');
  await privacy.getByRole('button', { name: 'Decide' }).click();
  await privacy.getByRole('radio', { name: /^Approve/ }).check();
  await privacy.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await privacy.getByRole('dialog').waitFor({ state: 'detached' });

  await dialog.getByText(/has approved it/).waitFor();
  await picture(banker, 'approved-dark');
  await dialog.getByRole('button', { name: 'Show them, once' }).press('Enter');
  await dialog.getByText('+420 733 55 66 77').waitFor();
  await dialog.getByText('Left out: nothing is safe to use').waitFor();
  assert.deepEqual(await barriersOf(banker), [], 'shown');
  await picture(banker, 'shown-dark');
  await dialog.getByRole('button', { name: 'Hide them' }).press('Enter');
  await banker.getByText('+420 733 55 66 77').waitFor({ state: 'detached' });
  assert.ok(!(await banker.content()).includes('733 55'), 'nowhere on the page any more');
});

test('at an open counter the list does not come, and says where it does; narrow, and in Spanish', async () => {
  const banker = await staffPage('banker', 'open counter', { viewport: { width: 768, height: 1024 } });
  await bank.sql(`UPDATE staff.staff SET locale = 'es' WHERE staff_id = $1`, [bank.staff.banker]);
  await bank.sql(
    `INSERT INTO privacy.approvals (approval_id, action, payload, hash, requested_by, requester_person, reference, reason, expires_at,
                                    state, decided_by, approver_person, decided_at)
     SELECT gen_random_uuid(), 'bulk reveal', $3, privacy.approval_hash('bulk reveal', $3, '{}'), b.staff_id, b.person_id, 'Case 1',
            'A reason in some words.', now() + interval '10 minutes', 'approved', p.staff_id, p.person_id, now()
       FROM staff.staff b, staff.staff p WHERE b.staff_id = $1 AND p.staff_id = $2`,
    [bank.staff.banker, bank.staff.privacy, JSON.stringify({ customerIds: [bank.customers.jana] })],
  );
  await banker.goto(`${bank.served.workspace}/portfolio`);
  await banker.getByRole('button', { name: 'Datos de contacto de varios' }).click();
  const dialog = banker.getByRole('dialog');
  await dialog.getByText(/mostrador/).waitFor();
  assert.equal(await dialog.getByRole('button', { name: /una vez/ }).isDisabled(), true);
  assert.deepEqual(await barriersOf(banker), []);
  await picture(banker, 'counter-es');
});
