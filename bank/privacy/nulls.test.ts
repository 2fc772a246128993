/** Null is neither right nor wrong to SQL, and so an answer to no check: whoever has a log-in tries it everywhere. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
let compliance: Client;
let staff: pg.Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  compliance = await bank.signedIn('compliance');
  staff = await bank.database.connect('earshot_staff');
});
after(async () => {
  await staff.end();
  await bank.close();
});

const raw = (sql: string, ...values: unknown[]) => staff.query(sql, values);
const limits = () => bank.sql('SELECT * FROM privacy.throttles ORDER BY role');

test('what was approved is what is done: an approval is used for nothing that is left out', async () => {
  const id = randomUUID();
  const payload = JSON.stringify({ customerId: bank.customers.star });
  await raw(
    `SELECT privacy.request_approval($1, $2, 'restricted file', $3, 'Case 1', 'She is here in person.')`,
    banker.token,
    id,
    payload,
  );
  const before = await limits();
  // the approver has to have seen what is approved
  await assert.rejects(
    raw(`SELECT privacy.decide_approval($1, $2, NULL, 'approved', NULL)`, compliance.token, id),
    { code: 'ES412' },
  );
  const [row] = await bank.sql('SELECT hash FROM privacy.approvals WHERE approval_id = $1', [id]);
  await assert.rejects(
    raw('SELECT privacy.decide_approval($1, $2, $3, NULL, NULL)', compliance.token, id, row?.hash),
    { code: 'ES422' },
  );
  await raw(`SELECT privacy.decide_approval($1, $2, $3, 'approved', NULL)`, compliance.token, id, row?.hash);
  const limit = JSON.stringify({ role: 'banker', customersPerHour: 1_000_000 });
  const use = (action: string | null, what: string | null, pass: string | null) =>
    raw('SELECT privacy.use_approval($1, $2, $3, $4, $5)', banker.token, id, action, what, pass);
  await assert.rejects(use(null, limit, null), { code: 'ES422' });
  await assert.rejects(use('limit change', limit, null), { code: 'ES403' });
  await assert.rejects(use('restricted file', null, randomUUID()), { code: 'ES422' });
  assert.deepEqual(await limits(), before);
  // and asked again, because the answer was lost, it is done once
  const pass = randomUUID();
  await use('restricted file', payload, pass);
  await use('restricted file', payload, pass);
  await assert.rejects(use('restricted file', payload, randomUUID()), { code: 'ES403' });
  assert.equal((await bank.sql('SELECT FROM privacy.passes WHERE approval_id = $1', [id])).length, 1);
});

test('a list without a limit is no list, and another surface is no way in', async () => {
  const privacy = await bank.signedIn('privacy');
  const search = randomUUID();
  await assert.rejects(raw(`SELECT privacy.list($1, $2, 'portfolio', NULL, NULL)`, search, banker.token), {
    code: 'ES422',
  });
  await assert.rejects(raw(`SELECT privacy.search($1, $2, 'find', 'jana', NULL)`, search, banker.token), {
    code: 'ES422',
  });
  for (const surface of ['record', 'approvals', 'unexplained', null]) {
    await assert.rejects(
      raw('SELECT privacy.search($1, $2, $3, $4, 10)', search, banker.token, surface, 'jana'),
      { code: 'ES422' },
    );
  }
  const ask = (of: string | null, most: number | null) =>
    raw(
      `SELECT privacy.ask_record($1, $2, $3, $4, now() - interval '1 day', now(), NULL, $5)`,
      search,
      privacy.token,
      of,
      bank.staff.banker,
      most,
    );
  await assert.rejects(ask('staff', null), { code: 'ES422' });
  await assert.rejects(ask(null, 10), { code: 'ES422' });
  // the answer is for whoever may ask
  await raw(`SELECT privacy.search($1, $2, 'find', 'jana', 10)`, search, banker.token);
  for (const answer of [
    `SELECT * FROM privacy.viewing_staff($1, $2, $3, now() - interval '1 day', now(), NULL, 10)`,
    `SELECT * FROM privacy.viewed_customers($1, $2, $3, now() - interval '1 day', now())`,
  ])
    await assert.rejects(raw(answer, search, banker.token, bank.customers.jana), { code: 'ES405' });
});

test('one id of a pass is one glass, whosever file it is', async () => {
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now()');
  const many = await bank.sql(
    `INSERT INTO customers.customers (kind, full_name, made_up) SELECT 'person', 'Somebody ' || n, true FROM generate_series(1, 6) n
     RETURNING customer_id`,
  );
  const pass = randomUUID();
  const broken = (customer: unknown) =>
    raw(
      `SELECT privacy.break_glass($1, $2, $3, 'fraud', 'Case 7', 'Somebody else may be drawing money.')`,
      banker.token,
      customer,
      pass,
    );
  for (const { customer_id } of many.slice(0, 5)) await broken(customer_id);
  await assert.rejects(broken(many[5]?.customer_id), { code: 'ES429' });
  // the same one again is the same
  await broken(many[0]?.customer_id);
});
