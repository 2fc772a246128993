/** A customer's first sign-in: handed over in a proven visit, of use to her alone, once. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { approvedBy, attackTwoPeople } from '#bank/privacy/approving-trial.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { staffPage, strangersPage } from '#bank/trial-pages.ts';
import { codeOf, hashToken } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { barriersOf, pageOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('inviting');
let bank: Trial;
let browser: Browser;
let banker: Client;
let contact: string;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  banker = await bank.signedIn('banker');
  const [row] = await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, verified_at)
     VALUES ($1, 'phone', '+420 777 000 111', '+420777000111', now() - interval '1 year') RETURNING contact_point_id`,
    [bank.customers.jana],
  );
  contact = String(row?.contact_point_id);
});
after(async () => {
  await browser?.close();
  await bank?.close();
});
beforeEach(async () => {
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  for (const table of ['customers.sign_ins', 'customers.invitations', 'staff.attempts', 'privacy.approvals'])
    await bank.sql(`DELETE FROM ${table}`);
});

const path = () => `/api/customers/${bank.customers.jana}/invitations`;
const inviting = (contactPointId = contact, approvalId: string | null = null, by = banker) =>
  by.post(path(), { contactPointId, approvalId });
const nobody = () => bank.nobody('portal');

/** @returns the secret of the link */
async function invited(): Promise<string> {
  await bank.visit(bank.customers.jana, 'banker');
  const made = await inviting();
  assert.equal(made.status, 200, made.text);
  assert.ok(made.body.link.startsWith(`${bank.served.portal}/invitation#`));
  return made.body.link.split('#')[1];
}

async function accepting(token: string, more: Record<string, string> = {}) {
  const { secret } = (await nobody().post('/api/invitations/read', { token })).body;
  return {
    ...{ token, secret, contact: '+420 777 000 111', userName: 'jana.n', password: 'seven blue otters' },
    ...{ code: codeOf(secret), ...more },
  };
}

test('she types her verified telephone, sets a password and a code generator, and signs in', async () => {
  const token = await invited();
  const read = await nobody().post('/api/invitations/read', { token });
  assert.equal(read.body.contactKind, 'phone');
  assert.doesNotMatch(read.text, /Jana|Nov|777/, 'the link alone tells nothing of her');
  const given = await accepting(token, { contact: '00420 777-000-111' });
  const done = await nobody().post('/api/invitations/accept', given);
  assert.deepEqual(done.body, { outcome: 'accepted' }, done.text);
  await bank.sql('UPDATE customers.sign_ins SET totp_last_step = 0');
  const { userName, password, secret } = given;
  const inside = await nobody().post('/api/sign-in', { userName, password, code: codeOf(secret) });
  assert.equal(inside.status, 200, inside.text);
  assert.equal(inside.body.calledName, 'Jana');
  assert.equal((await nobody().post('/api/invitations/accept', given)).status, 404, 'once');
  const told = await bank.sql('SELECT kind FROM customers.sign_in_notices WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(told, [{ kind: 'sign-in set' }]);
  const changes = await bank.sql(
    `SELECT name, role FROM privacy.changes WHERE name LIKE 'invitation.%' ORDER BY at`,
  );
  assert.deepEqual(changes, [
    { name: 'invitation.made', role: 'banker' },
    { name: 'invitation.accepted', role: 'customer' },
  ]);
  assert.equal((await inviting()).body.code, 'not-now');
});

test('whoever finds the link and does not know her telephone uses it up in five tries', async () => {
  const token = await invited();
  for (let n = 0; n < 5; n += 1) {
    const tried = await nobody().post(
      '/api/invitations/accept',
      await accepting(token, { contact: `+42060000000${n}` }),
    );
    assert.deepEqual(tried.body, { outcome: 'wrong contact' });
  }
  assert.equal((await nobody().post('/api/invitations/read', { token })).status, 404);
  assert.deepEqual(await bank.sql('SELECT * FROM customers.sign_ins'), []);
});

test('a link ends after three days and with the next one, and no secret lies in the database', async () => {
  const old = await invited();
  const next = await invited();
  assert.equal((await nobody().post('/api/invitations/read', { token: old })).status, 404);
  const [row] = await bank.sql('SELECT string_agg(i::text, $1) AS rows FROM customers.invitations i', [' ']);
  assert.ok(!String(row?.rows).includes(next));
  await bank.sql('UPDATE customers.invitations SET expires_at = now()');
  assert.equal((await nobody().post('/api/invitations/read', { token: next })).status, 404);
});

test('it takes two people who saw who she is, and no word that the banker chooses', async () => {
  const { jana } = bank.customers;
  assert.equal((await inviting()).body.code, 'no-ground', 'nobody is here');
  const ended = () => bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  for (const presence of ['known by sight', 'queue ticket', 'telephony']) {
    await bank.visit(jana, 'banker', presence);
    assert.equal((await inviting()).body.code, 'no-ground', presence);
    await ended();
  }
  for (const presence of ['card', 'document looked at']) {
    const own = await bank.visit(jana, 'banker', presence);
    await bank.sql('UPDATE conversations.visits SET checked_in_by = handed_to WHERE visit_id = $1', [own]);
    const { shown } = (await banker.get(path())).body;
    assert.equal(shown, false, 'and it is said before anybody tries');
    assert.equal((await inviting()).body.code, 'no-ground', `${presence}, on one's own word`);
    await ended();
  }
  await bank.visit(jana, 'banker', 'document looked at');
  assert.deepEqual((await banker.get(path())).body, {
    ...{ shown: true, ownPeople: false, signsIn: false, settled: [contact] },
  });
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(banker.token)],
  );
  assert.equal((await inviting()).body.code, 'step-up');
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now()');
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    bank.customers.petr,
    bank.staff.banker,
  ]);
  assert.equal((await inviting()).body.code, 'own-people', 'his wife');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  assert.equal((await inviting(contact, null, await bank.signedIn('greeter'))).status, 403);
  assert.equal((await (await bank.signedIn('other')).get(path())).body.code, 'no-ground', 'not with them');
  assert.equal((await inviting()).status, 200, 'a document that the greeter has seen, too');
});

