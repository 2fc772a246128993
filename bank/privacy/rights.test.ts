/** What customers ask about their own data: by when the bank answers, who works on it, and what they read. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { doneByTwo } from './approving-trial.ts';

let bank: Trial;
let privacy: Client;
let compliance: Client;
before(async () => {
  bank = await trialBank();
  privacy = await bank.signedIn('privacy');
  compliance = await bank.signedIn('compliance');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM privacy.rights_requests');
  await bank.sql(`UPDATE privacy.rights_setting SET law = 'EU'`);
  await bank.sql(`UPDATE staff.staff SET customer_id = NULL`);
});

const plain = { about: null, subject: null, words: null, proposed: null };
/** As her browser would: with a key of its own. */
async function asks(who: Client, given: object, key: string = randomUUID()) {
  const sent = { ...plain, ...given };
  const answer = await who.post('/api/own-requests', sent, { 'idempotency-key': key });
  return { ...answer, requestId: answer.body?.requestId };
}
const queue = async (decided = false) => (await privacy.get(`/api/rights-requests?decided=${decided}`)).body;
const at = (requestId: string, customer = bank.customers.jana) =>
  `/api/customers/${customer}/rights-requests/${requestId}`;
const take = (requestId: string, who = privacy, customer = bank.customers.jana) =>
  who.post(`${at(requestId, customer)}/take`);
const decide = (requestId: string, outcome: string, answer = 'We did what you asked us to.', version = 1) =>
  privacy.post(`${at(requestId)}/decision`, { outcome, answer }, { 'if-match': `"${version}"` });

test('she asks in the portal, the privacy office takes it, reads it and answers; she follows it in words', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const words = 'Do not use my salary to guess what I might buy. <b>Please</b>';
  const key = randomUUID();
  const { requestId: id, status, text } = await asks(jana, { kind: 'restriction', words }, key);
  assert.equal(status, 200, text);
  assert.equal((await asks(jana, { kind: 'restriction', words }, key)).requestId, id, 'sent twice');
  const other = await asks(jana, { kind: 'erasure' }, key);
  assert.deepEqual([other.status, other.body.code], [409, 'key-reused']);
  const [own] = (await jana.get('/api/own-requests')).body.requests;
  assert.deepEqual([own.state, own.taken, own.words, own.answer], ['open', false, words, null]);

  const { requests, waiting, late } = await queue();
  assert.deepEqual([waiting, late, requests.length], [1, 0, 1]);
  assert.equal(requests[0].customerName, 'Jana Nováková');
  assert.equal(requests[0].identity, 'signed in');
  assert.doesNotMatch(JSON.stringify(requests), /salary/, 'the list shows no words');
  const [seen] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'rights requests' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(seen?.customer_ids, [bank.customers.jana], 'whose names were seen is on record');

  assert.equal((await privacy.get(at(id))).body.code, 'no-ground', 'not in her hands: no reason to look');
  assert.equal((await take(id)).status, 200);
  const shown = await privacy.get(at(id));
  assert.equal(shown.body.words, words);
  const [look] = await bank.sql(
    `SELECT ground_kind, ground, proven, role FROM privacy.access_records WHERE customer_id = $1 AND staff_id = $2
      ORDER BY at DESC LIMIT 1`,
    [bank.customers.jana, bank.staff.privacy],
  );
  assert.deepEqual(look, {
    ground_kind: 'rights request',
    ground: id,
    proven: true,
    role: 'privacy officer',
  });
  assert.equal((await jana.get('/api/own-requests')).body.requests[0].taken, true);

  assert.equal((await decide(id, 'granted', 'short')).status, 400, 'an answer is in words');
  assert.equal((await decide(id, 'granted')).status, 200);
  assert.equal((await decide(id, 'refused')).status, 403, 'the reason to look has ended with it');
  const [told] = (await jana.get('/api/own-requests')).body.requests;
  assert.deepEqual([told.state, told.answer], ['granted', 'We did what you asked us to.']);
  assert.equal((await queue()).requests.length, 0);
  assert.equal((await queue(true)).requests[0].state, 'granted');
  const names = await bank.sql('SELECT name FROM privacy.changes WHERE subject = $1 ORDER BY at', [id]);
  assert.deepEqual(
    names.map(({ name }) => name),
    ['opened', 'taken', 'decided'].map((deed) => `rights request.${deed}`),
  );
});

