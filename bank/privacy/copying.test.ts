/** A copy of my data: everything of every table, nothing of others, taken away on record and for a week. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Canaries, type Client, seedCanaries, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { copyWords } from './copying-words.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let canaries: Record<keyof Trial['customers'], Canaries>;
before(async () => {
  bank = await trialBank();
  canaries = await seedCanaries(bank);
});
after(() => bank.close());

const work = () => runOnce(bank.database, 'privacy.copy', undefined, tasks['privacy.copy']);

async function copied(who: Client, language = 'en'): Promise<string> {
  const key = { 'idempotency-key': randomUUID() };
  const asked = await who.post('/api/own-copies', { language }, key);
  assert.equal(asked.status, 200, asked.text);
  const again = await who.post('/api/own-copies', { language }, key);
  assert.deepEqual(again.body, asked.body, 'sent twice it is the same copy');
  await work();
  return asked.body.copyId;
}

test('every customer-owned table is in the copy or says why not, and so does every column; each has its words', async () => {
  const without = await bank.sql(
    `SELECT table_name FROM house.table_classes t WHERE class = 'customer'
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = t.table_name::regclass)
       AND NOT EXISTS (SELECT FROM privacy.copy_rules r WHERE r.table_name = t.table_name)`,
  );
  assert.deepEqual(without, [], 'a new table of customers’ data: give it, or say why not');
  const columns = await bank.sql(
    `SELECT r.table_name || '.' || a.attname AS column FROM privacy.copy_rules r
       JOIN pg_attribute a ON a.attrelid = r.table_name::regclass AND a.attnum > 0 AND NOT a.attisdropped
      WHERE r.way = 'give' AND a.attname <> ALL (r.given || r.without)
        AND a.attname NOT IN ('customer_id', 'version', 'salt', 'xid', 'source', 'source_key', 'row_hash',
          'created_run', 'changed_run', 'seen_run')`,
  );
  assert.deepEqual(columns, [], 'a new column: give it, or leave it out');
  const given = await bank.sql(`SELECT table_name, given FROM privacy.copy_rules WHERE way = 'give'`);
  for (const { table_name: table, given: names } of given) {
    for (const language of ['en', 'es'] as const)
      assert.ok(copyWords[language].tables[String(table)], `${table} has no title in ${language}`);
    for (const name of names as string[])
      if (!/_id$/.test(name)) assert.ok(copyWords.es.columns[name], `${table}.${name} has no Spanish word`);
  }
});

test('her copy holds what is hers, opened; nothing of her household, and who looked without a name', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker');
  await banker.get(`/api/customers/${bank.customers.jana}/file`);
  const jana = await bank.atHome(bank.customers.jana);
  await bank.sql(
    `WITH said AS (INSERT INTO advice.verdicts (option_code, says, about)
       VALUES ('term.deposit', 'applicability', '{little.idle}') RETURNING verdict_id)
     INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT $1, 1, '', 'nothing needed', verdict_id, CURRENT_DATE, CURRENT_DATE + 30 FROM said`,
    [bank.customers.jana],
  );
  const copyId = await copied(jana);
  assert.equal((await jana.get('/api/own-copies')).body.copies[0].state, 'ready');
  const { status, headers, text } = await jana.get(`/api/own-copies/${copyId}/json`);
  assert.equal(status, 200, text);
  assert.match(headers.get('content-disposition') ?? '', /my-data\.json/);
  const copy = JSON.parse(text);
  assert.equal(copy.format, 'earshot copy of data 1');
  const searched = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const isThere = (canary: string) => searched.includes(canary);
  assert.deepEqual(
    canaries.jana.all.filter((one) => !isThere(one) && !/^feb/.test(one)),
    [],
  );
  for (const other of ['petr', 'shop', 'star'] as const)
    assert.deepEqual(canaries[other].all.filter(isThere), [], `of ${other}`);
  assert.doesNotMatch(text, /Petr|Boris|Olga|password_hash|token_hash|totp/);
  assert.ok(!text.includes(bank.customers.petr) && !text.includes(bank.staff.banker));
  const [look] = copy.tables['privacy.access_records'];
  assert.deepEqual(
    { role: look.role, kind: look.ground_kind, branch: look.branch },
    { role: 'banker', kind: 'visit', branch: 'Main Street' },
  );
  const { said } = copy.tables['advice.decisions'][0];
  assert.deepEqual(
    said,
    { suggestions: [], underWay: [], rejected: { 'term.deposit': 'applicability: little.idle' }, open: {} },
    'what is kept by number is given in words',
  );
  const passed = copy.tables['customers.identifiers'].map((one: { value: string }) => one.value);
  assert.ok(passed.includes('845305/0017'), 'what is sealed is opened');
  const changes = await bank.sql('SELECT name, role FROM privacy.changes WHERE subject = $1 ORDER BY at', [
    copyId,
  ]);
  assert.deepEqual(changes, [
    { name: 'copy.asked', role: 'customer' },
    { name: 'copy.exported', role: 'customer' },
  ]);
});

test('the PDF is tagged for those who have it read to them, and says the same in Spanish', async () => {
  const jana = await bank.atHome(bank.customers.jana);
  const copyId = await copied(jana, 'es');
  const response = await fetch(new URL(`/api/own-copies/${copyId}/pdf`, bank.served.portal), {
    headers: { cookie: `__Host-earshot-portal=${jana.token}` },
  });
  assert.equal(response.headers.get('content-type'), 'application/pdf');
  const pdf = Buffer.from(await response.arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok(pdf.includes('pdfuaid:part') && pdf.includes('/StructTreeRoot') && pdf.includes('Una copia'));
});

test('a copy takes a fresh proof, ends after a week, is hers alone, and is sealed in the database', async () => {
  const jana = await bank.atHome(bank.customers.petr);
  const copyId = await copied(jana);
  const other = await bank.atHome(bank.customers.shop);
  assert.equal((await other.get(`/api/own-copies/${copyId}/json`)).status, 404);
  const [row] = await bank.sql('SELECT json_sealed FROM privacy.copies WHERE copy_id = $1', [copyId]);
  assert.ok(!(row?.json_sealed as Buffer | undefined)?.includes('Petr'));
  const age = `UPDATE customers.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`;
  await bank.sql(age, [hashToken(jana.token)]);
  assert.equal((await jana.get(`/api/own-copies/${copyId}/json`)).body.code, 'step-up');
  const again = await bank.atHome(bank.customers.petr);
  await bank.sql(`UPDATE privacy.copies SET expires_at = now() WHERE copy_id = $1`, [copyId]);
  assert.equal((await again.get(`/api/own-copies/${copyId}/json`)).status, 404);
  await runOnce(bank.database, 'privacy.copy', {}, tasks['privacy.copy']);
  const [gone] = await bank.sql('SELECT json_sealed, pdf_sealed FROM privacy.copies WHERE copy_id = $1', [
    copyId,
  ]);
  assert.deepEqual(gone, { json_sealed: null, pdf_sealed: null });
  for (let n = 0; n < 2; n++)
    assert.equal((await again.post('/api/own-copies', { language: 'en' })).status, 200);
  const fourth = await again.post('/api/own-copies', { language: 'en' });
  assert.equal(fourth.status, 429);
  await work();
});

test('a table that is of no class "customer" is in no copy, whatever the rules say: investigations are invisible', async () => {
  await bank.sql(`UPDATE house.table_classes SET class = 'derived' WHERE table_name = 'conversations.notes'`);
  const star = await bank.atHome(bank.customers.star);
  const copyId = await copied(star);
  const { text } = await star.get(`/api/own-copies/${copyId}/json`);
  assert.equal(JSON.parse(text).tables['conversations.notes'], undefined);
  assert.doesNotMatch(text, /pneumothorax/);
  await bank.sql(
    `UPDATE house.table_classes SET class = 'customer' WHERE table_name = 'conversations.notes'`,
  );
});

test('at a branch the privacy office has it made: by two people, for just this customer, handed over on record', async () => {
  const privacy = await bank.signedIn('privacy');
  const compliance = await bank.signedIn('compliance');
  const { shop } = bank.customers;
  const entered = await privacy.post('/api/rights-requests', {
    ...{ customerId: shop, kind: 'copy', about: null, subject: null, words: null, proposed: null },
    ...{ channel: 'branch', identity: 'document', receivedOn: Temporal.Now.plainDateISO('UTC').toString() },
  });
  const copies = `/api/customers/${shop}/rights-requests/${entered.body.requestId}/copies`;
  const make = (approvalId: string) => privacy.post(copies, { approvalId, language: 'en' });
  assert.equal((await make(randomUUID())).body.code, 'approval-needed');
  const approved = async (customerId: string) => {
    const what = { action: 'export', customerId, staffId: null, role: null, customersPerHour: null };
    const asked = await privacy.post('/api/approvals', {
      ...what,
      ...{ reference: 'Request 12', reason: 'She is at the branch and has no portal.' },
    });
    assert.equal(asked.status, 200, asked.text);
    const { approvalId } = asked.body;
    const listed = (await compliance.get('/api/approvals')).body.approvals;
    const { hash } = listed.find((one: { approvalId: string }) => one.approvalId === approvalId);
    const body = { hash, decision: 'approved', words: null };
    assert.equal((await compliance.post(`/api/approvals/${approvalId}/decision`, body)).status, 200);
    return approvalId;
  };
  assert.equal((await make(await approved(bank.customers.jana))).body.code, 'approval-needed', 'of another');
  const approval = await approved(shop);
  assert.equal((await make(approval)).status, 200);
  assert.equal((await make(approval)).body.code, 'approval-needed', 'once');
  await work();
  const [copy] = (await privacy.get(copies)).body.copies;
  assert.equal(copy.state, 'ready');
  const file = await privacy.get(`${copies}/${copy.copyId}?form=json`);
  assert.equal(file.status, 200);
  assert.equal(JSON.parse(file.text).customerId, shop);
  const [event] = await bank.sql(
    `SELECT staff_id FROM privacy.events WHERE name = 'copy.exported' AND subject = $1`,
    [copy.copyId],
  );
  assert.equal(event?.staff_id, bank.staff.privacy);
});
