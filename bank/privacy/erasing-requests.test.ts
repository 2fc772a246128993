/** Erasing as a right: she asks, the privacy office sees what would go, somebody else approves, a job does it. */
import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { approvedBy, attackTwoPeople } from './approving-trial.ts';
import { goingPartOf, staying } from './erasing-rules.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let home: string;
let privacy: Client;
let compliance: Client;
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-erasing-'));
  privacy = await bank.signedIn('privacy');
  compliance = await bank.signedIn('compliance');
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});
beforeEach(() => bank.sql('UPDATE staff.staff SET person_id = house.new_id(), manager_id = NULL'));

const nothing = { staffId: null, role: null, customersPerHour: null };
const why = { reference: 'Letter of 3 May', reason: 'Canary words of why she wants it.' };

/** Somebody whose last agreement ended long ago, and who has a note and a promise. */
async function formerCustomer(name: string, months = 61): Promise<string> {
  const id = randomUUID();
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up) VALUES ($1, 'person', $2, true)`,
    [id, name],
  );
  await bank.sql(`INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'alias', $2)`, [
    id,
    name,
  ]);
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, number, currency, opened_on, closed_on)
     VALUES ($1, gen_random_uuid(), 'owner', true, 'savings', $2, 'CZK', '2001-01-01', CURRENT_DATE - make_interval(months => $3))`,
    [id, `CZ${id.slice(0, 20)}`, months],
  );
  return id;
}

