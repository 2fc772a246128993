/** Products and their terms, changed by two people: what is asked for, what it means, and every bad input. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { type Answer, type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks as adviceTasks } from '../advice/jobs.ts';
import { defaultOptions } from '../products/actions.ts';
import { standing, type TermsChange, type TermsVersion, termsOf, wrongWith } from './terms-rules.ts';

let bank: Trial;
const clients = {} as Record<StaffName, Client>;
before(async () => {
  bank = await trialBank();
  for (const who of ['analyst', 'compliance', 'privacy', 'manager', 'banker'] as const)
    clients[who] = await bank.signedIn(who, 'private room');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     SELECT c.customer_id, CURRENT_DATE, $1, 1, CURRENT_DATE + 30 FROM customers.customers c`,
    [JSON.stringify(known)],
  );
  await decided();
});
after(() => bank.close());
// what one story leaves open is not in the way of the next
afterEach(async () => {
  await bank.sql(`UPDATE rules.term_changes SET state = 'left', done_at = now() WHERE state = 'proposed'`);
  await bank.sql('DELETE FROM products.terms');
});

const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'in.difficulty': false, 'held.current.account': 1 },
  ...{ 'held.card': 0, 'cash.share': 0.7, 'overdraft.days.90': 0, 'contact.marketing': true },
};
const code = 'card';
const today = new Date().toISOString().slice(0, 10);
const inDays = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString();
const why = { reference: 'Board 7', reason: 'The yearly fee of cards goes up with the network.' };
const nothing = { terms: null, appliesFrom: null, undoes: null };
const terms = (margin: number, appliesFrom: string) => ({
  ...{ ...nothing, kind: 'terms', terms: { margin, instalmentShare: null }, appliesFrom },
});
const withdrawal = (appliesFrom: string) => ({ ...nothing, kind: 'withdrawal', appliesFrom });
const undoing = (undoes: number) => ({ ...nothing, kind: 'undoing', undoes });

async function decided(): Promise<void> {
  await runOnce(bank.database, 'advice.decide', {}, adviceTasks['advice.decide']);
  await runOnce(bank.database, 'advice.follow', {}, adviceTasks['advice.follow']);
}
const asked = (what: object, of = code) =>
  clients.analyst.post(`/api/products/${of}/changes`, { ...why, ...what });
const product = async (of = code) => (await clients.analyst.get(`/api/products/${of}`)).body;
const refused = ({ status, body, text }: Answer, error: string, expected: number) =>
  assert.deepEqual([status, body?.code], [expected, error], text);
function unfit(answer: Answer, field: string, says: string) {
  refused(answer, 'does-not-fit', 422);
  assert.deepEqual(answer.body.fields, [{ field: `/${field}`, says }]);
}

async function decide(who: StaffName, changeId: string, decision = 'approved'): Promise<Answer> {
  const { body } = await clients[who].get('/api/approvals');
  const shown = body.approvals.find((one: { approvalId: string }) => one.approvalId === changeId);
  return clients[who].post(`/api/approvals/${changeId}/decision`, {
    ...{ hash: shown?.hash ?? '0'.repeat(64), decision },
    words: decision === 'refused' ? 'Not before the summer.' : null,
  });
}
const effect = (changeId: string) => clients.analyst.post(`/api/product-changes/${changeId}/effect`);

async function through(what: object): Promise<number> {
  const answer = await asked(what);
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await decide('compliance', answer.body.changeId)).status, 200);
  const done = await effect(answer.body.changeId);
  assert.equal(done.status, 200, done.text);
  return done.body.version;
}

async function suggestions(): Promise<string[]> {
  await bank.visit(bank.customers.jana, 'banker');
  const { body } = await clients.banker.get(`/api/customers/${bank.customers.jana}/advice`);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now()`);
  return body.suggestions.map((one: { code: string }) => one.code);
}

test('new terms and a withdrawal take two people, say before what they mean, and count from their day', async () => {
  assert.deepEqual(await suggestions(), [code]);
  const before = await product();
  const people = Number((await bank.sql('SELECT count(*) AS n FROM needs.facts'))[0]?.n);
  assert.deepEqual(before.meaning, { suggestions: people, countedOn: today, conversations: 0, putOff: 0 });
  const answer = await asked(withdrawal(today));
  assert.equal(answer.status, 200, answer.text);
  const { changeId } = answer.body;
  // alone it is nothing, and those of one line are one person
  refused(await effect(changeId), 'approval-needed', 403);
  const { body: list } = await clients.compliance.get('/api/approvals');
  const shown = list.approvals.find((one: { approvalId: string }) => one.approvalId === changeId);
  assert.deepEqual([shown.action, shown.about, shown.appliesFrom], ['withdrawal', code, today]);
  // whoever approves reads the same figures
  assert.deepEqual(
    (await clients.compliance.get(`/api/products/${code}`)).body.change.meaning,
    before.meaning,
  );
  refused(await decide('manager', changeId), 'not-allowed', 403);
  assert.deepEqual(await suggestions(), [code], 'what is only asked for counts for nobody');
  assert.equal((await decide('compliance', changeId)).status, 200);
  assert.deepEqual(await suggestions(), [code]);
  const done = await effect(changeId);
  assert.deepEqual([done.status, done.body.version], [200, 1], done.text);
  assert.equal((await effect(changeId)).body.version, 1, 'asked again after the answer was lost');
  assert.deepEqual(await suggestions(), []);
  await decided();
  assert.equal((await product()).meaning.suggestions, 0, 'and the night says so of everybody');
  const after = await product();
  assert.equal(after.withdrawn, true);
  type Line = { version: number; state: string; madeBy: string | null; approvedBy: string | null };
  assert.deepEqual(
    after.versions.map(({ version, state, madeBy, approvedBy }: Line) => [
      version,
      state,
      madeBy,
      approvedBy,
    ]),
    [
      [1, 'now', 'Anna Analyst', 'Cyril Compliance'],
      [0, 'past', null, null],
    ],
  );
  const events = await bank.sql(`SELECT name, subject FROM privacy.events WHERE name = 'product.withdrawn'`);
  assert.deepEqual(events, [{ name: 'product.withdrawn', subject: code }]);
  // it is offered again from another day on, on its old terms too
  assert.equal(await through(terms(12, inDays(1))), 2);
  assert.deepEqual((await product()).coming, [{ appliesFrom: inDays(1), withdrawn: false }]);
  await decided();
});

test('what was to come is undone before its day, by two people, and stays readable', async () => {
  assert.equal(await through(terms(20, inDays(10))), 1);
  assert.equal(await through(withdrawal(inDays(20))), 2);
  assert.deepEqual((await product()).terms, { margin: 12, instalmentShare: null });
  const answer = await asked(undoing(1));
  assert.equal(answer.status, 200, answer.text);
  refused(await effect(answer.body.changeId), 'approval-needed', 403);
  assert.equal((await decide('privacy', answer.body.changeId)).status, 200);
  assert.equal((await effect(answer.body.changeId)).status, 200);
  const { versions, coming } = await product();
  assert.deepEqual(coming, [{ appliesFrom: inDays(20), withdrawn: true }]);
  const one = versions.find(({ version }: { version: number }) => version === 1);
  assert.deepEqual([one.state, one.undone.madeBy, one.undone.reason], ['undone', 'Anna Analyst', why.reason]);
  unfit(await asked(undoing(1)), 'undoes', 'There is no such version, or it is undone already.');
  // its day is free again
  assert.equal(await through(terms(25, inDays(10))), 3);
  await bank.sql(`UPDATE products.terms SET applies_from = CURRENT_DATE WHERE version = 3`);
  unfit(await asked(undoing(3)), 'undoes', 'Its day has come: a newer version can take its place.');
});

test('a day in the past, the same day twice, withdrawn twice, nothing changed: each is refused with its field', async () => {
  unfit(await asked(terms(20, inDays(-1))), 'appliesFrom', 'This day has passed.');
  unfit(await asked(terms(20, inDays(365 * 6))), 'appliesFrom', 'Choose a day within five years.');
  unfit(await asked(terms(12, inDays(5))), 'terms', 'Nothing is changed.');
  await through(terms(20, inDays(5)));
  unfit(await asked(terms(30, inDays(5))), 'appliesFrom', 'There is a version of that day already.');
  unfit(await asked(withdrawal(inDays(5))), 'appliesFrom', 'There is a version of that day already.');
  await through(withdrawal(inDays(9)));
  unfit(await asked(withdrawal(inDays(12))), 'appliesFrom', 'It is withdrawn by that day already.');
  unfit(
    await asked(withdrawal(inDays(7))),
    'appliesFrom',
    'Its withdrawal is planned already: undo that first.',
  );
  const share = { margin: 20, instalmentShare: 0.2 };
  unfit(
    await asked({ ...terms(20, inDays(30)), terms: share }),
    'terms',
    'An instalment belongs to what is paid back, and to nothing else.',
  );
  unfit(await asked({ ...withdrawal(today), appliesFrom: null }), 'appliesFrom', 'Say from which day.');
  unfit(await asked({ ...undoing(1), undoes: null }), 'undoes', 'Say which version is not to come.');
  refused(await asked(withdrawal(today), 'no.such'), 'not-found', 404);
  refused(await clients.banker.get('/api/products'), 'not-allowed', 403);
  refused(
    await clients.compliance.post(`/api/products/${code}/changes`, { ...why, ...withdrawal(today) }),
    'not-allowed',
    403,
  );
});

test('one change of a product waits at a time; what came in between is not what was approved', async () => {
  const first = await asked(terms(20, inDays(5)));
  refused(await asked(withdrawal(inDays(9))), 'not-now', 409);
  assert.equal((await decide('compliance', first.body.changeId, 'refused')).status, 200);
  refused(await effect(first.body.changeId), 'approval-needed', 403);
  const leave = `/api/product-changes/${first.body.changeId}/state`;
  assert.equal((await clients.analyst.post(leave, { becomes: 'left' })).status, 200);
  assert.equal((await clients.analyst.post(leave, { becomes: 'left' })).status, 200, 'and again');
  refused(await effect(first.body.changeId), 'not-now', 409);
  const second = await asked(withdrawal(inDays(3)));
  assert.equal((await decide('compliance', second.body.changeId)).status, 200);
  await bank.sql(
    `INSERT INTO products.terms (option_code, version, applies_from, body) VALUES ($1, 7, CURRENT_DATE + 2, '{"margin": 1}')`,
    [code],
  );
  refused(await effect(second.body.changeId), 'changed', 412);
  // approved in time, done too late: its day has passed
  await bank.sql('DELETE FROM products.terms');
  const third = await asked(terms(20, inDays(1)), 'savings.reserve');
  assert.equal((await decide('compliance', third.body.changeId)).status, 200);
  await bank.sql(`UPDATE rules.term_changes SET applies_from = CURRENT_DATE - 1 WHERE change_id = $1`, [
    third.body.changeId,
  ]);
  const late = await effect(third.body.changeId);
  assert.ok(late.status === 403 || late.status === 412, late.text);
});

test('new terms are approved beside the tables that read them: changed meanwhile, they are asked for again', async () => {
  const table = async (option: string, version: number) => {
    const [{ tables } = { tables: undefined }] = defaultOptions.filter((one) => one.code === option);
    await bank.sql(
      `INSERT INTO products.option_tables (option_code, aspect, version, applies_from, body) VALUES ($1, 'suitability', $2, CURRENT_DATE + 400, $3)`,
      [option, version, JSON.stringify(tables?.suitability)],
    );
  };
  const share = (instalmentShare: number) => ({
    ...{ ...nothing, kind: 'terms', terms: { margin: 40, instalmentShare }, appliesFrom: inDays(4) },
  });
  const loan = 'loan.personal';
  const first = await asked(share(0.2), loan);
  assert.equal(first.status, 200, first.text);
  await table('card', 1);
  assert.equal((await decide('compliance', first.body.changeId)).status, 200, 'of another product');
  await table(loan, 1);
  refused(await effect(first.body.changeId), 'rules-changed', 412);
  await clients.analyst.post(`/api/product-changes/${first.body.changeId}/state`, { becomes: 'left' });
  const second = await asked(share(0.2), loan);
  await table(loan, 2);
  refused(await decide('compliance', second.body.changeId), 'rules-changed', 412);
  assert.equal((await decide('compliance', second.body.changeId, 'refused')).status, 200, 'that can be said');
  await clients.analyst.post(`/api/product-changes/${second.body.changeId}/state`, { becomes: 'left' });
  const third = await asked(share(0.2), loan);
  assert.equal((await decide('compliance', third.body.changeId)).status, 200);
  assert.equal((await effect(third.body.changeId)).body.version, 1);
  await bank.sql('DELETE FROM products.option_tables');
});

test('whatever is asked for and granted, no day has two versions and nothing is withdrawn twice', () => {
  const day = fc.integer({ min: -3, max: 12 }).map(inDays);
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('terms' as const),
      terms: fc.record({ margin: fc.integer({ min: 0, max: 3 }) }),
      appliesFrom: day,
    }),
    fc.record({ kind: fc.constant('withdrawal' as const), appliesFrom: day }),
    fc.record({ kind: fc.constant('undoing' as const), undoes: fc.integer({ min: 1, max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
      const versions = granted(changes);
      const stands = standing(versions);
      assert.equal(new Set(stands.map(({ appliesFrom }) => appliesFrom)).size, stands.length);
      for (const [at, one] of stands.entries())
        assert.ok(!(one.withdrawn && stands[at - 1]?.withdrawn), JSON.stringify(stands));
      assert.ok(versions.every(({ appliesFrom }) => appliesFrom >= today));
      // what counts on the last day of all is what stands last
      assert.deepEqual(termsOf({ margin: 9 }, versions, inDays(99)).version, stands.at(-1));
    }),
  );
});

function granted(changes: readonly TermsChange[]): TermsVersion[] {
  let versions: TermsVersion[] = [];
  for (const change of changes) {
    if (wrongWith({ margin: 9 }, versions, change, today) !== undefined) continue;
    if (change.kind === 'undoing')
      versions = versions.map((one) => (one.version === change.undoes ? { ...one, undone: true } : one));
    else
      versions.push({
        ...{ version: versions.length + 1, appliesFrom: change.appliesFrom, undone: false },
        ...{ withdrawn: change.kind === 'withdrawal' },
        terms: change.kind === 'terms' ? change.terms : { margin: 0 },
      });
  }
  return versions;
}
