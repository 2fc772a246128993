/** A referral in real browsers: asked, accepted on Today, answered, and taken back by the customer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { customerPage, staffPage } from '#bank/trial-pages.ts';
import { barriersOf, pictures, startBrowser } from '#platform/testing/browser.ts';

const picture = pictures('referring');
let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  await bank.visit(bank.customers.jana, 'banker');
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

async function open(who: StaffName, address: string, options: object = {}): Promise<Page> {
  return staffPage({ bank, browser }, who, address, { place: 'private room', ...options });
}
const filePage = async (who: StaffName, options: object = {}) => {
  const page = await open(who, `/customers/${bank.customers.jana}`, options);
  await page.getByRole('tab', { name: /What fits|Qué encaja/ }).click();
  return page;
};
const dark = { colorScheme: 'dark', viewport: { width: 768, height: 1024 } };

test('asked by the keyboard alone, accepted on Today, answered in the file', async () => {
  const page = await filePage('banker');
  await page.getByRole('button', { name: 'Refer to a specialist' }).press('Enter');
  const form = page.getByRole('dialog');
  await form.getByLabel('To whom?').pressSequentially('olg');
  await form.getByRole('button', { name: 'Olga Other' }).press('Enter');
  await form.getByLabel('What should they answer?').fill('Would ten years fixed suit us?');
  assert.ok(await form.getByRole('button', { name: 'Refer them' }).isDisabled(), 'not without consent');
  await form.getByLabel('in person').press('Space');
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'refer');
  await form.getByRole('button', { name: 'Refer them' }).press('Enter');
  await page.getByText('Would ten years fixed suit us?', { exact: true }).waitFor();
  assert.deepEqual(await barriersOf(page), []);

  const today = await open('other', '/', dark);
  await today.getByRole('button', { name: /Accept or pass back/ }).click();
  await today.getByLabel('By when?').waitFor();
  assert.deepEqual(await barriersOf(today), []);
  await picture(today, 'accept');
  await today.getByRole('button', { name: 'Accept it' }).press('Enter');
  await today.getByRole('link', { name: 'Jana' }).last().waitFor();
  await picture(today, 'today');
  assert.deepEqual(await barriersOf(today), []);

  const specialist = await filePage('other', dark);
  await specialist.getByRole('button', { name: 'Answer it' }).click();
  const answer = specialist.getByRole('dialog');
  await answer.getByLabel('It helped').check();
  await answer.getByLabel(/In words/).fill('Yes: she takes the forms home.');
  assert.deepEqual(await barriersOf(specialist), []);
  await answer.getByRole('button', { name: 'Answer it' }).click();
  await specialist.getByText('your reason to open this file ends', { exact: false }).waitFor();

  const back = await open('banker', '/');
  await back.getByText('A home, to Olga Other', { exact: false }).waitFor();
  await back.getByText('It helped', { exact: false }).waitFor();
});

test('she reads it at the portal in her own language, and takes a consent back', async () => {
  const [sealed] = await bank.sql('SELECT question_sealed FROM advice.referrals');
  assert.ok(sealed);
  const banker = await bank.signedIn('banker', 'private room');
  const body = {
    topic: 'paying',
    toStaff: bank.staff.other,
    toPremises: null,
    consent: 'by telephone',
    question: 'Less a month?',
  };
  await banker.post(`/api/customers/${bank.customers.jana}/referrals`, body);
  await bank.sql(`UPDATE customers.customers SET language = 'es' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const options = { locale: 'es-ES', viewport: { width: 390, height: 844 } };
  const page = await customerPage({ bank, browser }, '/understanding', options);
  await page.getByRole('heading', { name: 'A quién pedimos que le ayude' }).waitFor();
  await page.getByText('Yes: she takes the forms home.', { exact: false }).waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await page.getByRole('button', { name: 'Retirar mi consentimiento' }).scrollIntoViewIfNeeded();
  await picture(page, 'own-referrals');
  await page.getByRole('button', { name: 'Retirar mi consentimiento' }).click();
  await page.getByText('Consentimiento retirado').waitFor();
  assert.equal(await page.getByText('Less a month?').count(), 0);
});

test('an administrator says who knows about what; put to whoever knows about it, one takes it from Today', async () => {
  const admin = await open('admin', '/staff');
  await admin.getByRole('button', { name: 'Specialities of Olga Other' }).click();
  await admin.getByRole('dialog').getByLabel('Mortgages').check();
  assert.deepEqual(await barriersOf(admin), []);
  await picture(admin, 'specialities');
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Mortgages').waitFor();
  const page = await filePage('banker', dark);
  await page.getByRole('button', { name: 'Refer to a specialist' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('At which branch?').selectOption({ label: 'Main Street (1 colleague)' });
  await form.getByLabel('What should they answer?').fill('What would a house cost them?');
  await form.getByLabel('in person').check();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'refer-whoever');
  await form.getByRole('button', { name: 'Refer them' }).click();
  await page.getByText('whoever knows about it, Main Street', { exact: false }).waitFor();

  const today = await open('other', '/');
  await today.getByRole('button', { name: /Take it.*A home/ }).click();
  await today.getByLabel('By when?').waitFor();
  assert.deepEqual(await barriersOf(today), []);
  await picture(today, 'take');
  await today.getByRole('dialog').getByRole('button', { name: 'Accept it' }).press('Enter');
  await today.getByRole('link', { name: 'Jana' }).last().waitFor();
  await picture(today, 'taken');
});
