import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, dayFromNow, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let greeter: Client;
let banker: Client;
before(async () => {
  bank = await trialBank();
  greeter = await bank.signedIn('greeter', 'open counter');
  banker = await bank.signedIn('banker', 'private room');
});
after(() => bank.close());

const checkIn = (more: object = {}) =>
  greeter.post('/api/visits', {
    customerId: bank.customers.jana,
    channel: 'branch',
    presence: 'card',
    topic: 'mortgage',
    companions: [],
    ...more,
  });
const move = (who: Client, visitId: string, version: number, what: string, more: object = {}) =>
  who.send(
    'POST',
    `/api/visits/${visitId}/moves`,
    { what, to: null, reason: null, ...more },
    { 'if-match': `"${version}"` },
  );
const fileOf = (customer: string) => `/api/customers/${customer}/file`;

test('from the door to the file: checked in, handed over, started, opened, ended, shut', async () => {
  assert.equal((await banker.get(fileOf(bank.customers.jana))).status, 403, 'nobody has come in yet');
  const { body: visit, status } = await checkIn({ companions: [{ role: 'interpreter', name: 'Tran' }] });
  assert.equal(status, 200);
  assert.equal(visit.queueNumber, 1);
  assert.equal(
    (await banker.get(fileOf(bank.customers.jana))).status,
    403,
    'checked in, but with nobody yet',
  );
  const handed = await move(greeter, visit.visitId, 1, 'hand over', { to: bank.staff.banker });
  assert.equal(handed.status, 200);
  const [waiting] = (await banker.get('/api/desk')).body.visits;
  assert.equal(waiting.handedTo, bank.staff.banker);
  assert.equal(waiting.proven, true);
  assert.equal((await move(greeter, visit.visitId, 2, 'start')).status, 403, 'a greeter opens no file');
  assert.equal((await move(banker, visit.visitId, 2, 'start')).status, 200);
  assert.equal((await banker.get(fileOf(bank.customers.jana))).status, 200);
  assert.equal((await move(banker, visit.visitId, 3, 'end')).status, 200);
  assert.equal((await banker.get(fileOf(bank.customers.jana))).status, 403, 'access ends with the visit');
  const names = await bank.sql('SELECT name FROM privacy.changes WHERE subject = $1 ORDER BY at', [
    visit.visitId,
  ]);
  assert.deepEqual(
    names.map((row) => row.name),
    ['visit.checked in', 'visit.handed over', 'visit.started', 'visit.ended'],
  );
});

test('who is with her is named on the visit and in her file while it lasts, and at a counter by what they are alone', async () => {
  const { body: visit } = await checkIn({ companions: [{ role: 'interpreter', name: 'Tran' }] });
  await move(banker, visit.visitId, 1, 'start');
  const counter = await bank.signedIn('banker', 'open counter');
  const onDesk = async (who: Client) =>
    (await who.get('/api/desk')).body.visits.find((one: { visitId: string }) => one.visitId === visit.visitId)
      .companions;
  const inFile = async (who: Client) => (await who.get(fileOf(bank.customers.jana))).body.companions;
  for (const seen of [onDesk, inFile]) {
    assert.deepEqual(await seen(banker), [{ role: 'interpreter', name: 'Tran' }]);
    assert.deepEqual(await seen(counter), [{ role: 'interpreter', name: null }]);
  }
  await move(banker, visit.visitId, 2, 'end');
});

