/** How likely somebody is to accept: learnt from what became of suggestions, watched, and switched off by one setting. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { facts as factCatalogue } from '#bank/needs/facts.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { seeded } from './learning.ts';
import { learnAll } from './propensity.ts';
import {
  type Answered,
  exampleOf,
  hasDrifted,
  learnOption,
  learntFacts,
  propensityBy,
} from './propensity-rules.ts';

let bank: Trial;
let banker: Client;
let jana: string;
before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(jana, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM advice.outcomes');
  await bank.sql('UPDATE advice.settings SET propensities = true');
  await bank.sql('DELETE FROM advice.propensity_months');
  await bank.sql(`UPDATE advice.propensities SET set_aside_at = now(), set_aside_because = 'a newer one',
    missed_since = NULL`);
});

const ago = (days: number) => Temporal.Now.plainDateISO('UTC').subtract({ days }).toString();
/** Whoever takes out most in cash says yes to a card four times of five, others once; 300 to 100 days ago. */
const answers = (n: number, strength = 0.8): Answered[] => {
  const random = seeded(7);
  return Array.from({ length: n }, (_one, at) => {
    const cash = random();
    const onDate = ago(300 - Math.floor((at * 200) / n));
    return {
      ...{ notUsed: [], onDate, yes: random() < (cash > 0.5 ? strength : 1 - strength) },
      known: { 'cash.share': cash, age: 20 + (at % 60), sex: at % 2 ? 'female' : 'male', 'balance.now': 5n },
    };
  });
};
const insert = async (code: string, all: readonly Answered[], more: object = {}) => {
  const rows = all.map(({ known, yes, onDate }) => ({
    ...{ known: { 'cash.share': known['cash.share'] }, became: yes ? 'accepted' : 'declined', on: onDate },
    ...{ because: yes ? null : 'not needed', propensity: null, version: null, ...more },
  }));
  await bank.sql(
    `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, because, known, rows, rules, recorded_at, propensity, propensity_version)
     SELECT gen_random_uuid(), gen_random_uuid(), $1, r.became, r.because, r.known, '{}', 'r', r.on, r.propensity, r.version
       FROM jsonb_to_recordset($2) r(became text, because text, known jsonb, "on" timestamptz, propensity real, version integer)`,
    [code, JSON.stringify(rows)],
  );
};
const today = () => Temporal.Now.plainDateISO('UTC').toString();
async function learn() {
  let report: Awaited<ReturnType<typeof learnAll>> | undefined;
  await runOnce(bank.database, 'advice.learn', {}, async (_payload, { job, database, signal }) => {
    const run = await batch(database, job, 'earshot_run_learning');
    const codes = defaultOptions.map(({ code }) => code);
    report = await learnAll(run, today(), signal, codes);
  });
  return report;
}

test('what no offer may know, and what she does not want used, is nothing that is learnt from', () => {
  const forbidden = factCatalogue
    .filter(({ contexts }) => !contexts.includes('offer'))
    .map(({ name }) => name);
  assert.ok(forbidden.includes('age') && forbidden.includes('sex') && forbidden.includes('income.kind'));
  const any = fc.dictionary(
    fc.constantFrom(...factCatalogue.map(({ name }) => name)),
    fc.constantFrom(1, true, 'x', 5n),
  );
  fc.assert(
    fc.property(any, fc.subarray(factCatalogue.map(({ name }) => name)), (known, notUsed) => {
      const example = exampleOf(known as never, notUsed);
      for (const name of [...forbidden, ...notUsed]) assert.ok(!(name in example), name);
    }),
  );
  // nor on an age, on a right that was exercised, or on a death, which an offer may read for its tables
  const names = learntFacts.map(({ name }) => name);
  for (const name of ['of.age', 'contact.marketing', 'died', ...forbidden])
    assert.ok(!names.includes(name), name);
  assert.ok(names.includes('cash.share') && names.includes('need.borrowing'));
});

