/** What a banker reads of a customer's fit, what became of it, and the night's run; on the real database. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import { decideForAll } from './running.ts';

let bank: Trial;
let banker: Client;
let jana: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'private room');
  jana = bank.customers.jana;
  await bank.visit(jana, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  for (const table of ['decisions', 'outcomes', 'runs']) await bank.sql(`DELETE FROM advice.${table}`);
  await bank.sql('DELETE FROM needs.facts');
  await bank.sql('DELETE FROM products.terms');
  await bank.sql('DELETE FROM products.option_tables');
});

/** Half a year in reserve, a loan wanted and within her means, most taken out in cash. */
const well = {
  ...{ kind: 'person', died: false, 'of.age': true, 'movements.total': 90, 'inactive.days': 2 },
  ...{ 'in.difficulty': false, 'in.arrears': false, 'overdraft.interest.months': 0, 'overdraft.days.90': 0 },
  ...{ 'overdraft.interest.90': '0', 'inflow.monthly': '3000000', 'spending.share': 0.8 },
  ...{ 'surplus.monthly': '600000', 'balance.now': '5000000', 'balance.lowest.90': '900000' },
  ...{ 'reserve.months': 2, 'cash.share': 0.7, 'debts.unsecured': '0', 'instalments.share': 0 },
  ...{ 'need.borrowing': 80, 'need.reserve': 60, 'held.current.account': 1, 'held.savings': 0 },
  ...{ 'held.term.deposit': 0, 'held.card': 0, 'held.personal.loan': 0, 'held.mortgage': 0 },
  ...{ 'held.investment': 0, 'held.insurance': 0, 'contact.marketing': true, age: 41, sex: 'female' },
};

async function knows(customer: string, known: object) {
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)
     ON CONFLICT (customer_id) DO UPDATE SET known = excluded.known, version = needs.facts.version + 1`,
    [customer, JSON.stringify(known)],
  );
}
const advice = async (client = banker) => {
  const answer = await client.get(`/api/customers/${jana}/advice`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
/** What she reads at home. */
async function atHome() {
  const own = await bank.atHome(jana);
  const read = await own.get('/api/own-advice');
  assert.equal(read.status, 200, read.text);
  return read;
}
const codes = (list: { code: string }[]) => list.map(({ code }) => code);
const answered = (body: object, key?: string) =>
  banker.post(
    `/api/customers/${jana}/advice/outcomes`,
    { until: null, because: null, ...body },
    key === undefined ? {} : { 'idempotency-key': key },
  );
const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

async function night(signal = new AbortController().signal) {
  const [job] = await bank.sql(
    `SELECT id::text AS id FROM graphile_worker.add_job('advice.decide', '{}'::json)`,
  );
  await bank.sql(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE id = $1`,
    [job?.id],
  );
  const run = await batch(bank.database, String(job?.id), 'earshot_run_advice');
  return decideForAll(run, Temporal.Now.plainDateISO('UTC').toString(), signal);
}

test('the banker reads what fits, why, why now, why not the rest, and what would change it', async () => {
  await knows(jana, well);
  const read = await advice();
  assert.deepEqual(codes(read.suggestions), ['loan.personal', 'savings.reserve', 'card']);
  assert.equal(read.result, 'suggestions');
  assert.match(read.suggestions[0].why.en, /lowest balance of 90 days would have paid/);
  assert.match(read.suggestions[1].whyNow.es, /Menos de seis meses/);
  const ends = read.suggestions[1].wouldChange;
  for (const end of [
    { fact: 'held.savings', op: '>=', value: '1' },
    { fact: 'reserve.months', op: '>=', value: '6' },
    { fact: 'surplus.monthly', op: '<=', value: '0' },
  ])
    assert.deepEqual(
      ends.filter(({ fact }: { fact: string }) => fact === end.fact),
      [end],
    );
  const deposit = read.rejected.find(({ code }: { code: string }) => code === 'term.deposit');
  assert.deepEqual([deposit.aspect, deposit.customer.en], ['applicability', 'You may need what you have.']);
  assert.deepEqual(deposit.wouldChange, [{ fact: 'reserve.months', op: '>=', value: '6' }]);
  const all = [...read.suggestions, ...read.rejected, ...read.open];
  assert.equal(new Set(codes(all)).size, 15, 'every option has an answer');
});

