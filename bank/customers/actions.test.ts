import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readLooks } from '#bank/privacy/actions.ts';
import { type Client, dayFromNow, type Trial, trialBank } from '#bank/trial.ts';
import { read } from '#platform/database/vault.ts';

let bank: Trial;
let office: Client;
let counter: Client;
const path = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
before(async () => {
  bank = await trialBank();
  office = await bank.signedIn('banker', 'back office');
  counter = await bank.signedIn('banker', 'open counter');
  await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());

test('in the back office the file says who she is, what she holds, and why it may be read', async () => {
  const { status, body } = await office.get(path('file'));
  assert.equal(status, 200);
  assert.equal(body.customer.preferredName, 'Jana');
  assert.equal(body.customer.bornOn, '1984-03-05');
  assert.equal(body.masked, false);
  assert.deepEqual(body.ground, {
    kind: 'visit',
    groundId: body.ground.groundId,
    topic: 'mortgage',
    topicHidden: false,
    proven: true,
  });
  const [account] = body.holdings;
  assert.equal(account.role, 'joint owner');
  assert.deepEqual(account.balance, { minor: '4271900', currency: 'CZK' });
  assert.equal(account.numberHint, '•• 4711');
  assert.equal(account.trend.at(-1).level, 1, 'the balance has risen');
  assert.deepEqual(body.totals[0].owns, { minor: '4271900', currency: 'CZK' });
  assert.deepEqual(
    body.relations
      .map((relation: { kind: string; otherName: string }) => `${relation.kind} of ${relation.otherName}`)
      .sort(),
    ['owner of Květiny U Nováků s.r.o.', 'spouse of Petr Novák'],
  );
});

test('at an open counter nothing that a stranger could read leaves the server, in the file or in the timeline', async () => {
  for (const rest of ['file', 'timeline', 'access-record']) {
    const answer = await counter.get(path(rest));
    assert.equal(answer.status, 200, rest);
    // ids and moments hold any three digits sooner or later
    const text = answer.text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
    for (const secret of [
      '4271900',
      '42 719',
      '3150000',
      '601',
      '555',
      'jana@',
      '845305',
      'Dlouhá',
      '11000',
      '1984-03-05',
      '000000004711',
      'Vodárna',
    ]) {
      assert.ok(!text.includes(secret), `${rest} shows ${secret}`);
    }
  }
  const { body } = await counter.get(path('file'));
  assert.equal(body.masked, true);
  assert.equal(body.holdings[0].balance.minor, null);
  assert.deepEqual(
    body.contactPoints.map((point: { value: object }) => point.value),
    [
      { hint: 'j•••@e•••', value: null },
      { hint: '•• 41', value: null },
    ],
  );
  assert.deepEqual(body.addresses[0].town, 'Praha');
});

test('identifiers are hidden in every place', async () => {
  for (const place of ['back office', 'private room', 'phone', 'open counter'] as const) {
    const client = await bank.signedIn('banker', place);
    const { body, text } = await client.get(path('file'));
    assert.equal(body.identifiers[0].value.value, null, place);
    assert.ok(!text.includes('845305'), place);
  }
});

test('a reveal shows one value and is on record with its field, at once and in this place', async () => {
  const { body: file } = await counter.get(path('file'));
  const subject = file.holdings[0].agreementId;
  const { status, body } = await counter.post(path('reveals'), { kind: 'balance', subject });
  assert.equal(status, 200);
  assert.deepEqual(body.money[0].amount, { minor: '4271900', currency: 'CZK' });
  assert.equal(body.hideAfterSeconds, 10);
  const [record] = (await counter.get(path('access-record'))).body.records.filter(
    (one: { action: string }) => one.action === 'reveal',
  );
  assert.deepEqual(record.fields, [`balance ${subject}`]);
  assert.equal(record.place, 'open counter');
  assert.equal(record.staffName, 'Boris Banker');
  for (const kind of ['contact point', 'identifier', 'address']) {
    const one =
      kind === 'identifier'
        ? file.identifiers[0].identifierId
        : kind === 'address'
          ? file.addresses[0].addressId
          : file.contactPoints[0].contactPointId;
    const shown = await counter.post(path('reveals'), { kind, subject: one });
    assert.ok(shown.body.text.length > 3, kind);
  }
  assert.equal(
    (await counter.post(path('reveals'), { kind: 'birth date', subject: null })).body.text,
    '1984-03-05',
  );
  assert.equal(
    (await counter.post(path('reveals'), { kind: 'balance', subject: bank.customers.petr })).status,
    404,
  );
  assert.equal((await counter.post(path('reveals'), { kind: 'everything', subject: null })).status, 400);
});

test('every look is on record, the look at the record too', async () => {
  const before = (await office.get(path('access-record'))).body.records.length;
  await office.get(path('file'));
  const { records } = (await office.get(path('access-record'))).body;
  assert.equal(records.length, before + 2);
  assert.equal(records[0].groundKind, 'visit');
  assert.equal(records[0].premises, 'Main Street');
});

test('a file that nothing gives a reason to open stays shut, on every route of it', async () => {
  const petr = `/api/customers/${bank.customers.petr}`;
  const body = { body: 'x', sensitive: false };
  const answers = [
    await office.get(`${petr}/file`),
    await office.get(`${petr}/timeline`),
    await office.get(`${petr}/access-record`),
    await office.post(`${petr}/reveals`, { kind: 'totals', subject: null }),
    await office.post(`${petr}/notes`, body),
    await office.post(`${petr}/promises`, { body: 'x', dueOn: dayFromNow(28), assignedTo: null }),
    await office.send('PATCH', `${petr}/profile`, { occupation: 'x' }, { 'if-match': '"1"' }),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, 'no-ground');
    assert.doesNotMatch(answer.text, /Petr|Novák/);
  }
  const nowhere = await office.get(`/api/customers/00000000-0000-4000-8000-000000000000/file`);
  assert.equal(nowhere.status, 403, 'somebody who does not exist looks like somebody who is shut');
});

