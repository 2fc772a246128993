/** What she stated of herself in a talk has a list: hers to correct, remove or keep from use; staff see the same. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Answer, type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let banker: Client;
let counter: Client;
let jana: Client;
let talk: string;
before(async () => {
  bank = await trialBank();
  await bank.visit(bank.customers.jana, 'banker');
  banker = await bank.signedIn('banker', 'private room');
  counter = await bank.signedIn('banker', 'open counter');
  jana = await bank.atHome(bank.customers.jana);
  // so that the books know of no income, and what she says counts
  await bank.sql('DELETE FROM holdings.transactions');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM needs.stated_facts');
  await bank.sql('DELETE FROM asking.conversations');
  const begun = await banker.post(at('conversations'), { occasion: 'new job' });
  assert.equal(begun.status, 200, begun.text);
  talk = begun.body.conversationId;
  await tell('income stated', '4200000');
});

const at = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
async function tell(questionId: string, answer: unknown, version = 0): Promise<Answer> {
  const told = await banker.post(at(`conversations/${talk}/answers`), { questionId, answer, version });
  assert.equal(told.status, 200, told.text);
  return told;
}
const own = async () => (await jana.get('/api/understanding')).body.understanding.stated;
const onFile = async (client = banker) => (await client.get(at('file'))).body.understanding;
const answer = (given: string, value: string | null = null, fact = 'income.monthly') =>
  jana.post('/api/understanding/stated', { fact, answer: given, value });
async function income(): Promise<unknown> {
  await runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  return rightNow();
}
async function rightNow(): Promise<unknown> {
  const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]);
  return (row?.known as Record<string, unknown> | undefined)?.['income.monthly'];
}
const today = new Date().toISOString().slice(0, 10);

test('she sees each with when and where she said it and until when; staff see the same, masked at an open counter', async () => {
  const [one] = await own();
  const [branch] = await bank.sql('SELECT name FROM premises.premises WHERE premises_id = $1', [
    bank.premises.main,
  ]);
  assert.deepEqual(one, {
    ...{ fact: 'income.monthly', kind: 'money', value: null, saidOn: today, saidIn: 'talk' },
    ...{ amount: { minor: '4200000', currency: 'CZK' }, premises: branch?.name, notUsed: false },
    expiresOn: Temporal.PlainDate.from(today).add({ days: 365 }).toString(),
  });
  assert.deepEqual((await onFile()).stated, [one]);
  const there = await counter.get(at('file'));
  const masked = there.body.understanding;
  assert.deepEqual(masked.stated, [{ ...one, amount: { minor: null, currency: 'CZK' } }]);
  assert.equal(masked.isPrivate, true);
  assert.ok(!there.text.includes('4200000'));
});

test('corrected it counts anew for a year, by her own word, and the talk does not say it back', async () => {
  assert.equal(await income(), '4200000');
  const corrected = await answer('correct', '3900000');
  assert.equal(corrected.status, 200, corrected.text);
  assert.equal(await rightNow(), '3900000', 'from this moment');
  assert.equal(await income(), '3900000');
  await tell('job kind', 'permanent');
  const [one] = await own();
  assert.deepEqual([one.amount.minor, one.saidIn, one.premises], ['3900000', 'portal', null]);
  // what she says in a talk after that is newer than her correction
  await tell('income stated', '4500000', 1);
  assert.deepEqual(
    (await own()).map((now: { amount: { minor: string }; saidIn: string }) => [now.amount.minor, now.saidIn]),
    [['4500000', 'talk']],
  );
  const [change] = await bank.sql(
    `SELECT role FROM privacy.changes WHERE customer_id = $1 AND name = 'stated.answered'`,
    [bank.customers.jana],
  );
  assert.deepEqual(change, { role: 'customer' });
});

test('removed it is gone, and the rest of the talk does not bring it back', async () => {
  assert.equal(await income(), '4200000');
  assert.equal((await answer('remove')).status, 200);
  assert.equal(await rightNow(), undefined);
  assert.equal((await answer('remove')).status, 200, 'asked again after the answer was lost');
  await tell('job kind', 'permanent');
  assert.deepEqual(await own(), []);
  assert.equal(await income(), undefined);
});

test('“do not use this” binds from that moment, whatever is said anew, until she says otherwise', async () => {
  assert.equal(await income(), '4200000');
  assert.equal((await answer('do not use')).status, 200);
  assert.equal(await rightNow(), undefined);
  assert.equal(await income(), undefined);
  assert.equal((await own())[0].notUsed, true);
  assert.equal((await onFile()).stated[0].notUsed, true);
  await tell('income stated', '5000000', 1);
  assert.equal((await own())[0].notUsed, true);
  assert.equal(await income(), undefined, 'said anew it is still not to be used');
  assert.equal((await answer('use')).status, 200);
  assert.equal(await income(), '5000000');
});

test('what nobody can mean, and what was never stated, is refused', async () => {
  for (const value of [null, ' ', '-5', 'much', '1e9', `${10n ** 16n}`]) {
    const { status, body, text } = await answer('correct', value);
    assert.deepEqual([status, body?.code, body?.fields?.[0]?.field], [422, 'does-not-fit', '/value'], text);
  }
  assert.equal((await answer('do not use', null, 'children')).status, 404);
  assert.equal((await answer('correct', '1', 'no.such.fact')).status, 404);
  assert.equal((await own())[0].amount.minor, '4200000');
});

test('what has expired is in no list and counts for nothing', async () => {
  await bank.sql(`UPDATE needs.stated_facts SET said_on = CURRENT_DATE - 366, expires_on = CURRENT_DATE - 1`);
  assert.deepEqual(await own(), []);
  assert.deepEqual((await onFile()).stated, []);
  assert.equal((await answer('use')).status, 404);
});

test('that her stage is not so is hers to say: it stands in the file, no rule knows it, and it may be taken back', async () => {
  const { jana: customerId } = bank.customers;
  const run = () => runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  const stage = async () => {
    const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [customerId]);
    return (row?.known as Record<string, unknown> | undefined)?.stage;
  };
  const says = (isSo: boolean) => jana.post('/api/understanding/standings', { of: 'stage', isSo });
  await run();
  const before = await stage();
  assert.ok(before !== undefined);
  const said = await says(false);
  assert.equal(said.status, 200, said.text);
  assert.equal(await stage(), undefined, 'from this moment');
  await run();
  assert.equal(await stage(), undefined, 'also when it is worked out anew');
  const { stage: seen } = await onFile();
  assert.deepEqual([seen.value, seen.disputedOn], [before, today]);
  assert.equal((await onFile(counter)).stage, null);
  assert.equal((await says(false)).status, 200, 'asked again after the answer was lost');
  const rows = await bank.sql(`SELECT role FROM privacy.changes WHERE name = 'standing.answered'`);
  assert.deepEqual(rows, [{ role: 'customer' }]);
  assert.equal((await says(true)).status, 200);
  await run();
  assert.equal(await stage(), before);
  // what was before stands in the file, the newest first
  await bank.sql(
    `INSERT INTO needs.standings (customer_id, of, value, rule, because, from_date, to_date, is_change)
     VALUES ($1, 'stage', 'student', 'studies', '{"en": "Told us of studying.", "es": "Nos dijo que estudia."}',
       '2024-01-01', '2025-06-30', false)`,
    [customerId],
  );
  const student = (await onFile()).before.at(-1);
  assert.deepEqual(
    [student.value, student.fromDate, student.toDate],
    ['student', '2024-01-01', '2025-06-30'],
  );
  assert.deepEqual((await onFile(counter)).before, [], 'and not where strangers read');
});