test('a promise is due from the day that it is in the branch', async () => {
  const { body: visit } = await checkIn();
  await move(banker, visit.visitId, 1, 'start');
  const [zone] = await bank.sql(
    `SELECT z.name, (now() AT TIME ZONE z.name)::date::text AS today, ((now() AT TIME ZONE z.name)::date - 1)::text AS yesterday
       FROM unnest(ARRAY['Pacific/Kiritimati', 'Pacific/Pago_Pago']) z (name)
      WHERE (now() AT TIME ZONE z.name)::date <> (now() AT TIME ZONE 'UTC')::date LIMIT 1`,
  );
  await bank.sql('UPDATE premises.premises SET time_zone = $1 WHERE premises_id = $2', [
    ...[zone?.name, bank.premises.main],
  ]);
  const promise = (dueOn: unknown) =>
    banker.post(`/api/customers/${bank.customers.jana}/promises`, { body: 'Call.', dueOn, assignedTo: null });
  assert.equal((await promise(zone?.yesterday)).status, 422, 'yesterday is over');
  const made = await promise(zone?.today);
  assert.equal(made.status, 200);
  const [mine] = (await banker.get('/api/promises')).body.promises;
  assert.deepEqual([mine.dueOn, mine.overdue], [zone?.today, false]);
  await bank.sql(`UPDATE conversations.promises SET due_on = due_on - 1 WHERE promise_id = $1`, [
    made.body.promiseId,
  ]);
  assert.equal((await banker.get('/api/promises')).body.promises[0].overdue, true);
  await move(banker, visit.visitId, 2, 'undo', { reason: 'Not her.' });
  await bank.sql(`UPDATE premises.premises SET time_zone = 'Europe/Prague' WHERE premises_id = $1`, [
    bank.premises.main,
  ]);
});

test('what nothing here can prove is not taken as proof', async () => {
  for (const presence of ['code to phone', 'kept appointment'])
    assert.equal((await checkIn({ presence })).status, 400, presence);
});

test("the desk calls numbers and preferred names, and says nothing of anybody's business", async () => {
  await checkIn({ customerId: bank.customers.petr, presence: 'known by sight' });
  const { body } = await greeter.get('/api/desk');
  // ids and instants have digits of their own
  const said = JSON.stringify(body, (key, value) => (/(Id|At|To)$/.test(key) ? undefined : value));
  const petr = body.visits.find((visit: { customerId: string }) => visit.customerId === bank.customers.petr);
  assert.equal(petr.calledName, 'Petr');
  assert.equal(petr.proven, false, 'what only staff say proves nothing');
  assert.match(said, /Petr/);
  assert.doesNotMatch(said, /Novák|4711|4271900|601/);
});

test('"wrong Jana": an undone visit gives no access and stays on record; why, stands with the visit alone', async () => {
  const { body: visit } = await checkIn();
  await move(banker, visit.visitId, 1, 'start');
  assert.equal((await banker.get(fileOf(bank.customers.jana))).status, 200);
  assert.equal((await move(banker, visit.visitId, 2, 'undo')).status, 422, 'a reason is asked for');
  assert.equal(
    (await move(banker, visit.visitId, 2, 'undo', { reason: 'It was Jana Novotná.' })).status,
    200,
  );
  assert.equal((await banker.get(fileOf(bank.customers.jana))).status, 403);
  const [row] = await bank.sql(
    `SELECT detail FROM privacy.changes WHERE subject = $1 AND name = 'visit.undone'`,
    [visit.visitId],
  );
  assert.deepEqual(row?.detail, { to: null });
  const [kept] = await bank.sql('SELECT state, undone_reason FROM conversations.visits WHERE visit_id = $1', [
    visit.visitId,
  ]);
  assert.deepEqual(kept, { state: 'undone', undone_reason: 'It was Jana Novotná.' });
  assert.equal((await move(banker, visit.visitId, 3, 'start')).status, 409, 'and cannot be taken up again');
});

