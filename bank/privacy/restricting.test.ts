/** A file that takes two people: how it comes to that, at once, and how it ceases, by two. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { type Answer, type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let manager: Client;
let banker: Client;
let privacy: Client;
let compliance: Client;
let jana: string;
before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  await bank.sql('UPDATE staff.staff SET manager_id = NULL');
  manager = await bank.signedIn('manager', 'back office');
  banker = await bank.signedIn('banker');
  privacy = await bank.signedIn('privacy', 'back office');
  compliance = await bank.signedIn('compliance', 'back office');
  await bank.visit(jana, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  await shutByNobody();
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now()');
});

/** As if no file had ever been shut. */
async function shutByNobody(): Promise<void> {
  await bank.sql('UPDATE customers.customers SET restricted_at_source = false');
  for (const table of ['restrictions', 'passes', 'approvals']) await bank.sql(`DELETE FROM privacy.${table}`);
  await bank.sql(`UPDATE customers.customers SET restricted = false, edited = '{}'`);
}

const nothing = { staffId: null, role: null, customersPerHour: null };
const words = 'Somebody at her door has asked for her money.';
const restrict = (who: Client, customer = jana, reason = 'someone in danger') =>
  who.post(`/api/customers/${customer}/restrictions`, { reason, words });
const asRelease = (customer = jana) => ({ action: 'file release', customerId: customer, ...nothing });
const askRelease = (who: Client, customer = jana) =>
  who.post('/api/approvals', {
    ...asRelease(customer),
    reference: 'Case 7',
    reason: 'The danger has passed.',
  });
const opens = async () => (await banker.get(`/api/customers/${jana}/file`)).status === 200;
const code = ({ status, body }: Answer) => [status, body?.code];

async function waiting(who: Client, action: string) {
  const { body } = await who.get('/api/approvals');
  return body.approvals.find(
    (one: { action: string; mine: boolean; state: string }) =>
      one.action === action && !one.mine && one.state === 'asked',
  );
}

async function decides(who: Client, action: string, decision = 'approved'): Promise<Answer> {
  const one = await waiting(who, action);
  assert.ok(one, `${action} waits for them`);
  const said = { hash: one.hash, decision, words: decision === 'refused' ? 'She is in no danger.' : null };
  return who.post(`/api/approvals/${one.approvalId}/decision`, said);
}

async function released(who: Client, second: Client): Promise<Answer> {
  const asked = await askRelease(who);
  if (asked.status !== 200) return asked;
  const decided = await decides(second, 'file release');
  if (decided.status !== 200) return decided;
  return who.post(`/api/approvals/${asked.body.approvalId}/use`, asRelease());
}

const files = async (who: Client) => (await who.get('/api/restricted-files')).body.files;

test('danger does not wait: the file shuts at once, and a second person says that it is right', async () => {
  assert.ok(await opens());
  const shut = await restrict(manager);
  assert.equal(shut.status, 200, shut.text);
  const threeDays = Temporal.Now.instant().add({ hours: 71 });
  assert.ok(Temporal.Instant.compare(shut.body.until, threeDays) > 0);
  assert.deepEqual(code(await banker.get(`/api/customers/${jana}/file`)), [403, 'restricted']);
  const [one] = await files(privacy);
  assert.deepEqual(
    [one.customerId, one.reason, one.words, one.madeByName, one.confirmedByName],
    [jana, 'someone in danger', words, 'Marta Manager', null],
  );
  const request = await waiting(privacy, 'file restriction');
  assert.deepEqual(
    [request.about, request.why, request.reason],
    ['Jana Nováková', 'someone in danger', words],
  );
  assert.equal((await decides(privacy, 'file restriction')).status, 200);
  const [confirmed] = await files(compliance);
  assert.equal(confirmed.confirmedByName, 'Pavla Privacy');
  assert.equal(await opens(), false);
  assert.deepEqual(code(await restrict(manager)), [409, 'not-now'], 'it is restricted already');
  const done = await bank.sql(
    `SELECT name, role, detail FROM privacy.changes WHERE customer_id = $1 AND name ~ 'restrict' ORDER BY at DESC LIMIT 2`,
    [jana],
  );
  assert.deepEqual(done, [
    { name: 'restriction.confirmed', role: 'privacy officer', detail: {} },
    { name: 'file.restricted', role: 'manager', detail: {} },
  ]);
});

test('a second person who says that it is not right opens it again: until then it was one person’s word', async () => {
  await restrict(privacy);
  assert.equal((await decides(compliance, 'file restriction', 'refused')).status, 200);
  assert.ok(await opens());
  assert.deepEqual(await files(privacy), []);
});

test('what nobody confirmed in three days stays shut, is said to, and is asked for again', async () => {
  await restrict(manager);
  await bank.sql(
    `UPDATE privacy.approvals SET requested_at = requested_at - interval '4 days', expires_at = expires_at - interval '4 days'`,
  );
  assert.equal(await opens(), false);
  const [one] = await files(privacy);
  assert.deepEqual([one.waitsUntil, one.confirmedAt], [null, null]);
  assert.equal((await restrict(privacy)).status, 200);
  assert.equal((await files(privacy))[0].madeByName, 'Pavla Privacy');
  assert.equal((await decides(compliance, 'file restriction')).status, 200);
  assert.equal(await opens(), false);
});