test('in difficulty there is help and no sale; nothing known is asked; nothing needed is an answer', async () => {
  await knows(jana, { ...well, 'in.difficulty': true });
  const hard = await advice();
  assert.deepEqual(codes(hard.suggestions), ['help.paying']);
  await knows(jana, { ...well, bereaved: true });
  const [first] = (await advice()).suggestions;
  assert.deepEqual([first.code, first.wouldChange], ['help.bereaved', []], 'nobody waits for that');
  await bank.sql('DELETE FROM needs.facts');
  const unknown = await advice();
  assert.deepEqual([unknown.result, unknown.suggestions], ['too little known', []]);
  assert.ok(unknown.ask.includes('in.difficulty'));
  await knows(jana, {
    ...well,
    ...{ 'need.borrowing': 10, 'held.savings': 1, 'held.card': 1, 'held.term.deposit': 1 },
  });
  assert.equal((await advice()).result, 'nothing needed');
});

test('at an open counter nothing is said of it', async () => {
  await knows(jana, { ...well, 'in.difficulty': true });
  const read = await advice(await bank.signedIn('banker', 'open counter'));
  assert.deepEqual([read.hidden, read.result, read.suggestions, read.rejected], [true, null, [], []]);
});

test('what became of it is kept once, with what an offer knew, and the next moves up', async () => {
  await knows(jana, well);
  const key = crypto.randomUUID();
  const declined = { code: 'loan.personal', became: 'declined', because: 'not needed' };
  const first = await answered(declined, key);
  assert.equal(first.status, 200, first.text);
  assert.deepEqual((await answered(declined, key)).body, first.body, 'asked again it is the same');
  const rows = await bank.sql('SELECT known, rows FROM advice.outcomes');
  assert.equal(rows.length, 1);
  const { known } = rows[0] as { known: Record<string, unknown> };
  assert.equal(known['inflow.monthly'], '3000000');
  assert.ok(!('age' in known) && !('sex' in known), 'what an offer may not know is not learnt from');
  const read = await advice();
  assert.deepEqual(codes(read.suggestions), ['savings.reserve', 'card']);
  assert.equal(
    read.rejected.find(({ code }: { code: string }) => code === 'loan.personal').aspect,
    'contact policy',
  );
  assert.equal(read.outcomes[0].because, 'not needed');
  const changes = await bank.sql(`SELECT subject FROM privacy.changes WHERE name = 'suggestion.answered'`);
  assert.equal(changes.length, 1, 'on record with the file');
});

test('what was accepted is under way at once, to staff and to her, and is not suggested again until it falls through', async () => {
  await knows(jana, well);
  const accepted = { code: 'savings.reserve', became: 'accepted' };
  assert.equal((await answered({ ...accepted, became: 'fell through' })).status, 412, 'nothing is under way');
  assert.equal((await answered(accepted)).status, 200);
  const read = await advice();
  assert.deepEqual(codes(read.suggestions), ['loan.personal', 'card']);
  const begun = { code: 'savings.reserve', sort: 'product', since: inDays(0), doubt: null };
  assert.deepEqual(read.underWay, [{ ...begun, title: read.underWay[0].title }]);
  const own = (await atHome()).body;
  assert.deepEqual(
    [codes(own.suggestions), codes(own.underWay)],
    [codes(read.suggestions), ['savings.reserve']],
  );
  assert.equal(own.underWay[0].since, inDays(0));
  for (const became of ['accepted', 'shown']) {
    const again = await answered({ ...accepted, became });
    assert.deepEqual([again.status, again.body.code], [409, 'not-now'], again.text);
  }
  assert.deepEqual(await bank.sql('SELECT became FROM advice.outcomes'), [{ became: 'accepted' }]);
  // it came to nothing: suggested as before
  assert.equal((await answered({ ...accepted, became: 'fell through' })).status, 200);
  const after = await advice();
  assert.deepEqual(
    [after.underWay, codes(after.suggestions)],
    [[], ['loan.personal', 'savings.reserve', 'card']],
  );
  // they think otherwise
  assert.equal((await answered(accepted)).status, 200);
  assert.equal((await answered({ ...accepted, became: 'declined', because: 'does not suit' })).status, 200);
  const declined = await advice();
  assert.deepEqual([declined.underWay, codes(declined.suggestions)], [[], ['loan.personal', 'card']]);
});