/** Entered by the privacy office, and in its hands. */
async function asked(customerId: string): Promise<string> {
  const today = new Date().toISOString().slice(0, 10);
  const answer = await privacy.post('/api/rights-requests', {
    ...{ kind: 'erasure', about: null, subject: null, words: 'Forget me.', proposed: null, customerId },
    ...{ channel: 'letter', identity: 'document', receivedOn: today },
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.requestId;
}

const at = (customerId: string, requestId: string) =>
  `/api/customers/${customerId}/rights-requests/${requestId}/erasure`;
const what = (customerId: string, requestId: string) => ({
  ...{ ...nothing, action: 'key destruction', customerId, requestId },
});
const ask = (customerId: string, requestId: string) =>
  privacy.post('/api/approvals', { ...what(customerId, requestId), ...why });

const approved = (customerId: string, requestId: string) =>
  approvedBy(bank, privacy, compliance, { ...what(customerId, requestId), ...why });

const order = (customerId: string, requestId: string, approvalId: string, who = privacy) =>
  who.post(at(customerId, requestId), { approvalId, told: 'letter' });
const work = () => runOnce(bank.database, 'privacy.erase', undefined, tasks['privacy.erase'], home);
const there = async (customerId: string) =>
  (await bank.sql('SELECT FROM customers.customers WHERE customer_id = $1', [customerId])).length === 1;

test('every table that erasing deletes is said in words, and every one that stays too', async () => {
  const rules = await bank.sql('SELECT table_name, way FROM privacy.erasure_rules');
  for (const { table_name: table, way } of rules) {
    if (way === 'delete') assert.doesNotThrow(() => goingPartOf(String(table)));
    else if (!/^(needs|advice|asking)\./.test(String(table)))
      assert.ok(staying[String(table)], `${table} stays: what is it called on the screen?`);
  }
});

test('what would go is shown by kind, what stays too; that the bank keeps it is said, and no approval is asked for', async () => {
  const gone = await formerCustomer('Gone Long');
  const request = await asked(gone);
  const shown = await privacy.get(at(gone, request));
  assert.equal(shown.status, 200, shown.text);
  assert.equal(shown.body.kept, false);
  const goes = Object.fromEntries(
    shown.body.goes.map(({ part, rows }: { part: string; rows: number }) => [part, rows]),
  );
  assert.ok(goes.who >= 3 && goes.keys >= 1 && goes.rights === 1, JSON.stringify(goes));
  assert.deepEqual(shown.body.stays, ['looks', 'deeds', 'passes']);
  const [look] = await bank.sql(
    'SELECT ground_kind FROM privacy.access_records WHERE customer_id = $1 ORDER BY at DESC LIMIT 1',
    [gone],
  );
  assert.equal(look?.ground_kind, 'rights request', 'the question is a look');

  const lately = await formerCustomer('Gone Lately', 12);
  const second = await asked(lately);
  assert.equal((await privacy.get(at(lately, second))).body.kept, true);
  assert.equal((await ask(lately, second)).body.code, 'not-now');
  const { jana } = bank.customers;
  const third = await asked(jana);
  assert.equal((await privacy.get(at(jana, third))).body.kept, true);
  assert.equal((await ask(jana, third)).body.code, 'not-now');

  const hold = {
    customerId: gone,
    reference: 'Court 12 C 34',
    reason: 'There is an action against the bank.',
  };
  assert.equal((await compliance.post('/api/legal-holds', hold)).status, 200);
  assert.equal((await privacy.get(at(gone, request))).body.kept, true);
  assert.equal((await ask(gone, request)).body.code, 'not-now');
});

test('an investigation reads like a hold or an agreement, without a day, and adds no row to what would go', async () => {
  const suspect = await formerCustomer('Suspect Long');
  const request = await asked(suspect);
  const before = (await privacy.get(at(suspect, request))).body;
  // the same, of somebody for whom it is a hold: nothing in the two answers is different
  const held = await formerCustomer('Held Long');
  const ofHeld = await asked(held);
  const hold = { customerId: held, reference: 'Court 9 C 9', reason: 'There is an action against us.' };
  assert.equal((await compliance.post('/api/legal-holds', hold)).status, 200);
  const opened = await compliance.post('/api/investigations', { note: 'Cash that fits no income.' });
  const into = `/api/investigations/${opened.body.investigationId}/customers`;
  assert.equal((await compliance.post(into, { customerId: suspect })).status, 200);
  const later = (await privacy.get(at(suspect, request))).body;
  assert.equal(later.kept, true);
  assert.deepEqual({ ...later, kept: before.kept }, before);
  const { goes: _, ...ofHold } = (await privacy.get(at(held, ofHeld))).body;
  assert.deepEqual({ ...ofHold, goes: before.goes }, later);
  const [no, alike] = [await ask(suspect, request), await ask(held, ofHeld)];
  assert.deepEqual([no.status, no.body.code], [409, 'not-now']);
  assert.deepEqual([alike.status, alike.body.code], [409, 'not-now']);
});

test('only who holds the request sees it or asks, and only for what was asked in it', async () => {
  const gone = await formerCustomer('Gone Alone');
  const request = await asked(gone);
  assert.equal((await compliance.get(at(gone, request))).body.code, 'not-allowed');
  assert.equal(
    (await compliance.post('/api/approvals', { ...what(gone, request), ...why })).body.code,
    'not-allowed',
  );
  assert.equal((await ask(gone, randomUUID())).body.code, 'not-now', 'no such request');
  assert.equal(
    (await privacy.post('/api/approvals', { ...what(gone, request), requestId: null, ...why })).status,
    422,
  );
  await bank.sql('UPDATE privacy.rights_requests SET held_by = $1 WHERE request_id = $2', [
    bank.staff.admin,
    request,
  ]);
  assert.equal((await ask(gone, request)).body.code, 'not-now', 'in somebody else’s hands');
});

test('self, second account, line, another payload, a replay and a race: none gets around the second person', async () => {
  const [one, other] = [await formerCustomer('One Person'), await formerCustomer('Other Person')];
  const [request, another] = [await asked(one), await asked(other)];
  await attackTwoPeople(bank, {
    what: { action: 'key destruction', customerId: one, requestId: request },
    ...{ asks: 'privacy', decides: 'compliance' },
    use: (client, id) => order(one, request, id, client),
    useOther: (client, id) => order(other, another, id, client),
  });
  assert.equal(
    (await bank.sql('SELECT FROM privacy.erasure_orders WHERE customer_id = $1', [one])).length,
    1,
  );
  await work();
  assert.deepEqual([await there(one), await there(other)], [false, true]);
});

test('a fresh proof is asked for by the kernel, too', async () => {
  const gone = await formerCustomer('Gone Stale');
  const request = await asked(gone);
  const approval = await approved(gone, request);
  const aged = `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE staff_id = $1`;
  await bank.sql(aged, [bank.staff.privacy]);
  assert.equal((await order(gone, request, approval)).body.code, 'step-up');
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now() WHERE staff_id = $1', [
    bank.staff.privacy,
  ]);
});

