/** A customer is referred to a specialist: with her consent, accepted or passed back, answered; and taken back. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
let specialist: Client;
let own: Client;
let jana: string;
const question = 'Would a longer fixed rate suit us, now that Karel stays at home?';

before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  banker = await bank.signedIn('banker', 'private room');
  specialist = await bank.signedIn('other', 'private room');
  await bank.visit(jana, 'banker');
  own = await bank.atHome(jana);
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM advice.referrals');
  await bank.sql('DELETE FROM conversations.promises');
});

const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
const asked = (more: object = {}, headers = {}) =>
  banker.post(
    `/api/customers/${jana}/referrals`,
    { topic: 'home', toStaff: bank.staff.other, toPremises: null, consent: 'in person', question, ...more },
    headers,
  );
const read = async (client = banker) => (await client.get(`/api/customers/${jana}/referrals`)).body.referrals;
const mine = async (client: Client) => {
  const got = await client.get('/api/referrals');
  assert.equal(got.status, 200, got.text);
  return got.body.referrals;
};
const take = (referralId: string, version: number, body: object, client = specialist) =>
  client.post(
    `/api/referrals/${referralId}/takings`,
    { dueOn: null, because: null, ...body },
    { 'if-match': `"${version}"` },
  );
const answer = (referralId: string, version: number, body: object, client = specialist) =>
  client.post(`/api/customers/${jana}/referrals/${referralId}/answers`, body, {
    'if-match': `"${version}"`,
  });
const opens = async (client = specialist) => (await client.get(`/api/customers/${jana}/file`)).status;
const changes = async () =>
  (await bank.sql(`SELECT name FROM privacy.changes WHERE name LIKE 'referral%' ORDER BY at`)).map(
    ({ name }) => name,
  );

test('she is referred, the specialist accepts by a day, answers, and the banker and she read it', async () => {
  const before = (await changes()).length;
  const { body } = await asked();
  assert.equal(await opens(), 403, 'being asked is no reason yet');
  const [card] = await mine(specialist);
  assert.deepEqual(
    [card.calledName, card.toMe, card.topic, card.state, card.colleague.length > 3],
    ['Jana', true, 'home', 'asked', true],
  );
  const accepted = await take(body.referralId, card.version, { dueOn: inDays(5) });
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal(await opens(), 200, 'what was accepted is a promise');
  const [there] = await read(specialist);
  assert.equal(there.question, question);
  const answered = await answer(body.referralId, accepted.body.version, {
    result: 'helped',
    answer: 'Ten years fixed; she takes the forms home.',
  });
  assert.equal(answered.status, 200, answered.text);
  assert.equal(await opens(), 403, 'answered, the reason has ended');
  const [kept] = await bank.sql('SELECT state, made_by, assigned_to FROM conversations.promises');
  assert.deepEqual(kept, { state: 'kept', made_by: bank.staff.banker, assigned_to: bank.staff.other });
  const [result] = await read();
  assert.deepEqual([result.state, result.result], ['answered', 'helped']);
  assert.match(result.answer, /^Ten years fixed/);
  const [back] = await mine(banker);
  assert.deepEqual([back.toMe, back.state, back.result], [false, 'answered', 'helped']);
  const hers = (await own.get('/api/own-referrals')).body.referrals;
  assert.deepEqual([hers[0].question, hers[0].consent], [question, 'in person']);
  assert.match(hers[0].answer, /^Ten years fixed/);
  assert.deepEqual((await changes()).slice(before), [
    'referral.made',
    'referral.accepted',
    'referral.answered',
  ]);
  const [row] = await bank.sql('SELECT question_sealed, answer_sealed FROM advice.referrals');
  for (const sealed of Object.values(row as Record<string, Buffer>))
    assert.ok(!sealed.includes('fixed'), 'what is asked and answered lies sealed');
});

test('she takes her consent back at the portal: the file is shut that moment, and what was asked is gone', async () => {
  const { body } = await asked();
  const [card] = await mine(specialist);
  await take(body.referralId, card.version, { dueOn: inDays(5) });
  assert.equal(await opens(), 200);
  const back = () => own.post(`/api/own-referrals/${body.referralId}/takings-back`);
  assert.equal((await back()).status, 200);
  assert.equal(await opens(), 403);
  assert.equal((await back()).status, 200, 'once more it is as it was');
  const [row] = await bank.sql('SELECT state, question_sealed, ended_as FROM advice.referrals');
  assert.deepEqual(row, { state: 'taken back', question_sealed: null, ended_as: 'customer' });
  assert.deepEqual(await bank.sql('SELECT state FROM conversations.promises'), [{ state: 'withdrawn' }]);
  assert.deepEqual(await mine(specialist), [], 'it is on no list of the specialist any more');
  assert.equal((await mine(banker))[0].state, 'taken back', 'whoever referred her is told');
  const late = await answer(body.referralId, 3, { result: 'helped', answer: 'Too late.' }, banker);
  assert.equal(late.status, 409);
});

test('she says so to the banker: the same', async () => {
  const { body } = await asked();
  const back = () => banker.post(`/api/customers/${jana}/referrals/${body.referralId}/takings-back`);
  assert.equal((await back()).status, 200);
  assert.equal((await back()).status, 200);
  assert.equal((await read())[0].state, 'taken back');
  assert.equal((await take(body.referralId, 2, { dueOn: inDays(5) })).status, 409);
});

test('it is passed back with why; accepting twice makes one promise', async () => {
  const first = (await asked()).body.referralId;
  assert.equal((await take(first, 1, { because: 'no time' })).text, '{"version":2}');
  assert.equal((await take(first, 1, { because: 'no time' })).status, 200, 'asked again');
  assert.equal((await read())[0].because, 'no time');
  const second = (await asked()).body.referralId;
  const key = { 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' };
  const body = { dueOn: inDays(1), because: null };
  for (const _ of [1, 2])
    assert.equal((await specialist.post(`/api/referrals/${second}/takings`, body, key)).status, 200);
  assert.equal((await bank.sql('SELECT FROM conversations.promises')).length, 1);
  // by hand the promise is not kept: the answer keeps it
  const [promise] = await bank.sql('SELECT promise_id, version FROM conversations.promises');
  const settled = await specialist.post(
    `/api/customers/${jana}/promises/${promise?.promise_id}/settlements`,
    { state: 'kept' },
    { 'if-match': `"${promise?.version}"` },
  );
  assert.equal(settled.status, 409);
});

test('nobody is referred without consent, to oneself, to her own people, or to who serves nobody', async () => {
  assert.equal((await asked({ consent: null })).status, 400);
  assert.equal((await asked({ toStaff: bank.staff.banker })).status, 422);
  assert.equal((await asked({ toStaff: bank.staff.greeter })).status, 404);
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    bank.customers.petr,
    bank.staff.manager,
  ]);
  const kin = await asked({ toStaff: bank.staff.manager });
  assert.equal(kin.status, 403);
  assert.match(kin.body.type ?? kin.text, /own-people/);
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  // a restricted file is on nobody's list: a referral of it would reach nobody
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [jana]);
  const shut = await asked();
  assert.deepEqual([shut.status, shut.body.code], [403, 'restricted'], shut.text);
  await bank.sql('UPDATE customers.customers SET restricted = false');
  assert.deepEqual(await bank.sql('SELECT FROM advice.referrals'), []);
  const { body } = await asked();
  const manager = await bank.signedIn('manager', 'private room');
  assert.equal((await take(body.referralId, 1, { dueOn: inDays(2) }, manager)).status, 404, 'not to them');
  for (const dueOn of [inDays(-1), inDays(91), null])
    assert.equal((await take(body.referralId, 1, { dueOn })).status, 422);
  assert.equal((await take(body.referralId, 7, { dueOn: inDays(2) })).status, 412);
  assert.equal((await answer(body.referralId, 1, { result: 'helped', answer: 'x' }, banker)).status, 409);
});

test('behind broken glass nobody is referred; what a colleague has referred is accepted all the same', async () => {
  const broken = await specialist.post(`/api/customers/${jana}/break-glass`, {
    ...{ reasonKind: 'fraud', reference: 'Fraud desk 7', reason: 'A transfer abroad is leaving now.' },
  });
  assert.equal(broken.status, 200, broken.text);
  const passedOn = await specialist.post(`/api/customers/${jana}/referrals`, {
    ...{ topic: 'home', toStaff: bank.staff.manager, toPremises: null, consent: 'in person', question },
  });
  assert.deepEqual([passedOn.status, passedOn.body.code], [403, 'glass-only']);
  assert.deepEqual(await bank.sql('SELECT FROM advice.referrals'), []);
  const { body } = await asked();
  assert.equal((await take(body.referralId, 1, { dueOn: inDays(2) })).status, 200);
  await bank.sql('DELETE FROM privacy.passes');
});

test('at an open counter neither what it is about nor a word of it; colleagues are found by name', async () => {
  await asked();
  const counter = await bank.signedIn('banker', 'open counter');
  const [one] = await read(counter);
  assert.deepEqual([one.topic, one.question, one.answer], [null, null, null]);
  assert.equal((await mine(await bank.signedIn('other', 'open counter')))[0].topic, null);
  const [{ full_name: name }] = (await bank.sql('SELECT full_name FROM staff.staff WHERE staff_id = $1', [
    bank.staff.other,
  ])) as [{ full_name: string }];
  const found = await banker.post('/api/specialist-searches', { named: name.slice(0, 3) });
  assert.ok(found.body.specialists.some(({ staffId }: { staffId: string }) => staffId === bank.staff.other));
  assert.equal((await banker.post('/api/specialist-searches', { named: '%%' })).body.specialists.length, 0);
});

const knowledge = new Map<string, string[]>();
const knows = async (who: keyof Trial['staff'], specialities: string[], admin: Client) => {
  const body = { specialities, seen: knowledge.get(who) ?? [] };
  const set = await admin.send('PUT', `/api/staff/${bank.staff[who]}/specialities`, body);
  knowledge.set(who, specialities);
  assert.equal(set.status, 200, set.text);
};
const waiting = async (client: Client) => (await client.get('/api/waiting-referrals')).body.referrals;
const toWhoever = { toStaff: null };

test('what staff know more about, an administrator says, on record; who serves nobody takes no referrals', async () => {
  const admin = await bank.signedIn('admin');
  await knows('other', ['home', 'paying'], admin);
  await knows('other', ['home', 'business'], admin);
  const [event] = await bank.sql(
    `SELECT subject, detail FROM privacy.events WHERE name = 'staff.specialities set' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(event, {
    subject: bank.staff.other,
    detail: { before: ['home', 'paying'], after: ['business', 'home'] },
  });
  const { staff } = (await admin.get('/api/staff')).body;
  const other = staff.find(({ staffId }: { staffId: string }) => staffId === bank.staff.other);
  assert.deepEqual(other.specialities, ['business', 'home']);
  const set = (who: string, specialities: unknown, by = admin) =>
    by.send('PUT', `/api/staff/${who}/specialities`, { specialities, seen: [] });
  assert.equal((await set(bank.staff.other, ['estate'])).status, 412, 'another administrator was first');
  assert.equal((await set(bank.staff.greeter, ['home'])).status, 409);
  assert.equal((await set(bank.staff.other, ['gold'])).status, 400);
  assert.equal((await set(bank.staff.other, ['home'], banker)).status, 403);
  const { topics } = (await banker.get('/api/specialist-topics')).body;
  assert.deepEqual(
    topics.map(({ topic, colleagues }: { topic: string; colleagues: number }) => [topic, colleagues]),
    [
      ['business', 1],
      ['home', 1],
    ],
  );
  assert.deepEqual((await specialist.get('/api/specialist-topics')).body.topics, [], 'besides oneself');
});

test('put to whoever knows about it: masked until it is taken, and one of two who take it at once has it', async () => {
  const admin = await bank.signedIn('admin');
  assert.equal((await asked({ ...toWhoever, topic: 'estate' })).status, 404, 'nobody knows about it');
  await knows('other', ['home'], admin);
  await knows('manager', ['paying'], admin);
  const manager = await bank.signedIn('manager', 'private room');
  assert.equal(
    (await asked({ ...toWhoever, toPremises: bank.premises.main, toStaff: bank.staff.other })).status,
    422,
  );
  assert.equal((await asked({ ...toWhoever, consent: null })).status, 400, 'not without consent');
  const { body } = await asked(toWhoever);
  assert.deepEqual(await waiting(manager), [], 'of another field');
  assert.equal((await take(body.referralId, 1, { dueOn: inDays(3) }, manager)).status, 404);
  await knows('manager', ['home'], admin);
  const [mineYet] = await mine(banker);
  assert.deepEqual([mineYet.state, mineYet.colleague], ['asked', null], 'whoever asked sees that it waits');
  for (const client of [specialist, manager]) {
    const got = await client.get('/api/waiting-referrals');
    const [one] = got.body.referrals;
    assert.deepEqual(Object.keys(one).sort(), [
      'colleague',
      'onDate',
      'premises',
      'referralId',
      'topic',
      'version',
    ]);
    assert.ok(!/jana/i.test(got.text) && !got.text.includes(jana), 'neither a name nor whose it is');
    assert.equal(await opens(client), 403);
  }
  assert.deepEqual(await waiting(banker), [], 'not to whoever asks');
  assert.equal((await waiting(await bank.signedIn('other', 'open counter')))[0].topic, null);
  assert.equal((await take(body.referralId, 1, { because: 'no time' })).status, 409, 'others may have time');
  assert.equal((await take(body.referralId, 1, { dueOn: inDays(3) }, banker)).status, 404);
  const both = await Promise.all(
    [specialist, manager].map((client) => take(body.referralId, 1, { dueOn: inDays(3) }, client)),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], both.map(({ text }) => text).join());
  const [has, lost] = both[0]?.status === 200 ? [specialist, manager] : [manager, specialist];
  assert.deepEqual([await opens(has), await opens(lost)], [200, 403]);
  assert.equal((await bank.sql('SELECT FROM conversations.promises')).length, 1);
  assert.deepEqual([await waiting(has), await waiting(lost)], [[], []]);
  const [card] = await mine(has);
  assert.deepEqual([card.calledName, card.toMe, card.state], ['Jana', true, 'accepted']);
  const answered = await answer(body.referralId, card.version, { result: 'helped', answer: 'Done.' }, has);
  assert.equal(answered.status, 200, answered.text);
});

test('nobody of her own people sees what waits, takes it, or is the one it waits for; taken back it waits no more', async () => {
  const admin = await bank.signedIn('admin');
  await knows('other', ['home'], admin);
  await knows('manager', ['home'], admin);
  const manager = await bank.signedIn('manager', 'private room');
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    bank.customers.petr,
    bank.staff.manager,
  ]);
  const { body } = await asked(toWhoever);
  assert.deepEqual(await waiting(manager), []);
  const taken = await take(body.referralId, 1, { dueOn: inDays(2) }, manager);
  assert.deepEqual([taken.status, taken.body.code], [403, 'own-people'], taken.text);
  await knows('other', [], admin);
  assert.equal((await asked(toWhoever)).status, 404, 'only her own people know about it');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  await knows('other', ['home'], admin);
  // a file that is restricted since waits on no list, and is not taken from one
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [jana]);
  assert.deepEqual(await waiting(specialist), []);
  assert.equal((await take(body.referralId, 1, { dueOn: inDays(2) })).status, 404);
  await bank.sql('UPDATE customers.customers SET restricted = false');
  // put to another branch it is not for those here
  assert.equal((await asked({ ...toWhoever, toPremises: bank.premises.side })).status, 404);
  const { body: here } = await asked({ ...toWhoever, toPremises: bank.premises.main });
  assert.equal((await waiting(specialist)).length, 2);
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    bank.premises.side,
    bank.staff.other,
  ]);
  assert.deepEqual(
    (await waiting(specialist)).map(({ referralId }: { referralId: string }) => referralId),
    [body.referralId],
  );
  assert.equal((await take(here.referralId, 1, { dueOn: inDays(2) })).status, 404);
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    bank.premises.main,
    bank.staff.other,
  ]);
  await bank.sql('DELETE FROM advice.referrals WHERE referral_id = $1', [here.referralId]);
  assert.equal((await own.post(`/api/own-referrals/${body.referralId}/takings-back`)).status, 200);
  assert.deepEqual(await waiting(specialist), []);
  assert.equal((await take(body.referralId, 2, { dueOn: inDays(2) })).status, 409);
});