test('the second person is told at once that a file waits, not whose; after three days urgently, with who shut it', async () => {
  const told = async (who: Client) =>
    (await who.get('/api/notices')).body.notices.filter(({ kind }: { kind: string }) =>
      /restrict/.test(kind),
    );
  await restrict(manager);
  const [first] = await told(privacy);
  assert.deepEqual([first.kind, first.who, first.reference], ['restriction waits', 'Marta Manager', null]);
  assert.equal(first.onDay, Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString());
  assert.equal((await told(compliance)).length, 1, 'and the other office that may');
  for (const who of [manager, banker, await bank.signedIn('admin')]) assert.deepEqual(await told(who), []);
  await bank.sql(
    `UPDATE privacy.approvals SET requested_at = requested_at - interval '4 days', expires_at = expires_at - interval '4 days'`,
  );
  for (const who of [privacy, compliance, manager]) {
    const [late, ...more] = await told(who);
    assert.deepEqual([late.kind, late.howMany, late.who, more], ['restriction overdue', 1, null, []]);
    assert.doesNotMatch((await who.get('/api/notices')).text, /Jana|danger|at her door/);
  }
  assert.deepEqual(await told(banker), []);
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    ...[bank.customers.petr, bank.staff.privacy],
  ]);
  assert.deepEqual(await told(privacy), [], 'not of one’s own people');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  assert.equal((await restrict(privacy)).status, 200);
  assert.deepEqual(
    (await told(compliance)).map(({ kind }: { kind: string }) => kind),
    ['restriction waits'],
  );
  await decides(compliance, 'file restriction');
  for (const who of [privacy, compliance, manager]) assert.deepEqual(await told(who), []);
});

test('who may not: other roles, a manager of another branch, one’s own people, oneself as the second', async () => {
  for (const who of ['banker', 'greeter', 'compliance', 'admin'] as const)
    assert.deepEqual(code(await restrict(await bank.signedIn(who))), [403, 'not-allowed'], who);
  await bank.sql('UPDATE customers.customers SET home_premises_id = $2 WHERE customer_id = $1', [
    ...[jana, bank.premises.side],
  ]);
  assert.deepEqual(code(await restrict(manager)), [403, 'not-allowed']);
  await bank.sql('UPDATE customers.customers SET home_premises_id = $2 WHERE customer_id = $1', [
    ...[jana, bank.premises.main],
  ]);
  assert.equal((await restrict(manager, randomUUID())).status, 404);
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    ...[bank.customers.petr, bank.staff.manager],
  ]);
  assert.deepEqual(code(await restrict(manager)), [403, 'own-people'], 'her husband');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  await restrict(privacy);
  assert.equal(await waiting(privacy, 'file restriction'), undefined, 'not by whoever asked');
  assert.equal(await opens(), false);
  for (const bad of [
    { reason: 'because', words },
    { reason: 'other', words: 'short' },
  ])
    assert.equal((await manager.post(`/api/customers/${jana}/restrictions`, bad)).status, 400);
});

test('the same request sent twice restricts once', async () => {
  const key = { 'idempotency-key': 'the-very-same' };
  const body = { reason: 'other', words };
  const path = `/api/customers/${jana}/restrictions`;
  const first = await manager.post(path, body, key);
  assert.deepEqual((await manager.post(path, body, key)).body, first.body);
  assert.equal((await bank.sql('SELECT FROM privacy.restrictions')).length, 1);
});

test('to open it takes two, always', async () => {
  await restrict(manager);
  await decides(privacy, 'file restriction');
  const asked = await askRelease(manager);
  const use = () => manager.post(`/api/approvals/${asked.body.approvalId}/use`, asRelease());
  assert.deepEqual(code(await use()), [403, 'approval-needed']);
  assert.equal(await opens(), false);
  assert.equal((await decides(compliance, 'file release')).status, 200);
  assert.equal(await opens(), false, 'agreed is not done');
  assert.equal((await use()).status, 200);
  assert.ok(await opens());
  assert.deepEqual(code(await askRelease(manager)), [409, 'not-now'], 'nothing to open');
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [jana]);
  assert.equal((await released(privacy, compliance)).status, 200, 'also what nobody knows any more who shut');
  assert.ok(await opens());
});

