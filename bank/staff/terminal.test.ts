import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import { clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';

const password = 'three grey herons';
const { secret } = newTotp('banker', 'Earshot');
let bank: Trial;
before(async () => {
  bank = await trialBank();
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  ]);
});
after(() => bank.close());

test('whoever signs in at another station leaves the first one locked, data and all', async () => {
  const first = await bank.signedIn('banker', 'open counter');
  const colleague = await bank.signedIn('other');
  assert.equal((await first.get('/api/desk')).status, 200);
  const entered = await bank
    .nobody()
    .post('/api/sign-in', { userName: 'banker', password, code: generateSync({ secret }) });
  assert.equal(entered.status, 200);
  const token = /earshot-workspace=([^;]+)/.exec(entered.headers.getSetCookie().join())?.[1] ?? '';
  const second = clientOf(bank.served.workspace, 'workspace', token);
  for (const route of ['/api/desk', '/api/promises', '/api/rooms', '/api/screens'])
    assert.equal((await first.get(route)).status, 423, route);
  assert.equal((await first.get('/api/me')).body.locked, true);
  assert.equal((await colleague.get('/api/desk')).status, 200, 'nobody else is locked');
  assert.equal((await first.post('/api/unlock', { password })).status, 200);
  assert.equal((await second.get('/api/desk')).status, 423, 'back at the first, the second locks');
  const events = await bank.sql(`SELECT name FROM privacy.events WHERE name = 'session.locked elsewhere'`);
  assert.equal(events.length, 2);
});

test('badging out ends all access of that person at once, locked or not, and nobody else’s', async () => {
  const first = await bank.signedIn('banker', 'open counter');
  const second = await bank.signedIn('banker', 'private room');
  const colleague = await bank.signedIn('other');
  await second.post('/api/lock');
  const out = await second.post('/api/badge-out');
  assert.equal(out.status, 200);
  assert.match(out.headers.getSetCookie().join(), /__Host-earshot-workspace=;/);
  for (const client of [first, second]) assert.equal((await client.get('/api/me')).status, 401);
  assert.equal((await colleague.get('/api/me')).status, 200);
});
