/** Ask about this: from a customer's entry to the privacy office's answer, and whom it never reaches or names. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { tasks } from '#bank/customers/jobs.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { maySend, type Name, namedIn } from './inquiring-rules.ts';

let bank: Trial;
let banker: Client;
let privacy: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  privacy = await bank.signedIn('privacy');
});
after(() => bank.close());

async function looked(customer: string): Promise<void> {
  await bank.visit(customer, 'banker');
  assert.equal((await banker.get(`/api/customers/${customer}/file`)).status, 200);
}

interface Entry {
  recordId: string;
  kind: string;
  at: string;
}

/** Asks, and says under which id. */
async function ask(of: Client, entry: Entry): Promise<string> {
  const key = { 'idempotency-key': randomUUID() };
  const made = await of.post('/api/own-inquiries', asked(entry), key);
  assert.equal(made.status, 200, made.text);
  assert.deepEqual((await of.post('/api/own-inquiries', asked(entry), key)).body, made.body);
  return made.body.inquiryId;
}

/** The newest look in this role that she is shown. */
async function firstEntry(of: Client, role = 'banker'): Promise<Entry> {
  const { body } = await of.get('/api/own-record?of=people');
  return body.entries.find(({ shown }: { shown: string }) => JSON.parse(shown).role === role);
}

const asked = ({ recordId, kind, at }: Entry, question = 'Why was that? I was abroad that day.') => ({
  ...{ recordId, kind, at, question },
});
const queue = async (closed = false) => (await privacy.get(`/api/inquiries?closed=${closed}`)).body.inquiries;
const pathOf = (inquiryId: string, customer = bank.customers.jana) =>
  `/api/customers/${customer}/inquiries/${inquiryId}`;
const plainAnswer = 'You came to the branch about your mortgage, and a banker served you there.';
const answering = (answer = plainAnswer, namesEmployee = false, readAgain = false) => ({
  ...{ answer, namesEmployee, readAgain },
});
const first = { 'if-match': '"1"' };

test('she asks about a look, the privacy office reads it on record and answers, and she is told', async () => {
  const { jana } = bank.customers;
  await looked(jana);
  const she = await bank.atHome(jana);
  const entry = await firstEntry(she);
  const made = await she.post('/api/own-inquiries', asked(entry));
  assert.equal(made.status, 200, made.text);
  const month = Temporal.Now.plainDateISO('UTC').add({ months: 1 }).toString();
  assert.equal(made.body.dueOn, month, 'one month, by the law that is on file');
  assert.deepEqual((await she.get('/api/home')).body.inquiries, { asked: 1, open: 1, answered: 0 });
  assert.equal((await she.post('/api/own-inquiries', asked(entry))).body.code, 'not-now', 'once is enough');

  const [waiting] = await queue();
  assert.equal(waiting.customerName, 'Jana Nováková');
  assert.equal(waiting.overdue, false);
  const { notices } = (await privacy.get('/api/notices')).body;
  assert.deepEqual([notices[0].kind, notices[0].howMany, notices[0].onDay], ['inquiries', 1, month]);
  const read = await privacy.get(pathOf(waiting.inquiryId));
  assert.equal(read.status, 200, read.text);
  assert.equal(read.body.question, 'Why was that? I was abroad that day.');
  assert.equal(read.body.records[0].recordId, entry.recordId);
  assert.equal(read.body.records[0].staffName, 'Boris Banker');
  const records = await bank.sql(
    `SELECT role, ground_kind FROM privacy.access_records WHERE customer_id = $1 AND role = 'privacy officer'`,
    [jana],
  );
  assert.deepEqual(records, [{ role: 'privacy officer', ground_kind: 'inquiry' }]);

  const path = `${pathOf(waiting.inquiryId)}/answer`;
  assert.equal((await privacy.post(path, answering(), { 'if-match': '"7"' })).status, 412);
  const sent = await privacy.post(path, answering(), first);
  assert.deepEqual(sent.body, { sent: true, named: [] }, sent.text);
  assert.equal((await privacy.post(path, answering(), first)).body.code, 'no-ground', 'its purpose is over');
  assert.equal((await privacy.get(pathOf(waiting.inquiryId))).body.code, 'no-ground');
  assert.deepEqual(await queue(), []);
  assert.equal((await queue(true))[0].answeredByName, 'Pavla Privacy');

  assert.deepEqual((await she.get('/api/home')).body.inquiries, { asked: 1, open: 0, answered: 1 });
  const own = await she.get('/api/own-inquiries');
  assert.equal(own.body.inquiries[0].answer, plainAnswer);
  assert.doesNotMatch(own.text, /Pavla|Boris/, 'an office answers, and nobody is named');
  await she.post('/api/own-inquiries/seen');
  assert.deepEqual((await she.get('/api/home')).body.inquiries, { asked: 1, open: 0, answered: 0 });
  const changes = await bank.sql(`SELECT name, role FROM privacy.changes WHERE subject = $1 ORDER BY at`, [
    waiting.inquiryId,
  ]);
  assert.deepEqual(changes, [
    { name: 'inquiry.asked', role: 'customer' },
    { name: 'inquiry.answered', role: 'privacy officer' },
  ]);
});