test('why is for those who may know: never a card, a file, its timeline, a manager who asks to open it', async () => {
  await restrict(privacy);
  await decides(compliance, 'file restriction');
  assert.equal((await askRelease(manager)).status, 200);
  const own = (await manager.get('/api/approvals')).body.approvals;
  assert.equal(own.find((one: { action: string }) => one.action === 'file release').why, null);
  assert.equal((await waiting(compliance, 'file release')).why, 'someone in danger');
  const asked = await banker.post('/api/approvals', {
    ...{ ...asRelease(), action: 'restricted file', reference: 'Visit 1', reason: 'She is here in person.' },
  });
  assert.equal((await decides(compliance, 'restricted file')).status, 200);
  const { approvalId } = asked.body;
  const use = { ...asRelease(), action: 'restricted file' };
  assert.equal((await banker.post(`/api/approvals/${approvalId}/use`, use)).status, 200);
  const seen = [
    await banker.post('/api/customer-searches', { query: 'jana novakova', most: 10 }),
    await banker.get(`/api/customers/${jana}/file`),
    await banker.get(`/api/customers/${jana}/timeline`),
    await banker.get(`/api/customers/${jana}/access-record`),
    await banker.get('/api/approvals'),
  ];
  for (const { status, text } of seen) {
    assert.equal(status, 200, text);
    assert.doesNotMatch(text, /danger|at her door/);
  }
  for (const who of ['manager', 'banker', 'admin'] as const)
    assert.equal((await (await bank.signedIn(who)).get('/api/restricted-files')).status, 403, who);
  const counter = await bank.signedIn('privacy', 'open counter');
  const { text } = await counter.get('/api/restricted-files');
  assert.match(text, /Jana/);
  assert.doesNotMatch(text, /danger|at her door/);
  await bank.sql('UPDATE staff.sessions SET station_id = NULL WHERE staff_id = $1', [bank.staff.privacy]);
  privacy = await bank.signedIn('privacy', 'back office');
});

test('the list is on record before a name is shown', async () => {
  await restrict(manager);
  await files(privacy);
  const [row] = await bank.sql(
    `SELECT surface, customer_ids, staff_id FROM privacy.searches ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(row, {
    ...{ surface: 'restricted files', customer_ids: [jana], staff_id: bank.staff.privacy },
  });
});

test('whoever works here has a restricted file, by their other names not found, for as long as that is so', async () => {
  await bank.sql(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'former', 'Jana Horká')`,
    [jana],
  );
  const found = async () => {
    const { body } = await banker.post('/api/customer-searches', { query: 'horka', most: 10 });
    return body.cards.length;
  };
  await bank.sql('SELECT customers.index_names(ARRAY[$1::uuid])', [jana]);
  assert.equal(await found(), 1);
  const link = (who: 'other' | 'admin', customer: string | null) =>
    bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [customer, bank.staff[who]]);
  await link('other', jana);
  assert.equal(await opens(), false);
  assert.equal(await found(), 0);
  assert.deepEqual(
    (await files(privacy)).map((one: Record<string, unknown>) => [one.worksHere, one.reason]),
    [[true, null]],
  );
  assert.deepEqual(code(await askRelease(privacy)), [409, 'not-now'], 'it would stay shut');
  await link('admin', jana);
  await link('other', null);
  assert.equal(await opens(), false, 'a second account of hers');
  await link('admin', bank.customers.petr);
  assert.ok(await opens());
  assert.equal(await found(), 1);
  await link('admin', null);
  await bank.sql(`DELETE FROM customers.names WHERE full_name = 'Jana Horká'`);
});

type Step =
  | 'restrict'
  | 'confirm'
  | 'refuse'
  | 'release'
  | 'hire'
  | 'leave'
  | 'source shuts'
  | 'source opens';
const steps: Step[] = [
  ...(['restrict', 'confirm', 'refuse', 'release'] as const),
  ...(['hire', 'leave', 'source shuts', 'source opens'] as const),
];

test('whatever comes after what: it is shut as long as somebody or an account says so, and once a source has said so until two open it', async () => {
  const source = (says: boolean) =>
    bank.sql('UPDATE customers.customers SET restricted_at_source = $2 WHERE customer_id = $1', [jana, says]);
  const works = (id: string | null) =>
    bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [id, bank.staff.other]);
  const take: Record<Step, () => Promise<unknown>> = {
    restrict: () => restrict(privacy),
    confirm: () => decides(compliance, 'file restriction').catch(() => undefined),
    refuse: () => decides(compliance, 'file restriction', 'refused').catch(() => undefined),
    release: () => released(privacy, compliance),
    hire: () => works(jana),
    leave: () => works(null),
    'source shuts': () => source(true),
    'source opens': () => source(false),
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 2, maxLength: 8 }), async (path) => {
      await works(null);
      await shutByNobody();
      let [said, agreed, hired, atSource, saidOnce] = [false, false, false, false, false];
      for (const step of path) {
        await take[step]();
        if (step === 'restrict') said = true;
        if (step === 'confirm' && said) agreed = true;
        if (step === 'refuse' && said && !agreed) said = false;
        if (step === 'release') [said, agreed, atSource, saidOnce] = [false, false, false, false];
        if (step === 'hire' || step === 'leave') hired = step === 'hire';
        if (step === 'source opens' && atSource) saidOnce = true;
        if (step === 'source shuts' || step === 'source opens') atSource = step === 'source shuts';
        assert.equal(
          await opens(),
          !(said || hired || atSource || saidOnce),
          `${path.join(', ')}, after ${step}`,
        );
      }
    }),
    { numRuns: 12 },
  );
});
