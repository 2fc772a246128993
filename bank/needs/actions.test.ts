/** What staff see and say of a customer's life, and what she says herself at the portal. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';
import { seedLife } from './trial-lives.ts';

let bank: Trial;
let banker: Client;
let counter: Client;
let jana: Client;
before(async () => {
  bank = await trialBank();
  const life = await seedLife(bank);
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, currency, opened_on, state, instalment_minor)
     VALUES ($1, house.new_id(), 'owner', true, 'personal loan', 'CZK', '2024-01-01', 'in arrears', 500000)`,
    [bank.customers.jana],
  );
  assert.equal(life.payments.length, 3);
  await bank.visit(bank.customers.jana, 'banker');
  banker = await bank.signedIn('banker', 'private room');
  counter = await bank.signedIn('banker', 'open counter');
  jana = await bank.atHome(bank.customers.jana);
  await understood();
});
after(() => bank.close());

const understood = () => runOnce(bank.database, 'needs.understand', {}, tasks['needs.understand']);
/** What the jobs process would do in a moment. */
const workedIn = () => runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
const path = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
const seen = async (client = banker) => (await client.get(path('file'))).body.understanding;
const own = async () => (await jana.get('/api/understanding')).body;
const eventOf = async (kind: string) =>
  (await seen()).events.find((one: { kind: string }) => one.kind === kind);
const notUsed = async () =>
  (await bank.sql('SELECT not_used FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]))[0]
    ?.not_used as string[];
const changes = async (name: string) =>
  bank.sql('SELECT role FROM privacy.changes WHERE customer_id = $1 AND name = $2', [
    bank.customers.jana,
    name,
  ]);

test('a new salary is suspected, with the very payments, and hardship beside it', async () => {
  const salary = await eventOf('salary begins');
  assert.equal(salary.state, 'suspected');
  assert.deepEqual(
    salary.evidence.map((one: { from: string }) => one.from),
    ['New Mill', 'New Mill', 'New Mill'],
  );
  assert.equal(salary.evidence[0].amount.minor, '5200000');
  assert.equal(salary.rule, 'two payments of a new employer');
  const behind = await eventOf('missed instalment');
  assert.deepEqual([behind.rule, behind.agreements[0].kind], ['loan behind', 'personal loan'], 'which loan');
  assert.equal((await eventOf('missed instalment')).sensitive, true);
  const { stage, needs } = await seen();
  assert.equal(stage.value, 'in difficulty');
  assert.match(stage.because.es, /impagos/);
  assert.equal(needs[0].category, 'help in difficulty');
});

test('at an open counter there is no level, no stage, no amount, nothing of hardship: only that there is more', async () => {
  const answer = await counter.get(path('file'));
  const shown = answer.body.understanding;
  assert.deepEqual([shown.level, shown.stage, shown.isPrivate], [null, null, true]);
  assert.deepEqual(
    shown.events.map((one: { kind: string }) => one.kind),
    ['salary begins'],
  );
  assert.equal(shown.events[0].evidence[0].from, null);
  assert.doesNotMatch(JSON.stringify(shown), /5200000|New Mill|instalment|difficulty/);
});

test('what a banker rejects never comes back for the same evidence, whoever looks again', async () => {
  const { eventId, version } = await eventOf('salary begins');
  const decide = (given: number, state = 'rejected') =>
    banker.post(path(`life-events/${eventId}/decisions`), { state }, { 'if-match': `"${given}"` });
  assert.equal((await decide(version + 7)).status, 412);
  assert.equal((await decide(version)).status, 200);
  assert.equal(await eventOf('salary begins'), undefined);
  await workedIn();
  await bank.sql('UPDATE needs.facts SET due_on = CURRENT_DATE');
  await understood();
  assert.equal(await eventOf('salary begins'), undefined);
  const kept = await bank.sql(`SELECT state, decided_as FROM needs.events WHERE kind = 'salary begins'`);
  assert.deepEqual(kept, [{ state: 'rejected', decided_as: 'staff' }]);
  assert.deepEqual(await changes('life event.rejected'), [{ role: 'banker' }]);
});

test('what the customer told is confirmed at once; a day that nobody can mean is refused', async () => {
  const tell = (onDate: string) => banker.post(path('life-events'), { kind: 'child', onDate });
  const today = Temporal.Now.plainDateISO('UTC');
  assert.equal((await tell('2019-01-01')).status, 422);
  assert.equal((await tell(today.subtract({ days: 20 }).toString())).status, 200);
  const child = await eventOf('child');
  assert.deepEqual([child.state, child.source, child.confidence], ['confirmed', 'staff', 100]);
});

test('a goal shows how far it is, from the agreements it is linked with; a need that is met is gone', async () => {
  const [held] = await bank.sql(
    `SELECT agreement_id FROM holdings.holdings WHERE customer_id = $1 AND kind = 'current account'`,
    [bank.customers.jana],
  );
  const goal = { minor: '8543800', currency: 'CZK', on: '2031-01-01', agreementIds: [held?.agreement_id] };
  const past = { ...goal, on: '2020-01-01' };
  assert.equal((await banker.post(path('needs'), { category: 'home', strength: 9, goal: past })).status, 422);
  const stated = await banker.post(path('needs'), { category: 'home', strength: 90, goal });
  assert.equal(stated.status, 200, stated.text);
  const home = (await seen()).needs.find((one: { category: string }) => one.category === 'home');
  assert.deepEqual([home.goal.progress, home.goal.saved.minor, home.source], [50, '4271900', 'staff']);
  await workedIn();
  const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]);
  assert.equal(
    ((row?.known ?? {}) as Record<string, unknown>)['need.home'],
    90,
    'what she stated is a fact for offers',
  );
  const settle = path(`needs/${home.needId}/settlements`);
  assert.equal((await banker.post(settle, { state: 'met' }, { 'if-match': '"1"' })).status, 200);
  assert.ok(!(await seen()).needs.some((one: { category: string }) => one.category === 'home'));
});