test('"wrong Jana": what was promised or passed on meanwhile is no reason either, and its end is on record', async () => {
  const promise = (who: Client, customer: string, assignedTo: string | null = null) =>
    who.post(`/api/customers/${customer}/promises`, {
      body: 'Call back.',
      dueOn: dayFromNow(28),
      assignedTo,
    });
  const other = await bank.signedIn('other', 'back office');
  const { petr, jana } = bank.customers;
  // what was promised in an earlier visit, which was hers, stays
  const { body: earlier } = await checkIn({ customerId: petr });
  await move(banker, earlier.visitId, 1, 'start');
  const kept = (await promise(banker, petr)).body.promiseId;
  await move(banker, earlier.visitId, 2, 'end');

  const { body: visit } = await checkIn();
  await move(banker, visit.visitId, 1, 'start');
  const own = (await promise(banker, jana)).body.promiseId;
  const given = (await promise(banker, jana, bank.staff.other)).body.promiseId;
  const referral = await banker.post(`/api/customers/${jana}/referrals`, {
    ...{
      topic: 'home',
      toStaff: bank.staff.manager,
      toPremises: null,
      consent: 'in person',
      question: 'A fixed rate?',
    },
  });
  assert.equal(referral.status, 200, referral.text);
  const further = await promise(other, jana);
  assert.equal(further.status, 200, 'a promise of a promise');
  const undone = await move(banker, visit.visitId, 2, 'undo', { reason: 'It was Jana Novotná.' });
  assert.equal(undone.status, 200);
  for (const who of [banker, other]) {
    assert.equal((await who.get(fileOf(jana))).status, 403, 'access ends');
    assert.deepEqual(
      (await who.get('/api/promises')).body.promises.filter(
        ({ customerId }: { customerId: string }) => customerId === jana,
      ),
      [],
    );
  }
  const ended = await bank.sql(
    `SELECT subject FROM privacy.changes WHERE name = 'promise.withdrawn' AND detail->>'undone' = $1 AND staff_id = $2`,
    [visit.visitId, bank.staff.banker],
  );
  assert.deepEqual(
    ended.map(({ subject }) => subject).toSorted(),
    [own, given, further.body.promiseId].toSorted(),
  );
  const [passed] = await bank.sql('SELECT state FROM advice.referrals WHERE customer_id = $1', [jana]);
  assert.equal(passed?.state, 'taken back', 'nor does what was passed on open it to a colleague');
  assert.equal((await banker.get(fileOf(petr))).body.ground.groundId, kept);
  await bank.sql(`UPDATE conversations.promises SET state = 'withdrawn' WHERE promise_id = $1`, [kept]);
});

test('a hundred bankers who take one visit: one has it (row 15)', async () => {
  const { body: visit } = await checkIn();
  const clients = await Promise.all(
    Array.from({ length: 10 }, (_one, index) => bank.signedIn(index % 2 ? 'banker' : 'other')),
  );
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_one, index) =>
      move(clients[index % 10] as Client, visit.visitId, 1, 'start'),
    ),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.ok(answers.every((answer) => [200, 409, 412].includes(answer.status)));
});

test('numbers in a branch are given once, however many check in at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => checkIn()));
  const numbers = answers.map((answer) => answer.body.queueNumber);
  assert.equal(new Set(numbers).size, 20);
});

test('a retry of a check-in is the same visit', async () => {
  const key = { 'idempotency-key': 'desk-retry-0001' };
  const given = {
    customerId: bank.customers.shop,
    channel: 'branch',
    presence: 'queue ticket',
    topic: null,
    companions: [],
  };
  const [one, two] = [
    await greeter.post('/api/visits', given, key),
    await greeter.post('/api/visits', given, key),
  ];
  assert.deepEqual(one.body, two.body);
  assert.equal(
    (await bank.sql('SELECT FROM conversations.visits WHERE customer_id = $1', [bank.customers.shop])).length,
    1,
  );
});

