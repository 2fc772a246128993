import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tasks } from '#bank/conversations/jobs.ts';
import { type Client, type Trial, type TrialScreen, trialBank, trialScreen } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';

let bank: Trial;
let banker: Client;
let screen: TrialScreen;
let visitId: string;
let phone: string;
let account: string;
const path = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
const ask = (more: object = {}) =>
  banker.post(path('confirmations'), {
    ...{ field: 'contact point', subject: phone, way: 'second screen', words: null, ...more },
  });
const state = async (confirmationId: string) =>
  (await banker.get(`/api/confirmations/${confirmationId}`)).body.state;

before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'open counter');
  screen = await trialScreen(bank, 'second screen');
  await banker.post('/api/screens', { code: screen.code });
  visitId = await bank.visit(bank.customers.jana, 'banker');
  const file = (await banker.get(path('file'))).body;
  phone = file.contactPoints.find((point: { kind: string }) => point.kind === 'phone').contactPointId;
  account = file.holdings[0].agreementId;
});
after(() => bank.close());

test('her number is shown to her alone: the banker gets a tick, the record gets the field', async () => {
  const asked = await ask();
  assert.equal(asked.status, 200);
  assert.deepEqual([asked.body.text, asked.body.amount], [null, null]);
  const { confirmationId } = asked.body;
  const { card } = (await screen.look()).body;
  assert.equal(card.text, '+420 601 555 041');
  assert.equal(card.confirmationId, confirmationId);
  assert.equal(await state(confirmationId), 'asked');
  assert.equal((await screen.answer(confirmationId, 'right')).status, 200);
  assert.equal(await state(confirmationId), 'right');
  assert.equal((await screen.look()).body.card, null, 'answered, it is gone from the screen');
  assert.equal((await screen.answer(confirmationId, 'not right')).status, 409, 'answered once');
  const file = await banker.get(path('file'));
  assert.deepEqual(
    file.body.confirmations.map((one: { field: string; state: string; shownOn: string }) => [
      ...[one.field, one.state, one.shownOn],
    ]),
    [['contact point', 'right', 'second screen']],
  );
  for (const { text } of [asked, file]) assert.doesNotMatch(text, /601 ?555/);
  const reveals = await bank.sql(
    `SELECT fields, place FROM privacy.access_records WHERE action = 'reveal' AND customer_id = $1`,
    [bank.customers.jana],
  );
  assert.deepEqual(reveals, [{ fields: [`contact point ${phone}`], place: 'open counter' }]);
  const changes = await bank.sql(
    `SELECT name, role, detail->>'how' AS how FROM privacy.changes WHERE subject = $1 ORDER BY at`,
    [confirmationId],
  );
  assert.deepEqual(changes, [
    { name: 'confirmation.asked', role: 'banker', how: null },
    { name: 'confirmation.answered', role: 'customer', how: 'second screen' },
  ]);
});

test('a screen that waits is told at once, and again when the answer is there', async () => {
  const idle = (await screen.look()).body;
  const [told, asked] = await Promise.all([
    screen.look(idle.mark),
    ask({ field: 'balance', subject: account }),
  ]);
  assert.deepEqual(told.body.card.amount, { minor: '4271900', currency: 'CZK' });
  const [gone] = await Promise.all([
    screen.look(told.body.mark),
    screen.answer(asked.body.confirmationId, 'not right'),
  ]);
  assert.equal(gone.body.card, null);
  assert.equal(await state(asked.body.confirmationId), 'not right');
});

test('what she would rather type is a proposed change: hidden, revealed on record, dealt with once', async () => {
  const { confirmationId } = (await ask()).body;
  assert.equal((await screen.answer(confirmationId, 'typed')).status, 422, 'typed, but nothing');
  assert.equal((await screen.answer(confirmationId, 'typed', '+420 777 123 999')).status, 200);
  const file = await banker.get(path('file'));
  assert.ok(!file.text.includes('777 123 999'));
  const [one] = file.body.confirmations;
  assert.equal(one.state, 'typed');
  const shown = await banker.post(path('reveals'), { kind: 'typed answer', subject: confirmationId });
  assert.equal(shown.body.text, '+420 777 123 999');
  const settle = (version: number) =>
    banker.send('POST', path(`confirmations/${confirmationId}/settlements`), undefined, {
      'if-match': `"${version}"`,
    });
  assert.equal((await settle(one.version)).status, 200);
  assert.equal((await settle(one.version)).status, 412);
  const left = 'SELECT state, typed FROM conversations.confirmations WHERE confirmation_id = $1';
  assert.deepEqual(await bank.sql(left, [confirmationId]), [{ state: 'typed', typed: null }], 'the words go');
  const question = (await ask({ field: 'question', subject: null, words: 'Your mother’s first name?' })).body;
  assert.equal((await screen.look()).body.card.text, 'Your mother’s first name?');
  assert.equal((await screen.answer(question.confirmationId, 'typed', 'Božena')).status, 200);
  assert.equal(
    (await ask({ field: 'question', subject: null, way: 'own screen', words: 'Your mother’s first name?' }))
      .status,
    422,
  );
  await bank.sql(
    `UPDATE conversations.confirmations SET answered_at = now() - interval '31 days' WHERE confirmation_id = $1`,
    [question.confirmationId],
  );
  await runOnce(bank.database, 'confirming.lapse', {}, tasks['confirming.lapse']);
  assert.deepEqual(
    await bank.sql(left, [question.confirmationId]),
    [{ state: 'typed', typed: null }],
    'nor do they stay unsettled',
  );
});

