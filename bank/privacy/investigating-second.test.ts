/** Whom an investigation looks at takes a second compliance officer; what waits for one is told to nobody else. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let compliance: Client;
before(async () => {
  bank = await trialBank();
  compliance = await bank.signedIn('compliance');
});
after(() => bank.close());

const file = (who: Client, customer: string) => who.get(`/api/customers/${customer}/file`);

async function opened(customerId: string): Promise<string> {
  const made = await compliance.post('/api/investigations', { note: 'Cash that fits no income.' });
  const { investigationId } = made.body;
  const added = await compliance.post(`/api/investigations/${investigationId}/customers`, { customerId });
  assert.equal(added.status, 200, added.text);
  return investigationId;
}

async function closed(id: string): Promise<void> {
  const { body } = await compliance.get(`/api/investigations/${id}`);
  await compliance.post(
    `/api/investigations/${id}/closings`,
    { outcome: 'reported', release: false },
    { 'if-match': `"${body.version}"` },
  );
}

/** What waits in a case for a second officer, as one of them sees it. */
async function waits(who: Client, id: string) {
  const { body } = await who.get(`/api/investigations/${id}`);
  return body.customers.find((one: { waits: unknown }) => one.waits !== null)?.waits;
}

async function answered(who: Client, id: string, decision = 'approved', shown?: string) {
  const waiting = await waits(who, id);
  const { approvalId, hash } = waiting ?? { approvalId: randomUUID(), hash: 'f'.repeat(64) };
  return who.post(`/api/investigations/${id}/confirmations`, { approvalId, hash: shown ?? hash, decision });
}

test('where there is a second officer, a customer is a reason to look only once they agree', async () => {
  const { compliance: first, other: second } = bank.staff;
  const { star, petr } = bank.customers;
  await closed(await opened(bank.customers.jana));
  const alone = await bank.sql(
    `SELECT DISTINCT detail->>'alone' AS alone FROM privacy.events WHERE name = 'investigation.customer added' AND detail->>'customer' = $1`,
    [bank.customers.jana],
  );
  assert.deepEqual(alone, [{ alone: 'true' }], 'so far there was nobody else, and the record says so');
  await bank.sql(`UPDATE staff.staff SET role = 'compliance officer' WHERE staff_id = $1`, [second]);
  await bank.sql(
    `UPDATE staff.staff SET person_id = house.new_id(), manager_id = NULL WHERE staff_id = ANY ($1)`,
    [[first, second]],
  );
  const other = await bank.signedIn('other');
  const refusedTo = async (says: string, who = other) => {
    const { status, body } = await answered(who, id);
    assert.deepEqual([status, body.code], [403, 'not-allowed'], says);
  };
  const id = await opened(petr);
  assert.equal((await file(compliance, petr)).status, 403, 'not yet');
  assert.equal((await waits(other, id)).forMe, true);
  assert.equal((await waits(compliance, id)).forMe, false);
  await refusedTo('self', compliance);
  await bank.sql('UPDATE staff.staff SET manager_id = $2 WHERE staff_id = $1', [first, second]);
  await refusedTo('a superior');
  await bank.sql('UPDATE staff.staff SET manager_id = NULL WHERE staff_id = $1', [first]);
  await bank.sql('UPDATE staff.staff SET manager_id = $2 WHERE staff_id = $1', [second, first]);
  await refusedTo('a subordinate');
  await bank.sql('UPDATE staff.staff SET manager_id = NULL WHERE staff_id = $1', [second]);
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [first, second],
  );
  await refusedTo('a second account');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [second]);
  assert.equal((await answered(other, id, 'approved', 'f'.repeat(64))).body.code, 'changed');
  const change = `UPDATE privacy.approvals SET payload = jsonb_set(payload, '{customerId}', to_jsonb($1::text))
    WHERE action = 'investigation' AND state = 'asked'`;
  await bank.sql(change, [star]);
  assert.equal(
    (await answered(other, id)).body.code,
    'changed',
    'somebody else in the place of whom was asked for',
  );
  await bank.sql(change, [petr]);
  const waiting = await waits(other, id);
  const both = await Promise.all([answered(other, id), answered(other, id, 'refused')]);
  assert.equal(both.filter(({ status }) => status === 200).length, 1, 'of two at once, one');
  if (both[1]?.status === 200) {
    await compliance.post(`/api/investigations/${id}/customers`, { customerId: petr });
    await answered(other, id);
  }
  assert.equal((await file(compliance, petr)).body.ground?.kind, 'investigation');
  const replay = await other.post(`/api/investigations/${id}/confirmations`, {
    ...{ approvalId: waiting.approvalId, hash: waiting.hash, decision: 'refused' },
  });
  assert.equal(replay.body.code, 'not-now', 'once');
  await closed(id);
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [second]);
});

test('what waits for a second officer is told to nobody else, lapses in three days, and keeps what there is meanwhile', async () => {
  const { petr } = bank.customers;
  await bank.sql(`UPDATE staff.staff SET role = 'compliance officer' WHERE staff_id = $1`, [
    bank.staff.other,
  ]);
  const other = await bank.signedIn('other');
  const id = await opened(petr);
  const told = (await other.get('/api/notices')).body.notices.map(({ kind }: { kind: string }) => kind);
  assert.ok(told.includes('investigation waits'), told.join());
  assert.doesNotMatch((await other.get('/api/notices')).text, /Petr/);
  for (const name of ['banker', 'manager', 'admin', 'privacy', 'compliance', 'other'] as const) {
    const who = name === 'compliance' ? compliance : await bank.signedIn(name);
    const [requests, notices] = [await who.get('/api/approvals'), await who.get('/api/notices')];
    assert.doesNotMatch(requests.text, /investigation/i, name);
    if (name !== 'other') assert.doesNotMatch(notices.text, /investigation/i, name);
  }
  const traces = await bank.sql(
    `SELECT surface FROM privacy.searches WHERE $1 = ANY (customer_ids) AND surface NOT IN ('investigations', 'find')`,
    [petr],
  );
  assert.ok(traces.every(({ surface }) => surface !== 'approvals'));
  assert.deepEqual(await bank.sql('SELECT privacy.under_investigation(ARRAY[$1::uuid]) AS kept', [petr]), [
    { kept: true },
  ]);
  await bank.sql(
    `UPDATE privacy.approvals SET requested_at = requested_at - interval '4 days', expires_at = expires_at - interval '4 days'
      WHERE action = 'investigation'`,
  );
  assert.equal(await waits(other, id), undefined);
  assert.equal((await file(compliance, petr)).status, 403);
  await compliance.post(`/api/investigations/${id}/customers`, { customerId: petr });
  assert.equal((await answered(other, id, 'refused')).status, 200);
  const { body } = await compliance.get(`/api/investigations/${id}`);
  assert.deepEqual(body.customers, []);
  assert.equal((await file(compliance, petr)).status, 403);
  assert.deepEqual(
    await bank.sql(`SELECT DISTINCT words, reason FROM privacy.approvals WHERE action = 'investigation'`),
    [{ words: null, reason: 'What it is about stands in the case.' }],
    'nothing of the case lies outside it',
  );
  await closed(id);
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [bank.staff.other]);
});