test('a note and a promise whose answer was lost are there once, and once on record, when asked again', async () => {
  await bank.visit(bank.customers.petr, 'banker');
  const asked = {
    notes: { body: 'Likes the window seat', sensitive: false },
    promises: { body: 'Send the offer', dueOn: dayFromNow(28), assignedTo: null },
  };
  for (const [what, body] of Object.entries(asked)) {
    const url = `/api/customers/${bank.customers.petr}/${what}`;
    const key = { 'idempotency-key': `lost answer of ${what}`.replaceAll(' ', '-') };
    const first = await banker.post(url, body, key);
    assert.equal(first.status, 200, first.text);
    // the change is committed, and the server died before it could keep its reply
    await bank.sql('UPDATE house.replies SET reply = NULL');
    const again = await banker.post(url, body, key);
    assert.deepEqual([again.status, again.body], [200, first.body]);
    const subject = first.body.noteId ?? first.body.promiseId;
    const [row] = await bank.sql(
      'SELECT count(*)::int AS many FROM privacy.changes WHERE customer_id = $1 AND subject = $2',
      [bank.customers.petr, subject],
    );
    assert.equal(row?.many, 1, `${what}: one record of what was done once`);
  }
});

test('whoever is not found is a guest: a number, a name to call, and no file', async () => {
  const { body: guest } = await greeter.post('/api/guests', {
    calledName: 'Mr Ito',
    topic: 'open an account',
  });
  const row = (await greeter.get('/api/desk')).body.visits.find(
    (visit: { visitId: string }) => visit.visitId === guest.guestId,
  );
  assert.equal(row.customerId, null);
  assert.equal(row.calledName, 'Mr Ito');
  const moved = await greeter.send(
    'POST',
    `/api/guests/${guest.guestId}/moves`,
    { what: 'end' },
    { 'if-match': '"1"' },
  );
  assert.equal(moved.status, 200);
  assert.ok(!(await greeter.get('/api/desk')).text.includes('Mr Ito'));
});

test('a guest is handed to a colleague, who takes them; nobody else does, and a greeter takes nobody', async () => {
  const { body: guest } = await greeter.post('/api/guests', { calledName: 'Ms Abara', topic: null });
  const step = (who: Client, version: number, what: string, to?: string) =>
    who.post(`/api/guests/${guest.guestId}/moves`, { what, to }, { 'if-match': `"${version}"` });
  assert.equal((await step(greeter, 1, 'hand over')).status, 422, 'to whom?');
  assert.equal((await step(greeter, 1, 'hand over', bank.staff.admin)).status, 422);
  assert.equal((await step(greeter, 1, 'start')).status, 403);
  assert.equal((await step(greeter, 1, 'hand over', bank.staff.banker)).body.version, 2);
  assert.equal((await step(greeter, 1, 'hand over', bank.staff.banker)).status, 412, 'changed meanwhile');
  const other = await bank.signedIn('other');
  assert.equal((await step(other, 2, 'start')).body.code, 'not-now', 'they wait for a colleague');
  const banker = await bank.signedIn('banker');
  const row = (await banker.get('/api/desk')).body.visits.find(
    (visit: { visitId: string }) => visit.visitId === guest.guestId,
  );
  assert.equal(row.handedTo, bank.staff.banker);
  assert.equal((await step(banker, 2, 'start')).status, 200);
  assert.equal(
    (await step(other, 3, 'hand over', bank.staff.other)).body.code,
    'not-now',
    'not out of his hands',
  );
  assert.equal((await step(banker, 3, 'hand over', bank.staff.other)).status, 200);
  assert.equal((await step(other, 4, 'start')).status, 200);
  assert.equal((await step(other, 5, 'end')).status, 200);
});

test('what does not fit is refused: no such customer, no such colleague, unknown presence', async () => {
  assert.equal((await checkIn({ customerId: bank.staff.banker })).status, 404);
  assert.equal((await checkIn({ presence: 'trust me' })).status, 400);
  const { body: visit } = await checkIn();
  assert.equal((await move(greeter, visit.visitId, 1, 'hand over', { to: bank.staff.admin })).status, 422);
  assert.equal((await move(greeter, visit.visitId, 1, 'hand over', { to: null })).status, 422);
  assert.equal((await move(greeter, bank.customers.jana, 1, 'end')).status, 404);
});

