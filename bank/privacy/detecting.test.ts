/**
 * Who should not have looked, in the real bank: asked the same evening, explained, decided; never about
 * oneself.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { approvedBy } from './approving-trial.ts';
import { type DetectingTrial, detectingTrial } from './detecting-trial.ts';

let bank: DetectingTrial;
type Hired = Awaited<ReturnType<DetectingTrial['hire']>>;
let boris: Hired;
let privacy: Hired;
let compliance: Hired;
let neighbour: string;
before(async () => {
  bank = await detectingTrial();
  const home = await bank.move('Boris Bankéř', 'Krátká 12');
  neighbour = await bank.move('Alois Soused', 'Krátká 14');
  boris = await bank.hire('banker', 'Boris Bankéř', home);
  privacy = await bank.hire('privacy officer', 'Dana Důvěrná');
  compliance = await bank.hire('compliance officer', 'Milan Pravidelný');
});
after(() => bank.close());

const mine = async ({ client }: Hired) => (await client.get('/api/my-questions')).body.questions;
const queue = async ({ client }: Hired, state = 'open') =>
  (await client.get(`/api/unexplained?state=${state}`)).body.questions;

test('the banker who looks up her neighbour is asked the same evening, explains, and the privacy officer decides', async () => {
  await bank.open(boris, neighbour, 'document looked at');
  assert.deepEqual(await mine(boris), []);
  assert.equal((await bank.detect(11)).questions, 0, 'not while the visit may still leave its traces');
  assert.equal((await bank.detect(20)).questions, 1);

  const [asked] = await mine(boris);
  assert.equal(asked.files, 1);
  assert.equal(asked.state, 'open');
  assert.equal(asked.occasions[0].calledName, 'Alois');
  assert.equal(asked.occasions[0].initial, 'S');
  assert.doesNotMatch(
    JSON.stringify(asked),
    /Soused|Krátká/,
    'the first page of the day shows no whole name',
  );
  const path = `/api/my-questions/${asked.questionId}/answers`;
  const wordless = await boris.client.post(path, { answer: 'was here', words: ' ' });
  assert.equal(wordless.status, 422);
  const said = { answer: 'was here', words: 'He came about his card.' };
  assert.equal((await privacy.client.post(path, said)).status, 404, 'nobody answers for another');
  assert.equal((await boris.client.post(path, said)).status, 200);
  const again = await boris.client.post(path, { answer: 'mistake', words: 'Another story.' });
  assert.equal(again.status, 409, 'what was said stays said');

  const [waiting] = await queue(privacy);
  assert.equal(waiting.staffName, 'Boris Bankéř');
  assert.equal(waiting.answer, 'was here');
  assert.ok(waiting.rules.includes('next door'), JSON.stringify(waiting.rules));
  const { body: question } = await privacy.client.get(`/api/unexplained/${waiting.questionId}`);
  assert.equal(question.answerWords, 'He came about his card.');
  const { body: people } = await privacy.client.get(`/api/unexplained/${waiting.questionId}/people`);
  assert.equal(people.occasions[0].fullName, 'Alois Soused');
  assert.deepEqual(
    people.occasions[0].reasons.map(({ rule }: { rule: string }) => rule),
    ['next door', 'declared', 'nothing done'],
  );

  const decide = (version: number, words = 'He says so, and the card was reissued that day.') =>
    privacy.client.send(
      'POST',
      `/api/unexplained/${waiting.questionId}/decisions`,
      { decision: 'explained', words },
      { 'if-match': `"${version}"` },
    );
  assert.equal((await decide(question.version - 1)).status, 412);
  assert.equal((await decide(question.version)).status, 200);
  assert.equal((await decide(question.version + 1)).status, 409, 'decided once');
  assert.deepEqual(await queue(privacy), []);
  const [decided] = await queue(privacy, 'decided');
  assert.equal(decided.decision, 'explained');
  assert.equal((await mine(boris))[0].decision, 'explained', 'and he learns of it');
  const read = await bank.sql(
    `SELECT surface, customer_ids FROM privacy.searches WHERE staff_id = $1 AND surface = 'people affected'`,
    [privacy.staffId],
  );
  assert.ok(
    read.some(({ customer_ids }) => String(customer_ids) === neighbour),
    'the reading is on record',
  );
});

test('a relative who shows her card, one who comes by appointment, and one whom the manager gave, need no eyes', async () => {
  const petr = await bank.hire('banker', 'Petr Novák', bank.customers.petr);
  await bank.open(petr, bank.customers.jana, 'card', bank.staff.greeter);
  await bank.open(petr, bank.customers.jana, 'kept appointment', bank.staff.greeter);
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)`,
    [bank.customers.jana, petr.staffId, bank.staff.manager],
  );
  assert.equal((await petr.client.get(`/api/customers/${bank.customers.jana}/file`)).status, 200);
  assert.equal((await bank.detect()).questions, 0);
  assert.deepEqual(await bank.sql('SELECT FROM privacy.occasions WHERE staff_id = $1', [petr.staffId]), []);

  // The same wife, and only he says that she was here: with her card, and nobody else has seen it.
  await bank.open(petr, bank.customers.jana, 'card');
  assert.equal((await bank.detect()).questions, 1);
  const [{ reasons } = { reasons: [] }] = await bank.sql(
    'SELECT reasons FROM privacy.occasions WHERE staff_id = $1',
    [petr.staffId],
  );
  assert.match(JSON.stringify(reasons), /"relative"/);
  // Cash that she drew that day comes with the night's feed: the question is taken back by itself.
  await bank.sql(
    `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, minor, currency, kind)
     SELECT customer_id, agreement_id, (now() AT TIME ZONE 'Europe/Prague')::date, gen_random_uuid(), -100000, 'CZK',
       'cash withdrawal' FROM holdings.holdings WHERE customer_id = $1`,
    [bank.customers.jana],
  );
  await bank.detect();
  assert.deepEqual(await mine(petr), []);
  const [taken] = await queue(privacy, 'decided');
  assert.equal(taken.state, 'withdrawn');
});

test('"wrong Jana" explains nothing: it is said to be undone, and a slip is no question', async () => {
  const ota = await bank.hire('banker', 'Ota Omyl');
  const stranger = await bank.move('Dana Cizí', 'Horní 4');
  await bank.open(ota, stranger, 'card', bank.staff.greeter);
  assert.equal((await bank.detect()).questions, 0);
  const facts = () =>
    bank.sql('SELECT presence, reasons, lessened FROM privacy.occasions WHERE staff_id = $1', [ota.staffId]);
  assert.deepEqual(await facts(), [], 'while it was her');
  await bank.sql(`UPDATE conversations.visits SET state = 'undone' WHERE handed_to = $1`, [ota.staffId]);
  assert.equal((await bank.detect()).questions, 0);
  const [{ presence, reasons, lessened } = { reasons: [] }] = await facts();
  assert.equal(presence, null);
  assert.match(JSON.stringify(reasons), /"undone"/);
  assert.doesNotMatch(JSON.stringify(reasons), /"declared"/);
  assert.deepEqual(lessened, ['checked in by a colleague']);
});

test('oneself is never explained, not even by a card and a colleague', async () => {
  const eva = await bank.hire('banker', 'Eva Samá', await bank.move('Eva Samá', 'Polní 3'));
  const [own] = await bank.sql('SELECT customer_id FROM staff.staff WHERE staff_id = $1', [eva.staffId]);
  // a colleague's file takes two people; what was looked at before it did is asked about all the same
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [
    own?.customer_id,
  ]);
  await bank.open(eva, String(own?.customer_id), 'card', bank.staff.greeter);
  assert.equal((await bank.detect()).questions, 1);
  const [{ reasons } = { reasons: [] }] = await bank.sql(
    'SELECT reasons FROM privacy.occasions WHERE staff_id = $1',
    [eva.staffId],
  );
  assert.match(JSON.stringify(reasons), /"oneself"/);
});

test('many unrelated people whom only she says were here are asked about at once, in office hours', async () => {
  const ida = await bank.hire('banker', 'Ida Zvědavá');
  const people = [];
  for (let n = 0; n < 13; n += 1)
    people.push(await bank.move(`Cizí Osoba${n}`, `Daleká${'abcdefghijklm'[n]} ${n}`));
  await bank.sql('UPDATE customers.customers SET home_premises_id = $1 WHERE customer_id = ANY ($2)', [
    bank.premises.side,
    people,
  ]);
  for (const person of people) await bank.open(ida, person, 'document looked at');
  assert.equal((await bank.detect(11)).questions, 1);
  const [asked] = await mine(ida);
  assert.equal(asked.files, 13);
  const { questionId } = (await queue(privacy)).find(
    (one: { staffName: string }) => one.staffName === 'Ida Zvědavá',
  );
  // The list of people affected: page by page, and as a file; every page on record.
  const first = await privacy.client.get(`/api/unexplained/${questionId}/people?most=10`);
  const second = await privacy.client.get(
    `/api/unexplained/${questionId}/people?most=10&after=${first.body.next}`,
  );
  const seen = [...first.body.occasions, ...second.body.occasions].map(({ customerId }) => customerId);
  assert.deepEqual(seen.toSorted(), people.toSorted());
  assert.equal(second.body.next, null);
  const file = (id: string) =>
    privacy.client.post(`/api/unexplained/${questionId}/people.csv`, { approvalId: id });
  assert.equal((await file(randomUUID())).body.code, 'approval-needed');
  const approvalId = await approvedBy(bank, privacy.client, compliance.client, {
    ...{ action: 'people export', questionId },
  });
  const csv = await file(approvalId);
  assert.equal(csv.text.trim().split('\r\n').length, 14);
  assert.match(csv.text, /"other branch|; other branch/);
  const [{ n } = { n: 0 }] = await bank.sql(
    `SELECT count(*)::int AS n FROM privacy.searches WHERE query = $1 AND surface = 'people affected'`,
    [questionId],
  );
  assert.equal(n, 3);
  const exported = await bank.sql(
    `SELECT subject FROM privacy.events WHERE name = 'people affected.exported' AND role = 'privacy officer'`,
  );
  assert.deepEqual(exported, [{ subject: questionId }]);
});

test('a second account of one person decides nothing about the first, though no customer is known of either', async () => {
  const [first, second] = await bank.sql(
    `INSERT INTO staff.staff (user_name, full_name, role, person_id, made_up) SELECT 'twin' || n, 'Twin', role, p.id, true
       FROM (SELECT house.new_id() AS id) p, (VALUES (1, 'banker'), (2, 'privacy officer'), (3, 'privacy officer')) v(n, role)
     RETURNING staff_id`,
  );
  const may = async (who: unknown) =>
    (
      await bank.sql(`SELECT privacy.may_review($1, 'privacy officer', $2, 'privacy', false) AS may`, [
        who,
        first?.staff_id,
      ])
    )[0]?.may;
  assert.equal(await may(second?.staff_id), false);
  assert.equal(await may(bank.staff.privacy), true);
});

test('nobody sees or decides a question about themselves, and the offices watch each other', async () => {
  const friend = await bank.move('Karel Kamarád', 'Krátká 3');
  const home = await bank.move('Dana Druhá', 'Krátká 3');
  const second = await bank.hire('privacy officer', 'Dana Druhá', home);
  const ground = async (hired: Hired) => {
    // They have no customers of their own to see: whoever gave them a promise did so.
    await bank.sql(
      `INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind,
         ground, proven, premises_id) VALUES ($1, gen_random_uuid(), 'open', gen_random_uuid(), $2, 'x', '', 'visit',
         gen_random_uuid(), false, $3)`,
      [friend, hired.staffId, bank.premises.main],
    );
  };
  await ground(second);
  const third = await bank.hire('compliance officer', 'Druhý Milan', home);
  await ground(third);
  assert.equal((await bank.detect()).questions, 2);
  const names = async (who: Hired) =>
    (await queue(who)).map(({ staffName }: { staffName: string }) => staffName);
  assert.ok(!(await names(second)).includes('Dana Druhá'), 'not her own');
  assert.ok(!(await names(privacy)).includes('Dana Druhá'), 'nor her colleague’s');
  assert.ok((await names(compliance)).includes('Dana Druhá'), 'compliance has it');
  assert.ok((await names(privacy)).includes('Druhý Milan'));
  assert.ok(!(await names(compliance)).includes('Druhý Milan'));
  assert.ok(!(await names(third)).includes('Dana Druhá'), 'the same person by another account');
  const [about] = await bank.sql(`SELECT question_id, version FROM privacy.questions WHERE staff_id = $1`, [
    second.staffId,
  ]);
  const body = { decision: 'explained', words: 'It was me, so it is fine.' };
  for (const who of [second, privacy, third]) {
    assert.equal((await who.client.get(`/api/unexplained/${about?.question_id}`)).status, 404);
    assert.equal((await who.client.get(`/api/unexplained/${about?.question_id}/people`)).status, 404);
    const decided = await who.client.send('POST', `/api/unexplained/${about?.question_id}/decisions`, body, {
      'if-match': `"${about?.version}"`,
    });
    assert.equal(decided.status, 404);
  }
  const misuse = { decision: 'misuse', words: 'No reason was given.' };
  const { status } = await compliance.client.send(
    'POST',
    `/api/unexplained/${about?.question_id}/decisions`,
    misuse,
    {
      'if-match': `"${about?.version}"`,
    },
  );
  assert.equal(status, 200);
});

test('nobody answers in time: compliance sees it too; what the privacy office sends on, it no longer decides', async () => {
  const [late] = await bank.sql(
    `UPDATE privacy.questions SET due_on = CURRENT_DATE - 2 WHERE state = 'open' AND answered_at IS NULL
       AND office = 'privacy' AND staff_id = (SELECT staff_id FROM staff.staff WHERE full_name = 'Ida Zvědavá')
     RETURNING question_id`,
  );
  const before = await queue(compliance);
  assert.ok(!before.some((one: { questionId: string }) => one.questionId === late?.question_id));
  await bank.detect();
  const now = (await queue(compliance)).find(
    (one: { questionId: string }) => one.questionId === late?.question_id,
  );
  assert.equal(now.escalatedBecause, 'not answered');
  const path = `/api/unexplained/${late?.question_id}/decisions`;
  const match = (version: number) => ({ 'if-match': `"${version}"` });
  const misuse = { decision: 'misuse', words: 'Strangers of another branch.' };
  assert.equal((await privacy.client.send('POST', path, misuse, match(now.version))).status, 422);
  const on = { decision: 'to compliance', words: 'More than we can judge.' };
  assert.equal((await privacy.client.send('POST', path, on, match(now.version))).status, 200);
  assert.equal((await privacy.client.send('POST', path, on, match(now.version + 1))).status, 404);
  assert.equal((await compliance.client.send('POST', path, misuse, match(now.version + 1))).status, 200);
});

test('judged twice, or killed half-way and again, it is the same', async () => {
  await bank.detect();
  const once = await bank.kept();
  assert.equal((await bank.detect()).questions, 0);
  assert.deepEqual(await bank.kept(), once);
  await bank.sql(`UPDATE privacy.occasions SET question_id = NULL;
    DELETE FROM privacy.question_decisions; DELETE FROM privacy.questions; DELETE FROM privacy.occasions;
    DELETE FROM privacy.detection_days; DELETE FROM privacy.detection_runs`);
  await assert.rejects(
    bank.detect(20, () => {
      throw new Error('killed after the first page');
    }),
    /killed/,
  );
  await bank.detect();
  const anew = (await bank.kept()) as { occasions: unknown[]; days: unknown[]; questions: unknown[] };
  const old = once as typeof anew;
  assert.deepEqual(anew.days, old.days);
  assert.equal(anew.questions.length, new Set(anew.questions.map((one) => JSON.stringify(one))).size);
  const asked = await bank.sql(
    'SELECT staff_id FROM privacy.questions GROUP BY staff_id HAVING count(*) > 1',
  );
  assert.deepEqual(asked, [], 'nobody was asked twice about the same');
});

test('without the queue’s job the run’s role sees nothing, and a job of another name neither', async () => {
  const client = await bank.database.connect('earshot_batch');
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE earshot_run_detection');
    for (const table of ['privacy.access_records', 'privacy.occasions', 'customers.addresses']) {
      assert.equal((await client.query(`SELECT customer_id FROM ${table}`)).rowCount, 0, table);
    }
    await assert.rejects(client.query('SELECT body FROM conversations.notes'), { code: '42501' });
    await client.query('ROLLBACK');
  } finally {
    await client.end();
  }
  const staff = await bank.database.connect('earshot_staff');
  try {
    await assert.rejects(staff.query('SELECT * FROM privacy.questions'), { code: '42501' });
  } finally {
    await staff.end();
  }
});
