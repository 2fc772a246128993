/** Ways to sign in that are set by a one-time link: a passkey, a password with a code, or both. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { codeOf } from '#platform/auth/secrets.ts';
import { Authenticator } from '#platform/testing/authenticator.ts';
import { invite } from './actions.ts';

let bank: Trial;
let elsewhere: Trial;
before(async () => {
  bank = await trialBank();
  elsewhere = await trialBank({
    provider: {
      ...{ issuer: 'https://login.bank.example', clientId: 'earshot', clientSecret: 'not asked here' },
      ...{ userClaim: 'sub', ageSecondsMax: 3600, acr: undefined, passwords: false },
    },
  });
});
after(() => Promise.all([bank?.close(), elsewhere?.close()]));

let number = 0;
async function invited(trial = bank): Promise<string> {
  number += 1;
  const { token } = await invite(trial.database, {
    ...{ userName: `new.${number}`, fullName: 'Nina New', role: 'banker' },
  });
  return token;
}
const post = (path: string, body: object, trial = bank) => trial.nobody().post(`/api/${path}`, body);
const challenge = async (token: string, trial = bank) =>
  (await post('invitations/passkey-challenges', { token }, trial)).body.challenge;
const accept = (body: object, trial = bank) => post('invitations/accept', body, trial);

async function comesIn(key: Authenticator, trial = bank): Promise<number> {
  const { body } = await post('passkey-challenges', {}, trial);
  return (await post('passkey-sign-in', key.show(body.challenge), trial)).status;
}

test('a passkey alone is enough, and the link is used up by it', async () => {
  const token = await invited();
  const key = new Authenticator(bank.served.workspace);
  const passkey = key.make(await challenge(token), 'Blue key');
  assert.equal((await accept({ token, passkey })).status, 200);
  assert.equal(await comesIn(key), 200);
  assert.equal((await accept({ token, passkey })).status, 404);
  assert.equal((await post('invitations/passkey-challenges', { token })).status, 404);
});

test('with both, either opens; with neither, or half a password, nothing is set', async () => {
  const token = await invited();
  const { secret } = (await post('invitations/read', { token })).body;
  const password = { password: 'seven blue otters', secret, code: codeOf(secret) };
  for (const [half, field] of [
    [{}, '/password'],
    [{ password: password.password }, '/code'],
    [{ ...password, code: '000000' }, '/code'],
    [{ ...password, password: 'monkey123456' }, '/password'],
  ] as const) {
    const { status, body } = await accept({ token, ...half });
    assert.deepEqual([status, body.fields[0].field], [422, field]);
  }
  const key = new Authenticator(bank.served.workspace);
  const both = { token, ...password, passkey: key.make(await challenge(token), 'Blue key') };
  assert.equal((await accept(both)).status, 200);
  assert.equal(await comesIn(key), 200);
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  const typed = { userName: `new.${number}`, password: password.password, code: codeOf(secret) };
  assert.equal((await post('sign-in', typed)).status, 200);
});

test('a challenge is good for its own link and origin, once; a known passkey is nobody else’s', async () => {
  const [token, other] = [await invited(), await invited()];
  const key = new Authenticator(bank.served.workspace);
  const refused = async (passkey: object, says: string) => {
    const { status, body } = await accept({ token, passkey });
    assert.deepEqual([status, body.code], [401, 'passkey-refused'], says);
  };
  await refused(key.make('of-my-own', 'Planted'), 'made up');
  await refused(key.make(await challenge(other), 'Planted'), 'of another link');
  await refused(key.make(await challenge(token), 'Planted', { origin: bank.served.portal }), 'of the portal');
  await refused(key.make(await challenge(token), 'Planted', { verified: false }), 'without its owner');
  const { body } = await post('passkey-challenges', {});
  await refused(key.make(body.challenge, 'Planted'), 'given out for signing in');
  const made = key.make(await challenge(token), 'Mine');
  await bank.sql('UPDATE house.ceremonies SET expires_at = now()');
  await refused(made, 'too late');
  assert.equal((await accept({ token, passkey: key.make(await challenge(token), 'Mine') })).status, 200);
  const again = await accept({ token: other, passkey: key.make(await challenge(other), 'Mine') });
  assert.equal(again.body.code, 'not-now', 'it is known already');
  assert.deepEqual(await bank.sql(`SELECT name FROM staff.passkeys WHERE name <> 'Blue key'`), [
    { name: 'Mine' },
  ]);
});

test('where passwords are switched off, a link sets a passkey and no password', async () => {
  const token = await invited(elsewhere);
  const { body } = await post('invitations/read', { token }, elsewhere);
  assert.deepEqual([body.passwords, body.singleSignOn], [false, true]);
  const password = { password: 'seven blue otters', secret: body.secret, code: codeOf(body.secret) };
  assert.equal((await accept({ token, ...password }, elsewhere)).body.code, 'sign-in-elsewhere');
  const key = new Authenticator(elsewhere.served.workspace);
  const passkey = key.make(await challenge(token, elsewhere), 'Blue key');
  assert.equal((await accept({ token, passkey }, elsewhere)).status, 200);
  assert.equal(await comesIn(key, elsewhere), 200);
});