test('done: keys, rows, request and words of why are gone; two names, the journal and the events say that it was', async () => {
  const gone = await formerCustomer('Gone Forever');
  const request = await asked(gone);
  const approval = await approved(gone, request);
  assert.equal((await order(gone, request, approval)).status, 200);
  assert.ok(await there(gone), 'until the job has run');
  assert.notEqual((await privacy.get(at(gone, request))).body.orderedAt, null);
  await work();
  assert.equal(await there(gone), false);
  for (const { table_name: table } of await bank.sql(
    `SELECT table_name FROM privacy.erasure_rules WHERE way = 'delete' UNION SELECT 'keys.data_keys'`,
  ))
    assert.deepEqual(
      await bank.sql(`SELECT FROM ${table} WHERE customer_id = $1`, [gone]),
      [],
      String(table),
    );
  const [kept] = await bank.sql('SELECT a::text AS row FROM privacy.approvals a WHERE approval_id = $1', [
    approval,
  ]);
  assert.doesNotMatch(String(kept?.row), /canary|3 May/i);
  const events = await bank.sql(
    `SELECT name, detail::text AS detail, subject FROM privacy.events WHERE subject IN ($1, $2) ORDER BY at`,
    [hash('sha256', gone), approval],
  );
  assert.deepEqual(
    events.map(({ name }) => name),
    ['approval.asked', 'approval.approved', 'approval.used', 'person.erased', 'erasure.carried out'],
  );
  assert.doesNotMatch(JSON.stringify(events), /3 May|Gone Forever/, 'events say of nobody anything');
  assert.ok((await readFile(path.join(home, 'erasures.jsonl'), 'utf8')).includes(hash('sha256', gone)));
  const [last] = (await privacy.get('/api/erasures')).body.erasures;
  assert.deepEqual(
    { ...last, erasedAt: '' },
    { erasedAt: '', records: 1, told: 'letter', askedBy: 'Pavla Privacy', approvedBy: last.approvedBy },
  );
  assert.equal((await compliance.get('/api/erasures')).status, 200);
  await work();
});

test('what comes up between the approval and the job stops it: a hold, or her change of mind', async () => {
  for (const comesUp of ['hold', 'withdrawn'] as const) {
    const gone = await formerCustomer(`Gone ${comesUp}`);
    const request = await asked(gone);
    assert.equal((await order(gone, request, await approved(gone, request))).status, 200);
    if (comesUp === 'hold') {
      const hold = { customerId: gone, reference: 'Court 1 C 2', reason: 'There is an action against us.' };
      assert.equal((await compliance.post('/api/legal-holds', hold)).status, 200);
    } else
      await bank.sql(
        `UPDATE privacy.rights_requests SET state = 'withdrawn', decided_at = now() WHERE request_id = $1`,
        [request],
      );
    await work();
    assert.ok(await there(gone), comesUp);
    const [row] = await bank.sql('SELECT stopped_at FROM privacy.erasure_orders WHERE customer_id = $1', [
      gone,
    ]);
    assert.ok(row?.stopped_at);
    if (comesUp === 'withdrawn') continue;
    const { body } = await privacy.get(at(gone, request));
    assert.deepEqual([body.stoppedAt !== null, body.kept], [true, true]);
    await bank.sql('DELETE FROM privacy.holds WHERE customer_id = $1', [gone]);
    const second = await order(gone, request, await approved(gone, request));
    assert.equal(second.status, 200, 'with another approval it can be ordered again');
    await work();
    assert.equal(await there(gone), false);
  }
});