test('without a contact point that was hers a week ago it takes a second person', async () => {
  const { jana } = bank.customers;
  const privacy = await bank.signedIn('privacy');
  const what = { action: 'portal invitation', customerId: jana, contactPointId: contact };
  await bank.visit(jana, 'banker');
  const set = (values: string) =>
    bank.sql(`UPDATE customers.contact_points SET ${values} WHERE contact_point_id = $1`, [contact]);
  const settled = `verified_at = now() - interval '1 year', safe_to_use = true, ended_on = NULL, changed_at = NULL`;
  for (const change of [
    'verified_at = NULL',
    'verified_at = now()',
    'safe_to_use = false',
    'ended_on = CURRENT_DATE',
  ]) {
    await set(change);
    assert.equal((await inviting()).body.code, 'approval-needed', change);
    await bank.sql('ALTER TABLE customers.contact_points DISABLE TRIGGER note_change');
    await set(settled);
    await bank.sql('ALTER TABLE customers.contact_points ENABLE TRIGGER note_change');
  }
  const asked = { ...what, staffId: null, role: null, customersPerHour: null };
  const why = { reference: 'Ticket 9', reason: 'A new customer, today.' };
  assert.equal((await banker.post('/api/approvals', { ...asked, ...why })).status, 422, 'one alone may');
  const [other] = await bank.sql(
    'SELECT contact_point_id FROM customers.contact_points WHERE customer_id = $1 AND contact_point_id <> $2',
    [jana, contact],
  );
  assert.equal((await inviting(String(other?.contact_point_id))).status, 422, 'and takes that one');
  await set('verified_at = now()');
  await attackTwoPeople(bank, {
    what,
    ...{ asks: 'banker', decides: 'manager' },
    use: (client, id) => inviting(contact, id, client),
    useOther: (client, id) => inviting(String(other?.contact_point_id), id, client),
  });
  const id = await approvedBy(bank, banker, privacy, what);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  assert.equal((await inviting(contact, id)).body.code, 'no-ground', 'she has left');
  await bank.sql('ALTER TABLE customers.contact_points DISABLE TRIGGER note_change');
  await set(settled);
  await bank.sql('ALTER TABLE customers.contact_points ENABLE TRIGGER note_change');
});

test('a user name that is taken is said to be, and the link stays good', async () => {
  const token = await invited();
  await bank.sql(`INSERT INTO customers.sign_ins (customer_id, user_name) VALUES ($1, 'jana.n')`, [
    bank.customers.petr,
  ]);
  const taken = await nobody().post('/api/invitations/accept', await accepting(token));
  assert.deepEqual(taken.body, { outcome: 'name taken' });
  const other = await nobody().post(
    '/api/invitations/accept',
    await accepting(token, { userName: 'jana.2' }),
  );
  assert.deepEqual(other.body, { outcome: 'accepted' });
});