test('words are sealed in the database, hidden at an open counter, and sealed anew when keys are renewed', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const words = 'canary pneumothorax';
  const body = await asks(jana, { kind: 'erasure', words });
  const [row] = await bank.sql('SELECT r::text AS all, words_sealed FROM privacy.rights_requests r');
  const { all, words_sealed: sealed } = row ?? {};
  assert.ok(Buffer.isBuffer(sealed) && !`${all} ${sealed.toString('latin1')}`.includes('canary'));
  const counter = await bank.signedIn('privacy', 'open counter');
  await take(body.requestId, counter);
  const hidden = await counter.get(at(body.requestId));
  assert.deepEqual([hidden.status, hidden.body.hidden, hidden.body.words], [200, true, null]);
  await bank.sql(`UPDATE keys.data_keys SET retired_at = now() - interval '1 day'`);
  const { runOnce } = await import('#platform/jobs/worker.ts');
  const { tasks } = await import('#bank/customers/jobs.ts');
  await runOnce(bank.database, 'keys.renew', {}, tasks['keys.renew']);
  const [anew] = await bank.sql('SELECT words_sealed FROM privacy.rights_requests');
  assert.notDeepEqual(anew?.words_sealed, sealed);
  assert.equal((await privacy.get(at(body.requestId))).body.words, words);
});

test('the day it is due comes from the row of the law that counts, and a law is no constant', async () => {
  const due = async (kind: string, day: string, extra: object = {}) => {
    const { body, status, text } = await privacy.post('/api/rights-requests', {
      ...{ ...plain, kind, customerId: bank.customers.jana, receivedOn: day },
      ...{ channel: 'letter', identity: 'document', ...extra },
    });
    assert.equal(status, 200, text);
    const [row] = await bank.sql(
      'SELECT due_on::text AS due, citation, law FROM privacy.rights_requests WHERE request_id = $1',
      [body.requestId],
    );
    return row;
  };
  const today = Temporal.Now.plainDateISO('UTC');
  const asked = today.subtract({ days: 3 });
  const eu = await due('copy', asked.toString());
  assert.equal(eu?.due, asked.add({ months: 1 }).toString(), 'one month, not thirty days');
  assert.match(String(eu?.citation), /2016\/679.*15/);
  const law = { action: 'rights law', setting: { law: 'US' } };
  assert.equal((await doneByTwo(bank, compliance, privacy, law)).status, 200);
  assert.equal((await compliance.get('/api/rights-clocks')).body.law, 'US');
  const us = await due('copy', asked.toString());
  assert.equal(us?.due, asked.add({ days: 45 }).toString());
  const newer = {
    ...{ law: 'US', kind: 'copy', appliesFrom: today.toString(), citation: 'An Act of tomorrow, section 4' },
    ...{ months: 0, days: 10, moreMonths: 0, moreDays: 0 },
  };
  const clock = { action: 'rights clock', setting: { clock: newer } };
  assert.equal((await doneByTwo(bank, compliance, privacy, clock)).status, 200);
  assert.equal((await due('copy', today.toString()))?.due, today.add({ days: 10 }).toString());
  assert.equal(
    (await due('copy', asked.toString()))?.due,
    asked.add({ days: 45 }).toString(),
    'what was received before goes by what counted then',
  );
  const kept = await bank.sql(`SELECT due_on::text AS due FROM privacy.rights_requests WHERE law = 'EU'`);
  assert.deepEqual(kept, [{ due: eu?.due }], 'and what was asked keeps its day');
  const events = await bank.sql(
    `SELECT name FROM privacy.events WHERE name LIKE 'rights %' AND staff_id = $1 ORDER BY at`,
    [bank.staff.compliance],
  );
  assert.deepEqual(
    events.map(({ name }) => name),
    ['rights law.changed', 'rights clock.added'],
  );
  await bank.sql(`DELETE FROM privacy.rights_clocks WHERE citation LIKE 'An Act%'`);
});