test('nobody without a reason to open the file says anything of her life', async () => {
  const other = await bank.signedIn('other', 'private room');
  const today = Temporal.Now.plainDateISO('UTC').toString();
  assert.equal((await other.post(path('life-events'), { kind: 'child', onDate: today })).status, 403);
  const greeter = await bank.signedIn('greeter');
  assert.equal(
    (await greeter.post(path('needs'), { category: 'home', strength: 5, goal: null })).status,
    403,
  );
});

test('she reads all of it at the portal, in her own words removes it, and it is on record as her word', async () => {
  const { understanding } = await own();
  assert.ok(understanding.stage && understanding.level);
  const missed = understanding.events.find((one: { kind: string }) => one.kind === 'missed instalment');
  const answer = (answered: string, of = 'event', id = missed.eventId) =>
    jana.post('/api/understanding/answers', { of, id, answer: answered });
  assert.equal((await answer('remove')).status, 200);
  assert.equal((await answer('remove')).status, 404, 'it is gone already');
  assert.equal(await eventOf('missed instalment'), undefined);
  assert.deepEqual(await changes('life event.answered'), [{ role: 'customer' }]);
  await workedIn();
  assert.equal(await eventOf('missed instalment'), undefined);
});

test('what she does not want used is unknown to offers from that moment, and may be used again', async () => {
  assert.equal(
    (await jana.post('/api/understanding/refusals', { about: 'income', refused: true })).status,
    200,
  );
  assert.ok((await notUsed()).includes('income.monthly'));
  await workedIn();
  assert.ok((await notUsed()).includes('inflow.monthly'), 'worked out anew it is kept');
  assert.deepEqual((await own()).refused, ['income']);
  assert.equal(
    (await jana.post('/api/understanding/refusals', { about: 'income', refused: false })).status,
    200,
  );
  await workedIn();
  assert.deepEqual(await notUsed(), []);
  const need = (await own()).understanding.needs.find(
    (one: { category: string }) => one.category === 'reserve',
  );
  const refuse = { of: 'need', id: need.needId, answer: 'do not use' };
  assert.equal((await jana.post('/api/understanding/answers', refuse)).status, 200);
  assert.ok((await notUsed()).includes('need.reserve'));
  await workedIn();
  const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]);
  assert.equal(((row?.known ?? {}) as Record<string, unknown>)['need.reserve'], undefined);
});