test('on the turned screen the banker gets the value and writes down the nod; on hers nobody nods for her', async () => {
  const turned = await ask({ way: 'own screen' });
  assert.equal(turned.body.text, '+420 601 555 041');
  const nod = (confirmationId: string, answer: string) =>
    banker.post(path(`confirmations/${confirmationId}/answers`), { answer });
  assert.equal((await nod(turned.body.confirmationId, 'right')).status, 200);
  const hers = (await ask()).body.confirmationId;
  assert.equal((await nod(hers, 'right')).status, 409);
  assert.equal((await nod(hers, 'withdrawn')).status, 200);
  assert.equal(await state(hers), 'withdrawn');
  assert.equal((await screen.look()).body.card, null);
  const kept = await bank.sql(
    `SELECT count(*)::int AS n FROM conversations.confirmations WHERE shown IS NOT NULL`,
  );
  assert.deepEqual(kept, [{ n: 0 }], 'no value stays behind');
});

test('on her own telephone: hers while she is signed in, and nobody else’s', async () => {
  assert.deepEqual((await banker.get(path('ways-to-show'))).body, { secondScreen: true, ownPhone: false });
  assert.equal((await ask({ way: 'own phone' })).status, 409);
  const jana = await bank.atHome(bank.customers.jana);
  const petr = await bank.atHome(bank.customers.petr);
  assert.equal((await banker.get(path('ways-to-show'))).body.ownPhone, true);
  const { confirmationId } = (await ask({ way: 'own phone', field: 'name', subject: null })).body;
  assert.equal((await jana.get('/api/confirmation')).body.card.text, 'Jana Nováková');
  assert.equal((await petr.get('/api/confirmation')).body.card, null);
  assert.equal((await screen.look()).body.card, null);
  const right = { confirmationId, answer: 'right', words: null };
  assert.equal((await petr.post('/api/confirmation/answers', right)).status, 404);
  assert.equal((await screen.answer(confirmationId, 'right')).status, 404);
  assert.equal((await jana.post('/api/confirmation/answers', right)).status, 200);
  assert.equal(await state(confirmationId), 'right');
});

test('what was not answered is gone after two minutes, and forgotten by the job, twice if need be', async () => {
  const { confirmationId } = (await ask()).body;
  await bank.sql(`UPDATE conversations.confirmations SET expires_at = now() WHERE confirmation_id = $1`, [
    confirmationId,
  ]);
  assert.equal((await screen.look()).body.card, null);
  assert.equal(await state(confirmationId), 'lapsed');
  assert.equal((await screen.answer(confirmationId, 'right')).status, 409);
  for (const turn of ['once', 'twice']) {
    await runOnce(bank.database, 'confirming.lapse', {}, tasks['confirming.lapse']);
    const rows = await bank.sql(
      `SELECT state, shown FROM conversations.confirmations WHERE confirmation_id = $1`,
      [confirmationId],
    );
    assert.deepEqual(rows, [{ state: 'lapsed', shown: null }], turn);
  }
});

test('with the visit ends what was asked in it, and nothing more can be asked', async () => {
  const { confirmationId } = (await ask()).body;
  const seen = (await screen.look()).body;
  const end = { what: 'end', to: null, reason: null };
  const [told] = await Promise.all([
    screen.look(seen.mark),
    banker.send('POST', `/api/visits/${visitId}/moves`, end, { 'if-match': '"1"' }),
  ]);
  assert.equal(told.body.card, null, 'the screen is told at once');
  assert.equal(await state(confirmationId), 'lapsed');
  assert.equal((await ask()).status, 403);
  assert.equal((await banker.get(path('ways-to-show'))).status, 403);
});

test('no log-in reads the value or what was typed from the table', async () => {
  for (const column of ['shown', 'typed']) {
    for (const login of ['earshot_staff', 'earshot_portal', 'earshot_batch'] as const) {
      const client = await bank.database.connect(login);
      await assert.rejects(client.query(`SELECT ${column} FROM conversations.confirmations`), {
        code: '42501',
      });
      await client.end();
    }
  }
});