test('it may be extended once, before it is due, with a reason that she reads; overdue is plain', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const body = await asks(jana, { kind: 'copy' });
  await take(body.requestId);
  const extend = (version: number, because = 'Ten years of letters have to be read through.') =>
    privacy.post(`${at(body.requestId)}/extension`, { because }, { 'if-match': `"${version}"` });
  const [before] = await bank.sql('SELECT due_on::text AS due FROM privacy.rights_requests');
  assert.equal((await extend(1, 'long')).status, 400);
  assert.equal((await extend(1)).status, 200);
  const [own] = (await jana.get('/api/own-requests')).body.requests;
  assert.equal(own.dueOn, Temporal.PlainDate.from(String(before?.due)).add({ months: 2 }).toString());
  assert.equal(own.extension, 'Ten years of letters have to be read through.');
  assert.equal((await extend(2)).status, 409, 'once');
  await bank.sql(`UPDATE privacy.rights_requests SET due_on = CURRENT_DATE - 1`);
  const { requests, late } = await queue();
  assert.deepEqual([requests[0].overdue, late], [true, 1]);
  await bank.sql(`UPDATE privacy.rights_requests SET extended_at = NULL`);
  assert.equal((await extend(2)).status, 409, 'not when it is late already');
});

test('nobody but the privacy office sees or takes requests, nor that of their own people, nor two at once', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const body = await asks(jana, { kind: 'copy' });
  for (const who of ['banker', 'manager', 'compliance', 'admin'] as const) {
    const other = await bank.signedIn(who);
    assert.equal((await other.get('/api/rights-requests')).status, 403, who);
    assert.equal((await take(body.requestId, other)).status, 403, who);
  }
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    ...[bank.customers.jana, bank.staff.privacy],
  ]);
  assert.equal((await take(body.requestId)).body.code, 'own-people');
  const entered = { ...plain, kind: 'copy', customerId: bank.customers.jana, receivedOn: '2026-01-01' };
  const entering = { ...entered, channel: 'branch', identity: 'document' };
  assert.equal((await privacy.post('/api/rights-requests', entering)).body.code, 'own-people');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  assert.equal((await privacy.post('/api/rights-requests', entering)).status, 422, 'a year ago');
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const byCode = { ...entering, receivedOn: today, identity: 'code to phone' };
  assert.equal((await privacy.post('/api/rights-requests', byCode)).status, 400, 'nothing here sends codes');
  const petr = await bank.atHome(bank.customers.petr);
  assert.deepEqual((await petr.get('/api/own-requests')).body.requests, []);
  assert.equal((await petr.post(`/api/own-requests/${body.requestId}/withdrawal`)).status, 409);
  assert.equal((await jana.post(`/api/own-requests/${body.requestId}/withdrawal`)).status, 200);
  assert.equal((await take(body.requestId)).status, 409, 'taken back');
});

test('a restricted file opens for a request as for anything else: by a second person', async () => {
  const star = await bank.atHome(bank.customers.star);
  const body = await asks(star, { kind: 'copy', words: 'All of it.' });
  assert.equal((await take(body.requestId, privacy, bank.customers.star)).status, 200);
  assert.equal((await privacy.get(at(body.requestId, bank.customers.star))).body.code, 'restricted');
});

test('what does not fit together is refused with a reason', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const ask = (given: object) => asks(jana, given);
  for (const given of [
    { kind: 'objection' },
    { kind: 'objection', about: 'name' },
    { kind: 'copy', about: 'marketing' },
    { kind: 'correction', about: 'address' },
    { kind: 'correction', about: 'name', subject: bank.customers.jana, proposed: 'Jana Nová' },
    { kind: 'copy', proposed: 'all of it' },
  ])
    assert.equal((await ask(given)).body.code, 'does-not-fit', JSON.stringify(given));
  assert.equal((await ask({ kind: 'everything' })).status, 400);
});

