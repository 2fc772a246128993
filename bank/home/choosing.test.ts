/** What a customer chooses in the portal holds where it must: at the desk, in the file, on the screens, in offers. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let jana: Client;
let banker: Client;
const phone = randomUUID();
before(async () => {
  bank = await trialBank();
  jana = await bank.atHome(bank.customers.jana);
  banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  await bank.sql('UPDATE customers.contact_points SET ended_on = CURRENT_DATE WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, contact_point_id, kind, value, normalised, verified_at)
     VALUES ($1, $2, 'phone', '+420 601 555 777', '+420601555777', now() - interval '1 year')`,
    [bank.customers.jana, phone],
  );
});
after(() => bank.close());

/** If-Match: as it stands now, for whoever may read it. */
const asRead = async (who = jana) => ({
  'if-match': (await who.get('/api/own-choices')).headers.get('etag') ?? '"1"',
});
const choose = async (mayUse: boolean, who = jana) =>
  who.send('PUT', `/api/own-choices/contact-points/${phone}`, { mayUse }, await asRead(who));
const speak = async (language: string, read = asRead()) =>
  jana.send('PUT', '/api/own-choices/language', { language }, await read);
const file = async () => (await banker.get(`/api/customers/${bank.customers.jana}/file`)).body;
const invite = () =>
  banker.post(`/api/customers/${bank.customers.jana}/invitations`, {
    contactPointId: phone,
    approvalId: null,
  });
const card = async () => {
  const { body } = await banker.post('/api/customer-searches', { query: 'jana nov', most: 5 });
  return JSON.stringify(
    body.cards.find((one: { customerId: string }) => one.customerId === bank.customers.jana),
  );
};

test('a number she does not want used is shown so in the file, hinted at on no card, and never invited by', async () => {
  const [point] = (await jana.get('/api/own-choices')).body.contactPoints;
  assert.deepEqual([point.contactPointId, point.value, point.mayUse], [phone, '+420 601 555 777', true]);
  assert.match(await card(), /77/);
  assert.equal((await choose(false)).status, 200);
  assert.equal((await jana.get('/api/own-choices')).body.contactPoints[0].mayUse, false);
  assert.deepEqual(
    (await file()).contactPoints.map((one: { safeToUse: boolean }) => one.safeToUse),
    [false],
  );
  assert.doesNotMatch(await card(), /777/, 'not even its last digits');
  assert.equal((await invite()).body.code, 'approval-needed');
  const asked = await banker.post('/api/approvals', {
    ...{ action: 'portal invitation', customerId: bank.customers.jana, contactPointId: phone, staffId: null },
    ...{ role: null, customersPerHour: null, reference: 'Ticket 3', reason: 'She has no other one.' },
  });
  assert.equal(asked.status, 422, 'nor do two people get around her');
  assert.equal((await choose(true)).status, 200);
  assert.equal((await file()).contactPoints[0].safeToUse, true);
  const made = await bank.sql(
    `SELECT role, detail FROM privacy.changes WHERE name = 'contact choice.made' ORDER BY at`,
  );
  assert.deepEqual(
    made.map(({ role, detail }) => [role, detail]),
    [
      ['customer', { mayUse: false }],
      ['customer', { mayUse: true }],
    ],
  );
});

test('nobody chooses for her, and it takes a fresh proof', async () => {
  const petr = await bank.atHome(bank.customers.petr);
  assert.equal((await choose(false, petr)).status, 404);
  await bank.sql(
    `UPDATE customers.sessions SET authenticated_at = now() - interval '6 minutes' WHERE customer_id = $1`,
    [bank.customers.jana],
  );
  assert.equal((await choose(false)).body.code, 'step-up');
  await bank.sql('UPDATE customers.sessions SET authenticated_at = now() WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
});

test('her language is spoken at home, stands in her file, and no feed that says the same as before takes it back', async () => {
  assert.equal((await speak('es')).status, 200);
  assert.equal((await jana.get('/api/home')).body.language, 'es');
  assert.equal((await file()).customer.language, 'es');
  const [row] = await bank.sql('SELECT edited FROM customers.customers WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(row?.edited, ['language'], 'a feed overrules it only when it says something new');
  assert.equal((await speak('xx')).status, 400);
});

test('a choice that another device has overtaken changes nothing, and says so', async () => {
  const read = asRead();
  await read;
  assert.equal((await speak('en')).status, 200);
  const late = await speak('es', read);
  assert.deepEqual([late.status, late.body.code], [412, 'changed']);
  const contact = await jana.send(
    'PUT',
    `/api/own-choices/contact-points/${phone}`,
    { mayUse: false },
    await read,
  );
  assert.equal(contact.status, 412);
  const { body } = await jana.get('/api/own-choices');
  assert.deepEqual([body.language, body.contactPoints[0].mayUse], ['en', true]);
  const help = (headers: Record<string, string>) =>
    jana.send('PUT', '/api/own-help', { adaptations: ['large print'] }, headers);
  assert.equal((await help(await read)).status, 412);
  assert.deepEqual((await jana.get('/api/own-help')).body.adaptations, []);
  assert.equal((await help({})).status, 428);
  const { headers } = await help(await asRead());
  assert.equal(headers.get('etag'), `"${body.version + 1}"`);
});

test('advertising ends at once where it is chosen, and a refusal leaves offers without that fact', async () => {
  const none = { subject: null, words: null, proposed: null };
  const objection = { kind: 'objection', about: 'marketing', ...none };
  assert.equal((await jana.post('/api/own-requests', objection)).status, 200);
  assert.deepEqual((await file()).restraints, ['no marketing']);
  const refusal = { about: 'spending', refused: true };
  assert.equal((await jana.post('/api/understanding/refusals', refusal)).status, 200);
  assert.deepEqual((await jana.get('/api/understanding')).body.refused, ['spending']);
});
