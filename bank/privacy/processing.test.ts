/** The register of processing is made of what is in force: nothing that processes personal data is left out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial, trialBank } from '#bank/trial.ts';
import { portalRoutes, workspaceRoutes } from '../../server.ts';
import { doneByTwo } from './approving-trial.ts';
import * as by from './processing-activities.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

test('every table that may hold something about somebody belongs to an activity', async () => {
  const rows = await bank.sql(`SELECT table_name FROM house.table_classes t WHERE class <> 'reference'
    AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = t.table_name::regclass)`);
  const without = rows.map((row) => String(row.table_name)).filter((table) => !by.activityOfTable(table));
  assert.deepEqual(without, [], 'say in processing-activities.ts what these are for');
  assert.equal(by.activityOfTable('customers.brand_new'), undefined, 'a new table is not passed over');
  assert.equal(by.activityOfTable('loyalty.points'), undefined);
});

test('every route of both apps belongs to an activity', () => {
  const without = [
    ...workspaceRoutes.filter(({ contract }) => !by.activityOfRoute('workspace', contract)),
    ...portalRoutes.filter(({ contract }) => !by.activityOfRoute('portal', contract)),
  ].map(({ contract }) => `${contract.route} (${contract.permission})`);
  assert.deepEqual(without, [], 'say in processing-activities.ts what these are for');
  const fresh = { route: 'GET /api/points', summary: '', permission: 'points.read', reply: {} } as const;
  assert.equal(by.activityOfRoute('workspace', fresh as never), undefined, 'a new route is not passed over');
});

test('it has what article 30 asks for: purpose, people, data, recipients, retention, safeguards', async () => {
  const privacy = await bank.signedIn('privacy');
  const { status, body, text } = await privacy.get('/api/processing?language=en');
  assert.equal(status, 200, text);
  assert.equal(body.controller, null);
  for (const one of body.activities) {
    for (const part of ['purpose', 'data', 'outside']) assert.ok(one[part].length > 5, one.activity);
    assert.ok(one.basis.length > 0 && one.recipients.length > 0 && one.safeguards.length > 0, one.activity);
    if (one.activity !== 'trust')
      assert.ok(one.retention.length > 0 && one.subjects.length > 0, one.activity);
  }
  const of = (activity: string) =>
    body.activities.find((one: { activity: string }) => one.activity === activity);
  assert.deepEqual(of('investigation').recipients, ['compliance officer']);
  assert.ok(of('import').recipients.includes('administrator') && !of('import').recipients.includes('banker'));
  assert.ok(of('rights').recipients.includes('the customer, of her own data'));
  assert.ok(of('import').retention.some((line: string) => line.startsWith('90 days: feed.journal')));
  assert.ok(of('file').tables.includes('customers.identifiers'));
  assert.match(of('file').safeguards.join(), /columns encrypted/);
});

test('what changes in the bank changes in it: a period, and who is named', async () => {
  const privacy = await bank.signedIn('privacy');
  const compliance = await bank.signedIn('compliance');
  const named = { name: 'Trial Bank a.s.', contact: '1 Main Street, Brno', officer: 'dpo@trial.example' };
  const what = { action: 'controller', setting: { controller: named } };
  assert.equal((await doneByTwo(bank, compliance, privacy, what)).status, 200);
  await bank.sql(`UPDATE house.retention SET keeps_count = 30 WHERE table_name = 'feed.journal'`);
  const { body } = await privacy.get('/api/processing?language=es');
  assert.deepEqual(body.controller, named);
  const feeds = body.activities.find((one: { activity: string }) => one.activity === 'import');
  assert.ok(feeds.retention.some((line: string) => line.startsWith('30 días: feed.journal')));
  const [event] = await bank.sql(`SELECT role FROM privacy.events WHERE name = 'controller.named'`);
  assert.equal(event?.role, 'compliance officer');
});

test('it is handed out as JSON and as a PDF, in both languages', async () => {
  const compliance = await bank.signedIn('compliance');
  const json = await compliance.get('/api/processing/export?language=en&form=json');
  assert.equal(json.status, 200, json.text);
  assert.match(json.headers.get('content-disposition') ?? '', /register-of-processing\.json/);
  assert.equal(json.body.format, 'earshot register of processing 1');
  assert.equal(json.body.activities.length, by.activities.length);
  for (const language of ['en', 'es']) {
    const pdf = await compliance.get(`/api/processing/export?language=${language}&form=pdf`);
    assert.equal(pdf.status, 200, pdf.text);
    assert.match(pdf.text, /^%PDF-/);
  }
});
