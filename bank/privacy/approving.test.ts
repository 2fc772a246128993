/** Two people: what one alone may not do, and every way around the second that we could think of. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { generateSync } from 'otplib';
import { type Answer, type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';
import { attackTwoPeople } from './approving-trial.ts';

let bank: Trial;
const clients = {} as Record<StaffName, Client>;
before(async () => {
  bank = await trialBank();
  for (const who of ['banker', 'other', 'manager', 'admin', 'privacy', 'compliance'] as const)
    clients[who] = await bank.signedIn(who);
});
after(() => bank.close());
beforeEach(() => bank.sql(`UPDATE staff.staff SET person_id = house.new_id(), customer_id = NULL`));

const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
const why = { reference: 'Case 4711', reason: 'She came in to change her address.' };
const ofStar = () => ({ ...nothing, action: 'restricted file', customerId: bank.customers.star });
const file = (customer: string) => `/api/customers/${customer}/file`;

async function asked(who: StaffName, what: object = ofStar()): Promise<string> {
  const answer = await clients[who].post('/api/approvals', { ...what, ...why });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.approvalId;
}

async function listed(who: StaffName, approvalId: string) {
  const { body } = await clients[who].get('/api/approvals');
  return body.approvals.find((one: { approvalId: string }) => one.approvalId === approvalId);
}

async function hashOf(approvalId: string): Promise<string> {
  const [row] = await bank.sql(
    `SELECT encode(hash, 'hex') AS hash FROM privacy.approvals WHERE approval_id = $1`,
    [approvalId],
  );
  return String(row?.hash);
}

async function decide(
  who: StaffName,
  approvalId: string,
  decision = 'approved',
  hash?: string,
): Promise<Answer> {
  return clients[who].post(`/api/approvals/${approvalId}/decision`, {
    ...{ hash: hash ?? (await hashOf(approvalId)), decision },
    words: decision === 'refused' ? 'Not without her here.' : null,
  });
}

const use = (who: StaffName, approvalId: string, what: object = ofStar()) =>
  clients[who].post(`/api/approvals/${approvalId}/use`, what);

const refused = ({ status, body }: Answer, code: string, expected = 403) =>
  assert.deepEqual([status, body.code], [expected, code]);

test('a restricted file opens to two people: one asks, another approves what is shown, and the record says so', async () => {
  await bank.visit(bank.customers.star, 'banker');
  refused(await clients.banker.get(file(bank.customers.star)), 'restricted');
  const id = await asked('banker');
  const shown = await listed('privacy', id);
  assert.equal(shown.about, 'Slavná Hvězda');
  assert.equal(shown.requesterName, 'Boris Banker');
  assert.equal(shown.reference, 'Case 4711');
  const [search] = await bank.sql(`SELECT customer_ids FROM privacy.searches WHERE surface = 'approvals'`);
  assert.deepEqual(search?.customer_ids, [bank.customers.star], 'the approver has seen her name, on record');
  refused(await use('banker', id), 'approval-needed');
  assert.equal((await decide('privacy', id, 'approved', shown.hash)).status, 200);
  refused(await clients.banker.get(file(bank.customers.star)), 'restricted');
  assert.equal((await use('banker', id)).status, 200);
  const opened = await clients.banker.get(file(bank.customers.star));
  assert.equal(opened.status, 200, opened.text);
  assert.equal(opened.body.ground.kind, 'approval');
  const second = await bank.signedIn('banker');
  refused(await second.get(file(bank.customers.star)), 'restricted');
  await bank.sql(
    `UPDATE privacy.passes SET granted_at = granted_at - interval '1 hour', expires_at = expires_at - interval '1 hour'`,
  );
  refused(await clients.banker.get(file(bank.customers.star)), 'restricted');
  const names = await bank.sql(`SELECT name FROM privacy.events WHERE subject = $1 ORDER BY at`, [id]);
  assert.deepEqual(
    names.map(({ name }) => name),
    ['approval.asked', 'approval.approved', 'approval.used'],
  );
});

test('nobody approves for themselves, by a second account, or within their own line, above or below', async () => {
  const byManager = await asked('manager');
  refused(await decide('manager', byManager), 'not-allowed');
  assert.equal((await listed('privacy', byManager)).mine, false);
  await bank.sql(
    'UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2',
    [bank.staff.manager, bank.staff.privacy],
  );
  await bank.sql(
    'UPDATE privacy.approvals a SET requester_person = f.person_id FROM staff.staff f WHERE f.staff_id = a.requested_by',
  );
  refused(await decide('privacy', byManager), 'not-allowed');
  assert.equal(await listed('privacy', byManager), undefined, 'it does not even show');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [
    bank.staff.privacy,
  ]);
  await bank.sql('UPDATE staff.staff SET manager_id = $1 WHERE staff_id = $2', [
    ...[bank.staff.manager, bank.staff.privacy],
  ]);
  refused(await decide('privacy', byManager), 'not-allowed');
  const byBanker = await asked('banker');
  await bank.sql('UPDATE staff.staff SET manager_id = NULL WHERE staff_id = $1', [bank.staff.privacy]);
  refused(await decide('manager', byBanker), 'not-allowed');
  await bank.sql('UPDATE staff.staff SET manager_id = $1 WHERE staff_id = $2', [
    ...[bank.staff.privacy, bank.staff.manager],
  ]);
  refused(await decide('privacy', byBanker), 'not-allowed');
  await bank.sql('UPDATE staff.staff SET manager_id = NULL WHERE staff_id = $1', [bank.staff.manager]);
  assert.equal((await decide('privacy', byBanker)).status, 200, 'outside the line');
  await assert.rejects(
    bank.sql('UPDATE privacy.approvals SET approver_person = requester_person WHERE approval_id = $1', [
      byBanker,
    ]),
    /check constraint/,
    'the table itself knows it',
  );
});

test('an approval is for what was asked: another customer, a changed row or a changed world is refused', async () => {
  const id = await asked('banker');
  assert.equal((await decide('privacy', id, 'approved', 'f'.repeat(64))).body.code, 'changed');
  const before = await hashOf(id);
  await bank.sql('UPDATE privacy.approvals SET payload = $1 WHERE approval_id = $2', [
    ...[JSON.stringify({ customerId: bank.customers.jana }), id],
  ]);
  assert.equal(
    (await decide('privacy', id, 'approved', before)).body.code,
    'changed',
    'the row is not its hash',
  );
  await bank.sql('UPDATE privacy.approvals SET payload = $1 WHERE approval_id = $2', [
    ...[JSON.stringify({ customerId: bank.customers.star }), id],
  ]);
  assert.equal((await decide('privacy', id)).status, 200);
  refused(await use('banker', id, { ...ofStar(), customerId: bank.customers.jana }), 'approval-needed');
  refused(
    await use('banker', id, {
      ...nothing,
      action: 'role change',
      staffId: bank.staff.banker,
      role: 'manager',
    }),
    'approval-needed',
  );
  const role = { ...nothing, action: 'role change', staffId: bank.staff.other, role: 'manager' };
  const grant = await asked('admin', role);
  assert.equal((await decide('compliance', grant)).status, 200);
  await bank.sql(`UPDATE staff.staff SET role = 'greeter' WHERE staff_id = $1`, [bank.staff.other]);
  assert.equal((await use('admin', grant, role)).body.code, 'changed', 'she is something else by now');
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [bank.staff.other]);
});

test('an approval is good once, for a quarter of an hour, and for whoever asked', async () => {
  const id = await asked('banker');
  assert.equal((await decide('privacy', id)).status, 200);
  refused(await use('other', id), 'approval-needed');
  const both = await Promise.all([use('banker', id), use('banker', id)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 403], 'of two uses at once, one');
  refused(await use('banker', id), 'approval-needed');

  const late = await asked('banker');
  const age = (approvalId: string) =>
    bank.sql(
      `UPDATE privacy.approvals SET requested_at = requested_at - interval '15 minutes', expires_at = expires_at - interval '15 minutes'
        WHERE approval_id = $1`,
      [approvalId],
    );
  await age(late);
  refused(await decide('privacy', late), 'not-now', 409);
  const later = await asked('banker');
  assert.equal((await decide('privacy', later)).status, 200);
  await age(later);
  refused(await use('banker', later), 'approval-needed');
  const gone = await asked('banker');
  assert.equal((await decide('compliance', gone)).status, 200);
  await bank.sql('UPDATE staff.staff SET active = false WHERE staff_id = $1', [bank.staff.compliance]);
  refused(await use('banker', gone), 'approval-needed');
  await bank.sql('UPDATE staff.staff SET active = true WHERE staff_id = $1', [bank.staff.compliance]);
  clients.compliance = await bank.signedIn('compliance');
});

test('of two who decide at once, exactly one does', async () => {
  const id = await asked('banker');
  const both = await Promise.all([decide('privacy', id), decide('compliance', id, 'refused')]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
});

test('who approves has just proven who they are, and gives a reason to refuse', async () => {
  const id = await asked('banker');
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(clients.privacy.token)],
  );
  refused(await decide('privacy', id), 'step-up');
  const { secret } = newTotp('privacy', 'Earshot');
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.privacy, await hashPassword('a quiet office'), Buffer.from(secret)],
  ]);
  const code = generateSync({ secret });
  const prove = (password: string) => clients.privacy.post('/api/proofs/password', { password, code });
  assert.equal((await prove('a loud office')).status, 401);
  refused(await decide('privacy', id), 'step-up');
  assert.equal((await prove('a quiet office')).status, 200);
  assert.equal((await prove('a quiet office')).status, 401, 'a code is good once');
  const silent = { hash: await hashOf(id), decision: 'refused', words: null };
  assert.equal((await clients.privacy.post(`/api/approvals/${id}/decision`, silent)).status, 422);
  assert.equal((await decide('privacy', id, 'refused')).status, 200);
  refused(await use('banker', id), 'approval-needed');
  assert.equal((await listed('banker', id)).words, 'Not without her here.');
});

test("nobody asks for, or approves, a file of their own people, and whose role may not ask doesn't", async () => {
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id IN ($2, $3)', [
    ...[bank.customers.star, bank.staff.banker, bank.staff.privacy],
  ]);
  refused(await clients.banker.post('/api/approvals', { ...ofStar(), ...why }), 'own-people');
  refused(await decide('privacy', await asked('other')), 'not-allowed');
  const limit = { ...nothing, action: 'limit change', role: 'banker', customersPerHour: 500 };
  refused(await clients.banker.post('/api/approvals', { ...limit, ...why }), 'not-allowed');
  refused(
    await clients.banker.post('/api/approvals', { ...ofStar(), customerId: bank.customers.jana, ...why }),
    'not-now',
    409,
  );
  assert.equal(
    (await clients.banker.post('/api/approvals', { ...ofStar(), customerId: null, ...why })).status,
    422,
  );
});

test('roles and limits change by two people, and whoever changed roles begins anew', async () => {
  const limit = { ...nothing, action: 'limit change', role: 'banker', customersPerHour: 150 };
  const id = await asked('admin', limit);
  const shown = await listed('compliance', id);
  assert.deepEqual([shown.before.customersPerHour, shown.customersPerHour], [100, 150]);
  assert.equal((await decide('compliance', id)).status, 200);
  assert.equal((await use('admin', id, limit)).status, 200);
  const [row] = await bank.sql(`SELECT customers_per_hour AS n FROM privacy.throttles WHERE role = 'banker'`);
  assert.equal(row?.n, 150);
  const role = { ...nothing, action: 'role change', staffId: bank.staff.other, role: 'contact centre' };
  const grant = await asked('admin', role);
  assert.equal((await decide('privacy', grant)).status, 200);
  assert.equal((await use('admin', grant, role)).status, 200);
  assert.equal((await clients.other.get('/api/me')).status, 401);
  assert.equal((await (await bank.signedIn('other')).get('/api/me')).body.role, 'contact centre');
});

test('no way around the second person grants a role: self, second account, line, payload, replay, race, too late', async () => {
  const grant = (role: string) => ({ action: 'role change', staffId: bank.staff.greeter, role });
  const use = (client: Client, id: string, role: string) =>
    client.post(`/api/approvals/${id}/use`, { ...nothing, ...grant(role) });
  await attackTwoPeople(bank, {
    ...{ what: grant('banker'), asks: 'admin', decides: 'compliance' },
    use: (client, id) => use(client, id, 'banker'),
    useOther: (client, id) => use(client, id, 'manager'),
  });
  const [row] = await bank.sql('SELECT role FROM staff.staff WHERE staff_id = $1', [bank.staff.greeter]);
  assert.equal(row?.role, 'banker');
});

test('no log-in reaches past the kernel: not to the requests, the passes, or the using up', async () => {
  for (const login of ['earshot_staff', 'earshot_portal', 'earshot_batch'] as const) {
    const client = await bank.database.connect(login);
    try {
      for (const sql of [
        'SELECT * FROM privacy.approvals',
        `UPDATE privacy.approvals SET state = 'approved'`,
        'SELECT * FROM privacy.passes',
        'DELETE FROM privacy.passes',
        'UPDATE privacy.throttles SET customers_per_hour = 1000000',
        'INSERT INTO staff.certificates (staff_id, valid_from, expires_on) SELECT staff_id, now(), now() FROM staff.staff',
        'SELECT customer_id FROM staff.staff',
        `SELECT privacy.take_approval(house.new_id(), house.new_id(), house.new_id(), 'export', '{}')`,
      ])
        await assert.rejects(client.query(sql), { code: '42501' }, `${login}: ${sql}`);
    } finally {
      await client.end();
    }
  }
});

test('exports use an approval up in their own transaction, or do nothing', async () => {
  const asks = { export: 'admin' } as const;
  for (const [action, who] of Object.entries(asks)) {
    const payload = JSON.stringify({ customerId: bank.customers.jana });
    const [made] = await bank.sql(`SELECT house.new_id() AS id`);
    await bank.sql('SELECT privacy.request_approval($1, $2, $3, $4, $5, $6)', [
      ...[clients[who].token, made?.id, action, payload, 'Case 12', 'It was asked for in writing.'],
    ]);
    const take = (of = payload) =>
      bank.sql('SELECT privacy.take_approval($1, house.new_id(), $2, $3, $4)', [
        ...[bank.staff[who], made?.id, action, of],
      ]);
    await assert.rejects(take(), { code: 'ES403' }, `${action}: nobody has approved`);
    assert.equal((await decide('compliance', String(made?.id))).status, 200, action);
    await assert.rejects(take(JSON.stringify({ customerId: bank.customers.petr })), { code: 'ES403' });
    await take();
    await assert.rejects(take(), { code: 'ES403' }, `${action}: once`);
  }
});
