/** What the whole bank goes by: nobody changes it alone, by whatever way. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Answer, type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { approvedBy, attackTwoPeople, doneByTwo } from './approving-trial.ts';
import { settingActions, settingsAskedBy } from './rules.ts';

let bank: Trial;
const clients = {} as Record<'compliance' | 'privacy' | 'admin', Client>;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM privacy.approvals');
  await bank.sql(`UPDATE staff.staff SET person_id = house.new_id(), manager_id = NULL, customer_id = NULL`);
  for (const who of ['compliance', 'privacy', 'admin'] as const) clients[who] = await bank.signedIn(who);
});

const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
const why = { reference: 'Board 2026-11', reason: 'The board has decided so on Monday.' };
const code = ({ status, body }: Answer) => [status, body?.code];
const ask = (who: Client, what: object) => who.post('/api/approvals', { ...nothing, ...why, ...what });
const use = (who: Client, id: string, what: object) =>
  who.post(`/api/approvals/${id}/use`, { ...nothing, ...what });
const today = Temporal.Now.plainDateISO('UTC');
const law = (is: string) => ({ action: 'rights law', setting: { law: is } });
const clock = {
  ...{ law: 'EU', kind: 'copy', appliesFrom: today.add({ days: 30 }).toString(), citation: 'An Act, 4' },
  ...{ months: 0, days: 10, moreMonths: 0, moreDays: 0 },
};
const controller = { name: 'Trial Bank a.s.', contact: '1 Main Street, Brno', officer: 'dpo@trial.example' };
const shares = (heldOut: number, propensities = true) => ({
  action: 'advice settings',
  setting: { heldOut, propensities },
});

async function listed(who: Client, approvalId: string) {
  const { body } = await who.get('/api/approvals');
  return body.approvals.find((one: { approvalId: string }) => one.approvalId === approvalId);
}

test('no way around the second person changes a setting: self, second account, line, payload, replay, race, too late', async () => {
  await bank.sql(`UPDATE privacy.rights_setting SET law = 'US'`);
  await attackTwoPeople(bank, {
    ...{ what: law('EU'), asks: 'compliance', decides: 'privacy' },
    use: (client, id) => use(client, id, law('EU')),
    useOther: (client, id) => use(client, id, law('US')),
  });
  assert.equal((await clients.compliance.get('/api/rights-clocks')).body.law, 'EU');
  const done = await bank.sql(
    `SELECT staff_id, detail FROM privacy.events WHERE name = 'rights law.changed'`,
  );
  assert.equal(done.length, 1, 'once, whoever tried how often');
  const { before: was, after: is, 'approved by': by } = Object(done[0]?.detail);
  assert.deepEqual([was, is, by], [{ law: 'US' }, { law: 'EU' }, bank.staff.privacy]);
});

test('both see what stands and what would, and nothing changes before it is done', async () => {
  const { compliance, privacy } = clients;
  const asked = await ask(compliance, { action: 'rights clock', setting: { clock } });
  assert.equal(asked.status, 200, asked.text);
  const id = asked.body.approvalId;
  for (const who of [compliance, privacy]) {
    const shown = await listed(who, id);
    assert.deepEqual([shown.setting.clock, shown.state], [clock, 'asked']);
    assert.deepEqual(
      [shown.settingNow.clock.months, shown.settingNow.clock.citation],
      [1, 'Regulation (EU) 2016/679, articles 12(3) and 15'],
    );
  }
  const { body: told } = await privacy.get('/api/notices');
  assert.ok(
    told.notices.some(
      ({ kind, who }: Record<string, string>) => kind === 'approval waits' && who === 'Cyril Compliance',
    ),
  );
  const rows = async () => (await compliance.get('/api/rights-clocks')).body.clocks.length;
  const before = await rows();
  const { hash } = await listed(privacy, id);
  const decided = { hash, decision: 'approved', words: null };
  assert.equal((await privacy.post(`/api/approvals/${id}/decision`, decided)).status, 200);
  assert.equal(await rows(), before, 'agreed is not done');
  assert.equal((await use(compliance, id, { action: 'rights clock', setting: { clock } })).status, 200);
  assert.equal(await rows(), before + 1);
  const again = await ask(compliance, { action: 'rights clock', setting: { clock } });
  assert.deepEqual(code(again), [409, 'not-now'], 'there is one from that day');
});

test('whoever is responsible is named by two; named by others meanwhile, what was approved is not it any more', async () => {
  const { compliance, privacy } = clients;
  const named = { action: 'controller', setting: { controller } };
  const first = await approvedBy(bank, compliance, privacy, named);
  const other = { action: 'controller', setting: { controller: { ...controller, name: 'Another Bank' } } };
  assert.equal((await doneByTwo(bank, compliance, privacy, other)).status, 200);
  assert.deepEqual(code(await use(compliance, first, named)), [412, 'changed']);
  assert.equal((await doneByTwo(bank, compliance, privacy, named)).status, 200);
  const { body } = await privacy.get('/api/processing?language=en');
  assert.deepEqual(body.controller, controller);
  const events = await bank.sql(
    `SELECT detail::text AS says FROM privacy.events WHERE name = 'controller.named'`,
  );
  assert.equal(events.length, 2);
  assert.doesNotMatch(String(events[1]?.says), /dpo@/, 'people named there are in no sealed event');
});

test('how many are held out takes two; switching propensities off does not wait, switching them on does', async () => {
  const { admin, compliance } = clients;
  const now = async () => (await admin.get('/api/advice/settings')).body;
  const alone = async (body: object) =>
    admin.send('PUT', '/api/advice/settings', body, { 'if-match': `"${(await now()).version}"` });
  const { heldOut } = await now();
  for (const body of [
    { heldOut: heldOut + 10, propensities: true },
    { heldOut: heldOut + 10, propensities: false },
    { heldOut: 0, propensities: true },
  ])
    assert.deepEqual(code(await alone(body)), [403, 'approval-needed'], JSON.stringify(body));
  assert.equal((await alone({ heldOut, propensities: false })).status, 200);
  assert.deepEqual(code(await alone({ heldOut, propensities: true })), [403, 'approval-needed']);
  assert.equal((await doneByTwo(bank, admin, compliance, shares(50))).status, 200);
  const { heldOut: share, propensities } = await now();
  assert.deepEqual([share, propensities], [50, true]);
});

test('who asks for what and who decides is one list, in the kernel; what makes no sense is not even asked', async () => {
  const rules = await bank.sql(
    'SELECT action, asks, decides FROM privacy.approval_rules WHERE action = ANY ($1)',
    [settingActions],
  );
  assert.deepEqual(
    Object.fromEntries(rules.map(({ action, asks }) => [action, asks])),
    Object.fromEntries(settingActions.map((action) => [action, [settingsAskedBy[action]]])),
  );
  const { compliance, admin, privacy } = clients;
  const tries: [StaffName, object, number][] = [
    ['admin', law('US'), 403],
    ['privacy', { action: 'controller', setting: { controller } }, 403],
    ['compliance', shares(10), 403],
    ['compliance', law('EU'), 409],
    ['compliance', { action: 'rights law', setting: { heldOut: 10 } }, 422],
    ['compliance', { action: 'rights law', setting: null }, 422],
    ['compliance', { action: 'rights law', setting: { law: 'XX' } }, 400],
    ['compliance', { action: 'rights clock', setting: { clock: { ...clock, days: 0 } } }, 422],
    [
      'compliance',
      { action: 'rights clock', setting: { clock: { ...clock, appliesFrom: '2020-01-01' } } },
      422,
    ],
    ['admin', shares(201), 400],
    [
      'compliance',
      { action: 'hold lifting', customerId: bank.customers.petr, holdId: bank.customers.petr },
      404,
    ],
  ];
  for (const [who, what, status] of tries)
    assert.equal(
      (await ask({ compliance, admin, privacy }[who as 'admin'], what)).status,
      status,
      JSON.stringify(what),
    );
  const staff = await bank.database.connect('earshot_staff');
  for (const sql of [
    `UPDATE privacy.rights_setting SET law = 'US'`,
    'DELETE FROM privacy.rights_clocks',
    'UPDATE privacy.controller SET name = name',
    'UPDATE advice.settings SET held_out = 0',
    'UPDATE privacy.holds SET lifted_at = now()',
    `UPDATE privacy.approval_rules SET decides = asks`,
    `SELECT privacy.put_setting(NULL, 'rights law', '{"setting": {"law": "US"}}', house.new_id())`,
  ])
    await assert.rejects(staff.query(sql), { code: '42501' }, sql);
  await staff.end();
});

test('done by somebody who has proven lately who they are, and approved by one, too', async () => {
  const { compliance, privacy } = clients;
  const id = await approvedBy(bank, compliance, privacy, law('US'));
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(compliance.token)],
  );
  assert.deepEqual(code(await use(compliance, id, law('US'))), [403, 'step-up']);
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now()');
  assert.equal((await use(compliance, id, law('US'))).status, 200);
});

test('a legal hold is lifted by two, none of them close to whom it is about, and says whose words it was', async () => {
  const { compliance, privacy } = clients;
  const { petr } = bank.customers;
  const hold = {
    customerId: petr,
    reference: 'Court 12 C 34',
    reason: 'He has brought an action against us.',
  };
  const { body } = await compliance.post('/api/legal-holds', hold);
  const lift = { action: 'hold lifting', customerId: petr, holdId: body.holdId };
  const held = async () => (await bank.sql('SELECT privacy.is_held($1) AS held', [petr]))[0]?.held;
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [
    bank.staff.compliance,
    petr,
  ]);
  assert.deepEqual(code(await ask(compliance, lift)), [403, 'own-people']);
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [
    bank.staff.compliance,
    null,
  ]);
  const asked = await ask(compliance, lift);
  assert.equal((await listed(privacy, asked.body.approvalId)).about, 'Petr Novák');
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [bank.staff.privacy, petr]);
  assert.equal(await listed(privacy, asked.body.approvalId), undefined, 'not before his own people');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  await attackTwoPeople(bank, {
    ...{ what: lift, asks: 'compliance', decides: 'privacy' },
    use: (client, id) => use(client, id, lift),
    useOther: (client, id) => use(client, id, { ...lift, holdId: bank.customers.petr }),
  });
  assert.equal(await held(), false);
  const [one] = (await privacy.get('/api/legal-holds')).body.holds;
  assert.deepEqual(
    [one.liftedByName, one.liftedBecause],
    ['Cyril Compliance', 'It was asked for in writing today.'],
  );
  assert.deepEqual(code(await ask(compliance, lift)), [409, 'not-now'], 'lifted already');
});
