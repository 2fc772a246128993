/** Nobody but compliance learns that there is an investigation: every surface that is made of looks is asked. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { approvedBy } from './approving-trial.ts';
import { erasePerson } from './erasing.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let compliance: Client;
let banker: Client;
let jana: Client;
let home: string;
before(async () => {
  bank = await trialBank();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-investigating-'));
  compliance = await bank.signedIn('compliance');
  banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  jana = await bank.atHome(bank.customers.jana);
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

const canary = 'Structured deposits below the threshold, pelargonium';
const others: StaffName[] = ['banker', 'other', 'manager', 'greeter', 'admin', 'privacy'];
const file = (who: Client, customer = bank.customers.jana) => who.get(`/api/customers/${customer}/file`);
const ownLooks = async () => (await jana.get('/api/own-record?of=people')).body;

async function opened(customer = bank.customers.jana): Promise<string> {
  const made = await compliance.post('/api/investigations', { note: canary });
  assert.equal(made.status, 200, made.text);
  const { investigationId } = made.body;
  const added = await compliance.post(`/api/investigations/${investigationId}/customers`, {
    customerId: customer,
  });
  assert.equal(added.status, 200, added.text);
  return investigationId;
}

async function closed(id: string, outcome: string, release = false) {
  const { body } = await compliance.get(`/api/investigations/${id}`);
  return compliance.send(
    'POST',
    `/api/investigations/${id}/closings`,
    { outcome, release },
    { 'if-match': `"${body.version}"` },
  );
}

test('an investigation is the reason to open a file, for whom it is assigned to, as long as it is open', async () => {
  assert.equal((await file(compliance)).status, 403);
  const id = await opened();
  const read = await file(compliance);
  assert.equal(read.status, 200, read.text);
  assert.equal(read.body.ground.kind, 'investigation');
  assert.equal((await file(compliance, bank.customers.petr)).status, 403, 'of nobody else');
  assert.equal((await file(banker, bank.customers.petr)).status, 403);
  const [look] = await bank.sql(
    `SELECT role, ground, proven FROM privacy.access_records WHERE ground_kind = 'investigation'`,
  );
  assert.deepEqual(look, { role: 'compliance officer', ground: id, proven: true });
  const one = await compliance.get(`/api/investigations/${id}`);
  assert.equal(one.body.written[0].body, canary);
  assert.deepEqual(
    one.body.customers.map(({ fullName }: { fullName: string }) => fullName),
    ['Jana Nováková'],
  );
  assert.equal((await closed(id, 'reported')).status, 200);
  assert.equal((await file(compliance)).status, 403, 'access ends with the purpose');
  assert.equal((await compliance.post(`/api/investigations/${id}/notes`, { body: 'more' })).status, 409);
});

test('notes lie sealed, and reading them is on record', async () => {
  const id = await opened();
  const kept = await bank.sql(
    `SELECT body_sealed FROM privacy.investigation_notes WHERE investigation_id = $1`,
    [id],
  );
  assert.ok(!String(kept[0]?.body_sealed).includes('pelargonium'));
  const everything = JSON.stringify([
    await bank.sql('SELECT * FROM privacy.events'),
    await bank.sql('SELECT * FROM privacy.searches'),
    await bank.sql('SELECT * FROM house.replies'),
  ]);
  assert.ok(!everything.includes('pelargonium'));
  const reads = `SELECT count(*)::int AS n FROM privacy.searches WHERE surface = 'investigations' AND query = $1`;
  const [before] = await bank.sql(reads, [id]);
  await compliance.get(`/api/investigations/${id}`);
  const [now] = await bank.sql(reads, [id]);
  assert.equal(Number(now?.n), Number(before?.n) + 1);
  await closed(id, 'reported');
});

test('every route of it answers others as if nothing were there, and an unknown id is like an absent one', async () => {
  const id = await opened();
  for (const name of others) {
    const who = await bank.signedIn(name);
    for (const at of [id, randomUUID()]) {
      const answers = await Promise.all([
        who.get(`/api/investigations/${at}`),
        who.post(`/api/investigations/${at}/customers`, { customerId: bank.customers.petr }),
        who.post(`/api/investigations/${at}/notes`, { body: 'x' }),
        who.post(`/api/investigations/${at}/takings`, undefined),
      ]);
      for (const { status, body } of answers)
        assert.deepEqual([status, body.code], [403, 'not-allowed'], name);
    }
    assert.equal((await who.get('/api/investigations')).status, 403);
    const past = await bank.database.connect('earshot_staff');
    await assert.rejects(
      past.query('SELECT privacy.look_at_investigations($1, $2, NULL)', [randomUUID(), who.token]),
      {
        code: 'ES405',
      },
    );
    await past.end();
  }
  assert.equal((await compliance.get(`/api/investigations/${randomUUID()}`)).status, 404);
  for (const login of ['earshot_staff', 'earshot_portal', 'earshot_batch', 'earshot_auditor'] as const) {
    const client = await bank.database.connect(login);
    for (const table of ['investigations', 'investigation_customers', 'investigation_notes'])
      await assert.rejects(client.query(`SELECT FROM privacy.${table}`), { code: '42501' });
    await client.end();
  }
  await closed(id, 'reported');
});

test('looks for it are in no list of looks: of the file, of the customer, of the privacy office, of detection', async () => {
  const id = await opened();
  for (let n = 0; n < 3; n += 1) assert.equal((await file(compliance)).status, 200);
  const traces = async (): Promise<Record<string, string>> => {
    const read = await file(banker);
    const office = await bank.signedIn('privacy');
    const today = Temporal.Now.plainDateISO('UTC').toString();
    const days = { from: today, to: today };
    const what = { action: 'record export', customerId: bank.customers.jana, ...days };
    const approvalId = await approvedBy(bank, office, compliance, what);
    const asked = (of: string, subject: string) =>
      office.get(
        `/api/record/viewed?${new URLSearchParams({ of, subjectId: subject, from: today, to: today })}`,
      );
    const list = await banker.get(`/api/customers/${bank.customers.jana}/access-record?most=50`);
    assert.equal(list.status, 200, list.text);
    await runOnce(bank.database, 'privacy.detect', {}, tasks['privacy.detect']);
    return {
      file: read.text,
      list: list.text,
      own: (await jana.get('/api/own-record?of=people')).text,
      home: (await jana.get('/api/home')).text,
      viewers: (await asked('customer', bank.customers.jana)).text,
      viewed: (await asked('staff', bank.staff.compliance)).text,
      exported: (
        await office.post('/api/record/viewed.csv', {
          ...{ of: 'customer', subjectId: bank.customers.jana, ...days, approvalId },
        })
      ).text,
      detection: JSON.stringify([
        await bank.sql('SELECT * FROM privacy.occasions'),
        await bank.sql('SELECT * FROM privacy.questions'),
        await bank.sql('SELECT * FROM privacy.detection_days WHERE staff_id = $1', [bank.staff.compliance]),
      ]),
      unexplained: (await office.get('/api/unexplained?state=open')).text,
      found: (await banker.post('/api/customer-searches', { query: 'Nováková', most: 10 })).text,
      notices: (await banker.get('/api/notices')).text,
    };
  };
  for (const [where, text] of Object.entries(await traces())) {
    assert.ok(!/investigat/i.test(text), `${where}: ${text.slice(0, 300)}`);
    assert.ok(!text.includes(id), where);
    assert.ok(!text.includes('Cyril Compliance') && !text.includes('compliance officer'), `${where} ${text}`);
    assert.ok(!text.includes(bank.staff.compliance), where);
  }
  const own = await ownLooks();
  assert.ok(own.entries.length > 0);
  const client = await bank.database.connect('earshot_staff');
  const opening = randomUUID();
  await client.query('SELECT privacy.open_file($1, $2, $3, NULL)', [
    opening,
    banker.token,
    [bank.customers.jana],
  ]);
  await client.query('BEGIN');
  await client.query(`SELECT set_config('earshot.file', privacy.unlock($1, $2), true)`, [
    opening,
    banker.token,
  ]);
  const { rows } = await client.query('SELECT DISTINCT ground_kind FROM privacy.access_records ORDER BY 1');
  const kinds = rows.map((row) => row.ground_kind);
  assert.deepEqual(kinds, ['own file', 'visit'], 'not by SQL of the log-in either');
  await client.query('ROLLBACK');
  await client.end();
  await closed(id, 'reported');
  assert.deepEqual(
    (await ownLooks()).entries.length,
    own.entries.length + 1,
    'the banker’s look, and no other',
  );
});

test('looks that are kept back are published for the whole bank, as of midnight and from ten on', async () => {
  assert.equal((await ownLooks()).keptBack, null);
  const insert = `INSERT INTO privacy.access_records (customer_id, at, opening, action, session_id, staff_id, role, purpose, ground_kind, ground)
    SELECT $1, $2, gen_random_uuid(), 'open', gen_random_uuid(), $3, 'compliance officer', '', 'investigation', gen_random_uuid()
      FROM generate_series(1, $4)`;
  const dayBefore = Temporal.Now.instant().subtract({ hours: 48 }).toString();
  await bank.sql(insert, [bank.customers.petr, dayBefore, bank.staff.compliance, 9]);
  assert.equal((await ownLooks()).keptBack, null);
  await bank.sql(insert, [bank.customers.petr, dayBefore, bank.staff.compliance, 3]);
  assert.equal((await ownLooks()).keptBack, 12);
  await bank.sql(insert, [bank.customers.petr, Temporal.Now.instant().toString(), bank.staff.compliance, 5]);
  assert.equal((await ownLooks()).keptBack, 12, 'what is of today does not move it');
});

test('what was reported is never released; what came to nothing may be, and then stands among her entries', async () => {
  const before = (await ownLooks()).entries.length;
  const reported = await opened();
  await file(compliance);
  assert.equal((await closed(reported, 'reported', true)).status, 422);
  assert.equal((await closed(reported, 'reported')).status, 200);
  assert.equal((await ownLooks()).entries.length, before);
  const nothing = await opened();
  await file(compliance);
  assert.equal((await closed(nothing, 'nothing found', true)).status, 200);
  const now = await ownLooks();
  assert.equal(now.entries.length, before + 1);
  assert.equal(JSON.parse(now.entries[0].shown).ground_kind, 'investigation');
  assert.ok(!now.entries[0].shown.includes(nothing), 'the id of the case is withheld');
});

test('nobody looks into their own people, and a colleague takes over on record', async () => {
  await bank.sql('UPDATE staff.staff SET customer_id = $2 WHERE staff_id = $1', [
    ...[bank.staff.compliance, bank.customers.petr],
  ]);
  const made = await compliance.post('/api/investigations', { note: canary });
  const { investigationId: id } = made.body;
  for (const customerId of [bank.customers.petr, bank.customers.jana]) {
    const { status, body } = await compliance.post(`/api/investigations/${id}/customers`, { customerId });
    assert.deepEqual([status, body.code], [403, 'own-people']);
  }
  assert.equal(
    (await compliance.post(`/api/investigations/${id}/customers`, { customerId: randomUUID() })).status,
    404,
  );
  await bank.sql('UPDATE staff.staff SET customer_id = NULL WHERE staff_id = $1', [bank.staff.compliance]);
  await bank.sql(`UPDATE staff.staff SET role = 'compliance officer' WHERE staff_id = $1`, [
    bank.staff.other,
  ]);
  const other = await bank.signedIn('other');
  await compliance.post(`/api/investigations/${id}/customers`, { customerId: bank.customers.petr });
  const [{ waits }] = (await other.get(`/api/investigations/${id}`)).body.customers;
  const answer = { approvalId: waits.approvalId, hash: waits.hash, decision: 'approved' };
  assert.equal((await other.post(`/api/investigations/${id}/confirmations`, answer)).status, 200);
  assert.equal((await file(other, bank.customers.petr)).status, 403, 'assigned to somebody else');
  assert.equal((await other.post(`/api/investigations/${id}/takings`)).status, 200);
  assert.equal((await file(other, bank.customers.petr)).status, 200);
  assert.equal((await file(compliance, bank.customers.petr)).status, 403);
  const events = await bank.sql(`SELECT name FROM privacy.events WHERE subject = $1 ORDER BY at`, [id]);
  assert.deepEqual(
    events.map(({ name }) => name),
    [
      'investigation.opened',
      'investigation.note written',
      'investigation.customer added',
      'investigation.customer confirmed',
      'investigation.taken over',
    ],
  );
  await bank.sql(`UPDATE staff.staff SET role = 'banker' WHERE staff_id = $1`, [bank.staff.other]);
});

test('whom it is about is not erased meanwhile, with the answer of any duty to keep; and held rows are not counted', async () => {
  const { jana: customer } = bank.customers;
  await bank.sql(
    `UPDATE holdings.holdings SET closed_on = CURRENT_DATE - interval '70 months' WHERE customer_id = $1`,
    [customer],
  );
  const id = await opened();
  await assert.rejects(erasePerson(bank.database, home, customer), { code: 'not-now' });
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence, checked_in_by, checked_in_at, ended_at)
     VALUES ($1, 'branch', $2, 1, 'ended', 'card', $3, now() - interval '3 years', now() - interval '3 years')`,
    [customer, bank.premises.main, bank.staff.greeter],
  );
  await runOnce(bank.database, 'retention.apply', {}, tasks['retention.apply']);
  const old = `SELECT FROM conversations.visits WHERE customer_id = $1 AND ended_at < now() - interval '2 years'`;
  assert.equal((await bank.sql(old, [customer])).length, 1);
  const office = await bank.signedIn('privacy');
  const rules = (await office.get('/api/retention')).body.rules as { held: number }[];
  assert.ok(rules.every(({ held }) => held === 0));
  await closed(id, 'nothing found');
  await runOnce(bank.database, 'retention.apply', {}, tasks['retention.apply']);
  assert.equal((await bank.sql(old, [customer])).length, 0);
});
