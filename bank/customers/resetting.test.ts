/** A customer who has lost every way to sign in, and whoever pretends to be one. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { approvedBy, attackTwoPeople } from '#bank/privacy/approving-trial.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { codeOf, hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';
import { Authenticator } from '#platform/testing/authenticator.ts';

const password = 'three grey herons';
let bank: Trial;
let banker: Client;
let privacy: Client;
let jana: string;
let contact: string;
let secret: string;
before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  secret = newTotp('jana', 'Earshot').secret;
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  await bank.sql('UPDATE staff.sessions SET ended_at = now()');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id(), manager_id = NULL, customer_id = NULL');
  for (const table of [
    'sign_ins',
    'invitations',
    'passkeys',
    'sessions',
    'sign_in_notices',
    'contact_points',
  ])
    await bank.sql(`DELETE FROM customers.${table}`);
  for (const table of ['privacy.approvals', 'staff.attempts']) await bank.sql(`DELETE FROM ${table}`);
  contact = await aContact("now() - interval '1 year'");
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [jana, 'jana.n', await hashPassword(password), Buffer.from(secret)],
  );
  await bank.sql(
    `INSERT INTO customers.passkeys (customer_id, credential_id, name, public_key, sign_count, may_be_backed_up, backed_up)
     VALUES ($1, '\\x01', 'Lost phone', '\\x02', 0, false, false)`,
    [jana],
  );
  banker = await bank.signedIn('banker');
  privacy = await bank.signedIn('privacy');
});

/** A telephone number that was verified then. */
async function aContact(verifiedAt: string, value = '+420777000111'): Promise<string> {
  const [row] = await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, verified_at)
     VALUES ($1, 'phone', $2, $2, ${verifiedAt}) RETURNING contact_point_id`,
    [jana, value],
  );
  return String(row?.contact_point_id);
}

const nobody = () => bank.nobody('portal');
const what = (contactPointId = contact) => ({
  ...{ action: 'customer sign-in reset', customerId: jana, contactPointId },
});
const asking = (contactPointId = contact, by = banker) =>
  by.post('/api/approvals', {
    ...{ staffId: null, role: null, customersPerHour: null, ...what(contactPointId) },
    ...{ reference: 'Ticket 12', reason: 'Her telephone lies in the river.' },
  });
const reset = (approvalId: string, contactPointId = contact, by = banker) =>
  by.post(`/api/customers/${jana}/sign-in-resets`, { approvalId, contactPointId });

/** @returns the secret of the link */
async function resetDone(): Promise<string> {
  await bank.visit(jana, 'banker');
  const done = await reset(await approvedBy(bank, banker, privacy, what()));
  assert.equal(done.status, 200, done.text);
  assert.ok(done.body.link.startsWith(`${bank.served.portal}/invitation#`));
  return done.body.link.split('#')[1];
}

async function accepting(token: string, more: Record<string, unknown> = {}) {
  const { secret: fresh } = (await nobody().post('/api/invitations/read', { token })).body;
  return {
    ...{ token, secret: fresh, contact: '+420777000111', userName: 'jana.n' },
    ...{ password: 'seven blue otters', code: codeOf(fresh), ...more },
  };
}

test('every old way is shut in the moment of the reset; with link and telephone she sets new ones, once', async () => {
  const inside = await bank.atHome(jana);
  assert.equal((await inside.get('/api/own-sign-in')).status, 200);
  const token = await resetDone();
  assert.equal((await inside.get('/api/own-sign-in')).status, 401, 'an old session');
  const old = { userName: 'jana.n', password, code: codeOf(secret) };
  assert.equal((await nobody().post('/api/sign-in', old)).status, 401, 'the old password');
  assert.deepEqual(await bank.sql('SELECT FROM customers.passkeys'), [], 'the passkey of the lost telephone');
  const given = await accepting(token);
  assert.deepEqual((await nobody().post('/api/invitations/accept', given)).body, { outcome: 'accepted' });
  assert.equal((await nobody().post('/api/invitations/accept', given)).status, 404, 'the link twice');
  await bank.sql('UPDATE customers.sign_ins SET totp_last_step = 0');
  const fresh = { userName: 'jana.n', password: given.password, code: codeOf(given.secret) };
  assert.equal((await nobody().post('/api/sign-in', fresh)).status, 200);
  assert.equal((await nobody().post('/api/sign-in', old)).status, 401);
});