test('what was asked and answered lies sealed in the database', async () => {
  const rows = await bank.sql(
    `SELECT encode(question_sealed, 'escape') || encode(answer_sealed, 'escape') AS bytes FROM privacy.inquiries`,
  );
  assert.ok(rows.length > 0);
  for (const { bytes } of rows) assert.doesNotMatch(String(bytes), /abroad|mortgage/);
});

test('nobody asks about what she was not shown: an invented entry, or somebody else’s', async () => {
  const { jana, petr } = bank.customers;
  await looked(petr);
  const [she, he] = [await bank.atHome(jana), await bank.atHome(petr)];
  const his = await firstEntry(he);
  for (const entry of [his, { ...his, recordId: randomUUID() }, { ...his, kind: 'batch run' }]) {
    const answer = await she.post('/api/own-inquiries', asked(entry));
    assert.equal(answer.status, 404, answer.text);
    assert.equal(answer.body.code, 'not-found');
  }
});

test('a program’s use can be asked about as well', async () => {
  await bank.sql(`INSERT INTO privacy.batch_runs (run_id, job_id, task) VALUES ($1, 1, 'feed.run')`, [
    randomUUID(),
  ]);
  const she = await bank.atHome(bank.customers.jana);
  const { body } = await she.get('/api/own-record?of=programs');
  const inquiryId = await ask(she, body.entries[0]);
  const read = await privacy.get(pathOf(inquiryId));
  assert.deepEqual(
    read.body.records.map((one: { action: string }) => one.action),
    ['feed.run'],
  );
  assert.equal((await she.post(`/api/own-inquiries/${inquiryId}/withdrawal`)).status, 200);
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 403, 'withdrawn, it opens nothing');
});

test('no other role reads or answers, nor whoever looked or is close to her', async () => {
  const { jana } = bank.customers;
  await bank.sql('DELETE FROM privacy.inquiries');
  const she = await bank.atHome(jana);
  const inquiryId = await ask(she, await firstEntry(she));
  for (const who of ['banker', 'manager', 'greeter', 'admin'] as const) {
    const client = await bank.signedIn(who);
    assert.equal((await client.get('/api/inquiries')).status, 403, who);
    assert.equal((await client.get(pathOf(inquiryId))).status, 403, who);
    assert.equal((await client.post(`${pathOf(inquiryId)}/answer`, answering(), first)).status, 403, who);
  }
  const person = `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $2) WHERE staff_id = $1`;
  await bank.sql(person, [bank.staff.privacy, bank.staff.banker]);
  assert.equal((await queue())[0].involved, true);
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 403, 'it was their own look');
  await bank.sql(
    'UPDATE staff.staff SET person_id = gen_random_uuid(), customer_id = $2 WHERE staff_id = $1',
    [...[bank.staff.privacy, bank.customers.petr]],
  );
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 403, 'her husband works here');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.privacy]);
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 200);
});

