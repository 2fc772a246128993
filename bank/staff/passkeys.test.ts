/** Passkeys, proving again, sessions and notices, through HTTP: what an attacker would send is sent. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { generateSync } from 'otplib';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';
import { Authenticator, type Lie } from '#platform/testing/authenticator.ts';

const password = 'three grey herons';
let bank: Trial;
let secret: string;
let banker: Client;
before(async () => {
  bank = await trialBank();
  secret = newTotp('banker', 'Earshot').secret;
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  ]);
});
beforeEach(async () => {
  await bank.sql('UPDATE staff.sessions SET ended_at = now()');
  await bank.sql('DELETE FROM staff.passkeys');
  await bank.sql('DELETE FROM staff.sign_in_notices');
  await bank.sql('DELETE FROM staff.devices');
  await bank.sql('DELETE FROM staff.attempts');
  banker = await bank.signedIn('banker');
});
after(() => bank.close());

const stale = (client: Client) =>
  bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '5 minutes 1 second' WHERE token_hash = $1`,
    [hashToken(client.token)],
  );
const notices = async () =>
  (await bank.sql('SELECT kind FROM staff.sign_in_notices ORDER BY at, kind')).map(({ kind }) => kind);

async function enrolled(client: Client, name = 'Key ring', origin = bank.served.workspace) {
  const key = new Authenticator(origin);
  const { body } = await client.post('/api/enrolment-challenges');
  assert.equal((await client.post('/api/passkeys', key.make(body.challenge, name))).status, 200);
  return key;
}

async function signIn(key: Authenticator, lie: Lie = {}, headers: Record<string, string> = {}) {
  const { body } = await bank.nobody().post('/api/passkey-challenges');
  const answer = await bank.nobody().post('/api/passkey-sign-in', key.show(body.challenge, lie), headers);
  const cookies = answer.headers.getSetCookie().join('\n');
  const token = /__Host-earshot-workspace=([^;]+)/.exec(cookies)?.[1] ?? '';
  const device = /__Host-earshot-workspace-device=([^;]+)/.exec(cookies)?.[1] ?? '';
  return { ...answer, device, client: clientOf(bank.served.workspace, 'workspace', token) };
}

test('who enrols a passkey signs in with it, without saying a name', async () => {
  const key = await enrolled(banker);
  const { status, client } = await signIn(key);
  assert.equal(status, 200);
  assert.equal((await client.get('/api/me')).body.fullName, 'Boris Banker');
  const [begun] = await bank.sql(`SELECT subject FROM privacy.events WHERE name = 'session.begun'`);
  assert.equal(begun?.subject, 'passkey');
});

test('through a phishing proxy, without the finger, or with a copy, a passkey opens nothing (row 42)', async () => {
  const key = await enrolled(banker);
  await signIn(key);
  for (const lie of [
    { origin: 'https://bank.evil.example' },
    { origin: bank.served.portal },
    { host: 'evil.example' },
    { verified: false },
    { counter: 1 },
  ]) {
    const { status, body } = await signIn(key, lie);
    assert.deepEqual([status, body.code], [401, 'passkey-refused'], JSON.stringify(lie));
  }
  const stranger = new Authenticator(bank.served.workspace);
  assert.equal((await signIn(stranger)).body.code, 'passkey-refused');
  assert.deepEqual(await notices(), ['passkey added', 'passkey refused'], 'the owner is told of the copy');
  assert.equal((await signIn(key)).status, 200, 'the owner is not shut out');
});

test('a challenge is good once, for what it was given out for, where it was given out, and for five minutes', async () => {
  const key = await enrolled(banker);
  const nobody = bank.nobody();
  const challenge = async (path: string, client = nobody) => (await client.post(path)).body.challenge;
  const used = key.show(await challenge('/api/passkey-challenges'));
  assert.equal((await nobody.post('/api/passkey-sign-in', used)).status, 200);
  assert.equal((await nobody.post('/api/passkey-sign-in', used)).status, 401, 'a second time');
  await bank.sql('UPDATE staff.sessions SET locked_at = NULL');
  const others = [
    key.show(await challenge('/api/proof-challenges', banker)),
    key.show(await challenge('/api/passkey-challenges', bank.nobody('portal'))),
    key.show('of-my-own'),
  ];
  for (const other of others) assert.equal((await nobody.post('/api/passkey-sign-in', other)).status, 401);
  const late = key.show(await challenge('/api/passkey-challenges'));
  await bank.sql('UPDATE house.ceremonies SET expires_at = now()');
  assert.equal((await nobody.post('/api/passkey-sign-in', late)).status, 401, 'too late');
  const garbled = { ...used, clientData: 'bm8' };
  assert.equal((await nobody.post('/api/passkey-sign-in', garbled)).status, 401);
});

test('what was begun in one session cannot be ended in another', async () => {
  const other = await bank.signedIn('other');
  const key = new Authenticator(bank.served.workspace);
  const { body } = await banker.post('/api/enrolment-challenges');
  const made = key.make(body.challenge, 'Planted');
  assert.equal((await other.post('/api/passkeys', made)).status, 401);
  assert.deepEqual(await bank.sql('SELECT FROM staff.passkeys'), []);
});

test("nobody proves to be somebody else with a passkey of one's own", async () => {
  const key = await enrolled(await bank.signedIn('other'));
  await stale(banker);
  const { body } = await banker.post('/api/proof-challenges');
  assert.equal((await banker.post('/api/proofs/passkey', key.show(body.challenge))).status, 401);
  assert.equal((await banker.post('/api/enrolment-challenges')).body.code, 'step-up');
});

test('what needs a fresh proof is refused after five minutes, and done after the proof (row 54)', async () => {
  const key = await enrolled(banker);
  await bank.visit(bank.customers.jana, 'banker');
  const reveals = `/api/customers/${bank.customers.jana}/reveals`;
  const file = (await banker.get(`/api/customers/${bank.customers.jana}/file`)).body;
  const identifier = { kind: 'identifier', subject: file.identifiers[0].identifierId };
  const deeds: [string, () => ReturnType<Client['get']>][] = [
    ['enrol', () => banker.post('/api/enrolment-challenges')],
    ['reveal', () => banker.post(reveals, identifier)],
    ['end others', () => banker.send('DELETE', '/api/sessions')],
    ['remove', () => banker.send('DELETE', '/api/passkeys/AAAA')],
    ['password', () => banker.send('PUT', '/api/password', { password: 'three grey herons' })],
  ];
  await stale(banker);
  for (const [name, deed] of deeds) {
    const { status, body } = await deed();
    assert.deepEqual([status, body.code], [403, 'step-up'], name);
  }
  const revealed = () => bank.sql(`SELECT FROM privacy.access_records WHERE action = 'reveal'`);
  assert.deepEqual(await revealed(), [], 'what was not shown is not on record as shown');
  assert.equal(
    (await banker.post(reveals, { kind: 'birth date', subject: null })).status,
    200,
    'less is enough',
  );
  const { body } = await banker.post('/api/proof-challenges');
  assert.deepEqual(body.passkeys, [key.id.toString('base64url')]);
  assert.equal((await banker.post('/api/proofs/passkey', key.show(body.challenge))).status, 200);
  for (const [name, deed] of deeds) assert.notEqual((await deed()).body?.code, 'step-up', name);
  assert.match((await banker.post(reveals, identifier)).text, /845305\/0017/);
});

test('password and code are a fresh proof, once; the password alone only unlocks', async () => {
  await stale(banker);
  assert.equal((await banker.post('/api/lock')).status, 200);
  assert.equal((await banker.post('/api/unlock', { password })).status, 200);
  assert.equal((await banker.post('/api/enrolment-challenges')).body.code, 'step-up');
  const code = generateSync({ secret });
  const wrong = await banker.post('/api/proofs/password', { password: 'something else', code });
  assert.equal(wrong.body.code, 'sign-in-failed');
  assert.equal((await banker.post('/api/proofs/password', { password, code })).status, 200);
  assert.equal((await banker.post('/api/enrolment-challenges')).status, 200);
  assert.equal(
    (await banker.post('/api/proofs/password', { password, code })).status,
    401,
    'a code is good once',
  );
});

test('the kernel asks for the fresh proof itself: a server that forgets to gets nothing', async () => {
  await stale(banker);
  const hash = hashToken(banker.token);
  const portalKey = Buffer.from('k');
  for (const [text, values] of [
    ['SELECT staff.add_passkey($1, $2, $3, $4, 0, $5, false, false)', [hash, portalKey, 'x', portalKey, []]],
    ['SELECT staff.remove_passkey($1, $2)', [hash, portalKey]],
    ['SELECT staff.end_sessions($1, NULL)', [hash]],
    ['SELECT staff.change_password($1, $2)', [hash, 'x']],
  ] as const) {
    const asked = bank.database.pool('earshot_staff_door').query(text, [...values]);
    await assert.rejects(asked, { code: 'ES406' }, text);
  }
  const [session] = await bank.sql('SELECT session_id FROM staff.sessions WHERE token_hash = $1', [hash]);
  const lately = async () =>
    (await bank.sql(`SELECT staff.authenticated_lately($1, '5 minutes') AS yes`, [session?.session_id]))[0]
      ?.yes;
  assert.equal(await lately(), false);
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now() WHERE token_hash = $1', [hash]);
  assert.equal(await lately(), true);
  await bank.sql('UPDATE staff.sessions SET locked_at = now() WHERE token_hash = $1', [hash]);
  assert.equal(await lately(), false, 'locked');
});

test('a passkey is renamed and removed by its owner alone; the last way in stays (row 53)', async () => {
  const key = await enrolled(banker);
  const path = `/api/passkeys/${key.id.toString('base64url')}`;
  const other = await bank.signedIn('other');
  assert.equal((await other.send('PATCH', path, { name: 'Mine' }, { 'if-match': '"1"' })).status, 404);
  assert.equal((await other.send('DELETE', path)).status, 404);
  assert.equal((await banker.send('PATCH', path, { name: 'My phone' }, { 'if-match': '"1"' })).status, 200);
  const late = await banker.send('PATCH', path, { name: 'My key' }, { 'if-match': '"1"' });
  assert.deepEqual([late.status, late.body.code], [412, 'changed']);
  assert.equal((await banker.get('/api/own-sign-in')).body.passkeys[0].name, 'My phone');
  await bank.sql('UPDATE staff.sign_ins SET password_hash = NULL WHERE staff_id = $1', [bank.staff.banker]);
  const last = await banker.send('DELETE', path);
  assert.deepEqual([last.status, last.body.code], [409, 'last-way-in']);
  const second = await enrolled(banker, 'Second');
  const both = await Promise.all(
    [path, `/api/passkeys/${second.id.toString('base64url')}`].map((one) => banker.send('DELETE', one)),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], 'two removals at once leave one');
  await bank.sql('UPDATE staff.sign_ins SET password_hash = $2 WHERE staff_id = $1', [
    ...[bank.staff.banker, await hashPassword(password)],
  ]);
});

test('a new device and each change of the ways to sign in are told to the owner (row 47)', async () => {
  const key = await enrolled(banker);
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  const first = await signIn(key, {}, agent);
  assert.deepEqual(await notices(), ['passkey added'], 'the first device of all is no news');
  const again = await signIn(key, {}, { cookie: `__Host-earshot-workspace-device=${first.device}` });
  assert.equal(again.device, '', 'it is known again');
  const second = await signIn(key, {}, agent);
  const own = (await second.client.get('/api/own-sign-in')).body;
  const [news] = own.notices;
  assert.deepEqual([news.kind, news.about, news.seen], ['new device', 'Firefox, Linux', false]);
  assert.equal((await second.client.post('/api/sign-in-notices/seen')).status, 200);
  assert.ok((await second.client.get('/api/own-sign-in')).body.notices[0].seen);
});

test('it is told on each device until it is seen there: whoever came in by a new one does not settle it (row 47)', async () => {
  const key = await enrolled(banker);
  const first = await signIn(key);
  const ofFirst = { cookie: `__Host-earshot-workspace-device=${first.device}` };
  const unseen = async ({ client }: { client: Client }) =>
    (await client.get('/api/own-sign-in')).body.notices
      .filter((one: { seen: boolean }) => !one.seen)
      .map(({ kind, about }: { kind: string; about: string }) => `${kind}: ${about}`);
  const settled = ({ client }: { client: Client }) => client.post('/api/sign-in-notices/seen');
  await settled(first);
  assert.deepEqual(await unseen(first), []);
  const thief = await signIn(key, {}, { 'user-agent': 'Firefox/140.0 (X11; Linux)' });
  await enrolled(thief.client, 'Spare key');
  assert.deepEqual(await unseen(thief), ['passkey added: Spare key', 'new device: Firefox, Linux']);
  await settled(thief);
  assert.deepEqual(await unseen(thief), []);
  const owner = await signIn(key, {}, ofFirst);
  assert.deepEqual(await unseen(owner), ['passkey added: Spare key', 'new device: Firefox, Linux']);
  await settled(owner);
  assert.deepEqual(await unseen(await signIn(key, {}, ofFirst)), [], 'once on each device');
  const third = await signIn(key, {}, { 'user-agent': 'Firefox/140.0 (Windows NT 10.0)' });
  assert.deepEqual(
    await unseen(third),
    ['new device: Firefox, Windows'],
    'what was settled before is not told anew',
  );
});

test('I see where I am signed in, without addresses, and end one or all others', async () => {
  const other = await bank.signedIn('banker', 'private room');
  const third = await bank.signedIn('banker', 'phone');
  const { sessions } = (await banker.get('/api/own-sign-in')).body;
  assert.equal(sessions.length, 3);
  assert.deepEqual(
    sessions.filter((one: { own: boolean }) => one.own).map((one: { station: string }) => one.station),
    ['back office'],
  );
  assert.doesNotMatch(JSON.stringify(sessions), /127\.0\.0\.1/);
  const room = sessions.find((one: { station: string }) => one.station === 'private room');
  const stranger = await bank.signedIn('other');
  assert.equal((await stranger.send('DELETE', `/api/sessions/${room.sessionId}`)).body.ended, 0, 'not hers');
  assert.equal((await banker.send('DELETE', `/api/sessions/${room.sessionId}`)).body.ended, 1);
  assert.equal((await other.get('/api/me')).status, 401);
  assert.equal((await third.get('/api/me')).status, 200);
  assert.equal((await banker.send('DELETE', '/api/sessions')).body.ended, 1);
  assert.equal((await third.get('/api/me')).status, 401);
  assert.equal((await banker.send('DELETE', `/api/sessions/${randomUUID()}`)).body.ended, 0);
});

test('one terminal at a time: a sign-in elsewhere locks this one, unlocking it locks that one', async () => {
  const key = await enrolled(banker);
  const { client } = await signIn(key);
  assert.equal((await banker.get('/api/promises')).status, 423);
  assert.equal((await client.get('/api/promises')).status, 200);
  const { body } = await banker.post('/api/proof-challenges');
  assert.equal((await banker.post('/api/proofs/passkey', key.show(body.challenge))).status, 200);
  assert.equal((await banker.get('/api/promises')).status, 200);
  assert.equal((await client.get('/api/promises')).status, 423);
});

test('a new password is as long as a first one, ends all other sessions, and is told', async () => {
  const other = await bank.signedIn('banker');
  const weak = await banker.send('PUT', '/api/password', { password: 'banker banker' });
  assert.equal(weak.body.fields[0].field, '/password');
  assert.equal((await banker.send('PUT', '/api/password', { password })).status, 200);
  assert.equal((await other.get('/api/me')).status, 401);
  assert.equal((await banker.get('/api/me')).status, 200);
  assert.deepEqual(await notices(), ['password changed']);
});

test('when the clock jumps, limits hold and no proof becomes fresher (row 50)', async () => {
  const jumped = (by: string) =>
    bank.sql(
      `UPDATE staff.sessions SET created_at = created_at - $1::interval, last_seen_at = last_seen_at - $1::interval,
         idle_expires_at = idle_expires_at - $1::interval, expires_at = expires_at - $1::interval,
         authenticated_at = authenticated_at - $1::interval WHERE token_hash = $2`,
      [by, hashToken(banker.token)],
    );
  await jumped('-1 hour');
  assert.equal((await banker.get('/api/me')).status, 200);
  assert.equal((await banker.post('/api/enrolment-challenges')).body.code, 'step-up', 'an hour back');
  await jumped('1 hour');
  assert.equal((await banker.post('/api/enrolment-challenges')).status, 200);
  await jumped('29 minutes');
  assert.equal(
    (await banker.get('/api/me')).status,
    200,
    '29 minutes on: seen again, and the limit moves on',
  );
  await jumped('30 minutes 1 second');
  assert.equal((await banker.get('/api/me')).status, 401, 'half an hour on');
  banker = await bank.signedIn('banker');
  await bank.sql(`UPDATE staff.sessions SET idle_expires_at = now() + interval '13 hours'`);
  await jumped('12 hours');
  assert.equal((await banker.get('/api/me')).status, 401, 'twelve hours on, whatever one does');
});