test('“do not use this” outlives the need that it was said of, and is taken back by her alone', async () => {
  const about = 'need.reserve';
  const listed = async () =>
    (await own()).understanding.refusals.map((one: { about: string }) => one.about) as string[];
  const onFile = async () => (await seen()).refusals as { of: string; what: string; since: string }[];
  const known = async () =>
    (await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]))[0]
      ?.known as Record<string, unknown>;
  const today = Temporal.Now.plainDateISO('UTC').toString();
  assert.deepEqual(await listed(), [about]);
  assert.deepEqual(await onFile(), [{ of: 'need', what: 'reserve', about, since: today }]);
  // met, a year old, gone altogether: it is hers to take back, not time's
  for (const ends of [`state = 'met'`, `state = 'rejected'`, `expires_on = CURRENT_DATE - 1`]) {
    await bank.sql(`UPDATE needs.needs SET ${ends} WHERE category = 'reserve'`);
    await bank.sql(
      `INSERT INTO needs.needs (customer_id, category, source, context, strength, expires_on)
       VALUES ($1, 'reserve', 'staff', 'offer', 80, CURRENT_DATE + 365)`,
      [bank.customers.jana],
    );
    await workedIn();
    assert.ok((await notUsed()).includes(about), ends);
    assert.equal((await known())['need.reserve'], undefined, ends);
    const told = (await seen()).needs.find((one: { category: string }) => one.category === 'reserve');
    assert.equal(told.notUsed, true, ends);
  }
  await bank.sql(`DELETE FROM needs.needs WHERE category = 'reserve'`);
  await workedIn();
  assert.ok((await notUsed()).includes(about));
  assert.deepEqual(await listed(), [about]);
  // nobody refuses by a list what stands nowhere, and there is nothing else to take back
  for (const body of [
    { about, refused: true },
    { about: 'need.everything', refused: false },
    { about: 'event.nothing', refused: false },
  ])
    assert.equal((await jana.post('/api/understanding/refusals', body)).body.code, 'does-not-fit');
  const back = { about, refused: false };
  assert.equal((await jana.post('/api/understanding/refusals', back)).status, 200);
  assert.equal((await jana.post('/api/understanding/refusals', back)).status, 200, 'sent again');
  await workedIn();
  assert.deepEqual(await listed(), []);
  assert.ok(!(await notUsed()).includes(about));
  assert.equal(typeof (await known())['need.reserve'], 'number');
  assert.deepEqual(
    (await changes('use.allowed')).map(({ role }) => role),
    ['customer', 'customer'],
  );
});

test('of what may have happened it binds each later suspicion; what she tells herself takes it back', async () => {
  const { jana: customerId } = bank.customers;
  const suspect = (key: string) =>
    bank.sql(
      `INSERT INTO needs.events (customer_id, kind, state, source, rule, on_date, confidence, evidence_key, sensitive, expires_on)
       VALUES ($1, 'education', 'suspected', 'inferred', 'trial', CURRENT_DATE, 90, $2, false, CURRENT_DATE + 30)`,
      [customerId, key],
    );
  const all = async () =>
    (await own()).understanding.events
      .filter(({ kind }: { kind: string }) => kind === 'education')
      .map((one: { notUsed: boolean; eventId: string }) => one) as { notUsed: boolean; eventId: string }[];
  await suspect('first');
  const answer = { of: 'event', id: (await all())[0]?.eventId, answer: 'do not use' };
  assert.equal((await jana.post('/api/understanding/answers', answer)).status, 200);
  await bank.sql(`DELETE FROM needs.events WHERE kind = 'education'`);
  await suspect('a year later');
  assert.deepEqual(
    (await all()).map((one) => one.notUsed),
    [true],
  );
  const today = Temporal.Now.plainDateISO('UTC').toString();
  assert.equal(
    (await jana.post('/api/understanding/events', { kind: 'education', onDate: today })).status,
    200,
  );
  assert.deepEqual(
    (await all()).map((one) => one.notUsed),
    [false, false],
  );
  assert.deepEqual((await own()).understanding.refusals, []);
  await bank.sql(`DELETE FROM needs.events WHERE kind = 'education'`);
});

test('when two records turn out to be one person, what either refused binds the one, from that moment', async () => {
  const { jana: customerId, petr } = bank.customers;
  await bank.sql(
    `INSERT INTO needs.needs (customer_id, category, source, context, strength, expires_on)
     VALUES ($1, 'saving', 'customer', 'offer', 80, CURRENT_DATE + 365)`,
    [customerId],
  );
  await bank.sql(`INSERT INTO needs.refusals (customer_id, about) VALUES ($1, 'need.saving')`, [petr]);
  assert.deepEqual(await notUsed(), []);
  // as merging moves it (customers.merge_rules)
  await bank.sql('UPDATE needs.refusals SET customer_id = $1 WHERE customer_id = $2', [customerId, petr]);
  assert.deepEqual(await notUsed(), ['need.saving']);
  assert.deepEqual(await bank.sql(`SELECT DISTINCT not_used FROM needs.needs WHERE category = 'saving'`), [
    { not_used: true },
  ]);
  await bank.sql(`DELETE FROM needs.needs WHERE category = 'saving'`);
  await bank.sql('DELETE FROM needs.refusals');
});