test('under way is what is not there yet: with the product it is over, what speaks against it is said, and after ninety days it is suggested anew', async () => {
  await knows(jana, well);
  assert.equal((await answered({ code: 'savings.reserve', became: 'accepted' })).status, 200);
  await knows(jana, { ...well, 'overdraft.days.90': 3 });
  assert.match((await advice()).underWay[0].doubt.en, /overdrawn in the last 90 days/);
  await knows(jana, { ...well, 'held.savings': 1 });
  const there = await advice();
  assert.deepEqual(there.underWay, []);
  const savings = there.rejected.find(({ code }: { code: string }) => code === 'savings.reserve');
  assert.equal(savings.staff.en, 'Already holds one.');
  await knows(jana, well);
  await night();
  const ago = async (days: number) => {
    await bank.sql('ALTER TABLE advice.outcomes DISABLE TRIGGER require_change');
    await bank.sql(`UPDATE advice.outcomes SET recorded_at = now() - $1 * interval '1 day'`, [days]);
    await bank.sql('ALTER TABLE advice.outcomes ENABLE TRIGGER require_change');
    await bank.sql('UPDATE advice.decisions SET decided_on = CURRENT_DATE - 1');
    const { decided } = await night();
    const [row] = await bank.sql('SELECT advice.in_words(said) AS body FROM advice.decisions');
    const { body } = row as { body: { underWay: string[]; suggestions: { code: string }[] } };
    const live = await advice();
    assert.deepEqual(
      [codes(live.underWay), codes(live.suggestions)],
      [body.underWay, codes(body.suggestions)],
    );
    return [decided, body.underWay];
  };
  assert.deepEqual(await ago(90), [0, ['savings.reserve']]);
  assert.deepEqual(await ago(91), [1, []], 'the night sees that its time is over');
});

test('“not now” comes back after its day', async () => {
  await knows(jana, well);
  assert.equal((await answered({ code: 'card', became: 'not now', until: inDays(30) })).status, 200);
  assert.ok(!codes((await advice()).suggestions).includes('card'));
  await bank.sql('ALTER TABLE advice.outcomes DISABLE TRIGGER require_change');
  await bank.sql('UPDATE advice.outcomes SET until = CURRENT_DATE');
  await bank.sql('ALTER TABLE advice.outcomes ENABLE TRIGGER require_change');
  assert.ok(codes((await advice()).suggestions).includes('card'));
});

test('an answer that does not fit, or to what is not suggested any more, is refused and says why', async () => {
  await knows(jana, well);
  for (const [body, status] of [
    [{ code: 'card', became: 'not now' }, 422],
    [{ code: 'card', became: 'not now', until: inDays(0) }, 422],
    [{ code: 'card', became: 'declined' }, 422],
    [{ code: 'card', became: 'accepted', because: 'not needed' }, 422],
    [{ code: 'card', became: 'sold' }, 400],
    [{ code: 'term.deposit', became: 'accepted' }, 412],
    [{ code: 'gold.bars', became: 'accepted' }, 412],
  ] as const) {
    const answer = await answered(body);
    assert.equal(answer.status, status, `${JSON.stringify(body)}: ${answer.text}`);
  }
  // withdrawn while they talk
  await bank.sql(
    `INSERT INTO products.terms (option_code, version, applies_from, withdrawn, body) VALUES ('card', 1, CURRENT_DATE, true, '{"margin": 0}')`,
  );
  assert.equal((await answered({ code: 'card', became: 'accepted' })).status, 412);
  const other = await bank.signedIn('other', 'private room');
  assert.equal((await other.get(`/api/customers/${jana}/advice`)).status, 403, 'not without a reason');
});