test('it ranks and is calibrated where there is enough, and says the base rate where there is not', async () => {
  const { learnt, card } = await learnOption(answers(1500), 0.3);
  assert.equal(card.why, 'learnt');
  assert.ok((card.auc ?? 0) > 0.7 && (card.aucLater ?? 0) > 0.7, `${card.auc} ${card.aucLater}`);
  for (const { expected, accepted, answers: n } of card.calibration)
    assert.ok(Math.abs(expected - accepted / n) < 0.1, `${expected} foreseen, ${accepted / n} came`);
  const likely = (cash: number) => propensityBy(learnt, { 'cash.share': cash }, 0.3);
  assert.ok(likely(0.9) > 0.65 && likely(0.1) < 0.35);
  assert.ok(card.strongest.every(({ feature }) => !/^(age|sex)/.test(feature)));
  const few = await learnOption(answers(150), 0.3);
  assert.deepEqual([few.card.why, few.learnt.weights], ['too few answers', null]);
  const rate = propensityBy(few.learnt, { 'cash.share': 0.9 }, 0.3);
  assert.equal(rate, propensityBy(few.learnt, { 'cash.share': 0.1 }, 0.3), 'the same for everybody');
  const noise = await learnOption(answers(1500, 0.5), 0.3);
  assert.deepEqual([noise.card.why, noise.learnt.weights], ['no better than the base rate', null]);
  // what ranked once and ranks no more, is not trusted
  const turned = answers(1500).map((one) => ({
    ...one,
    yes: one.onDate > ago(180) ? !one.yes : one.yes,
  }));
  assert.equal((await learnOption(turned, 0.3)).card.why, 'no better than the base rate');
});

test('drift is what chance does not explain, and on few answers nothing is said', () => {
  assert.equal(hasDrifted([{ answered: 49, expected: 45, accepted: 0 }]), false);
  assert.equal(hasDrifted([{ answered: 100, expected: 50, accepted: 55 }]), false);
  assert.equal(hasDrifted([{ answered: 60, expected: 48, accepted: 20 }]), true);
  assert.equal(hasDrifted([]), false);
});