test('a look of the privacy office itself is answered by compliance', async () => {
  const she = await bank.atHome(bank.customers.jana);
  const inquiryId = await ask(she, await firstEntry(she, 'privacy officer'));
  const compliance = await bank.signedIn('compliance');
  const { inquiries } = (await compliance.get('/api/inquiries')).body;
  assert.deepEqual(
    inquiries.map((one: { inquiryId: string }) => one.inquiryId),
    [inquiryId],
    'that one, and none of the privacy office',
  );
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 404);
  const sent = await compliance.post(`${pathOf(inquiryId)}/answer`, answering(), first);
  assert.equal(sent.body.sent, true, sent.text);
});

test('an answer names no relative, and an employee only when that is decided', async () => {
  const [{ inquiryId }] = await queue();
  const path = `${pathOf(inquiryId)}/answer`;
  const send = (...given: Parameters<typeof answering>) => privacy.post(path, answering(...given), first);
  const relative = await send('Your husband Petr Novák had asked for a loan that day.', true, true);
  assert.deepEqual(relative.body, {
    ...{ sent: false, named: [{ whose: 'relative', words: 'Petr Novák', certain: true }] },
  });
  const employee = await send('It was Boris Banker, who served you at the counter.');
  assert.deepEqual(employee.body.named, [{ whose: 'employee', words: 'Boris Banker', certain: true }]);
  assert.equal((await queue()).length, 1, 'nothing was sent');
  assert.equal((await send('It was Boris Banker, who served you at the counter.', true)).body.sent, true);
  const [row] = await bank.sql('SELECT names_employee FROM privacy.inquiries WHERE inquiry_id = $1', [
    inquiryId,
  ]);
  assert.equal(row?.names_employee, true, 'that it was decided is kept');
});

test('what is late is said to be late, to her and to the office; what is due first stands first', async () => {
  await bank.sql('DELETE FROM privacy.inquiries');
  const { jana, petr } = bank.customers;
  const [she, he] = [await bank.atHome(jana), await bank.atHome(petr)];
  const hers = await ask(she, await firstEntry(she));
  const his = await ask(he, await firstEntry(he));
  await bank.sql('UPDATE privacy.inquiries SET due_on = CURRENT_DATE - 1 WHERE inquiry_id = $1', [his]);
  const waiting = await queue();
  assert.deepEqual(
    waiting.map((one: { inquiryId: string; overdue: boolean }) => [one.inquiryId, one.overdue]),
    [
      [his, true],
      [hers, false],
    ],
  );
  assert.equal((await he.get('/api/own-inquiries')).body.inquiries[0].overdue, true);
});

test('a restricted file takes two people, also to answer its customer', async () => {
  const { star } = bank.customers;
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [star]);
  await looked(star);
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [star]);
  const she = await bank.atHome(star);
  const inquiryId = await ask(she, await firstEntry(she));
  assert.equal((await privacy.get(pathOf(inquiryId, star))).body.code, 'restricted');
  const request = {
    ...{ action: 'restricted file', customerId: star, staffId: null, role: null, customersPerHour: null },
    ...{ reference: 'Inquiry', reason: 'The customer asked who looked, and is owed an answer.' },
  };
  const wanted = await privacy.post('/api/approvals', request);
  assert.equal(wanted.status, 200, wanted.text);
});

test('under a new key it is sealed anew, and still reads; erased, it is gone', async () => {
  const { jana, petr } = bank.customers;
  const he = await bank.atHome(petr);
  const keyIds = () =>
    bank.sql(
      'SELECT DISTINCT keys.id_in(question_sealed) AS id FROM privacy.inquiries WHERE customer_id = $1',
      [petr],
    );
  const before = await keyIds();
  await bank.sql(`UPDATE keys.data_keys SET retired_at = now()`);
  await runOnce(bank.database, 'keys.renew', {}, tasks['keys.renew']);
  assert.notDeepEqual(await keyIds(), before);
  const { inquiries } = (await he.get('/api/own-inquiries')).body;
  assert.equal(inquiries[0].question, 'Why was that? I was abroad that day.');
  await bank.sql('SELECT privacy.forget($1)', [[petr]]);
  const left = await bank.sql('SELECT DISTINCT customer_id FROM privacy.inquiries');
  assert.ok(!left.some(({ customer_id }) => customer_id === petr));
  assert.ok(
    left.some(({ customer_id }) => customer_id === jana),
    'and nobody else’s',
  );
});