test('she reads of it on the page of her sign-ins and in her record', async () => {
  const [before] = await bank.sql('SELECT clock_timestamp()::text AS at');
  await resetDone();
  const her = await bank.atHome(jana);
  const { notices } = (await her.get('/api/own-sign-in')).body;
  assert.equal(notices[0].kind, 'sign-in reset');
  const changes = await bank.sql(
    `SELECT name, role FROM privacy.changes WHERE customer_id = $1 AND name LIKE 'sign in.%' AND at > $2`,
    [jana, before?.at],
  );
  assert.deepEqual(changes, [{ name: 'sign in.reset', role: 'banker' }]);
  const looks = await bank.sql(
    `SELECT action, fields, ground_kind FROM privacy.access_records WHERE customer_id = $1 AND fields IS NOT NULL AND at > $2`,
    [jana, before?.at],
  );
  assert.deepEqual(looks, [{ action: 'change', fields: ['sign-in'], ground_kind: 'visit' }]);
});

test('a link lasts a day, names nobody, and is used up by five wrong telephones', async () => {
  const token = await resetDone();
  const [row] = await bank.sql(
    `SELECT expires_at BETWEEN now() + interval '23 hours' AND now() + interval '1 day' AS a_day, i::text AS row
       FROM customers.invitations i WHERE used_at IS NULL AND expires_at > now()`,
  );
  assert.equal(row?.a_day, true);
  assert.ok(!String(row?.row).includes(token));
  assert.doesNotMatch((await nobody().post('/api/invitations/read', { token })).text, /Jana|Nov|777/);
  for (let n = 0; n < 5; n += 1)
    await nobody().post('/api/invitations/accept', await accepting(token, { contact: `+42060000000${n}` }));
  assert.equal((await nobody().post('/api/invitations/read', { token })).status, 404);
});

test('two people: self, a second account, the line, another payload, replay and race are refused', async () => {
  await bank.visit(jana, 'banker');
  const other = await aContact("now() - interval '1 year'", '+420777000222');
  await attackTwoPeople(bank, {
    what: what(),
    ...{ asks: 'banker', decides: 'manager' },
    use: (client, id) => reset(id, contact, client),
    useOther: (client, id) => reset(id, other, client),
  });
});

test('it takes the customer, proven to be here with just this member of staff, from asking to doing', async () => {
  const refused = async (code: string, says: string) => {
    const { status, body } = await asking();
    assert.deepEqual([status >= 400, body.code], [true, code], says);
  };
  await refused('no-ground', 'nobody is here');
  await bank.visit(jana, 'other');
  await refused('no-ground', 'she is with somebody else');
  for (const presence of ['known by sight', 'queue ticket', 'telephony', 'kept appointment']) {
    await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
    await bank.visit(jana, 'banker', presence);
    await refused('no-ground', presence);
  }
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  const visit = await bank.visit(jana, 'banker', 'document looked at');
  assert.equal((await asking()).status, 200, 'a document that the greeter has seen, too');
  await bank.sql('UPDATE conversations.visits SET checked_in_by = handed_to WHERE visit_id = $1', [visit]);
  await refused('no-ground', 'a document on one’s own word');
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.banker, bank.staff.greeter],
  );
  await bank.sql('UPDATE conversations.visits SET checked_in_by = $1 WHERE visit_id = $2', [
    ...[bank.staff.greeter, visit],
  ]);
  await refused('no-ground', 'the colleague is a second account of one’s own');
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [
    bank.staff.greeter,
  ]);
  const call = await bank.visit(jana, 'banker', 'code to phone');
  await bank.sql(`UPDATE conversations.visits SET channel = 'phone' WHERE visit_id = $1`, [call]);
  const approval = await approvedBy(bank, banker, privacy, what());
  await bank.sql(`UPDATE conversations.visits SET state = 'ended'`);
  assert.ok((await reset(approval)).status >= 400, 'she has left');
  await bank.visit(jana, 'banker');
  assert.equal((await reset(approval)).body.code, 'changed', 'another visit is another request');
  assert.equal((await bank.sql('SELECT FROM customers.passkeys')).length, 1, 'nothing was shut');
});

