/** The list of people whose files a question is about leaves the bank on the approval of somebody else, once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { approvedBy, attackTwoPeople } from './approving-trial.ts';

let bank: Trial;
let [questionId, otherId, ofCompliance] = ['', '', ''];
before(async () => {
  bank = await trialBank();
  questionId = await question(bank.staff.other, bank.customers.jana);
  otherId = await question(bank.staff.banker, bank.customers.petr);
  ofCompliance = await question(bank.staff.compliance, bank.customers.jana);
});
after(() => bank.close());

async function question(about: string, customer: string): Promise<string> {
  const id = randomUUID();
  await bank.sql(
    `WITH asked AS (INSERT INTO privacy.questions (question_id, staff_id, on_date, since, due_on, evidence, allowance, signs, office)
       VALUES ($1, $2, CURRENT_DATE, CURRENT_DATE, CURRENT_DATE + 3, 200, 20,
               '{"declared": 1, "of": 3, "peersDeclared": 2, "peersOf": 40, "browsing": 0}', 'privacy') RETURNING question_id)
     INSERT INTO privacy.occasions (occasion_id, staff_id, customer_id, on_date, first_at, last_at, ground_kind, ground, presence,
                                    premises_id, looks, score, personal, reasons, bare, rules_version, question_id)
     SELECT gen_random_uuid(), $2, $3, CURRENT_DATE, now(), now(), 'visit', gen_random_uuid(), 'document looked at', $4, 1, 200, 200,
            '[{"rule": "declared", "weight": 5}]', true, 1, question_id FROM asked`,
    [id, about, customer, bank.premises.main],
  );
  return id;
}

const csvOf = (client: Client, id: string, approvalId: string) =>
  client.post(`/api/unexplained/${id}/people.csv`, { approvalId });
const what = (id: string) => ({ action: 'people export', questionId: id });

test('the privacy office asks, compliance reads whose question and how long the list is, approves; it is taken once', async () => {
  const [privacy, compliance] = [await bank.signedIn('privacy'), await bank.signedIn('compliance')];
  assert.equal((await privacy.post(`/api/unexplained/${questionId}/people.csv`, {})).status, 400);
  assert.equal((await csvOf(privacy, questionId, randomUUID())).body.code, 'approval-needed');
  const id = await approvedBy(bank, privacy, compliance, what(questionId));
  const { approvals } = (await privacy.get('/api/approvals')).body;
  const mine = approvals.find((one: { approvalId: string }) => one.approvalId === id);
  assert.deepEqual(
    [mine.about, mine.occasions, mine.questionId, mine.staffId],
    ['Olga Other', 1, questionId, null],
  );
  const taken = await csvOf(privacy, questionId, id);
  assert.match(taken.text, /Jana Nováková/);
  const [event] = await bank.sql(
    `SELECT subject, detail ->> 'approval' AS approval FROM privacy.events WHERE name = 'people affected.exported'`,
  );
  assert.deepEqual(event, { subject: questionId, approval: id });
  assert.equal((await csvOf(privacy, questionId, id)).body.code, 'approval-needed');
});

test('no way around the second person gives the list', async () => {
  await attackTwoPeople(bank, {
    ...{ what: what(questionId), asks: 'privacy', decides: 'compliance' },
    use: (client, id) => csvOf(client, questionId, id),
    useOther: (client, id) => csvOf(client, otherId, id),
  });
});

test('the office that a question is about does not decide it, and a list that has grown since was not approved', async () => {
  const [privacy, compliance] = [await bank.signedIn('privacy'), await bank.signedIn('compliance')];
  const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
  const why = { reference: 'Case 1', reason: 'A reason in some words.' };
  const asked = await privacy.post('/api/approvals', { ...nothing, ...what(ofCompliance), ...why });
  assert.equal(asked.status, 200, asked.text);
  const seen = (await compliance.get('/api/approvals')).body.approvals.map(
    (one: { approvalId: string }) => one.approvalId,
  );
  assert.ok(!seen.includes(asked.body.approvalId));
  assert.equal(
    (await privacy.post('/api/approvals', { ...nothing, ...what(randomUUID()), ...why })).status,
    404,
  );
  const id = await approvedBy(bank, privacy, compliance, what(otherId));
  await bank.sql('UPDATE privacy.occasions SET question_id = $1 WHERE question_id = $2', [
    otherId,
    questionId,
  ]);
  assert.equal((await csvOf(privacy, otherId, id)).body.code, 'changed');
});