const well = {
  ...{ kind: 'person', died: false, 'of.age': true, 'movements.total': 90, 'inactive.days': 2 },
  ...{ 'in.difficulty': false, 'in.arrears': false, 'overdraft.interest.months': 0, 'overdraft.days.90': 0 },
  ...{ 'overdraft.interest.90': '0', 'inflow.monthly': '3000000', 'spending.share': 0.8 },
  ...{ 'surplus.monthly': '600000', 'balance.now': '5000000', 'balance.lowest.90': '900000' },
  ...{ 'reserve.months': 2, 'cash.share': 0.7, 'debts.unsecured': '0', 'instalments.share': 0 },
  ...{ 'need.reserve': 60, 'need.everyday.payments': 60, 'need.borrowing': 5, 'held.current.account': 1 },
  ...{ 'held.savings': 0, 'held.term.deposit': 1, 'held.card': 0, 'held.personal.loan': 0 },
  ...{ 'held.mortgage': 0, 'held.investment': 0, 'held.insurance': 0, 'contact.marketing': true },
};
const knows = (known: object) =>
  bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)
     ON CONFLICT (customer_id) DO UPDATE SET known = excluded.known, version = needs.facts.version + 1`,
    [jana, JSON.stringify(known)],
  );
const order = async () => {
  const { body, text } = await banker.get(`/api/customers/${jana}/advice`);
  assert.ok(body.suggestions, text);
  return body.suggestions.map(({ code }: { code: string }) => code);
};

test('learnt by the job, it orders what is equally needed, and nothing else; one setting switches it off', async () => {
  await knows(well);
  const plain = await order();
  assert.deepEqual(plain.slice(0, 2), ['card', 'savings.reserve'], 'an exact tie, which the margin breaks');
  await insert(
    'card',
    answers(300, 0.5).map((one, at) => ({ ...one, yes: at % 10 === 0 })),
  );
  await insert(
    'savings.reserve',
    answers(300, 0.5).map((one, at) => ({ ...one, yes: at % 2 === 0 })),
  );
  const { version } = (await learn()) ?? {};
  assert.ok(version);
  assert.deepEqual((await order()).slice(0, 2), ['savings.reserve', 'card']);
  await knows({ ...well, 'need.everyday.payments': 61 });
  assert.equal((await order())[0], 'card', 'the stronger need comes first, however likely the other is');
  await knows(well);
  const answered = await banker.post(`/api/customers/${jana}/advice/outcomes`, {
    ...{ code: 'savings.reserve', became: 'shown', until: null, because: null },
  });
  assert.equal(answered.status, 200, answered.text);
  const [kept] = await bank.sql(
    'SELECT propensity::float AS p, propensity_version AS v FROM advice.outcomes WHERE customer_id = $1',
    [jana],
  );
  assert.ok(Number(kept?.p) > 0.2 && kept?.v === version, JSON.stringify(kept));
  await bank.sql('DELETE FROM advice.outcomes WHERE customer_id = $1', [jana]);
  const admin = await bank.signedIn('admin');
  const settings = (await admin.get('/api/advice/settings')).body;
  const off = await admin.send(
    'PUT',
    '/api/advice/settings',
    { heldOut: settings.heldOut, propensities: false },
    {
      'if-match': `"${settings.version}"`,
    },
  );
  assert.equal(off.status, 200, off.text);
  assert.deepEqual((await order()).slice(0, 2), ['card', 'savings.reserve'], 'from the next file on');
  const [event] = await bank.sql(
    `SELECT detail->'before'->>'propensities' AS was, detail->'after'->>'propensities' AS is FROM privacy.events
      WHERE name = 'advice settings.changed'`,
  );
  assert.deepEqual(event, { was: 'true', is: 'false' });
  assert.equal((await banker.get('/api/advice/settings')).status, 403);
});

test('each version keeps its card; the same answers make no new one; others read none of it', async () => {
  await insert('card', answers(1200));
  const first = await learn();
  assert.ok(first?.version);
  assert.equal((await learn())?.version, null, 'done again it is as it was');
  const compliance = await bank.signedIn('compliance');
  const { body } = await compliance.get('/api/advice/propensities');
  const [newest] = body.versions;
  assert.deepEqual([body.inForce, newest.version], [first.version, first.version]);
  const card = newest.options.find(({ code }: { code: string }) => code === 'card');
  assert.deepEqual([card.why, card.answers, card.title.en], ['learnt', 1200, 'A card']);
  assert.equal((await banker.get('/api/advice/propensities')).status, 403);
  const read = await bank.sql(`SELECT FROM privacy.events WHERE name = 'model cards.read'`);
  assert.equal(read.length, 1, 'reading is on record');
});

test('what was foreseen and does not come sets a version aside, and its old answers put no model back', async () => {
  await insert(
    'card',
    answers(1200).map((one, at) => ({ ...one, onDate: ago(500 - Math.floor(at / 6)) })),
  );
  const { version } = (await learn()) ?? {};
  await insert(
    'card',
    answers(80).map((one) => ({ ...one, yes: false, onDate: ago(100) })),
    { propensity: 0.8, version },
  );
  const next = await learn();
  assert.equal(next?.drifted, true);
  const [row] = await bank.sql('SELECT set_aside_because FROM advice.propensities WHERE version = $1', [
    version,
  ]);
  assert.equal(row?.set_aside_because, 'drifted');
  const manager = await bank.signedIn('manager');
  const read = async () => (await manager.get('/api/advice/propensities')).body;
  const body = await read();
  const watched = body.versions.find((one: { version: number }) => one.version === version);
  assert.deepEqual([watched.months[0].answered, watched.months[0].accepted], [80, 0]);
  // from then on the base rate of newer answers, and no weights of those that misled
  const cardOf = (
    { versions }: { versions: { version: number; options: { code: string }[] }[] },
    of: number,
  ) =>
    versions.find((one) => one.version === of)?.options.find(({ code }) => code === 'card') as unknown as {
      why: string;
      answers: number;
    };
  assert.equal(body.inForce, next?.version);
  assert.deepEqual(
    [cardOf(body, body.inForce).why, cardOf(body, body.inForce).answers],
    ['too few answers', 80],
  );
  assert.deepEqual(
    await learn(),
    { drifted: false, version: null },
    'what missed then is not held against it',
  );
  await insert(
    'card',
    answers(600).map((one, at) => ({ ...one, onDate: ago(99 - Math.floor(at / 100)) })),
  );
  const again = await learn();
  assert.equal(cardOf(await read(), Number(again?.version)).why, 'learnt', 'newer answers rank');
});

test('the drift of three months is seen, though each week’s version had only a few answers', async () => {
  await insert(
    'card',
    answers(1200).map((one, at) => ({ ...one, onDate: ago(500 - Math.floor(at / 6)) })),
  );
  let version = (await learn())?.version;
  const drifted: boolean[] = [];
  for (let week = 0; week < 3; week += 1) {
    await insert(
      'card',
      answers(20).map((one) => ({ ...one, yes: false, onDate: ago(150 - 20 * week) })),
      { propensity: 0.5, version },
    );
    const next = await learn();
    drifted.push(next?.drifted === true);
    assert.notEqual(next?.version, null, 'new answers, a new version');
    version = next?.version;
  }
  assert.deepEqual(drifted, [false, false, true]);
});

test('what is brought up and left counts in the watch as it does in learning: a good model stays', async () => {
  const said = async (from: number, many: number, version: number | null) => {
    // of eight to whom it is brought up six leave it, one says yes and one says no
    await bank.sql(
      `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, because, known, rows, rules, recorded_at, propensity, propensity_version)
       SELECT gen_random_uuid(), gen_random_uuid(), 'card', CASE n % 8 WHEN 0 THEN 'accepted' WHEN 1 THEN 'declined' ELSE 'shown' END,
         CASE n % 8 WHEN 1 THEN 'not needed' END, '{}', '{}', 'r', now() - make_interval(days => $1), CASE WHEN $3::integer IS NOT NULL THEN 0.125 END, $3
         FROM generate_series(1, $2::integer) n`,
      [from, many, version],
    );
  };
  await said(250, 800, null);
  const { version } = (await learn()) ?? {};
  const card = async () => {
    const [row] = await bank.sql(`SELECT options->'byOption'->'card'->'base' AS base FROM advice.propensities
      WHERE set_aside_at IS NULL`);
    return Number(row?.base);
  };
  assert.ok(Math.abs((await card()) - 0.125) < 0.002, `${await card()}`);
  await said(100, 240, Number(version));
  assert.equal((await learn())?.drifted, false, 'thirty were foreseen, and thirty came');
  const [month] = await bank.sql(
    'SELECT answered, expected, accepted FROM advice.propensity_months WHERE version = $1',
    [version],
  );
  assert.deepEqual(month, { answered: 240, expected: 30, accepted: 30 });
  // a yes comes at once, a no by silence takes its time: until then neither counts
  await said(30, 240, Number(version));
  assert.deepEqual(await learn(), { drifted: false, version: null });
  assert.ok(Math.abs((await card()) - 0.125) < 0.002);
});

test('nothing is learnt from whom profiling was refused by, or whose data is only kept; nor watched', async () => {
  const outcome = (customer: string, became: string, age: string) =>
    bank.sql(
      `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, known, rows, rules, recorded_at, propensity, propensity_version)
       VALUES ($1, gen_random_uuid(), 'card', $2, '{}', '{}', 'r', now() - $3::interval, 0.5, 1)`,
      [customer, became, age],
    );
  await outcome(jana, 'accepted', '91 days');
  await outcome(bank.customers.petr, 'shown', '100 days');
  await outcome(bank.customers.shop, 'shown', '180 days');
  await outcome(bank.customers.shop, 'accepted', '100 days');
  await outcome(bank.customers.star, 'shown', '2 days');
  const learnt = () => bank.sql(`SELECT yes FROM advice.learnable('card', NULL, 10) ORDER BY yes`);
  const watched = async () => {
    await bank.sql('DELETE FROM advice.propensity_months');
    await bank.sql(`SELECT advice.watch_propensities(0, CURRENT_DATE - 300)`);
    const [sum] = await bank.sql('SELECT sum(answered)::integer AS n FROM advice.propensity_months');
    return sum?.n;
  };
  assert.deepEqual(await learnt(), [{ yes: false }, { yes: true }, { yes: true }]);
  assert.equal(await watched(), 3);
  for (const [kind, customer] of [
    ['no profiling', jana],
    ['storage only', bank.customers.shop],
  ])
    await bank.sql(
      `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
       VALUES ($2, gen_random_uuid(), $1, gen_random_uuid())`,
      [kind, customer],
    );
  assert.deepEqual(await learnt(), [{ yes: false }]);
  assert.equal(await watched(), 1);
  await bank.sql('DELETE FROM privacy.restraints');
});