const names: Name[] = [
  { whose: 'customer', fullName: 'Jana Nováková' },
  { whose: 'relative', fullName: 'Will Nováková' },
  { whose: 'employee', fullName: 'Boris Banker' },
];

test('a name is found whatever its accents, a small word that only looks like one is not', () => {
  assert.deepEqual(namedIn('A banker will help Jana Nováková.', names), []);
  assert.deepEqual(namedIn('We asked WILL NOVAKOVA.', names), [
    { whose: 'relative', words: 'WILL NOVAKOVA', certain: true },
  ]);
  assert.deepEqual(namedIn('Will you come in?', names), [
    { whose: 'relative', words: 'Will', certain: false },
  ]);
  const perhaps = namedIn('Will you come in?', names);
  assert.equal(maySend(perhaps, { namesEmployee: true, readAgain: false }), false);
  assert.equal(maySend(perhaps, { namesEmployee: false, readAgain: true }), true);
});

test('wherever a whole name stands in whatever text, the answer is not sent', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      words,
      words,
      fc.constantFrom(...names.slice(1)),
      fc.boolean(),
      (left, right, name, readAgain) => {
        const named = namedIn(`${left} ${name.fullName} ${right}`, names);
        assert.equal(maySend(named, { namesEmployee: false, readAgain }), false);
      },
    ),
  );
});

test('she asks about a card that was shown; the office sees who searched and what they opened, and never names them', async () => {
  const { jana } = bank.customers;
  const greeter = await bank.signedIn('greeter');
  const find = (client: Client) => client.post('/api/customer-searches', { query: 'jana nov', most: 20 });
  for (const client of [greeter, greeter, await bank.signedIn('compliance')])
    assert.equal((await find(client)).status, 200);
  const she = await bank.atHome(jana);
  const entry = await firstEntry(she, 'greeter');
  assert.equal(entry.kind, 'search');
  const others = await bank.sql('SELECT search_id, at FROM privacy.searches WHERE search_id <> $1', [
    entry.recordId,
  ]);
  assert.ok(others.length >= 2);
  for (const { search_id: recordId, at } of others) {
    const other = { recordId: String(recordId), kind: 'search', at: (at as Date).toISOString() };
    assert.equal((await she.post('/api/own-inquiries', asked(other))).status, 404, 'she was not shown it');
  }
  const petr = await bank.atHome(bank.customers.petr);
  assert.equal((await petr.post('/api/own-inquiries', asked(entry))).status, 404, 'not his');
  const inquiryId = await ask(she, entry);
  const card = async () => (await queue()).find((one: { inquiryId: string }) => one.inquiryId === inquiryId);
  assert.equal((await card()).kind, 'search');
  const { records } = (await privacy.get(pathOf(inquiryId))).body;
  assert.deepEqual(
    records.map((one: { action: string; askedAbout: boolean }) => [one.action, one.askedAbout]),
    [
      ['search', true],
      ['search', false],
    ],
  );
  const { staffName } = records[0];
  const path = `${pathOf(inquiryId)}/answer`;
  const named = await privacy.post(
    path,
    answering(`It was ${staffName} at the welcome desk, by mistake.`),
    first,
  );
  assert.deepEqual([named.body.sent, named.body.named[0].whose], [false, 'employee'], named.text);
  // whoever it was, does not answer, by whatever account
  const { greeter: one, privacy: other } = bank.staff;
  const persons = 'UPDATE staff.staff SET person_id = $2 WHERE staff_id = $1';
  const [before] = await bank.sql('SELECT person_id FROM staff.staff WHERE staff_id = $1', [one]);
  await bank.sql(`${persons.replace('$2', '(SELECT person_id FROM staff.staff WHERE staff_id = $2)')}`, [
    one,
    other,
  ]);
  assert.equal((await card()).involved, true);
  assert.equal((await privacy.get(pathOf(inquiryId))).status, 403);
  await bank.sql(persons, [one, before?.person_id]);
  assert.equal((await privacy.post(path, answering(), first)).body.sent, true);
  const { inquiries } = (await she.get('/api/own-inquiries')).body;
  const answered = inquiries.find((one: { inquiryId: string }) => one.inquiryId === inquiryId);
  assert.deepEqual([answered.kind, answered.state], ['search', 'answered']);
});