test('at an open counter a refusal says nothing that a stranger may not hear', async () => {
  const { jana: customerId } = bank.customers;
  const add = (about: string) =>
    bank.sql('INSERT INTO needs.refusals (customer_id, about) VALUES ($1, $2)', [customerId, about]);
  for (const about of ['need.borrowing', 'need.saving', 'event.overdraft', 'event.moving']) await add(about);
  const { body, text } = await counter.get(path('file'));
  const said = (body.understanding.refusals as { what: string }[]).map(({ what }) => what).sort();
  assert.deepEqual(said, ['moving', 'saving']);
  assert.equal(body.understanding.isPrivate, true);
  assert.ok(!text.includes('event.overdraft'));
  await bank.sql('DELETE FROM needs.refusals');
});

test('a stage of life that she does not want is neither shown nor kept', async () => {
  await jana.post('/api/understanding/refusals', { about: 'stage', refused: true });
  assert.equal((await seen()).stage, null);
  await workedIn();
  assert.equal((await own()).understanding.stage, null);
});

test('she says what she needs and what happened, and reaches nobody else', async () => {
  assert.equal((await jana.post('/api/understanding/needs', { category: 'studying' })).status, 200);
  const today = Temporal.Now.plainDateISO('UTC').toString();
  assert.equal((await jana.post('/api/understanding/events', { kind: 'moving', onDate: today })).status, 200);
  assert.deepEqual(
    [(await eventOf('moving')).source, (await eventOf('moving')).state],
    ['customer', 'confirmed'],
  );
  const others = await bank.sql('SELECT event_id FROM needs.events WHERE customer_id <> $1', [
    bank.customers.jana,
  ]);
  for (const { event_id } of others) {
    const answer = { of: 'event', id: event_id, answer: 'remove' };
    assert.equal((await jana.post('/api/understanding/answers', answer)).status, 404);
  }
});

test('what is new stands where the day of whoever looks after her begins, and the list is on record', async () => {
  await bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)',
    [...[bank.customers.jana, bank.staff.banker, bank.staff.manager]],
  );
  await bank.sql(
    `INSERT INTO needs.events (customer_id, kind, state, source, rule, on_date, confidence, evidence_key, sensitive, expires_on)
     VALUES ($1, 'salary rises', 'suspected', 'inferred', 'trial', CURRENT_DATE, 90, 'k1', false, CURRENT_DATE + 30),
            ($1, 'overdraft', 'suspected', 'inferred', 'trial', CURRENT_DATE, 90, 'k2', true, CURRENT_DATE + 30)`,
    [bank.customers.jana],
  );
  const news = async (client: Client) =>
    (await client.get('/api/life-news')).body.news
      .map(
        (one: { calledName: string; what: string; value: string }) =>
          `${one.calledName} ${one.what} ${one.value}`,
      )
      .sort();
  // what she told herself at the portal is news, too, and that she asks for help is, out of earshot
  const told = ['Jana event moving', 'Jana event overdraft', 'Jana event salary rises'];
  assert.deepEqual(await news(banker), told);
  assert.deepEqual(await news(counter), [
    ...['Jana event moving', 'Jana event salary rises'],
    'Jana private null',
  ]);
  const asked = (await jana.post('/api/understanding/needs', { category: 'help in difficulty' })).body;
  assert.deepEqual(await news(banker), [...told, 'Jana need help in difficulty']);
  const atCounter = await counter.get('/api/life-news');
  assert.ok(!atCounter.text.includes('help in difficulty'));
  assert.equal(
    (await jana.post('/api/understanding/answers', { of: 'need', id: asked.needId, answer: 'remove' }))
      .status,
    200,
  );
  const other = await bank.signedIn('other');
  assert.deepEqual(await news(other), [], 'of nobody else’s customers');
  // whoever covers the portfolio is told while the cover lasts, and not a day longer
  const cover = async (from: number, to: number) => {
    await bank.sql('DELETE FROM customers.portfolio_covers');
    await bank.sql(
      `INSERT INTO customers.portfolio_covers (cover_id, from_staff, to_staff, from_date, to_date, made_by)
       VALUES (gen_random_uuid(), $1, $2, CURRENT_DATE + $4::integer, CURRENT_DATE + $5::integer, $3)`,
      [bank.staff.banker, bank.staff.other, bank.staff.manager, from, to],
    );
  };
  await cover(0, 3);
  assert.deepEqual(await news(other), told);
  for (const [from, to] of [
    [1, 3],
    [-3, -1],
  ] as const) {
    await cover(from, to);
    assert.deepEqual(await news(other), []);
  }
  const [listed] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'life news' LIMIT 1`,
  );
  assert.deepEqual(listed?.customer_ids, [bank.customers.jana]);
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(await news(banker), []);
});
