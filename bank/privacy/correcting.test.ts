/** Who may put right how a customer is reached: with a fresh proof, and not whoever entered that it is wrong. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let privacy: Client;
before(async () => {
  bank = await trialBank();
  privacy = await bank.signedIn('privacy');
});
after(() => bank.close());

const number = '+420 608 111 222';
const said = {
  ...{ subject: null, value: number, lines: null, postalCode: null, country: null },
  answer: 'It is put right in our books.',
};

/** Entered at the office, and taken in hand there. */
async function entered(): Promise<string> {
  const { body, status, text } = await privacy.post('/api/rights-requests', {
    ...{ customerId: bank.customers.jana, kind: 'correction', about: 'contact point', subject: null },
    ...{ channel: 'letter', identity: 'document', words: 'Another telephone.', proposed: number },
    receivedOn: Temporal.Now.plainDateISO('UTC').toString(),
  });
  assert.equal(status, 200, text);
  return body.requestId;
}
const at = (request: string) => `/api/customers/${bank.customers.jana}/rights-requests/${request}`;
const correct = async (who: Client, request: string) => {
  const { body } = await who.get(at(request));
  return who.post(`${at(request)}/correction`, said, { 'if-match': `"${body.version}"` });
};
const proven = (minutes: number) =>
  bank.sql('UPDATE staff.sessions SET authenticated_at = now() - make_interval(mins => $1)', [minutes]);
const phones = () =>
  bank.sql(`SELECT 1 FROM customers.contact_points WHERE customer_id = $1 AND value = $2`, [
    ...[bank.customers.jana, number],
  ]);

test('whoever entered that a telephone number is wrong does not put it right; a colleague does, freshly proven', async () => {
  const request = await entered();
  assert.equal((await privacy.post(`${at(request)}/take`)).status, 200);
  assert.equal((await correct(privacy, request)).body.code, 'two-people');
  await bank.sql(`UPDATE privacy.rights_requests SET opened_by = $1 WHERE request_id = $2`, [
    bank.staff.compliance,
    request,
  ]);
  await proven(6);
  assert.equal((await correct(privacy, request)).body.code, 'step-up');
  assert.equal((await phones()).length, 0);
  await proven(0);
  assert.equal((await correct(privacy, request)).status, 200);
  assert.equal((await phones()).length, 1);
});

test('nor by a second account of the same person; and the kernel asks for the proof itself', async () => {
  const request = await entered();
  assert.equal((await privacy.post(`${at(request)}/take`)).status, 200);
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [bank.staff.privacy, bank.staff.analyst],
  );
  await bank.sql(`UPDATE privacy.rights_requests SET opened_by = $1 WHERE request_id = $2`, [
    ...[bank.staff.analyst, request],
  ]);
  assert.equal((await correct(privacy, request)).body.code, 'two-people');
});

test('an identifying number is revealed by the kernel to a fresh proof alone', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker', 'private room');
  const { pool } = bank.database;
  const client = await pool('earshot_staff').connect();
  const ask = (fields: string[]) =>
    client.query(`SELECT privacy.open_file(gen_random_uuid(), $1, ARRAY[$2]::uuid[], NULL, 'reveal', $3)`, [
      ...[banker.token, bank.customers.jana, fields],
    ]);
  try {
    await ask(['identifier 01a2160d-3271-7a36-b9d9-97963f416eaf']);
    await proven(6);
    await assert.rejects(ask(['identifier 01a2160d-3271-7a36-b9d9-97963f416eaf']), { code: 'ES406' });
    await ask(['balance 01a2160d-3271-7a36-b9d9-97963f416eaf']);
  } finally {
    client.release();
  }
});

test('out of hours, and at no registered work station, whatever is hidden is revealed to a fresh proof alone (row 58)', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker', 'open counter');
  const path = `/api/customers/${bank.customers.jana}`;
  const [{ agreementId }] = (await banker.get(`${path}/file`)).body.holdings;
  const reveal = () => banker.post(`${path}/reveals`, { kind: 'balance', subject: agreementId });
  const opens = async (hours: object) => {
    const week = JSON.stringify(hours);
    await bank.sql('UPDATE premises.premises SET hours = $2 WHERE premises_id = $1', [
      bank.premises.main,
      week,
    ]);
  };
  const now = Temporal.Now.zonedDateTimeISO('Europe/Prague');
  const elsewhen = now.hour < 12 ? ['16:00', '20:00'] : ['04:00', '08:00'];
  const wide = ['00:00', '24:00'];
  const [today, tomorrow] = [now, now.add({ days: 1 })].map(({ dayOfWeek }) => String(dayOfWeek));
  for (const [hours, code] of [
    [{}, undefined],
    [{ [`${today}`]: [elsewhen] }, 'step-up'],
    [{ [`${tomorrow}`]: [wide] }, 'step-up'],
    [{ [`${today}`]: [wide] }, undefined],
  ] as const) {
    await opens(hours);
    await proven(0);
    assert.equal((await reveal()).status, 200, 'freshly proven, at any hour');
    await proven(6);
    assert.equal((await reveal()).body?.code, code, JSON.stringify(hours));
  }
  // a special day counts instead of the week's
  const day = [bank.premises.main, now.toPlainDate().toString()];
  await bank.sql(
    `INSERT INTO premises.holidays (premises_id, on_date, name) VALUES ($1, $2, 'Founding day')`,
    day,
  );
  assert.equal((await reveal()).body.code, 'step-up');
  await bank.sql('DELETE FROM premises.holidays WHERE premises_id = $1 AND on_date = $2', day);
  assert.equal((await reveal()).status, 200);
  await bank.sql('UPDATE staff.sessions SET station_id = NULL WHERE staff_id = $1', [bank.staff.banker]);
  assert.equal((await reveal()).body.code, 'step-up', 'in a browser that has said no work station');
  await proven(0);
  assert.equal((await reveal()).status, 200);
});