test('to marketing she objects and it ends at once; profiling is flagged; both end when she says so', async () => {
  await bank.sql('DELETE FROM privacy.restraints');
  const jana = await bank.atHome(bank.customers.jana);
  assert.equal((await asks(jana, { kind: 'objection', about: 'marketing' })).status, 200);
  const own = (await jana.get('/api/own-requests')).body;
  assert.deepEqual([own.requests[0].state, own.restraints[0].kind], ['granted', 'no marketing']);
  assert.equal((await queue()).requests.length, 0, 'nobody needs to decide it');
  const { requestId } = await asks(jana, { kind: 'objection', about: 'profiling' });
  const flagged = (kind: string) =>
    bank.sql('SELECT privacy.is_restrained($1, $2) AS is', [bank.customers.jana, kind]);
  assert.deepEqual(await flagged('no profiling'), [{ is: false }]);
  await take(requestId);
  await decide(requestId, 'granted');
  assert.deepEqual(await flagged('no profiling'), [{ is: true }]);
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker');
  const { body } = await banker.get(`/api/customers/${bank.customers.jana}/file`);
  assert.deepEqual(body.restraints, ['no marketing', 'no profiling']);
  for (const { restraintId } of (await jana.get('/api/own-requests')).body.restraints)
    assert.equal((await jana.post(`/api/own-restraints/${restraintId}/end`)).status, 200);
  assert.deepEqual((await jana.get('/api/own-requests')).body.restraints, []);
});

test('what is restricted is kept and not changed, and no search for duplicates reads it', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const { requestId } = await asks(jana, { kind: 'restriction' });
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker');
  const note = () =>
    banker.post(`/api/customers/${bank.customers.jana}/notes`, { body: 'She called.', sensitive: false });
  assert.equal((await note()).status, 200, 'asked for is not granted');
  await take(requestId);
  assert.equal((await decide(requestId, 'granted')).status, 200);
  assert.equal((await note()).body.code, 'restrained');
  assert.equal((await banker.get(`/api/customers/${bank.customers.jana}/file`)).status, 200, 'it is there');
  const { runOnce } = await import('#platform/jobs/worker.ts');
  const { tasks } = await import('#bank/customers/jobs.ts');
  await runOnce(bank.database, 'merging.find', {}, tasks['merging.find']);
  const keys = await bank.sql('SELECT FROM customers.matching_keys WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(keys, []);
  const [restraint] = (await jana.get('/api/own-requests')).body.restraints;
  assert.equal((await jana.post(`/api/own-restraints/${restraint.restraintId}/end`)).status, 200);
  assert.equal((await note()).status, 200);
});

test('what she says is wrong reaches the office with how it should be, and she reads what came of it', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const { requestId, status } = await asks(jana, {
    ...{ kind: 'correction', about: 'name', proposed: 'Jana Nová', words: 'I have married.' },
  });
  assert.equal(status, 200);
  await take(requestId);
  const { body } = await privacy.get(at(requestId));
  assert.deepEqual([body.about, body.proposed, body.words], ['name', 'Jana Nová', 'I have married.']);
  const answer = 'It is put right in our books; you see it from tomorrow.';
  assert.equal((await decide(requestId, 'granted', answer)).status, 200);
  assert.equal((await jana.get('/api/own-requests')).body.requests[0].answer, answer);
});

/** She says what is wrong, the office has it in hand. */
async function wrong(about: string, proposed: string): Promise<string> {
  const jana = await bank.atHome(bank.customers.jana);
  const { requestId, status } = await asks(jana, { kind: 'correction', about, proposed });
  assert.equal(status, 200);
  await take(requestId);
  return requestId;
}
const nowOf = async (requestId: string) => (await privacy.get(`${at(requestId)}/correction`)).body;
const correct = (requestId: string, given: object, version = 1) => {
  const none = { subject: null, value: null, lines: null, postalCode: null, country: null };
  const body = { ...none, answer: 'It is put right in our books.', ...given };
  return privacy.post(`${at(requestId)}/correction`, body, { 'if-match': `"${version}"` });
};

