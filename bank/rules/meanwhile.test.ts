/** What people do while the rules change under their hands: a product is withdrawn in mid-conversation. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(bank.customers.jana, 'banker');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
    [bank.customers.jana, JSON.stringify(known)],
  );
});
after(() => bank.close());

const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'in.difficulty': false, 'held.mortgage': 0 },
  ...{ 'instalments.share': 0, 'contact.marketing': true, 'need.home': 95 },
};
const at = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
const option = 'referral.mortgage';

/** By two people, from today on; and what they are told that it means. */
async function withdrawn() {
  const [analyst, compliance] = [await bank.signedIn('analyst'), await bank.signedIn('compliance')];
  const { body: before } = await analyst.get(`/api/products/${option}`);
  assert.deepEqual([before.withdrawn, before.meaning.conversations], [false, 1], JSON.stringify(before));
  const asked = await analyst.post(`/api/products/${option}/changes`, {
    ...{ kind: 'withdrawal', terms: null, appliesFrom: new Date().toISOString().slice(0, 10), undoes: null },
    ...{ reference: 'Review 12', reason: 'The mortgage adviser has left the bank.' },
  });
  assert.equal(asked.status, 200, asked.text);
  const { approvals } = (await compliance.get('/api/approvals')).body;
  const { approvalId, hash } = approvals.find((one: { action: string }) => one.action === 'withdrawal');
  const decision = { hash, decision: 'approved', words: null };
  assert.equal((await compliance.post(`/api/approvals/${approvalId}/decision`, decision)).status, 200);
  const done = await analyst.post(`/api/product-changes/${asked.body.changeId}/effect`);
  assert.equal(done.status, 200, done.text);
}

test('a product withdrawn in mid-conversation is offered no more; what was said and noted stays, under its name', async () => {
  const begun = await banker.post(at('conversations'), { occasion: 'home' });
  const answers = at(`conversations/${begun.body.conversationId}/answers`);
  const first = await banker.post(answers, { questionId: 'home plan', answer: 'buy soon', version: 0 });
  assert.equal(first.status, 200, first.text);
  const codes = (body: { fits: { code: string }[] }) => body.fits.map(({ code }) => code);
  assert.deepEqual(codes(first.body), [option]);
  const note = { code: option, until: null, because: null };
  assert.equal((await banker.post(at('advice/outcomes'), { ...note, became: 'shown' })).status, 200);
  await withdrawn();
  // on her word she would like to: there is nothing to say yes to any more, and the banker is told so
  const accepted = await banker.post(at('advice/outcomes'), { ...note, became: 'accepted' });
  assert.deepEqual([accepted.status, accepted.body.code], [412, 'changed'], accepted.text);
  const next = await banker.post(answers, { questionId: 'deposit', answer: 'little', version: 0 });
  assert.equal(next.status, 200, 'the talk goes on');
  assert.deepEqual(codes(next.body), []);
  const { open } = (await banker.get(at('conversation'))).body;
  assert.deepEqual(
    open.answers.map(({ questionId }: { questionId: string }) => questionId),
    ['home plan', 'deposit'],
    'nothing that she said is lost',
  );
  assert.deepEqual(open.needs[0].category, 'home', 'her need is hers, whatever is sold');
  const advice = (await banker.get(at('advice'))).body;
  assert.deepEqual(advice.suggestions, []);
  assert.deepEqual(
    advice.outcomes.map(({ became, title }: { became: string; title: object }) => [became, title]),
    [['shown', { en: 'A talk with the mortgage adviser', es: 'Hablar con el asesor de hipotecas' }]],
  );
});
