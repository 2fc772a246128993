/** The privacy office asks who viewed whom; the question is a look itself. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { approvedBy, attackTwoPeople } from './approving-trial.ts';

let bank: Trial;
let office: Client;
const today = Temporal.Now.plainDateISO('UTC').toString();
before(async () => {
  bank = await trialBank();
  office = await bank.signedIn('privacy');
  const banker = await bank.signedIn('banker');
  const other = await bank.signedIn('other');
  for (const customer of [bank.customers.jana, bank.customers.petr]) {
    await bank.visit(customer, 'banker');
    assert.equal((await banker.get(`/api/customers/${customer}/file`)).status, 200);
  }
  await bank.visit(bank.customers.jana, 'other');
  for (const _look of [1, 2])
    assert.equal((await other.get(`/api/customers/${bank.customers.jana}/file`)).status, 200);
});
after(() => bank.close());

const asked = (of: string, subjectId: string, more: Record<string, string> = {}) =>
  `?${new URLSearchParams({ of, subjectId, from: today, to: today, ...more })}`;
interface Row {
  subjectId: string;
  name: string;
  role: string | null;
  looks: number;
}
const told = ({ name, looks }: Row) => `${name} ${looks}`;

test('whom somebody viewed and who viewed somebody, and each question with its answer is on record', async () => {
  const staff = await office.get(`/api/record/viewed${asked('staff', bank.staff.banker)}`);
  assert.deepEqual(staff.body.rows.map(told).sort(), ['Jana Nováková 1', 'Petr Novák 1']);
  const customer = await office.get(`/api/record/viewed${asked('customer', bank.customers.jana)}`);
  assert.deepEqual(customer.body.rows.map(told).sort(), ['Boris Banker 1', 'Olga Other 2']);
  const records = await bank.sql(
    `SELECT s.query, s.customer_ids FROM privacy.searches s JOIN staff.staff f USING (staff_id)
      WHERE s.surface = 'record' AND f.user_name = 'privacy' ORDER BY s.at`,
  );
  assert.match(String(records[0]?.query), new RegExp(`^staff ${bank.staff.banker} `));
  assert.deepEqual(
    [...((records[0]?.customer_ids ?? []) as string[])].sort(),
    [bank.customers.jana, bank.customers.petr].sort(),
  );
  assert.deepEqual(records[1]?.customer_ids, [bank.customers.jana]);
});

test('pages by key, and periods that hold nothing', async () => {
  const first = await office.get(`/api/record/viewed${asked('staff', bank.staff.banker, { most: '1' })}`);
  const { rows, next } = first.body;
  assert.equal(rows.length, 1);
  const second = await office.get(
    `/api/record/viewed${asked('staff', bank.staff.banker, { most: '1', after: next })}`,
  );
  assert.equal(second.body.next, null);
  assert.notEqual(second.body.rows[0].subjectId, rows[0].subjectId);
  const people = await office.get(
    `/api/record/viewed${asked('customer', bank.customers.jana, { most: '1' })}`,
  );
  const more = await office.get(
    `/api/record/viewed${asked('customer', bank.customers.jana, { most: '1', after: people.body.next })}`,
  );
  assert.equal(new Set([...people.body.rows, ...more.body.rows].map(told)).size, 2);
  const long = { from: '2020-01-01', to: '2020-12-31' };
  assert.deepEqual(
    (await office.get(`/api/record/viewed${asked('staff', bank.staff.banker, long)}`)).body.rows,
    [],
  );
  for (const to of ['9999-12-31', '3000-01-01', '0999-12-31']) {
    const far = await office.get(`/api/record/viewed${asked('staff', bank.staff.banker, { to })}`);
    assert.deepEqual([far.status, far.body.code], [400, 'invalid'], to);
  }
  const last = { from: '1000-01-01', to: '2999-12-31' };
  assert.equal(
    (await office.get(`/api/record/viewed${asked('staff', bank.staff.banker, last)}`)).status,
    200,
  );
  const back = { from: today, to: '2020-12-31' };
  assert.equal(
    (await office.get(`/api/record/viewed${asked('staff', bank.staff.banker, back)}`)).status,
    422,
  );
});

const ofBanker = () => ({ action: 'record export', staffId: bank.staff.banker, from: today, to: today });
const csvOf = (client: Client, of: 'staff' | 'customer', subject: string, approvalId: string) =>
  client.post('/api/record/viewed.csv', exported(of, subject, { approvalId }));
const exported = (of: string, subject: string, more: object = {}) => ({
  ...{ of, subjectId: subject, from: today, to: today },
  ...more,
});

test('the list goes out as CSV, once, on the approval of somebody else, and on record; a name is never a formula', async () => {
  const compliance = await bank.signedIn('compliance');
  const approvalId = await approvedBy(bank, office, compliance, ofBanker());
  await bank.sql(`UPDATE customers.customers SET full_name = '=1+1 "x"' WHERE customer_id = $1`, [
    bank.customers.petr,
  ]);
  const answer = await csvOf(office, 'staff', bank.staff.banker, approvalId);
  await bank.sql(`UPDATE customers.customers SET full_name = 'Petr Novák' WHERE customer_id = $1`, [
    bank.customers.petr,
  ]);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-disposition') ?? '', /attachment/);
  assert.equal(answer.text.trim().split('\r\n').length, 3);
  assert.ok(answer.text.includes(`"'=1+1 ""x""",`));
  const [event] = await bank.sql(
    `SELECT role, subject, staff_id IS NOT NULL AS who FROM privacy.events WHERE name = 'record.exported'`,
  );
  assert.deepEqual(event, { role: 'privacy officer', subject: bank.staff.banker, who: true });
  assert.equal((await csvOf(office, 'staff', bank.staff.banker, approvalId)).body.code, 'approval-needed');
  const { approvals } = (await office.get('/api/approvals')).body;
  const mine = approvals.find((one: { approvalId: string }) => one.approvalId === approvalId);
  assert.deepEqual([mine.about, mine.from, mine.to, mine.state], ['Boris Banker', today, today, 'used']);
});

test('no way around the second person gives the list: not self, a second account, the line, other days or once more', async () => {
  await attackTwoPeople(bank, {
    ...{ what: ofBanker(), asks: 'privacy', decides: 'compliance' },
    use: (client, id) => csvOf(client, 'staff', bank.staff.banker, id),
    useOther: (client, id) => csvOf(client, 'customer', bank.customers.jana, id),
  });
  const compliance = await bank.signedIn('compliance');
  const id = await approvedBy(bank, office, compliance, ofBanker());
  const longer = exported('staff', bank.staff.banker, { from: '2020-01-01', approvalId: id });
  assert.equal((await office.post('/api/record/viewed.csv', longer)).body.code, 'approval-needed');
  const without = await office.post('/api/record/viewed.csv', exported('staff', bank.staff.banker));
  assert.equal(without.status, 400, 'it is not even a question without one');
  const back = { ...ofBanker(), to: '2020-01-01' };
  const why = {
    customerId: null,
    role: null,
    customersPerHour: null,
    reference: 'Case 1',
    reason: 'A reason in words.',
  };
  assert.equal((await office.post('/api/approvals', { ...back, ...why })).status, 422);
});

test('page after page shows no more than five hundred customers in a day, and compliance is told; what was agreed on is not counted', async () => {
  const compliance = await bank.signedIn('compliance');
  const told = async () =>
    (await compliance.get('/api/notices')).body.notices.filter(
      ({ kind }: { kind: string }) => kind === 'record limit reached',
    );
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up)
     SELECT md5('many' || n)::uuid, 'person', 'Many ' || n, true FROM generate_series(1, 620) n`,
  );
  await bank.sql(
    `INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven)
     SELECT md5('many' || n)::uuid, gen_random_uuid(), 'open', gen_random_uuid(), $1, 'banker', '', 'visit', gen_random_uuid(), true
       FROM generate_series(1, 620) n`,
    [bank.staff.other],
  );
  assert.deepEqual(await told(), []);
  const loop = async () => {
    const names = new Set<string>();
    for (let after = ''; ; ) {
      const more: Record<string, string> = { most: '100', ...(after ? { after } : {}) };
      const page = await office.get(`/api/record/viewed${asked('staff', bank.staff.other, more)}`);
      if (page.status !== 200) return { names, refused: page };
      for (const { subjectId } of page.body.rows as Row[]) names.add(subjectId);
      if (page.body.next === null) return { names, refused: undefined };
      after = page.body.next;
    }
  };
  const { names, refused } = await loop();
  assert.equal(refused?.body.code, 'too-many');
  assert.ok(names.size >= 400 && names.size <= 600, `${names.size} names`);
  assert.ok(Number(refused?.headers.get('retry-after')) > 80_000, 'tomorrow');
  const [notice] = await told();
  assert.equal(notice.who, 'Pavla Privacy');
  assert.ok(notice.howMany >= 500);
  const again = await loop();
  assert.equal(again.refused?.body.code, 'too-many');
  assert.equal(new Set([...names, ...again.names]).size, names.size, 'whom one has seen, and nobody new');
  assert.equal((await told()).length, 1);
  const ofOther = { ...ofBanker(), staffId: bank.staff.other };
  const approvalId = await approvedBy(bank, office, compliance, ofOther);
  const csv = await csvOf(office, 'staff', bank.staff.other, approvalId);
  assert.equal(csv.text.trim().split('\r\n').length, 1 + 621, 'the list that two people agreed on, whole');
  const elsewhere = await office.get(`/api/record/viewed${asked('customer', bank.customers.jana)}`);
  assert.equal(elsewhere.status, 200, 'who looked at one customer is answered all the same');
});

test('nobody else reads the record, past the door neither', async () => {
  for (const who of ['banker', 'manager', 'admin', 'greeter'] as const) {
    const one = await bank.signedIn(who);
    assert.equal((await one.get(`/api/record/viewed${asked('staff', bank.staff.other)}`)).status, 403, who);
    const client = await bank.database.connect('earshot_staff');
    const ask = `SELECT privacy.ask_record($1, $2, 'staff', $3, now() - interval '1 day', now(), NULL, 10)`;
    await assert.rejects(client.query(ask, [randomUUID(), one.token, bank.staff.other]), { code: 'ES405' });
    await client.end();
  }
});

test('a question that is not on record, is rolled back, or is of another kind shows nothing', async () => {
  const client = await bank.database.connect('earshot_staff');
  const search = randomUUID();
  const days = [`${today}T00:00:00Z`, '2099-01-01T00:00:00Z'];
  const ask = `SELECT privacy.ask_record($1, $2, 'customer', $3, $4, $5, NULL, 10)`;
  const staff = 'SELECT * FROM privacy.viewing_staff($1, $2, $3, $4, $5, NULL, 10)';
  const asked = [search, office.token, bank.customers.jana, ...days];
  await client.query('BEGIN');
  await client.query(ask, asked);
  await bank.sql('SELECT pg_current_xact_id()');
  await assert.rejects(client.query(staff, asked), { code: 'ES403' });
  await client.query('ROLLBACK');
  await client.query(ask, asked);
  assert.ok((await client.query(staff, asked)).rows.length > 0);
  const other = [search, office.token, bank.customers.petr, ...days];
  await assert.rejects(client.query(staff, other), { code: 'ES403' }, 'another than was asked about');
  const customers = 'SELECT * FROM privacy.viewed_customers($1, $2, $3, $4, $5)';
  await assert.rejects(client.query(customers, asked), { code: 'ES403' }, 'not asked about staff');
  await client.end();
});

test('a list of a period is read from the index alone', async () => {
  await bank.sql('VACUUM (ANALYZE) privacy.access_records');
  await bank.sql('SET enable_seqscan = off; SET enable_bitmapscan = off');
  const forced = await bank.sql(
    `EXPLAIN SELECT r.customer_id FROM privacy.access_records r WHERE r.staff_id = '${bank.staff.banker}'
       AND r.at >= '2026-10-01Z' AND r.at < '2026-11-01Z'`,
  );
  await bank.sql('RESET enable_seqscan; RESET enable_bitmapscan');
  const text = forced.map((row) => row['QUERY PLAN']).join('\n');
  assert.match(text, /Index Only Scan using access_records_2026_h2_staff_id_at_customer_id_ground_kind_idx/);
  assert.doesNotMatch(text, /2027/, 'other partitions are left out');
});

test('staff are found by a part of their name', async () => {
  const { body } = await office.post('/api/record/staff-searches', { name: 'BORIS' });
  assert.deepEqual(
    body.staff.map(({ fullName, role }: { fullName: string; role: string }) => `${fullName}, ${role}`),
    ['Boris Banker, banker'],
  );
});
