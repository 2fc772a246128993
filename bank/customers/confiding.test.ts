/** Two people of one household at odds: Jana keeps everything from Petr. Every surface is looked at for both. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { tasks } from '#bank/privacy/jobs.ts';
import { type Client, type Trial, trialBank, trialScreen } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';

let bank: Trial;
let banker: Client;
let visit: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  visit = await bank.visit(bank.customers.jana, 'banker');
  await bank.visit(bank.customers.petr, 'banker');
});
after(() => bank.close());
beforeEach(() => bank.sql('DELETE FROM customers.confidences'));

const file = async (customer: string) => (await banker.get(`/api/customers/${customer}/file`)).body;
const names = (body: { relations: { otherName: string }[] }) =>
  body.relations.map(({ otherName }) => otherName).sort();

async function keeps(otherId: string | null) {
  const answer = await banker.post(`/api/customers/${bank.customers.jana}/confidences`, { otherId });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

test('what she keeps from him is gone from his file, and stands in hers', async () => {
  assert.deepEqual(names(await file(bank.customers.petr)), ['Jana Nováková']);
  const kept = await keeps(bank.customers.petr);
  const his = await banker.get(`/api/customers/${bank.customers.petr}/file`);
  assert.doesNotMatch(his.text, /Jana|Nováková/);
  assert.doesNotMatch(his.text, new RegExp(bank.customers.jana));
  const hers = await file(bank.customers.jana);
  assert.deepEqual(
    names(hers),
    ['Květiny U Nováků s.r.o.', 'Petr Novák'],
    'she still sees whom she is tied to',
  );
  assert.deepEqual(
    hers.confidences.map((one: { otherName: string }) => one.otherName),
    ['Petr Novák'],
  );
  assert.deepEqual(names(await file(bank.customers.petr)), []);
  const changes = await bank.sql(`SELECT staff_id FROM privacy.changes WHERE name = 'confidence.kept'`);
  assert.equal(changes.length, 1);
  const path = `/api/customers/${bank.customers.jana}/confidences/${kept.confidenceId}/end`;
  assert.equal((await banker.post(path, undefined, { 'if-match': '"7"' })).status, 412);
  assert.equal((await banker.post(path, undefined, { 'if-match': '"1"' })).status, 200);
  assert.deepEqual(
    names(await file(bank.customers.petr)),
    ['Jana Nováková'],
    'and it is as before when she ends it',
  );
});

test('what she keeps from everybody is gone from every file that is tied to hers', async () => {
  await keeps(null);
  await bank.visit(bank.customers.shop, 'banker');
  for (const customer of [bank.customers.petr, bank.customers.shop])
    assert.doesNotMatch((await banker.get(`/api/customers/${customer}/file`)).text, /Jana|Nováková/);
  await bank.sql('DELETE FROM conversations.visits WHERE customer_id = $1', [bank.customers.shop]);
});

test('his timeline and the record of his file do not tell of her either', async () => {
  await keeps(bank.customers.petr);
  for (const part of ['timeline', 'access-record'])
    assert.doesNotMatch(
      (await banker.get(`/api/customers/${bank.customers.petr}/${part}`)).text,
      new RegExp(`Jana|Nováková|${bank.customers.jana}`),
      part,
    );
});

test('he no longer opens her file by acting for her; who is not kept out still does', async () => {
  const other = await bank.signedIn('other');
  await bank.sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'principal'), ($1, $3, 'principal')`,
    [bank.customers.jana, bank.customers.petr, bank.customers.shop],
  );
  const actsFor = async () => (await other.get(`/api/customers/${bank.customers.jana}/file`)).status;
  const his = await bank.visit(bank.customers.petr, 'other');
  assert.equal(await actsFor(), 200);
  await keeps(bank.customers.petr);
  assert.equal(await actsFor(), 403);
  await bank.visit(bank.customers.shop, 'other');
  assert.equal(await actsFor(), 200, 'somebody of the business may');
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE handed_to = $1`, [bank.staff.other]);
  assert.ok(his);
  await bank.sql(`DELETE FROM customers.relations WHERE kind = 'principal'`);
});

test('in a third file, opened because he is here for it, she does not show to him', async () => {
  const other = await bank.signedIn('other');
  await bank.sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'business')`,
    [...[bank.customers.shop, bank.customers.petr]],
  );
  await bank.visit(bank.customers.petr, 'other');
  const shop = async () => (await other.get(`/api/customers/${bank.customers.shop}/file`)).text;
  assert.match(await shop(), /Jana Nováková/);
  await keeps(bank.customers.petr);
  const shown = await shop();
  assert.match(shown, /acting for them/);
  assert.doesNotMatch(shown, /Jana|Nováková/);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE handed_to = $1`, [bank.staff.other]);
  await bank.sql(`DELETE FROM customers.relations WHERE customer_id = $1 AND other_id = $2`, [
    ...[bank.customers.shop, bank.customers.petr],
  ]);
});

test('her card shows no place and no way to reach her, and an unsafe contact point never shows on any', async () => {
  const card = async () => {
    const { body } = await banker.post('/api/customer-searches', { query: 'jana novakova', most: 10 });
    return body.cards.find((one: { customerId: string }) => one.customerId === bank.customers.jana);
  };
  const before = await card();
  assert.equal(before.phoneHint, '•• 41');
  assert.notEqual(before.town, null);
  await bank.sql(`UPDATE customers.contact_points SET safe_to_use = false WHERE kind = 'phone'`);
  assert.equal((await card()).phoneHint, null);
  assert.notEqual((await card()).emailHint, null);
  await bank.sql(`UPDATE customers.contact_points SET safe_to_use = true`);
  await keeps(bank.customers.petr);
  const { town, phoneHint, emailHint, homePremises, fullName } = await card();
  assert.deepEqual([town, phoneHint, emailHint, homePremises], [null, null, null, null]);
  assert.equal(fullName, 'Jana Nováková');
});

test('at the desk, where he may be standing, she is a number and a letter', async () => {
  const called = async () =>
    (await banker.get('/api/desk')).body.visits.find((one: { visitId: string }) => one.visitId === visit)
      .calledName;
  assert.equal(await called(), 'Jana');
  await keeps(bank.customers.petr);
  assert.equal(await called(), 'J.');
});

test('on the board of the waiting area she is a number, whatever was agreed before, and nobody agrees again', async () => {
  const board = await trialScreen(bank, 'waiting board');
  const greeter = await bank.signedIn('greeter', 'open counter');
  assert.equal((await greeter.post('/api/screens', { code: board.code })).status, 200);
  const calling = async (byName: boolean) => {
    const [row] = await bank.sql('SELECT version FROM conversations.visits WHERE visit_id = $1', [visit]);
    const version = { 'if-match': `"${row?.version}"` };
    return greeter.send('PUT', `/api/visits/${visit}/calling`, { byName }, version);
  };
  const [row] = await bank.sql('SELECT queue_number FROM conversations.visits WHERE visit_id = $1', [visit]);
  const shown = async () => {
    const { body } = await board.look();
    return body.board.find((one: { queueNumber: number }) => one.queueNumber === row?.queue_number)
      ?.firstName;
  };
  assert.equal((await calling(true)).status, 200);
  assert.equal(await shown(), 'Jana');
  for (const from of [bank.customers.petr, null]) {
    await bank.sql('DELETE FROM customers.confidences');
    await keeps(from);
    assert.equal(await shown(), null);
    assert.equal((await calling(true)).status, 409);
    assert.doesNotMatch((await board.look()).text, /Jana|Nováková|J\./);
  }
  assert.equal((await calling(false)).status, 200, 'that she is not called is always right');
  await bank.sql('DELETE FROM customers.confidences');
  assert.equal(await shown(), null, 'and it is for her to agree anew');
});

test('in the list of promises she is the letter that the desk says', async () => {
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     VALUES ($1, 'call back', CURRENT_DATE, $2, $2)`,
    [bank.customers.jana, bank.staff.banker],
  );
  const called = async () => (await banker.get('/api/promises')).body.promises[0].calledName;
  assert.equal(await called(), 'Jana');
  await keeps(null);
  assert.equal(await called(), 'J.');
  await bank.sql('DELETE FROM conversations.promises');
});

test('his copy of his data, and what notices tell, say nothing of her', async () => {
  await keeps(bank.customers.petr);
  const his = await bank.atHome(bank.customers.petr);
  const asked = await his.post('/api/own-copies', { language: 'en' });
  assert.equal(asked.status, 200, asked.text);
  await runOnce(bank.database, 'privacy.copy', undefined, tasks['privacy.copy']);
  const { status, text } = await his.get(`/api/own-copies/${asked.body.copyId}/json`);
  assert.equal(status, 200, text);
  assert.match(text, /Petr/);
  for (const said of [text, (await banker.get('/api/notices')).text])
    assert.doesNotMatch(said, new RegExp(`Jana|Nováková|${bank.customers.jana}`));
});

test('in the portal he sees his own, and nothing of hers', async () => {
  await keeps(bank.customers.petr);
  const { status, text } = await (await bank.atHome(bank.customers.petr)).get('/api/home');
  assert.equal(status, 200);
  assert.doesNotMatch(text, new RegExp(`Jana|Nováková|${bank.customers.jana}`));
});

test('nobody keeps a thing from themselves, and a confidence without its record is refused by the database', async () => {
  const { jana } = bank.customers;
  assert.equal((await banker.post(`/api/customers/${jana}/confidences`, { otherId: jana })).status, 422);
  const client = await bank.database.connect('earshot_staff');
  try {
    await assert.rejects(
      client.query('INSERT INTO customers.confidences (customer_id, recorded_by) VALUES ($1, $2)', [
        ...[jana, bank.staff.banker],
      ]),
      { code: '42501' },
    );
  } finally {
    await client.end();
  }
});