test('never to a contact point that is not verified, not safe, or not the same for a week', async () => {
  await bank.visit(jana, 'banker');
  for (const [verified, change, says] of [
    ['NULL', 'purpose = purpose', 'not verified'],
    ["now() - interval '6 days'", 'purpose = purpose', 'verified since a few days only'],
    ["now() - interval '1 year'", 'safe_to_use = false', 'not safe'],
    ["now() - interval '1 year'", `normalised = '+420777000444'`, 'another number than last week'],
    ["now() - interval '1 year'", 'ended_on = CURRENT_DATE', 'ended'],
  ] as const) {
    const point = await aContact(verified, '+420777000333');
    await bank.sql(`UPDATE customers.contact_points SET ${change} WHERE contact_point_id = $1`, [point]);
    const { status, body } = await asking(point);
    assert.deepEqual([status, body.code], [422, 'does-not-fit'], says);
  }
  const [, turned] = [await asking(), await aContact("now() - interval '1 year'", '+420777000555')];
  for (const safe of [false, true])
    await bank.sql('UPDATE customers.contact_points SET safe_to_use = $1 WHERE contact_point_id = $2', [
      ...[safe, turned],
    ]);
  assert.equal((await asking(turned)).status, 422, 'made safe today');
  const approval = await approvedBy(bank, banker, privacy, what());
  await bank.sql(
    `UPDATE customers.contact_points SET normalised = '+420777000666' WHERE contact_point_id = $1`,
    [contact],
  );
  assert.ok((await reset(approval)).status >= 400, 'changed between yes and doing');
  assert.equal((await bank.sql('SELECT FROM customers.passkeys')).length, 1);
});

test('nobody resets their own people, without the role, a fresh proof, or for whoever has no sign-in', async () => {
  await bank.visit(jana, 'banker');
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [jana, bank.staff.banker]);
  assert.equal((await asking()).body.code, 'own-people', 'herself');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  assert.equal((await asking(contact, await bank.signedIn('greeter'))).body.code, 'not-allowed');
  const approval = await approvedBy(bank, banker, privacy, what());
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(banker.token)],
  );
  assert.equal((await reset(approval)).body.code, 'step-up');
  assert.equal(
    (await reset(randomUUID(), contact, await bank.signedIn('banker'))).body.code,
    'approval-needed',
  );
  await bank.sql('DELETE FROM customers.sign_ins');
  assert.equal((await asking()).body.code, 'not-now', 'whoever has none is invited');
});

test('a record that was merged into hers has had a sign-in, too: it is shut with the others', async () => {
  const merged = randomUUID();
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up, merged_into) VALUES ($1, 'person', 'Jana N', true, $2)`,
    [merged, jana],
  );
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [merged, 'jana.old', await hashPassword(password), Buffer.from(secret)],
  );
  await resetDone();
  const old = { userName: 'jana.old', password, code: codeOf(secret) };
  assert.equal((await nobody().post('/api/sign-in', old)).status, 401);
});

test('after a reset she may come with a passkey alone; a key of another link is refused', async () => {
  const token = await resetDone();
  const key = new Authenticator(bank.served.portal);
  const begin = async (of: string) =>
    (await nobody().post('/api/invitations/passkey-challenges', { token: of })).body.challenge;
  const given = (passkey: object) => ({ token, contact: '+420777000111', userName: 'jana.n', passkey });
  const accept = (passkey: object) => nobody().post('/api/invitations/accept', given(passkey));
  assert.equal((await accept(key.make('of-my-own', 'Planted'))).body.code, 'passkey-refused');
  const made = key.make(await begin(token), 'My telephone');
  assert.deepEqual((await accept(made)).body, { outcome: 'accepted' });
  const { body } = await nobody().post('/api/passkey-challenges');
  assert.equal((await nobody().post('/api/passkey-sign-in', key.show(body.challenge))).status, 200);
});