test("another branch sees and moves none of this branch's visits", async () => {
  const { body: visit } = await checkIn();
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [
    bank.premises.side,
    bank.staff.manager,
  ]);
  const away = await bank.signedIn('manager');
  assert.deepEqual((await away.get('/api/desk')).body.visits, []);
  assert.equal((await move(away, visit.visitId, 1, 'end')).status, 404);
});

test('what a colleague promised for these days stands on the Today of who covers, while the cover lasts', async () => {
  const { jana, petr } = bank.customers;
  const other = await bank.signedIn('other', 'private room');
  const promise = async (customer: string, dueOn: string) => {
    const made = await banker.post(`/api/customers/${customer}/promises`, {
      ...{ body: 'Call.', dueOn, assignedTo: null },
    });
    assert.equal(made.status, 200, made.text);
    return String(made.body.promiseId);
  };
  await bank.sql(`UPDATE conversations.promises SET state = 'withdrawn' WHERE state = 'open'`);
  const visits = [await bank.visit(jana, 'banker'), await bank.visit(petr, 'banker')];
  const soon = await promise(jana, dayFromNow(7));
  await promise(jana, dayFromNow(28));
  await promise(petr, dayFromNow(7));
  await bank.sql(
    `UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE visit_id = ANY ($1)`,
    [visits],
  );
  await bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)',
    [jana, bank.staff.banker, bank.staff.manager],
  );
  const on = async (who: Client) =>
    (await who.get('/api/promises')).body.promises.map(
      (one: { promiseId: string; calledName: string; ofColleague: string | null }) => [
        ...[one.promiseId, one.calledName, one.ofColleague],
      ],
    );
  assert.deepEqual(await on(other), []);
  const cover = await banker.post('/api/portfolio-covers', {
    ...{ fromStaffId: bank.staff.banker, toStaffId: bank.staff.other },
    ...{ fromDate: dayFromNow(0), toDate: dayFromNow(14) },
  });
  assert.equal(cover.status, 200, cover.text);
  // not what is due when the colleague is back, nor of whom the cover opens no file
  assert.deepEqual(await on(other), [[soon, 'Jana', 'Boris Banker']]);
  assert.equal((await on(banker)).length, 3, 'to whom they are, they are still');
  assert.equal((await other.get(fileOf(jana))).status, 200, 'the cover is the reason');
  const [list] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'promises' AND staff_id = $1 ORDER BY at DESC LIMIT 1`,
    [bank.staff.other],
  );
  assert.deepEqual(list?.customer_ids, [jana], 'the list is on record');
  const [{ version }] = (await bank.sql('SELECT version FROM conversations.promises WHERE promise_id = $1', [
    soon,
  ])) as [{ version: number }];
  const kept = await other.post(
    `/api/customers/${jana}/promises/${soon}/settlements`,
    { state: 'kept' },
    { 'if-match': `"${version}"` },
  );
  assert.equal(kept.status, 200, 'and keeps it');
  assert.deepEqual(await on(other), []);
  // what a specialist is to answer is nobody else's
  await bank.sql(`UPDATE conversations.promises SET state = 'open' WHERE promise_id = $1`, [soon]);
  assert.equal((await on(other)).length, 1);
  await bank.sql(
    `INSERT INTO advice.referrals (customer_id, referral_id, topic, referred_by, referred_to, consent, state, promise_id)
     VALUES ($1, gen_random_uuid(), 'home', $2, $3, 'in person', 'accepted', $4)`,
    [jana, bank.staff.manager, bank.staff.banker, soon],
  );
  assert.deepEqual(await on(other), []);
  await bank.sql('DELETE FROM advice.referrals');
  await bank.sql('UPDATE customers.portfolio_covers SET ended_at = now()');
  assert.deepEqual(await on(other), [], 'the cover is over');
});
