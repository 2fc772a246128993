/**
 * Passkeys in a real browser, in both apps, with the browser's own virtual authenticator: enrolled, signed in
 * without a name, unlocked, asked for again, named and removed. Every screen on the way is checked by axe.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { invite } from '#bank/staff/actions.ts';
import { type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newToken, newTotp } from '#platform/auth/secrets.ts';
import { barriersOf, startBrowser } from '#platform/testing/browser.ts';

const password = 'three grey herons';
const pictures = process.env.EARSHOT_PICTURES;
let bank: Trial;
let browser: Browser;
const secret = newTotp('banker', 'Earshot').secret;
before(async () => {
  bank = await trialBank({ apps: true });
  const hash = await hashPassword(password);
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, hash, Buffer.from(secret)],
  ]);
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [bank.customers.jana, 'jana', hash, Buffer.from(secret)],
  );
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function visitor(language = 'en'): Promise<{ page: Page; device: CDPSession; complaints: string[] }> {
  const context = await browser.newContext({
    ...{ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: language },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  return { page, device, complaints };
}

async function isAccessible(page: Page, where: string): Promise<void> {
  if (pictures) {
    await page.screenshot({ path: `${pictures}/${where}.png` });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: `${pictures}/${where}-phone.png`, fullPage: true });
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  assert.deepEqual(await barriersOf(page), [], where);
}

async function type(page: Page, userName: string): Promise<void> {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('One-time code').fill(generateSync({ secret }));
  await page.keyboard.press('Enter');
}

async function proveByTyping(page: Page): Promise<void> {
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  await bank.sql('UPDATE customers.sign_ins SET totp_last_step = 0');
  const dialog = page.getByRole('dialog', { name: 'Is it really you?' });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByLabel('One-time code').fill(generateSync({ secret }));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
}

const fiveMinutesLater = (schema: 'staff' | 'customers') =>
  bank.sql(`UPDATE ${schema}.sessions SET authenticated_at = authenticated_at - interval '6 minutes'`);

async function enrol(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the new passkey').fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

test('a banker enrols a passkey, signs in without a name, unlocks and proves with it', async () => {
  const { page, complaints } = await visitor();
  await page.goto(bank.served.workspace);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await isAccessible(page, 'workspace-sign-in');
  await type(page, 'banker');
  await page.getByRole('button', { name: 'Boris Banker' }).click();
  await page.getByRole('menuitem', { name: 'Sign-in and devices' }).click();
  await page.getByText('Where you are signed in').waitFor();
  await fiveMinutesLater('staff');
  await enrol(page, 'Blue key');
  await page.getByRole('dialog', { name: 'Is it really you?' }).waitFor();
  await isAccessible(page, 'workspace-proof');
  await proveByTyping(page);
  await page.getByText('Added').first().waitFor();
  await isAccessible(page, 'workspace-own-sign-in');

  await page.getByRole('button', { name: 'Lock' }).first().click();
  await isAccessible(page, 'workspace-locked');
  await page.getByRole('button', { name: 'Unlock with a passkey' }).click();
  await page.getByRole('button', { name: 'Boris Banker' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('Was this you?').waitFor();
  await page.getByText('A passkey was added: Blue key').first().waitFor();
  await isAccessible(page, 'workspace-news');
  await page.getByRole('button', { name: 'Yes, that was me' }).click();
  await page.getByText('Was this you?').waitFor({ state: 'hidden' });

  await fiveMinutesLater('staff');
  await page.getByRole('button', { name: 'Boris Banker' }).click();
  await page.getByRole('menuitem', { name: 'Sign-in and devices' }).click();
  await page.getByRole('button', { name: 'Remove Blue key' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('button', { name: 'Remove Blue key' }).waitFor({ state: 'hidden' });
  assert.deepEqual(await bank.sql('SELECT FROM staff.passkeys'), []);
  assert.deepEqual(complaints, []);
});

test('an identifier is revealed only after a fresh proof, and held once more', async () => {
  const { page } = await visitor();
  await bank.visit(bank.customers.jana, 'banker');
  await page.goto(`${bank.served.workspace}/customers/${bank.customers.jana}`);
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  await type(page, 'banker');
  await page.getByRole('tab', { name: /contact/i }).click();
  await fiveMinutesLater('staff');
  const hidden = page.getByRole('button', { name: /national id.*hidden/i });
  await hidden.focus();
  await page.keyboard.down('Enter');
  await page.getByRole('dialog', { name: 'Is it really you?' }).waitFor();
  await page.keyboard.up('Enter');
  await proveByTyping(page);
  await page.getByText('Hold it again to see it.').first().waitFor();
  const reveals = () => bank.sql(`SELECT FROM privacy.access_records WHERE action = 'reveal'`);
  assert.equal((await reveals()).length, 0, 'nothing was shown yet');
  await hidden.focus();
  await page.keyboard.down('Enter');
  await page.getByText('845305/0017').first().waitFor();
  await page.keyboard.up('Enter');
  assert.equal((await reveals()).length, 1);
});

test('a customer enrols a passkey, signs in with it, and ends her other session', async () => {
  const { page, complaints } = await visitor();
  await page.clock.install();
  await page.goto(bank.served.portal);
  await type(page, 'jana');
  await page.getByRole('button', { name: 'Sign-in and devices' }).click();
  await enrol(page, 'My phone');
  await page.getByRole('button', { name: 'Remove My phone' }).waitFor();
  await isAccessible(page, 'portal-own-sign-in');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await isAccessible(page, 'portal-sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('heading', { name: 'Hello, Jana' }).waitFor();
  await page.getByText('A passkey was added: My phone').waitFor();
  await isAccessible(page, 'portal-news');
  const other = await visitor();
  await bank.sql('UPDATE customers.sign_ins SET totp_last_step = 0');
  await other.page.goto(bank.served.portal);
  await type(other.page, 'jana');
  await other.page.getByText('Signed in on a device we did not know: Chrome').waitFor();
  // on the page that lies open it is told within a minute, whatever was said on the other one
  await other.page.getByRole('button', { name: 'Yes, that was me' }).click();
  await other.page.getByText('Was this you?').waitFor({ state: 'hidden' });
  await page.clock.fastForward(61_000);
  await page.getByText('Signed in on a device we did not know: Chrome').waitFor();
  await isAccessible(page, 'portal-told');
  await page.getByRole('button', { name: 'No: see what can be done' }).click();
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'hidden' });
  await other.page.reload();
  await other.page.getByLabel('User name').waitFor();
  assert.deepEqual(complaints, []);
});

test('a passkey of the workspace is none in the portal, and whoever says no is told what else there is', async () => {
  const { page, device } = await visitor();
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  await page.goto(`${bank.served.workspace}/sign-in-and-devices`);
  await type(page, 'banker');
  await enrol(page, 'Blue key');
  await page.getByRole('button', { name: 'Remove Blue key' }).waitFor();
  await page.goto(bank.served.portal);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('That passkey does not open this.').waitFor();
  await device.send('WebAuthn.disable');
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: false },
  });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('No passkey was used.').waitFor();
});

test('an administrator ends sessions, resets a sign-in with a link shown once, and lets somebody out', async () => {
  const { page, complaints } = await visitor();
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.admin, await hashPassword(password), Buffer.from(secret)],
  ]);
  await page.goto(`${bank.served.workspace}/staff`);
  await type(page, 'admin');
  await page.getByText('Gita Greeter').waitFor();
  await isAccessible(page, 'administration-staff');
  await page.getByRole('link', { name: 'Reset sign-in of Gita Greeter' }).click();
  await page.getByLabel('Case or event').fill('Ticket 12');
  await page.getByLabel('Why, in a sentence').fill('She stood at my desk with her badge.');
  await isAccessible(page, 'administration-reset-ask');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('Shut the ways in which Gita Greeter signs in').waitFor();
  await bank.sql(
    `UPDATE privacy.approvals SET state = 'approved', decided_at = now(), decided_by = $1,
       approver_person = (SELECT person_id FROM staff.staff WHERE staff_id = $1)`,
    [bank.staff.privacy],
  );
  await page.reload();
  await page.getByRole('button', { name: 'Reset sign-in', exact: true }).click();
  await fiveMinutesLater('staff');
  await page.getByRole('button', { name: 'Do it' }).click();
  await proveByTyping(page);
  const link = page.getByText(`${bank.served.workspace}/invitation#`);
  await link.waitFor();
  await isAccessible(page, 'administration-reset');
  const address = (await link.textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  await link.waitFor({ state: 'hidden' });
  await page.goto(`${bank.served.workspace}/staff`);
  await page.getByRole('link', { name: 'Enter somebody' }).click();
  await page.getByLabel('Reports to').waitFor();
  await isAccessible(page, 'administration-enter');
  await page.getByLabel('User name').fill('nina');
  await page.getByLabel('Role').selectOption('banker');
  await page.getByLabel('Full name').fill('Nina New');
  await page.getByLabel('Branch').selectOption({ index: 1 });
  await page.getByLabel('Reports to').selectOption({ label: 'Marta Manager (Branch manager)' });
  await page.getByLabel('Case or event').fill('Contract 7');
  await page.getByLabel('Why, in a sentence').fill('She begins on Monday.');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('Enter Nina New (nina) as Banker').waitFor();
  await isAccessible(page, 'administration-entry-asked');
  await page.goto(`${bank.served.workspace}/staff`);
  const gita = await visitor('es');
  await gita.page.goto(address);
  await gita.page.getByRole('heading', { name: /Gita Greeter/ }).waitFor();
  await page.getByRole('button', { name: 'Deactivate Gita Greeter' }).click();
  await page.getByLabel('Reason').fill('Left the bank');
  await isAccessible(page, 'administration-deactivate');
  await page.getByRole('button', { name: 'Deactivate', exact: true }).last().click();
  await page.getByText('Left the bank').waitFor();
  await gita.page.reload();
  await gita.page.getByRole('alert').waitFor();
  assert.deepEqual(complaints, []);
});

test('by a link of the bank a passkey is made at once, by staff and by customers, without a password', async () => {
  const staff = await visitor();
  const { token } = await invite(bank.database, {
    userName: 'nina.new',
    fullName: 'Nina New',
    role: 'banker',
  });
  await staff.page.goto(`${bank.served.workspace}/invitation#${token}`);
  await staff.page.getByRole('radio', { name: /With a passkey/ }).waitFor();
  await isAccessible(staff.page, 'workspace-invitation');
  await staff.page.getByLabel('Name of the passkey').fill('Blue key');
  await staff.page.getByRole('button', { name: 'Make the passkey and finish' }).press('Enter');
  await staff.page.getByText('From now on you sign in with your passkey.').waitFor();
  await staff.page.getByRole('link', { name: 'Sign in' }).click();
  await staff.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await staff.page.getByRole('button', { name: 'Nina New' }).waitFor();
  assert.deepEqual(staff.complaints, []);

  const link = newToken();
  await bank.sql(
    `WITH point AS (INSERT INTO customers.contact_points (customer_id, kind, value, normalised, verified_at)
       VALUES ($1, 'email', 'Petr@Example.org', 'petr@example.org', now()) RETURNING contact_point_id)
     INSERT INTO customers.invitations (customer_id, invitation_id, token_hash, contact_point_id, made_by)
     SELECT $1, gen_random_uuid(), $2, contact_point_id, $3 FROM point`,
    [bank.customers.petr, hashToken(link), bank.staff.banker],
  );
  const { page, complaints } = await visitor('es');
  await page.goto(`${bank.served.portal}/invitation#${link}`);
  await page
    .getByRole('radio', { name: /llave de acceso/i })
    .first()
    .waitFor();
  await isAccessible(page, 'portal-invitation');
  await page.getByRole('textbox').first().fill('petr@example.org');
  await page.getByRole('textbox').nth(1).fill('petr');
  await page.getByRole('button').first().press('Enter');
  await page.getByRole('heading', { name: 'Ya está todo listo' }).waitFor();
  await isAccessible(page, 'portal-invitation-done');
  const [kept] = await bank.sql(
    'SELECT s.user_name, s.password_hash, p.name FROM customers.sign_ins s JOIN customers.passkeys p USING (customer_id) WHERE customer_id = $1',
    [bank.customers.petr],
  );
  assert.deepEqual([kept?.user_name, kept?.password_hash], ['petr', null]);
  assert.deepEqual(complaints, []);
});