test('in the browser: what is in the way is said, and a second person is asked for a new customer', async () => {
  const { jana } = bank.customers;
  const own = await bank.visit(jana, 'banker');
  await bank.sql('UPDATE conversations.visits SET checked_in_by = handed_to WHERE visit_id = $1', [own]);
  await bank.sql('UPDATE staff.staff SET manager_id = NULL');
  const desk = await pageOf(browser, { cookie: cookieName('workspace'), token: banker.token });
  desk.on('pageerror', (error) => assert.fail(error));
  const invite = async (visit: string) => {
    await desk.goto(`${bank.served.workspace}/customers/${jana}?ground=${visit}`);
    await desk.getByRole('tab', { name: 'Contact and identity' }).press('Enter');
    await desk.getByRole('button', { name: 'Invite to the portal' }).press('Enter');
  };
  await invite(own);
  await desk.getByText('Two people must have seen who they are.').waitFor();
  assert.equal(await desk.getByRole('button', { name: 'Make the link' }).count(), 0);
  assert.deepEqual(await barriersOf(desk), []);
  await picture(desk, 'invite-not-shown');
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  await bank.sql('UPDATE customers.contact_points SET verified_at = now() WHERE verified_at IS NOT NULL');
  await invite(await bank.visit(jana, 'banker'));
  await desk.getByText('a second person agrees to this first sign-in').waitFor();
  await desk.getByLabel('Case or event').fill('Ticket 9');
  await desk.getByLabel('Why, in a sentence').fill('A new customer, today.');
  assert.deepEqual(await barriersOf(desk), []);
  await picture(desk, 'invite-ask');
  await desk.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await desk.getByText('It waits for somebody outside your own line.').waitFor();
  const narrow = { colorScheme: 'dark', viewport: { width: 768, height: 1024 } } as const;
  const office = await staffPage({ bank, browser }, 'manager', '/approvals', narrow);
  await office
    .getByText(/A first sign-in to the portal for Jana .*a colleague has seen their card/)
    .waitFor();
  await office.getByRole('button', { name: /^Decide/ }).press('Enter');
  await office.getByRole('radio', { name: /^Approve/ }).check();
  await picture(office, 'invite-decide');
  await office.getByRole('dialog').getByRole('button', { name: 'Decide' }).press('Enter');
  await desk.getByText('has approved just this').waitFor({ timeout: 30_000 });
  await picture(desk, 'invite-approved');
  await desk.getByRole('button', { name: 'Make the link' }).press('Enter');
  await desk.getByText(/\/invitation#/).waitFor();
  await bank.sql(
    `UPDATE customers.contact_points SET verified_at = now() - interval '1 year' WHERE verified_at IS NOT NULL`,
  );
});

test('in the browser: the banker makes the link, the customer comes in with it', async () => {
  const { jana } = bank.customers;
  const visit = await bank.visit(jana, 'banker');
  const desk = await pageOf(browser, { cookie: cookieName('workspace'), token: banker.token });
  desk.on('pageerror', (error) => assert.fail(error));
  await desk.goto(`${bank.served.workspace}/customers/${jana}?ground=${visit}`);
  await desk.getByRole('tab', { name: 'Contact and identity' }).press('Enter');
  await desk.getByText('+420 777 000 111').first().waitFor();
  await desk.emulateMedia({ media: 'print' });
  for (const text of ['Jana Nováková', 'Current account', '+420 777 000 111'])
    assert.deepEqual(await visible(desk, text), [], `${text} leaves on no paper without a record`);
  await desk.getByText('Pages are not printed', { exact: false }).waitFor();
  await picture(desk, 'printed');
  await desk.emulateMedia({ media: 'screen' });
  await desk.getByRole('button', { name: 'Invite to the portal' }).press('Enter');
  await desk.getByRole('button', { name: 'Make the link' }).press('Enter');
  const shown = desk.getByText(/\/invitation#/);
  await shown.waitFor();
  assert.deepEqual(await barriersOf(desk), []);
  await picture(desk, 'invite');
  await desk.emulateMedia({ media: 'print' });
  assert.equal(await shown.isVisible(), true);
  for (const text of ['Jana Nováková', 'Current account', 'Where they live', '+420 777 000 111'])
    assert.deepEqual(await visible(desk, text), [], `${text} is not on the paper`);
  await desk.emulateMedia({ media: 'screen' });
  assert.ok((await visible(desk, 'Jana Nováková')).length > 0, 'this test would notice');
  const address = String(await shown.textContent());
  const page = await strangersPage({ bank, browser }, address, { locale: 'en-GB' });
  await page.getByLabel('Your telephone number that the bank has verified').fill('+420 777 000 111');
  await page.getByLabel('A user name').fill('jana.n');
  await page.getByRole('radio', { name: /With a password and a code/ }).check();
  await page.getByLabel('New password').fill('seven blue otters');
  const secret = String(await page.getByText(/^[A-Z2-7 ]{20,}$/).textContent()).replaceAll(' ', '');
  await page.getByLabel('The code it shows now').fill(codeOf(secret));
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'invitation');
  await page.getByRole('button', { name: 'Finish' }).press('Enter');
  await page.getByRole('heading', { name: 'You are ready' }).waitFor();
  await page.getByRole('link', { name: 'Sign in to your bank' }).press('Enter');
  await page.getByLabel('User name').waitFor();
});

const visible = async (page: Page, text: string) =>
  (await Promise.all((await page.getByText(text).all()).map((one) => one.isVisible()))).filter(Boolean);