test('an accepted correction is made in the field itself in one step, found at once, and shown to her as done', async () => {
  const requestId = await wrong('name', 'Jana Šimková');
  assert.equal((await nowOf(requestId)).now[0].value, 'Jana Nováková');
  assert.equal((await correct(requestId, { value: 'Jana Šimková' }, 7)).body.code, 'changed');
  assert.equal((await correct(requestId, { value: 'Jana Šimková' })).status, 200);
  const [row] = await bank.sql('SELECT full_name, edited FROM customers.customers WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(row, { full_name: 'Jana Šimková', edited: ['full_name'] });
  const greeter = await bank.signedIn('greeter');
  const found = await greeter.post('/api/customer-searches', { query: 'simkova', most: 5 });
  assert.equal(found.body.cards[0]?.customerId, bank.customers.jana);
  const jana = await bank.atHome(bank.customers.jana);
  const [own] = (await jana.get('/api/own-requests')).body.requests;
  assert.deepEqual([own.state, own.answer], ['granted', 'It is put right in our books.']);
  assert.ok(own.correctedAt);
  const [made] = await bank.sql(
    `SELECT role, detail::text AS detail FROM privacy.changes WHERE name = 'rights request.corrected' AND subject = $1
      ORDER BY at DESC LIMIT 1`,
    [requestId],
  );
  assert.equal(made?.role, 'privacy officer');
  assert.doesNotMatch(String(made?.detail), /Šimková/, 'on record, and without the name');
  assert.equal((await correct(requestId, { value: 'Jana Nová' }, 2)).status, 403, 'it is decided');
  await bank.sql(
    `UPDATE customers.customers SET full_name = 'Jana Nováková', edited = '{}' WHERE customer_id = $1`,
    [bank.customers.jana],
  );
});

test('a date, a contact point and an address: each as it must be, of hers, and no longer as if it were verified', async () => {
  const { jana, petr } = bank.customers;
  const born = await wrong('birth date', '1984-05-31');
  for (const value of ['31.5.1984', '2999-01-01', '1984-02-30'])
    assert.equal((await correct(born, { value })).status, 422, value);
  assert.equal((await correct(born, { value: '1984-05-31' })).status, 200);
  const [day] = await bank.sql(
    'SELECT born_on::text AS day FROM customers.customers WHERE customer_id = $1',
    [jana],
  );
  assert.equal(day?.day, '1984-05-31');

  const [mine, his] = [randomUUID(), randomUUID()];
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, contact_point_id, kind, value, normalised, verified_at)
     VALUES ($1, $2, 'phone', '+420 601', '+420601', now()), ($3, $4, 'phone', '+420 602', '+420602', now())`,
    [jana, mine, petr, his],
  );
  const phone = await wrong('contact point', '+420 777 123 456');
  const value = '00420 777 123 456';
  assert.ok((await nowOf(phone)).now.some((one: { subject: string }) => one.subject === mine));
  assert.equal((await correct(phone, { subject: his, value })).status, 422, 'not hers');
  assert.equal(
    (await correct(phone, { subject: mine, value: 'x@y.example' })).status,
    422,
    'of another kind',
  );
  assert.equal((await correct(phone, { subject: mine, lines: ['x'] })).status, 422, 'no address');
  assert.equal((await correct(phone, { subject: mine, value })).status, 200);
  const points = await bank.sql(
    'SELECT normalised, verified_at FROM customers.contact_points WHERE contact_point_id IN ($1, $2) ORDER BY 1',
    [mine, his],
  );
  assert.deepEqual([points[0]?.normalised, points[1]?.normalised], ['+420602', '+420777123456']);
  assert.equal(points[1]?.verified_at, null, 'nobody has shown that the new number is hers');

  const home = await wrong('address', 'Dlouhá 7, Brno');
  const lines = ['Dlouhá 7', 'Brno'];
  assert.equal((await correct(home, { lines, postalCode: '602 00', country: 'CZ' })).status, 200);
  const [address] = await bank.sql(
    `SELECT lines, country FROM customers.addresses WHERE customer_id = $1 AND postal_code = '602 00'`,
    [jana],
  );
  assert.deepEqual(address, { lines, country: 'CZ' });
});

test('what stands is hidden at an open counter, and seen and corrected by nobody but who holds the request', async () => {
  const requestId = await wrong('name', 'Jana Nová');
  const counter = await bank.signedIn('privacy', 'open counter');
  const hidden = await counter.get(`${at(requestId)}/correction`);
  assert.deepEqual([hidden.status, hidden.body], [200, { hidden: true, now: [] }]);
  assert.equal((await compliance.get(`${at(requestId)}/correction`)).body.code, 'not-allowed');
  await bank.sql('UPDATE privacy.rights_requests SET held_by = $1 WHERE request_id = $2', [
    bank.staff.admin,
    requestId,
  ]);
  assert.equal((await privacy.get(`${at(requestId)}/correction`)).body.code, 'no-ground');
  assert.equal((await correct(requestId, { value: 'Jana Nová' })).body.code, 'no-ground');
});