test('what was approved is these people: another record in the place of one stops it', async () => {
  const gone = await formerCustomer('Gone Together');
  const [first, second] = [await formerCustomer('Gone Twin'), await formerCustomer('Bystander')];
  const merge = (one: string, into: string | null) =>
    bank.sql('UPDATE customers.customers SET merged_into = $2 WHERE customer_id = $1', [one, into]);
  await merge(first, gone);
  const request = await asked(gone);
  const approval = await approved(gone, request);
  await merge(first, null);
  await merge(second, gone);
  const other = await order(gone, request, approval);
  assert.deepEqual([other.status, other.body.code], [412, 'changed'], 'as many records, but others');
  await merge(second, null);
  await merge(first, gone);
  assert.equal((await order(gone, request, await approved(gone, request))).status, 200);
  await merge(first, null);
  await merge(second, gone);
  await work();
  assert.deepEqual([await there(gone), await there(first), await there(second)], [true, true, true]);
  await merge(second, null);
});

test('whoever was erased and works here is not to be found by her number: the account says nothing of it', async () => {
  const admin = await bank.signedIn('admin');
  const gone = await formerCustomer('Nina Both');
  const [numbered] = await bank.sql(`SELECT house.id_of('core', 'customers', '77042') AS id`);
  const twin = String(numbered?.id);
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up) VALUES ($1, 'person', 'Nina Both', true)`,
    [twin],
  );
  const particulars = {
    ...{ userName: 'nina.both', fullName: 'Nina Both', premisesId: null, managerId: null, sameAs: null },
    customerKey: 'core/77042',
  };
  const entry = { ...nothing, customerId: null, action: 'staff entry', role: 'banker', particulars };
  const approvalId = await approvedBy(bank, admin, compliance, { ...entry, ...why });
  const entered = await admin.post('/api/staff', { approvalId, role: 'banker', particulars });
  assert.equal(entered.status, 200, entered.text);
  const what = {
    ...{ ...nothing, customerId: null, action: 'staff change', staffId: entered.body.staffId },
    particulars: { ...particulars, userName: null, customerKey: null, fullName: 'Nina Both-Now' },
  };
  await approvedBy(bank, admin, compliance, { ...what, ...why });
  await bank.sql(
    `INSERT INTO customers.merges (survivor_id, merged_id, pair_id, merged_by) VALUES ($1, $2, gen_random_uuid(), $3)`,
    [gone, twin, bank.staff.banker],
  );
  await bank.sql('UPDATE customers.customers SET merged_into = $2 WHERE customer_id = $1', [twin, gone]);
  // the file of a colleague takes two people, which is tried elsewhere
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = ANY ($1)', [
    [gone, twin],
  ]);
  const request = await asked(gone);
  assert.equal((await order(gone, request, await approved(gone, request))).status, 200);
  await work();
  assert.equal(await there(gone), false);
  const ids = new RegExp(`${gone}|${twin}|77042`);
  for (const table of ['staff.staff', 'customers.moved_links', 'customers.merges'])
    assert.doesNotMatch(JSON.stringify(await bank.sql(`SELECT t::text FROM ${table} t`)), ids, table);
  const agreed = await bank.sql(
    `SELECT a::text AS row FROM privacy.approvals a WHERE a.payload->>'fullName' LIKE 'Nina Both%'`,
  );
  assert.equal(agreed.length, 2);
  assert.doesNotMatch(JSON.stringify(agreed), ids, 'nor does what two people agreed on');
});

test('without the job that the queue holds nobody is erased, by whatever log-in', async () => {
  for (const login of ['earshot_staff', 'earshot_batch', 'earshot_portal'] as const) {
    const client = await bank.database.connect(login);
    await assert.rejects(client.query('SELECT privacy.erase_ordered(1, gen_random_uuid())'), {
      code: login === 'earshot_batch' ? 'ES403' : '42501',
    });
    await client.end();
  }
});