test('whoever is here for a business of theirs, or as its attorney, opens that file too; a spouse does not', async () => {
  const { status, body } = await office.get(`/api/customers/${bank.customers.shop}/file`);
  assert.equal(status, 200);
  assert.equal(body.ground.kind, 'acting for them');
  assert.equal(body.ground.topic, '', 'what they came about is their own matter');
  assert.equal((await office.get(`/api/customers/${bank.customers.petr}/file`)).status, 403);
  await bank.sql(`UPDATE customers.relations SET to_date = CURRENT_DATE - 1 WHERE customer_id = $1`, [
    bank.customers.shop,
  ]);
  assert.equal((await office.get(`/api/customers/${bank.customers.shop}/file`)).status, 403, 'no longer');
});

test('a restricted file takes more than a reason', async () => {
  await bank.visit(bank.customers.star, 'banker');
  const { status, body } = await office.get(`/api/customers/${bank.customers.star}/file`);
  assert.equal(status, 403);
  assert.equal(body.code, 'restricted');
});

test('a promise gives whoever keeps it a reason, until it is kept', async () => {
  const other = await bank.signedIn('other', 'back office');
  assert.equal((await other.get(path('file'))).status, 403);
  const promise = { body: 'Call about the fixed rate.', dueOn: dayFromNow(28), assignedTo: bank.staff.other };
  const made = (await office.post(path('promises'), promise)).body;
  assert.equal((await other.get(path('file'))).body.ground.kind, 'promise');
  assert.equal((await other.get('/api/promises')).body.promises[0].calledName, 'Jana');
  const settled = await other.send(
    'POST',
    path(`promises/${made.promiseId}/settlements`),
    { state: 'kept' },
    { 'if-match': '"1"' },
  );
  assert.equal(settled.status, 200);
  assert.equal((await other.get(path('file'))).status, 403, 'access ends with its purpose');
  const again = await office.send(
    'POST',
    path(`promises/${made.promiseId}/settlements`),
    { state: 'kept' },
    { 'if-match': '"1"' },
  );
  assert.equal(again.status, 412);
  assert.equal((await office.post(path('promises'), { ...promise, dueOn: '2001-01-01' })).status, 422);
});

test('what staff change is marked as theirs and on record; who is late is told', async () => {
  const change = (version: number) =>
    office.send(
      'PATCH',
      path('profile'),
      { preferredName: 'Janička', occupation: null },
      { 'if-match': `"${version}"` },
    );
  const { version } = (await office.get(path('file'))).body.customer;
  assert.equal((await change(version)).status, 200);
  assert.equal((await change(version)).status, 412);
  const [row] = await bank.sql(
    'SELECT preferred_name, edited FROM customers.customers WHERE customer_id = $1',
    [bank.customers.jana],
  );
  assert.deepEqual(row, { preferred_name: 'Janička', edited: ['occupation', 'preferred_name'] });
  const changes = await bank.sql(
    `SELECT name FROM privacy.changes WHERE customer_id = $1 AND name = 'profile.changed'`,
    [bank.customers.jana],
  );
  assert.equal(changes.length, 1, 'the one that was refused left no record of a change');
  assert.equal((await office.send('PATCH', path('profile'), {}, { 'if-match': '"2"' })).status, 422);
});

