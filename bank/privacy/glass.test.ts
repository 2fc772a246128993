/** Break-glass: fast enough for an emergency, and never worth it for the curious. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';

let bank: Trial;
let banker: Client;
let manager: Client;
let privacy: Client;
before(async () => {
  bank = await trialBank();
  manager = await bank.signedIn('manager');
  privacy = await bank.signedIn('privacy');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM privacy.passes');
  banker = await bank.signedIn('banker', 'private room');
});

const why = {
  reasonKind: 'fraud',
  reference: 'Fraud desk 2026-118',
  reason: 'Two transfers abroad are leaving right now.',
};
const breaks = (who: Client, customer = bank.customers.jana, given: object = why) =>
  who.post(`/api/customers/${customer}/break-glass`, given);
const file = (customer = bank.customers.jana) => `/api/customers/${customer}/file`;

interface Told {
  kind: string;
  who: string | null;
  reference: string | null;
  howMany: number | null;
}
const told = async (who: Client, kind: string): Promise<Told[]> =>
  (await who.get('/api/notices')).body.notices.filter((one: Told) => one.kind === kind);

test('broken glass opens the file for half an hour, masked even in a private room, and nothing is revealed', async () => {
  assert.equal((await banker.get(file())).status, 403);
  assert.equal((await breaks(banker)).status, 200);
  const { status, body, text } = await banker.get(file());
  assert.equal(status, 200, text);
  assert.equal(body.ground.kind, 'break-glass');
  assert.equal(body.ground.proven, false, 'it explains nothing until it is reviewed');
  assert.equal(body.masked, true);
  assert.doesNotMatch(text, /4271900|601 ?555 ?041|jana@example|1984-03-05/);
  const timeline = await banker.get(`/api/customers/${bank.customers.jana}/timeline`);
  assert.doesNotMatch(timeline.text, /3150000|Vodárna/);
  const [contact] = body.contactPoints;
  const reveal = await banker.post(`/api/customers/${bank.customers.jana}/reveals`, {
    ...{ kind: 'contact point', subject: contact.contactPointId },
  });
  assert.deepEqual([reveal.status, reveal.body.code], [403, 'stays-masked']);
  const other = await bank.signedIn('banker');
  assert.equal((await other.get(file())).status, 403, 'only in the session that broke it');
  await bank.sql(
    `UPDATE privacy.passes SET granted_at = granted_at - interval '30 minutes', expires_at = expires_at - interval '30 minutes'`,
  );
  assert.equal((await banker.get(file())).status, 403, 'after half an hour');
});

test('broken glass makes no reason that outlives it: nothing is promised, to oneself or a colleague, nor passed on', async () => {
  const { jana } = bank.customers;
  await breaks(banker);
  const promise = (assignedTo: string | null) =>
    banker.post(`/api/customers/${jana}/promises`, {
      ...{ body: 'Look again tomorrow', dueOn: Temporal.Now.plainDateISO('UTC').toString(), assignedTo },
    });
  for (const to of [null, bank.staff.other]) {
    const refused = await promise(to);
    assert.deepEqual([refused.status, refused.body.code], [403, 'glass-only']);
  }
  const referred = await banker.post(`/api/customers/${jana}/referrals`, {
    ...{
      topic: 'home',
      toStaff: bank.staff.other,
      toPremises: null,
      consent: 'in person',
      question: 'Have a look, will you?',
    },
  });
  assert.deepEqual([referred.status, referred.body.code], [403, 'glass-only']);
  assert.deepEqual(await bank.sql('SELECT FROM conversations.promises'), []);
  assert.deepEqual(await bank.sql('SELECT FROM advice.referrals'), []);
  const { body } = await banker.get(file());
  assert.deepEqual([body.ground.kind, body.masked], ['break-glass', true], 'the next look is no better');
  const noted = await banker.post(`/api/customers/${jana}/notes`, {
    ...{ body: 'Both transfers were stopped.', sensitive: false },
  });
  assert.equal(noted.status, 200, 'what was done meanwhile may be written down');
  await bank.sql(
    `UPDATE privacy.passes SET granted_at = granted_at - interval '30 minutes', expires_at = expires_at - interval '30 minutes'`,
  );
  assert.equal((await banker.get(file())).status, 403);
  await breaks(banker);
  const visit = await bank.visit(jana, 'banker');
  assert.equal((await promise(null)).status, 200, 'whoever has a better reason than the glass may promise');
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visit]);
  await bank.sql('DELETE FROM conversations.promises');
  await bank.sql('DELETE FROM conversations.notes');
});

test('the database refuses it whatever the change is called', async () => {
  const { jana } = bank.customers;
  await breaks(banker);
  const client = await bank.database.connect('earshot_staff');
  const opening = randomUUID();
  await client.query('SELECT privacy.open_file($1, $2, $3, NULL, $4)', [
    ...[opening, banker.token, [jana], 'change'],
  ]);
  await client.query('BEGIN');
  await client.query(`SELECT set_config('earshot.file', privacy.unlock($1, $2), true)`, [
    ...[opening, banker.token],
  ]);
  await client.query(`SELECT privacy.record_change($1, $2, 'note.written', $3)`, [
    ...[banker.token, jana, randomUUID()],
  ]);
  await assert.rejects(
    client.query(
      `INSERT INTO conversations.promises (customer_id, promise_id, body, due_on, made_by, assigned_to)
       VALUES ($1, gen_random_uuid(), 'Later', CURRENT_DATE, $2, $3)`,
      [jana, bank.staff.other, bank.staff.banker],
    ),
    { code: 'ES403', detail: 'glass' },
  );
  await client.query('ROLLBACK');
  await client.end();
});

test('as soon as there is a real reason it is the one on record', async () => {
  await breaks(banker);
  const visit = await bank.visit(bank.customers.jana, 'banker');
  const { body } = await banker.get(file());
  assert.equal(body.ground.kind, 'visit');
  assert.equal(body.masked, false);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visit]);
});

test('the manager is told at once, the privacy office reviews by the next working day, and says why', async () => {
  assert.deepEqual(await told(manager, 'glass broken'), []);
  const { body } = await breaks(banker);
  await banker.get(file());
  const [notice] = await told(manager, 'glass broken');
  assert.equal(notice?.who, 'Boris Banker');
  assert.equal(notice?.reference, 'Fraud desk 2026-118');
  assert.deepEqual(await told(await bank.signedIn('greeter'), 'glass broken'), [], 'and nobody else');
  const events = await bank.sql(
    `SELECT staff_id FROM privacy.events WHERE name = 'glass.broken' AND subject = $1`,
    [body.passId],
  );
  assert.deepEqual(events, [{ staff_id: bank.staff.banker }]);
  assert.equal((await told(privacy, 'glass to review'))[0]?.howMany, 1);
  const [waiting] = (await privacy.get('/api/broken-glass')).body.broken;
  assert.equal(waiting.customerName, 'Jana Nováková');
  assert.equal(waiting.looks, 1);
  assert.equal(waiting.overdue, false);
  const due = Temporal.PlainDate.from(waiting.reviewDueOn);
  assert.ok(due.dayOfWeek < 6 && Temporal.PlainDate.compare(due, Temporal.Now.plainDateISO('UTC')) > 0);
  const [seen] = await bank.sql(`SELECT customer_ids FROM privacy.searches WHERE surface = 'broken glass'`);
  assert.deepEqual(seen?.customer_ids, [bank.customers.jana], 'whose names the office saw is on record');
  const review = (verdict: string, words: string) =>
    privacy.post(`/api/broken-glass/${body.passId}/review`, { verdict, words });
  assert.equal((await review('justified', 'short')).status, 400);
  assert.equal((await review('not justified', 'No transfer left that day.')).status, 200);
  assert.equal((await review('justified', 'On second thoughts it was.')).status, 409, 'once');
  assert.equal((await banker.get(file())).status, 403, 'it ends with the verdict');
  assert.deepEqual(await told(privacy, 'glass to review'), []);
  const [reviewed] = (await privacy.get('/api/broken-glass?reviewed=true')).body.broken;
  assert.deepEqual([reviewed.verdict, reviewed.words], ['not justified', 'No transfer left that day.']);
});

test('review is due on the next day that is neither weekend nor holiday', async () => {
  const due = async (day: string) =>
    (await bank.sql('SELECT privacy.next_working_day($1, $2)::text AS due', [bank.premises.main, day]))[0]
      ?.due;
  await bank.sql(
    `INSERT INTO premises.holidays (premises_id, on_date, name) VALUES ($1, '2026-11-17', 'Freedom')`,
    [bank.premises.main],
  );
  assert.equal(await due('2026-11-12'), '2026-11-13');
  assert.equal(await due('2026-11-13'), '2026-11-16', 'over a weekend');
  assert.equal(await due('2026-11-16'), '2026-11-18', 'over a holiday');
});

test('it takes fresh proof, a certificate, a role that opens files, and a case by its name', async () => {
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(banker.token)],
  );
  assert.equal((await breaks(banker)).body.code, 'step-up');
  banker = await bank.signedIn('banker');
  assert.equal((await breaks(await bank.signedIn('greeter'))).body.code, 'not-allowed');
  assert.equal((await breaks(banker, bank.customers.jana, { ...why, reference: '?' })).status, 400);
  assert.equal((await breaks(banker, bank.customers.jana, { ...why, reason: 'urgent' })).status, 400);
  assert.equal((await breaks(banker, bank.staff.banker)).status, 404);
  await bank.sql(
    'UPDATE staff.certificates SET valid_from = CURRENT_DATE - 9, expires_on = CURRENT_DATE - 1 WHERE staff_id = $1',
    [bank.staff.banker],
  );
  assert.equal((await breaks(banker)).body.code, 'training-lapsed');
  assert.deepEqual(await bank.sql('SELECT FROM privacy.passes'), []);
  assert.equal((await told(banker, 'certificate')).length, 1);
  await bank.sql('UPDATE staff.certificates SET expires_on = CURRENT_DATE + 31 WHERE staff_id = $1', [
    bank.staff.banker,
  ]);
  assert.deepEqual(await told(banker, 'certificate'), [], 'not yet');
  await bank.sql('UPDATE staff.certificates SET expires_on = CURRENT_DATE + 30 WHERE staff_id = $1', [
    bank.staff.banker,
  ]);
  assert.equal((await told(banker, 'certificate'))[0]?.howMany, 30);
});

test('never for oneself, for relatives past or present, for whom one lives with, or for a restricted file', async () => {
  const { jana, petr, shop, star } = bank.customers;
  assert.equal((await breaks(banker, star)).body.code, 'restricted');
  const isCustomer = (customer: string | null) =>
    bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [customer, bank.staff.banker]);
  await isCustomer(petr);
  for (const customer of [petr, jana]) assert.equal((await breaks(banker, customer)).body.code, 'own-people');
  assert.equal((await breaks(banker, shop)).status, 200, 'a stranger');
  await bank.sql(`UPDATE customers.relations SET to_date = '2020-01-01' WHERE customer_id IN ($1, $2)`, [
    jana,
    petr,
  ]);
  assert.equal((await breaks(banker, jana)).body.code, 'own-people', 'divorced');
  await isCustomer(star);
  assert.equal((await breaks(banker, petr)).status, 200);
  await bank.sql(
    `INSERT INTO customers.addresses (customer_id, lines, country, postal_code)
     SELECT c, lines, country, postal_code FROM customers.addresses, unnest($1::uuid[]) c WHERE customer_id = $2`,
    [[star, petr], jana],
  );
  assert.equal((await breaks(banker, petr)).body.code, 'own-people', 'the same front door');
  await isCustomer(null);
});

test('five times in a day are no exception any more', async () => {
  for (let n = 0; n < 5; n += 1) assert.equal((await breaks(banker)).status, 200);
  const sixth = await breaks(banker);
  assert.deepEqual([sixth.status, sixth.body.code], [429, 'too-many']);
});

test('a manager’s own is told to whoever is above, and where nobody is, to compliance and security', async () => {
  const compliance = await bank.signedIn('compliance');
  const names = async (who: Client) => (await told(who, 'glass broken')).map(({ who: name }) => name);
  const above = (who: StaffName, boss: StaffName | null) =>
    bank.sql('UPDATE staff.staff SET manager_id = $2 WHERE staff_id = $1', [
      ...[bank.staff[who], boss === null ? null : bank.staff[boss]],
    ]);
  await above('manager', null);
  assert.equal((await breaks(manager)).status, 200);
  assert.deepEqual(await names(compliance), ['Marta Manager']);
  assert.deepEqual(await names(manager), [], 'not to herself');
  await above('manager', 'admin');
  assert.deepEqual(await names(await bank.signedIn('admin')), ['Marta Manager'], 'whatever their role');
  assert.deepEqual(await names(compliance), [], 'who is told by somebody above');
  await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.admin]);
  assert.deepEqual(await names(compliance), ['Marta Manager'], 'who has left is told nothing');
  await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.admin]);
  // two accounts of one person, one above the other: that is nobody above
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.manager, bank.staff.admin],
  );
  assert.deepEqual(await names(compliance), ['Marta Manager']);
  assert.deepEqual(await names(await bank.signedIn('admin')), []);
  await bank.sql(`UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1`, [bank.staff.admin]);
  await bank.sql(`UPDATE staff.staff SET role = 'security officer' WHERE staff_id = $1`, [bank.staff.other]);
  await above('manager', null);
  assert.deepEqual(await names(await bank.signedIn('other')), ['Marta Manager']);
  assert.deepEqual(await names(privacy), [], 'they review it');
  assert.equal((await told(privacy, 'glass to review')).length, 1);
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [bank.staff.other]);
});

test('nobody reviews their own, whatever account it was broken with or whatever they have become', async () => {
  const { body } = await breaks(banker);
  const review = (who: Client) =>
    who.post(`/api/broken-glass/${body.passId}/review`, {
      ...{ verdict: 'justified', words: 'It was urgent, I was there.' },
    });
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.banker, bank.staff.privacy],
  );
  assert.equal((await review(privacy)).body.code, 'not-allowed');
  assert.equal((await privacy.get('/api/broken-glass')).body.broken[0].mine, true);
  await bank.sql(`UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1`, [
    bank.staff.privacy,
  ]);
  await bank.sql(`UPDATE staff.staff SET role = 'privacy officer' WHERE staff_id = $1`, [bank.staff.banker]);
  assert.equal((await review(await bank.signedIn('banker'))).body.code, 'not-allowed');
  assert.equal((await review(privacy)).status, 200);
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [bank.staff.banker]);
});
