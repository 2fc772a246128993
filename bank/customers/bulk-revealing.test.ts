/** Contact values of many customers at once: two people, just that list, once, each value on record, never at a counter. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { approvedBy, attackTwoPeople } from '#bank/privacy/approving-trial.ts';
import { type Client, type Place, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let privacy: Client;
let both: string[];
const phones = { jana: '+420 601 100 001', petr: '+420 601 100 002', unsafe: '+420 601 100 003' };
before(async () => {
  bank = await trialBank();
  privacy = await bank.signedIn('privacy');
  const { jana, petr, star } = bank.customers;
  both = [jana, petr].toSorted();
  await bank.sql('DELETE FROM customers.contact_points');
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, safe_to_use, verified_at)
     VALUES ($1, 'phone', $2, '+420601100001', true, now()), ($1, 'email', 'jana@example.org', 'jana@example.org', true, NULL),
            ($3, 'phone', $4, '+420601100002', true, NULL), ($3, 'phone', $5, '+420601100003', false, NULL),
            ($6, 'phone', '+420 601 100 009', '+420601100009', true, NULL)`,
    [jana, phones.jana, petr, phones.petr, phones.unsafe, star],
  );
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by, from_date)
     SELECT c, $1, $2, CURRENT_DATE FROM unnest($3::uuid[]) c`,
    [bank.staff.banker, bank.staff.manager, [jana, petr, star]],
  );
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM privacy.approvals');
  await bank.sql('UPDATE staff.staff SET customer_id = NULL, person_id = house.new_id()');
});

const what = (customerIds: string[] = both) => ({ action: 'bulk reveal', customerIds });
const show = (client: Client, approvalId: string, customerIds: string[] = both) =>
  client.post('/api/bulk-reveals', { approvalId, customerIds });
const banker = (place?: Place) => bank.signedIn('banker', place);
const why = { reference: 'Recall 12', reason: 'The cards of these people are called back.' };
const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
const ask = (client: Client, customerIds: string[]) =>
  client.post('/api/approvals', { ...nothing, ...what(customerIds), ...why });

test('asked with a case, approved by name, shown once: each value is a reveal of its own in the record', async () => {
  const asker = await banker();
  const asked = await ask(asker, both);
  assert.equal(asked.status, 200, asked.text);
  const { approvals } = (await privacy.get('/api/approvals')).body;
  const [card] = approvals;
  assert.deepEqual(card.customerNames, ['Jana Nováková', 'Petr Novák']);
  assert.deepEqual(card.customerIds, both);
  const [listed] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'approvals' ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(
    ((listed?.customer_ids ?? []) as string[]).toSorted(),
    both,
    'that they were named is on record',
  );
  const decision = { hash: card.hash, decision: 'approved', words: null };
  assert.equal((await privacy.post(`/api/approvals/${card.approvalId}/decision`, decision)).status, 200);
  const shown = await show(asker, card.approvalId);
  assert.equal(shown.status, 200, shown.text);
  const values = shown.body.customers.flatMap(({ points }: { points: { value: string }[] }) =>
    points.map(({ value }) => value),
  );
  assert.deepEqual(values, [phones.jana, 'jana@example.org', phones.petr]);
  assert.ok(!shown.text.includes(phones.unsafe), 'what is not safe to use is not in it');
  assert.ok(shown.body.hideAfterSeconds <= 300);
  const records = await bank.sql(
    `SELECT r.customer_id, r.fields[1] AS field, r.ground_kind, r.place, r.staff_id FROM privacy.access_records r
      WHERE r.action = 'reveal' ORDER BY 1, 2`,
  );
  const points = await bank.sql(
    `SELECT customer_id, 'contact point ' || contact_point_id AS field FROM customers.contact_points
      WHERE customer_id = ANY ($1) AND safe_to_use ORDER BY 1, 2`,
    [both],
  );
  assert.deepEqual(
    records.map(({ customer_id, field }) => ({ customer_id, field })),
    points,
  );
  for (const { ground_kind, place, staff_id } of records)
    assert.deepEqual([ground_kind, place, staff_id], ['portfolio', 'back office', bank.staff.banker]);
  assert.equal((await show(asker, card.approvalId)).body.code, 'approval-needed', 'once');
});

test('no way around the second person shows a value: self, second account, line, another list, replay, race, too late', async () => {
  await attackTwoPeople(bank, {
    ...{ what: what(), asks: 'banker', decides: 'privacy' },
    use: (client, id) => show(client, id),
    useOther: (client, id) => show(client, id, [bank.customers.jana]),
  });
  const asker = await banker();
  const id = await approvedBy(bank, asker, privacy, what());
  for (const list of [[...both, bank.customers.star], [...both, both[0] as string], []])
    assert.equal((await show(asker, id, list)).body.code, 'approval-needed', 'just that list');
  await bank.visit(bank.customers.jana, 'other');
  assert.equal((await show(await bank.signedIn('other'), id)).body.code, 'approval-needed', 'nobody else');
  const backwards = await show(asker, id, both.toReversed());
  assert.equal(backwards.status, 200, 'the order is none of it');
});

test('never at an open counter, with or without an approval, and then the approval is not used up', async () => {
  const atCounter = await banker('open counter');
  const id = await approvedBy(bank, atCounter, privacy, what());
  const refused = await show(atCounter, id);
  assert.deepEqual([refused.status, refused.body.code], [403, 'open-counter']);
  assert.ok(!refused.text.includes('601'));
  const inside = await banker('private room');
  assert.equal((await show(inside, id)).status, 200, 'the same person, where nobody reads along');
});

test('only of those whom one may open anyway, without restricted files and one’s own people, fifty at most', async () => {
  const asker = await banker();
  const code = async (list: string[]) => {
    const { status, body } = await ask(asker, list);
    return [status, body.code];
  };
  assert.deepEqual(await code([...both, bank.customers.star]), [403, 'restricted']);
  assert.deepEqual(await code([...both, bank.customers.shop]), [403, 'no-ground']);
  assert.deepEqual(await code([both[0] as string, both[0] as string]), [422, 'does-not-fit']);
  assert.deepEqual(await code([]), [422, 'does-not-fit']);
  assert.equal(
    (
      await ask(
        asker,
        Array.from({ length: 51 }, () => crypto.randomUUID()),
      )
    ).status,
    400,
  );
  assert.deepEqual(await code([crypto.randomUUID()]), [404, 'not-found']);
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    ...[bank.customers.petr, bank.staff.banker],
  ]);
  assert.deepEqual(await code(both), [403, 'own-people']);
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  const greeter = await bank.signedIn('greeter');
  assert.equal((await ask(greeter, both)).status, 403);
  assert.equal((await show(greeter, crypto.randomUUID())).status, 403);
});

test('who is close to one of the list does not decide it, and does not see it', async () => {
  const asked = await ask(await banker(), both);
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [
    ...[bank.customers.petr, bank.staff.privacy],
  ]);
  assert.deepEqual((await privacy.get('/api/approvals')).body.approvals, []);
  const [row] = await bank.sql(`SELECT encode(hash, 'hex') AS hash FROM privacy.approvals`);
  const decision = { hash: row?.hash, decision: 'approved', words: null };
  const decided = await privacy.post(`/api/approvals/${asked.body.approvalId}/decision`, decision);
  assert.equal(decided.body.code, 'not-allowed');
});

test('what has become restricted, or nobody’s reason any more, is left out with a word; the others are shown', async () => {
  const { jana, petr } = bank.customers;
  const asker = await banker();
  const first = await approvedBy(bank, asker, privacy, what());
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [jana]);
  const shown = await show(asker, first);
  assert.deepEqual(shown.body.leftOut, [{ customerId: jana, because: 'restricted' }]);
  assert.deepEqual(
    shown.body.customers.map(({ customerId }: { customerId: string }) => customerId),
    [petr],
  );
  assert.ok(!shown.text.includes(phones.jana));
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [jana]);
  const second = await approvedBy(bank, asker, privacy, what());
  await bank.sql('UPDATE customers.portfolios SET ended_on = CURRENT_DATE WHERE customer_id = $1', [petr]);
  await bank.sql('UPDATE customers.contact_points SET safe_to_use = false WHERE customer_id = $1', [jana]);
  const left = await show(asker, second);
  assert.deepEqual(left.body.customers, []);
  const because = Object.fromEntries(
    left.body.leftOut.map((one: { customerId: string; because: string }) => [one.customerId, one.because]),
  );
  assert.deepEqual(because, { [jana]: 'nothing safe', [petr]: 'no ground' });
  await bank.sql('UPDATE customers.portfolios SET ended_on = NULL');
  await bank.sql('UPDATE customers.contact_points SET safe_to_use = true WHERE customer_id = $1', [jana]);
});

test('the log-in that serves reads no value that was not signed out, whatever it asks', async () => {
  const client = await bank.database.connect('earshot_staff');
  try {
    const rows = await client.query('SELECT value FROM customers.contact_points');
    assert.equal(rows.rowCount, 0);
    const { token } = await banker();
    await assert.rejects(
      client.query('SELECT * FROM privacy.bulk_reveal(gen_random_uuid(), $1, gen_random_uuid(), $2)', [
        token,
        both,
      ]),
      { code: 'ES403' },
    );
    await assert.rejects(client.query('SELECT * FROM privacy.shown_in_bulk($1, $1, $2)', [both[0], both]), {
      code: '42501',
    });
  } finally {
    await client.end();
  }
});