test('at an open counter no movement says that somebody is in difficulty', async () => {
  const [own] = await bank.sql(
    'SELECT agreement_id FROM holdings.transactions WHERE customer_id = $1 LIMIT 1',
    [bank.customers.jana],
  );
  await bank.sql(
    `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, sequence, minor, currency, kind, counts)
     SELECT $1, $2, CURRENT_DATE, gen_random_uuid(), 90 + n, -100, 'CZK', kind, false
       FROM unnest('{penalty interest,benefit}'::text[]) WITH ORDINALITY k(kind, n)`,
    [bank.customers.jana, own?.agreement_id],
  );
  const said = async (who: Client): Promise<string[]> =>
    (await who.get(path('timeline?kinds=movement&most=50'))).body.entries.map(
      ({ what }: { what: string }) => what,
    );
  const [there, here] = [await said(office), await said(counter)];
  assert.ok(there.includes('penalty interest') && there.includes('benefit'));
  assert.ok(!here.includes('penalty interest') && !here.includes('benefit') && here.includes('other'));
  await bank.sql(`DELETE FROM holdings.transactions WHERE kind IN ('penalty interest', 'benefit')`);
});

test('the timeline comes in pages by key, whole and without repeats, newest first', async () => {
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const { body } = await office.get(
      path(`timeline?most=3${next ? `&before=${encodeURIComponent(next)}` : ''}`),
    );
    seen.push(
      ...body.entries.map((entry: { at: string; entryId: string }) => `${entry.at} ${entry.entryId}`),
    );
    next = body.next;
  } while (next !== null);
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen, [...seen].sort().reverse());
  const whole = (await office.get(path('timeline?most=100'))).body.entries;
  assert.deepEqual(
    seen,
    whole.map((entry: { at: string; entryId: string }) => `${entry.at} ${entry.entryId}`),
  );
  assert.equal(whole.filter((entry: { kind: string }) => entry.kind === 'movement').length, 6);
  assert.equal((await office.get(path('timeline?before=nonsense'))).status, 400);
  const notes = (await office.get(path('timeline?kinds=visit'))).body.entries;
  assert.ok(notes.length > 0 && notes.every((entry: { kind: string }) => entry.kind === 'visit'));
});

test('sensitive notes are not read over the counter', async () => {
  await office.post(path('notes'), { body: 'She is in treatment until spring.', sensitive: true });
  for (const rest of ['file', 'timeline'])
    assert.ok(!(await counter.get(path(rest))).text.includes('treatment'), rest);
  const { body } = await counter.get(path('file'));
  const [hidden] = body.notes.filter((note: { sensitive: boolean }) => note.sensitive);
  const shown = await counter.post(path('reveals'), { kind: 'note', subject: hidden.noteId });
  assert.match(shown.body.text, /treatment/);
});

test('hardship is not read over the counter: that there is something, not what', async () => {
  await bank.sql(`UPDATE holdings.holdings SET state = 'in arrears' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
  const { text, body } = await counter.get(path('file'));
  assert.ok(!text.includes('in arrears'));
  assert.equal(body.holdings[0].state, 'for a private room');
  assert.equal(body.news[0].code, 'for a private room');
  const open = await office.get(path('file'));
  assert.equal(open.body.holdings[0].state, 'in arrears');
  assert.equal(open.body.news[0].code, 'in arrears');
  await bank.sql(`UPDATE holdings.holdings SET state = 'active' WHERE customer_id = $1`, [
    bank.customers.jana,
  ]);
});

test('however many colleagues look at the same moment, a look knows itself: the file stays as open as it is', async () => {
  const { jana } = bank.customers;
  await bank.visit(jana, 'banker');
  const session = { database: bank.database, token: (await bank.signedIn('banker')).token };
  const looks = await read(session, { customerIds: [jana], ground: null }, async (tx) => {
    // the file is open now; then the others come
    await tx.query('SELECT');
    await bank.sql(
      `INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose,
         ground_kind, ground) SELECT $1, gen_random_uuid(), 'open', gen_random_uuid(), $2, 'banker', '', 'portfolio',
         gen_random_uuid() FROM generate_series(1, 10)`,
      [jana, bank.staff.other],
    );
    return readLooks(tx, jana, 6);
  });
  assert.equal(looks.length, 7);
  assert.deepEqual(
    looks.filter((one) => one.this_one).map((one) => one.ground_kind),
    ['visit'],
  );
});
