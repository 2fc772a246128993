/** What an administrator does about the sign-in of others, and what nobody may do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { generateSync } from 'otplib';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';

let bank: Trial;
let admin: Client;
before(async () => {
  bank = await trialBank();
});
beforeEach(async () => {
  await bank.sql('UPDATE staff.sessions SET ended_at = now()');
  await bank.sql('UPDATE staff.staff SET active = true');
  await bank.sql('DELETE FROM staff.sign_in_notices');
  admin = await bank.signedIn('admin');
});
after(() => bank.close());

const active = (who: string, value: boolean, reason = 'Left the bank') =>
  admin.send('PUT', `/api/staff/${who}/active`, { active: value, reason });
const events = async (name: string) =>
  bank.sql('SELECT subject, detail FROM privacy.events WHERE name = $1 ORDER BY at DESC', [name]);

test('who is let out is out at the next request, with a reason on record, and back only by signing in anew (row 52)', async () => {
  const other = await bank.signedIn('other');
  assert.equal((await active(bank.staff.other, false, '')).status, 400, 'not without a reason');
  assert.equal((await active(bank.staff.other, false)).status, 200);
  assert.equal((await other.get('/api/me')).status, 401);
  assert.equal((await active(bank.staff.other, false)).body.code, 'not-now', 'once is enough');
  const { staff } = (await admin.get('/api/staff')).body;
  const row = staff.find((one: { userName: string }) => one.userName === 'other');
  assert.deepEqual([row.active, row.inactiveReason, row.sessions], [false, 'Left the bank', 0]);
  assert.equal((await active(bank.staff.other, true, 'Came back')).status, 200);
  assert.equal((await other.get('/api/me')).status, 401, 'what was begun before stays ended');
  const [event] = await events('staff.deactivated');
  assert.deepEqual(event, { subject: bank.staff.other, detail: { reason: 'Left the bank' } });
});

test('an administrator ends all sessions of somebody, who is told of it', async () => {
  const [one, two] = [await bank.signedIn('banker'), await bank.signedIn('banker')];
  const ended = await admin.send('DELETE', `/api/staff/${bank.staff.banker}/sessions`);
  assert.equal(ended.body.ended, 2);
  for (const client of [one, two]) assert.equal((await client.get('/api/me')).status, 401);
  const notices = (await (await bank.signedIn('banker')).get('/api/own-sign-in')).body.notices;
  assert.equal(notices[0].kind, 'sessions ended');
});

test('a reset shuts every old way at once; its link is good once, for a day, and sets new ones that nobody else sees (rows 43, 45)', async () => {
  const banker = await bank.signedIn('banker');
  const old = newTotp('banker', 'Earshot').secret;
  const password = 'three grey herons';
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(old)],
  ]);
  await bank.sql(
    `INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, may_be_backed_up, backed_up)
     VALUES ('\\x01', $1, 'Lost phone', '\\x02', 0, false, false)`,
    [bank.staff.banker],
  );
  const { body } = await admin.post(`/api/staff/${bank.staff.banker}/sign-in-resets`);
  assert.ok(body.link.startsWith(`${bank.served.workspace}/invitation#`));
  assert.equal((await banker.get('/api/me')).status, 401);
  const given = { userName: 'banker', password, code: generateSync({ secret: old }) };
  assert.equal((await bank.nobody().post('/api/sign-in', given)).status, 401);
  assert.deepEqual(await bank.sql('SELECT FROM staff.passkeys'), []);
  const token = new URL(body.link).hash.slice(1);
  assert.ok(!JSON.stringify(await bank.sql('SELECT s::text FROM staff.sign_ins s')).includes(token));
  await bank.sql(`UPDATE staff.sign_ins SET invitation_expires_at = now()`);
  assert.equal((await bank.nobody().post('/api/invitations/read', { token })).status, 404, 'a day later');
  await bank.sql(`UPDATE staff.sign_ins SET invitation_expires_at = now() + interval '1 minute'`);
  const { secret } = (await bank.nobody().post('/api/invitations/read', { token })).body;
  const accepted = { token, secret, password: 'seven blue otters', code: generateSync({ secret }) };
  assert.equal((await bank.nobody().post('/api/invitations/accept', accepted)).status, 200);
  assert.equal((await bank.nobody().post('/api/invitations/accept', accepted)).status, 404, 'once');
  const told = await bank.sql('SELECT kind FROM staff.sign_in_notices ORDER BY at');
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['sign-in reset', 'sign-in set'],
  );
});

test('a link made before somebody was let out opens nothing', async () => {
  const { body } = await admin.post(`/api/staff/${bank.staff.greeter}/sign-in-resets`);
  const token = new URL(body.link).hash.slice(1);
  const { secret } = (await bank.nobody().post('/api/invitations/read', { token })).body;
  await active(bank.staff.greeter, false);
  const given = { token, secret, password: 'seven blue otters', code: generateSync({ secret }) };
  assert.equal((await bank.nobody().post('/api/invitations/accept', given)).status, 404);
  assert.equal((await admin.post(`/api/staff/${bank.staff.greeter}/sign-in-resets`)).status, 409);
});

test('nobody does it to themselves, to nobody, without the role, or without a fresh proof', async () => {
  const deeds = (client: Client, who: string) => [
    client.send('PUT', `/api/staff/${who}/active`, { active: false, reason: 'because' }),
    client.send('DELETE', `/api/staff/${who}/sessions`),
    client.post(`/api/staff/${who}/sign-in-resets`),
  ];
  const codes = async (client: Client, who: string) =>
    (await Promise.all(deeds(client, who))).map(({ body }) => body.code);
  assert.deepEqual(await codes(admin, bank.staff.admin), Array(3).fill('not-now'), 'herself');
  assert.deepEqual(await codes(admin, randomUUID()), Array(3).fill('not-found'), 'nobody');
  const manager = await bank.signedIn('manager');
  assert.deepEqual(await codes(manager, bank.staff.banker), Array(3).fill('not-allowed'), 'a manager');
  await bank.sql(`UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes'`);
  assert.deepEqual(await codes(admin, bank.staff.banker), Array(3).fill('step-up'), 'not fresh');
  assert.equal((await admin.get('/api/staff')).status, 200, 'looking takes no fresh proof');
});

test('the kernel asks for role and proof itself: a server that forgets to gets nothing', async () => {
  const manager = await bank.signedIn('manager');
  const asked = (token: string) =>
    bank.database
      .pool('earshot_staff')
      .query('SELECT staff.set_active($1, $2, false, $3)', [...[token, bank.staff.banker, 'because']]);
  await assert.rejects(asked(manager.token), { code: 'ES405' });
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(admin.token)],
  );
  await assert.rejects(asked(admin.token), { code: 'ES406' });
  const listed = bank.database
    .pool('earshot_staff')
    .query('SELECT staff.directory($1, NULL, 10)', [manager.token]);
  await assert.rejects(listed, { code: 'ES405' });
});
