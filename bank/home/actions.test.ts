import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

test("a customer's first page is her own: her name, what she holds, how often somebody looked", async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const { body } = await jana.get('/api/home');
  assert.equal(body.calledName, 'Jana');
  assert.equal(body.looksLately, 0);
  assert.deepEqual(body.holdings[0].balance, { minor: '4271900', currency: 'CZK' });
  const banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  await banker.get(`/api/customers/${bank.customers.jana}/file`);
  assert.equal((await jana.get('/api/home')).body.looksLately, 1);
});

test("her own look is on record as her own, and gives her nobody else's file", async () => {
  const petr = await bank.atHome(bank.customers.petr);
  const { text } = await petr.get('/api/home');
  assert.doesNotMatch(text, /Jana/);
  const records = await bank.sql(`SELECT action, role FROM privacy.access_records WHERE customer_id = $1`, [
    bank.customers.petr,
  ]);
  assert.deepEqual(records, [{ action: 'own file', role: 'customer' }]);
});

test('whose two records were merged comes to the one file that is left', async () => {
  const petr = await bank.atHome(bank.customers.petr);
  await bank.sql('UPDATE customers.customers SET merged_into = $1 WHERE customer_id = $2', [
    ...[bank.customers.jana, bank.customers.petr],
  ]);
  assert.equal((await petr.get('/api/home')).body.calledName, 'Jana');
  await bank.sql('UPDATE customers.customers SET merged_into = NULL WHERE customer_id = $1', [
    bank.customers.petr,
  ]);
});

test('a session ends when it is idle, when its time is over, and when she signs out', async () => {
  for (const limit of ['idle_expires_at', 'expires_at']) {
    const one = await bank.atHome(bank.customers.jana);
    await bank.sql(`UPDATE customers.sessions SET ${limit} = now() WHERE token_hash = $1`, [
      hashToken(one.token),
    ]);
    assert.equal((await one.get('/api/home')).status, 401, limit);
  }
  const two = await bank.atHome(bank.customers.jana);
  assert.equal((await two.post('/api/sign-out')).status, 200);
  assert.equal((await two.get('/api/home')).status, 401);
});

test("a customer's session outlives nine quiet minutes, not ten, nor twelve hours of use (row 50)", async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const jumped = (by: string) =>
    bank.sql(
      `UPDATE customers.sessions SET last_seen_at = last_seen_at - $1::interval, expires_at = expires_at - $1::interval,
         idle_expires_at = idle_expires_at - $1::interval WHERE token_hash = $2`,
      [by, hashToken(jana.token)],
    );
  await jumped('9 minutes');
  assert.equal((await jana.get('/api/home')).status, 200);
  await jumped('9 minutes');
  assert.equal((await jana.get('/api/home')).status, 200, 'being there moves the limit on');
  // what the page asks by itself is no sign that she is there
  await jumped('9 minutes');
  assert.equal((await jana.get('/api/confirmation')).status, 200);
  assert.equal((await jana.send('GET', '/api/home', undefined, { 'by-itself': '1' })).status, 200);
  await jumped('1 minute 1 second');
  assert.equal((await jana.get('/api/confirmation')).status, 401, 'asked by the page');
  assert.equal((await jana.get('/api/home')).status, 401);
});