test('the bank’s own version of a table counts from its day, and not a day sooner', async () => {
  await knows(jana, well);
  const never = {
    table: {
      ...{ name: 'card.suitability', context: 'offer', hit: 'first', inputs: ['cash.share'] },
      outputs: [{ name: 'fits', kind: 'flag' }],
      rows: [
        {
          id: 'never',
          cells: [null],
          outputs: [false],
          because: { en: 'Not sold now.', es: 'No se vende.' },
        },
      ],
    },
    toCustomer: { never: { en: 'Not on offer now.', es: 'Ahora no se ofrece.' } },
  };
  const publish = (version: number, from: string) =>
    bank.sql(
      `INSERT INTO products.option_tables (option_code, aspect, version, applies_from, body) VALUES ('card', 'suitability', $1, $2, $3)`,
      [version, from, JSON.stringify(never)],
    );
  await publish(1, inDays(1));
  assert.ok(codes((await advice()).suggestions).includes('card'));
  await publish(2, inDays(0));
  const card = (await advice()).rejected.find(({ code }: { code: string }) => code === 'card');
  assert.deepEqual([card.aspect, card.customer.en], ['suitability', 'Not on offer now.']);
});

test('what she does not want used is not used', async () => {
  await knows(jana, well);
  await bank.sql(`UPDATE needs.facts SET not_used = '{cash.share}', version = version + 1`);
  const read = await advice();
  assert.ok(!codes(read.suggestions).includes('card'), 'the share of cash is her spending');
});

test('whoever objects to profiling is not decided about, and to marketing is offered nothing, from that moment', async () => {
  await knows(jana, well);
  await night();
  const restrain = (kind: string) =>
    bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
       VALUES ($1, gen_random_uuid(), $2, gen_random_uuid())`,
      [jana, kind],
    );
  await restrain('no marketing');
  assert.deepEqual((await advice()).suggestions, []);
  await night();
  await restrain('no profiling');
  assert.deepEqual(await bank.sql('SELECT customer_id FROM advice.decisions'), []);
  assert.equal((await advice()).result, 'too little known');
  await bank.sql('DELETE FROM privacy.restraints');
});

test('the night decides for those alone whose facts, rules or answers changed', async () => {
  await knows(jana, well);
  await knows(bank.customers.petr, { ...well, 'in.difficulty': true });
  assert.deepEqual(await night(), { lookedAt: 2, decided: 2, finished: true });
  assert.deepEqual(await night(), { lookedAt: 2, decided: 0, finished: true });
  await knows(jana, { ...well, 'held.card': 1 });
  assert.equal((await night()).decided, 1);
  await answered({ code: 'savings.reserve', became: 'accepted' });
  assert.equal((await night()).decided, 1);
  await bank.sql(
    `INSERT INTO products.terms (option_code, version, applies_from, body) VALUES ('card', 1, CURRENT_DATE, '{"margin": 1}')`,
  );
  assert.equal((await night()).decided, 2, 'rules changed');
  await bank.sql(`UPDATE advice.decisions SET decided_on = CURRENT_DATE - 31, expires_on = CURRENT_DATE`);
  assert.equal((await night()).decided, 2, 'suggestions expire');
  const [row] = await bank.sql(
    'SELECT advice.in_words(said) AS body FROM advice.decisions WHERE customer_id = $1',
    [bank.customers.petr],
  );
  const { body } = row as { body: { suggestions: { code: string; rows: object }[] } };
  assert.deepEqual(codes(body.suggestions), ['help.paying']);
  assert.equal(Object.keys(body.suggestions[0]?.rows ?? {}).length, 4, 'which rows said so is kept');
});

test('a run that was stopped is taken up where it was', async () => {
  await knows(jana, well);
  const stopped = new AbortController();
  stopped.abort();
  assert.equal((await night(stopped.signal)).finished, false);
  await bank.sql(
    `INSERT INTO advice.runs (run_id, as_of, rules, after, looked_at, decided)
     VALUES (gen_random_uuid(), (now() AT TIME ZONE 'UTC')::date, 'with Earshot 1', $1, 7, 7)`,
    [jana],
  );
  assert.deepEqual(await night(), { lookedAt: 7, decided: 7, finished: true }, 'nobody is after Jana');
});

test('the customer reads the same of herself, in her own words', async () => {
  await knows(jana, well);
  const read = await atHome();
  assert.deepEqual(codes(read.body.suggestions), ['loan.personal', 'savings.reserve', 'card']);
  assert.match(read.body.suggestions[0].why.en, /^You could bear the instalment/);
  assert.doesNotMatch(read.text, /margin|propensity/);
  const deposit = read.body.rejected.find(({ code }: { code: string }) => code === 'term.deposit');
  assert.equal(deposit.why.en, 'You may need what you have.');
  assert.ok(deposit.wouldChange.length > 0, 'and what would change it');
});
