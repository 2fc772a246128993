/** Whether suggestions help: followed by lot, measured after half a year, compared for the whole bank. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { compared, comparedByQuarter, enough, fewestShown } from './comparing.ts';
import { followAll } from './following.ts';
import { differenceOf, ratioOf, shareOf } from './intervals.ts';

let bank: Trial;
let banker: Client;
let jana: string;
before(async () => {
  bank = await trialBank();
  jana = bank.customers.jana;
  banker = await bank.signedIn('banker', 'private room');
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, from_date, assigned_by)
     VALUES ($1, $2, CURRENT_DATE, $3), ($4, $2, CURRENT_DATE, $3)`,
    [jana, bank.staff.banker, bank.staff.manager, bank.customers.petr],
  );
});
after(() => bank.close());
beforeEach(async () => {
  for (const table of ['followed', 'decisions', 'outcomes', 'referrals'])
    await bank.sql(`DELETE FROM advice.${table}`);
  await bank.sql('DELETE FROM needs.needs');
  await bank.sql('DELETE FROM needs.facts');
  await bank.sql('UPDATE advice.settings SET held_out = 100');
});

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
/** In this order. */
async function suggested(customer: string, ...them: { code: string; need: number }[]): Promise<void> {
  for (const { code } of them)
    await bank.sql(
      `INSERT INTO advice.verdicts (option_code, says, about) VALUES ($1, 'fits', '{a,b,c,d}') ON CONFLICT DO NOTHING`,
      [code],
    );
  await bank.sql(
    `INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT $1, 1, 'r', 'suggestions', string_agg(format('%s:%s', v.verdict_id, s.need), ' ' ORDER BY s.place),
            CURRENT_DATE, CURRENT_DATE + 30
       FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY s(code, need, place)
       JOIN advice.verdicts v ON v.option_code = s.code AND v.says = 'fits'
     ON CONFLICT (customer_id) DO UPDATE SET said = excluded.said`,
    [customer, them.map(({ code }) => code), them.map(({ need }) => need)],
  );
}
/** A salt by which the lots are so. */
async function salted<L extends string>(
  wanted: (lots: Record<L, number>) => boolean,
  drawn: string,
): Promise<void> {
  for (let salt = 0; salt < 5000; salt += 1) {
    await bank.sql('UPDATE advice.settings SET salt = int4send($1), held_out = 200', [salt]);
    const [lots] = await bank.sql(drawn, [jana, bank.customers.petr]);
    if (wanted(lots as Record<L, number>)) return;
  }
  assert.fail('no such salt');
}

async function follow(today = day(0)) {
  let report: Awaited<ReturnType<typeof followAll>> | undefined;
  await runOnce(bank.database, 'advice.follow', {}, async (_payload, { job, database, signal }) => {
    report = await followAll(await batch(database, job, 'earshot_run_outcomes'), today, signal);
  });
  return report;
}
const prompts = async (client = banker) => {
  const got = await client.get('/api/advice/prompts');
  assert.equal(got.status, 200, got.text);
  return got.body.prompts;
};

test('the lot is the same for one customer and option for ever, and its share is what was set', async () => {
  const drawn = `SELECT avg((advice.lot(x.id, 'card') < 100)::int)::float AS card,
    avg((advice.lot(x.id, 'card') < 100 AND advice.lot(x.id, 'term.deposit') < 100)::int)::float AS both,
    count(*) FILTER (WHERE advice.lot(x.id, 'card') <> advice.lot(x.id, 'card')) AS moved
    FROM (SELECT md5('trial ' || n)::uuid AS id FROM generate_series(1, 4000) n) x`;
  await bank.sql(`UPDATE advice.settings SET salt = '\\x00'`);
  const [first] = await bank.sql(drawn);
  assert.ok(Math.abs(Number(first?.card) - 0.1) < 0.015, `${first?.card} of them`);
  assert.ok(Number(first?.both) < 0.02, 'who is held out of one option is not therefore out of another');
  assert.equal(first?.moved, '0');
  const inOrder = async () =>
    (
      await bank.sql(
        `SELECT advice.lot(md5('trial ' || n)::uuid, 'card') AS lot FROM generate_series(1, 50) n`,
      )
    ).map(({ lot }) => lot);
  const before = await inOrder();
  assert.deepEqual(await inOrder(), before);
  await bank.sql(`UPDATE advice.settings SET salt = '\\x01'`);
  assert.notDeepEqual(await inOrder(), before, 'another bank draws others');
});

test('who is held out is on nobody’s list; help is never held out; the file says the same to whoever asks', async () => {
  await salted<'hers' | 'his' | 'help'>(
    ({ hers, his, help }) => hers < 200 && his >= 200 && help < 200,
    `SELECT advice.lot($1, 'card') AS hers, advice.lot($2, 'card') AS his, advice.lot($1, 'help.paying') AS help`,
  );
  await suggested(jana, { code: 'card', need: 70 });
  await suggested(bank.customers.petr, { code: 'card', need: 60 });
  assert.deepEqual(await prompts(), [], 'nobody before it is followed');
  assert.deepEqual(await follow(), { begun: 2, measured: 0 });
  assert.deepEqual(
    (await prompts()).map((one: { customerId: string; code: string }) => [one.customerId, one.code]),
    [[bank.customers.petr, 'card']],
  );
  await suggested(jana, { code: 'help.paying', need: 90 });
  assert.deepEqual(await follow(), { begun: 1, measured: 0 });
  assert.equal((await prompts())[0].code, 'help.paying', 'help comes, whatever the lot says');
  assert.deepEqual(await follow(), { begun: 0, measured: 0 }, 'done again there is nothing to do');
  // whoever covers the portfolio is prompted for it, once for each customer, while the cover lasts
  const other = await bank.signedIn('other');
  assert.deepEqual(await prompts(other), []);
  await bank.sql(
    `INSERT INTO customers.portfolio_covers (cover_id, from_staff, to_staff, from_date, to_date, made_by)
     VALUES (gen_random_uuid(), $1, $2, CURRENT_DATE, CURRENT_DATE + 1, $3)`,
    [bank.staff.banker, bank.staff.other, bank.staff.manager],
  );
  await bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)',
    [...[jana, bank.staff.other, bank.staff.manager]],
  );
  assert.deepEqual(await prompts(other), await prompts(), 'those of the colleague on holiday');
  await bank.sql('UPDATE customers.portfolio_covers SET ended_at = now()');
  assert.equal((await prompts(other)).length, 1, 'her own, once the cover is over');
  await bank.sql('DELETE FROM customers.portfolios WHERE staff_id = $1', [bank.staff.other]);
  const counter = await prompts(await bank.signedIn('banker', 'open counter'));
  assert.deepEqual([counter[0].code, counter[0].title], [null, null]);
  const [search] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'suggestions' ORDER BY at DESC LIMIT 1`,
  );
  assert.equal((search as { customer_ids: string[] }).customer_ids.length, 2, 'the list is on record');
});

test('what she does not want used is off the list of Today at once, not when the night has decided anew', async () => {
  await bank.sql('UPDATE advice.settings SET held_out = 0');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, '{}', 1, CURRENT_DATE + 30)`,
    [jana],
  );
  await suggested(jana, { code: 'card', need: 70 });
  await follow();
  const listed = async () => (await prompts()).map(({ code }: { code: string }) => code);
  assert.deepEqual(await listed(), ['card']);
  await bank.sql('UPDATE needs.facts SET version = version + 1');
  assert.deepEqual(await listed(), ['card'], 'that something else became known takes nothing away');
  const she = await bank.atHome(jana);
  const refuse = { about: 'spending', refused: true };
  assert.equal((await she.post('/api/understanding/refusals', refuse)).status, 200);
  assert.deepEqual(await listed(), []);
  // decided anew without it, there is something all the same
  await bank.sql('UPDATE advice.decisions d SET facts_version = f.version FROM needs.facts f');
  assert.deepEqual(await listed(), ['card']);
  await bank.sql('DELETE FROM needs.refusals');
});

test('another list of the same sign-in does not give the cards of this one: not of strangers, nor of restricted files', async () => {
  const { star } = bank.customers;
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)`,
    [...[star, bank.staff.banker, bank.staff.manager]],
  );
  // referred before her file was restricted: of a restricted one nobody can be
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [star]);
  await bank.sql(
    `INSERT INTO advice.referrals (customer_id, referral_id, topic, referred_by, referred_to, consent)
     VALUES ($1, gen_random_uuid(), 'home', $2, $3, 'in person')`,
    [star, bank.staff.manager, bank.staff.banker],
  );
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [star]);
  for (const customer of [jana, star]) await suggested(customer, { code: 'help.paying', need: 70 });
  await follow();
  const client = await bank.database.connect('earshot_staff');
  const found = async (who: Client, words: string, cards: string) => {
    const search = randomUUID();
    const [row] = (
      await client.query(`SELECT privacy.search($1, $2, 'find', $3, 10) AS n`, [search, who.token, words])
    ).rows;
    assert.ok(row.n > 0, words);
    return (await client.query(`SELECT called_name FROM advice.${cards}($1, $2)`, [search, who.token])).rows;
  };
  const stranger = await bank.signedIn('other', 'private room');
  assert.deepEqual(await found(banker, 'jana nov', 'prompt_cards'), [{ called_name: 'Jana' }]);
  assert.deepEqual(await found(stranger, 'jana nov', 'prompt_cards'), [], 'not in her portfolio');
  assert.deepEqual(await found(banker, 'slavna hvezda', 'prompt_cards'), [], 'restricted');
  assert.deepEqual(await found(banker, 'slavna hvezda', 'referral_cards'), [], 'restricted');
  await client.end();
  await bank.sql('DELETE FROM customers.portfolios WHERE customer_id = $1', [star]);
});

test('a version that is not said is none: nothing is changed by it', async () => {
  const admin = await bank.signedIn('admin');
  const client = await bank.database.connect('earshot_staff');
  await assert.rejects(client.query('SELECT advice.change_settings($1, NULL, 0, true)', [admin.token]), {
    code: 'ES412',
  });
  const referral = randomUUID();
  await bank.sql(
    `INSERT INTO advice.referrals (customer_id, referral_id, topic, referred_by, referred_to, consent)
     VALUES ($1, $2, 'home', $3, $4, 'in person')`,
    [jana, referral, bank.staff.manager, bank.staff.banker],
  );
  await assert.rejects(
    client.query(
      `SELECT advice.take_referral($1, $2, NULL, gen_random_uuid(), 'Answer', CURRENT_DATE, NULL)`,
      [...[banker.token, referral]],
    ),
    { code: 'ES412' },
  );
  await client.end();
});

test('after half a year: a need that is gone or settled is met, one that she rejected is not counted', async () => {
  const { petr, shop } = bank.customers;
  const since = day(-182);
  const followed = (customer: string, category: string, need: number | null = 70) =>
    bank.sql(
      `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
       VALUES ($1, $2, $3, false, $4, $5, CURRENT_DATE)`,
      [customer, `x.${category.replaceAll(' ', '.')}`, since, need, category],
    );
  const knows = (customer: string, known: object) =>
    bank.sql(
      `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
      [customer, JSON.stringify(known)],
    );
  await knows(jana, { 'need.reserve': 65, 'need.lower.costs': 10, 'need.saving': 0 });
  for (const category of ['reserve', 'lower costs', 'saving', 'home', 'investing'])
    await followed(jana, category);
  await followed(jana, 'protection', null);
  await followed(petr, 'reserve');
  await followed(shop, 'reserve');
  await knows(shop, {});
  await bank.sql(
    `INSERT INTO needs.needs (customer_id, category, source, context, strength, state, expires_on, recorded_at)
     VALUES ($1, 'home', 'customer', 'offer', 80, 'rejected', CURRENT_DATE + 9, now()),
            ($2, 'reserve', 'customer', 'offer', 80, 'met', CURRENT_DATE + 9, now())`,
    [jana, petr],
  );
  await bank.sql('UPDATE customers.customers SET died_on = CURRENT_DATE WHERE customer_id = $1', [shop]);
  assert.equal((await follow())?.measured, 8);
  const rows = await bank.sql(
    'SELECT customer_id, category, met, kept FROM advice.followed ORDER BY customer_id, category',
  );
  const of = (customer: string, category: string) =>
    rows.find((row) => row.customer_id === customer && row.category === category);
  assert.equal(of(jana, 'reserve')?.met, false, 'still there');
  assert.equal(of(jana, 'lower costs')?.met, true, 'hardly there any more');
  assert.equal(of(jana, 'saving')?.met, true, 'gone');
  assert.equal(of(jana, 'investing')?.met, null, 'too little is known of it by now');
  assert.equal(of(jana, 'home')?.met, null, 'she said she never had it');
  assert.equal(of(jana, 'protection')?.met, null, 'there was no need behind it');
  assert.equal(of(petr, 'reserve')?.met, true, 'settled by her banker as met');
  assert.deepEqual(
    [of(shop, 'reserve')?.met, of(shop, 'reserve')?.kept],
    [null, null],
    'who died is nobody lost',
  );
  assert.equal(of(jana, 'saving')?.kept, true);
  await bank.sql('UPDATE customers.customers SET died_on = NULL');
});

const followedNow = async () =>
  (
    await bank.sql(
      'SELECT customer_id, option_code, held_out FROM advice.followed ORDER BY held_out, option_code',
    )
  ).map(({ customer_id, option_code, held_out }) => [customer_id, option_code, held_out]);

test('followed is what a list would name: of those whom somebody looks after, the first, or the next to who is held out', async () => {
  const { petr, shop, star } = bank.customers;
  const both = [
    { code: 'card', need: 70 },
    { code: 'savings.reserve', need: 60 },
    { code: 'budget', need: 50 },
  ];
  await salted<'card' | 'savings' | 'other' | 'his'>(
    ({ card, savings, other, his }) => card < 200 && savings >= 200 && other >= 200 && his >= 200,
    `SELECT advice.lot($1, 'card') AS card, advice.lot($1, 'savings.reserve') AS savings,
            advice.lot($2, 'card') AS other, advice.lot($2, 'savings.reserve') AS his`,
  );
  for (const customer of [jana, petr, shop, star]) await suggested(customer, ...both);
  // shop is in nobody's portfolio, and nobody's list names a restricted file
  await bank.sql(
    `INSERT INTO customers.portfolios (customer_id, staff_id, from_date, assigned_by) VALUES ($1, $2, CURRENT_DATE, $3)`,
    [star, bank.staff.banker, bank.staff.manager],
  );
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [star]);
  await follow();
  assert.deepEqual(await followedNow(), [
    [petr, 'card', false],
    [jana, 'savings.reserve', false],
    [jana, 'card', true],
  ]);
  const listed = async () =>
    (await prompts()).map(({ customerId, code }: { customerId: string; code: string }) => [customerId, code]);
  assert.deepEqual(
    new Map(await listed()),
    new Map([
      [jana, 'savings.reserve'],
      [petr, 'card'],
    ]),
  );
  // answered, the next one is named, and followed from then on
  await bank.sql(
    `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, known, rows, rules)
     VALUES ($1, gen_random_uuid(), 'card', 'accepted', '{}', '{}', 'r')`,
    [petr],
  );
  await follow();
  assert.equal((await followedNow()).length, 4);
  assert.ok((await listed()).some(([customer]: string[]) => customer === petr));
  await bank.sql('DELETE FROM customers.portfolios WHERE customer_id = $1', [star]);
  await bank.sql('UPDATE customers.customers SET restricted = false');
});

test('what was withdrawn since, and who has left the bank, is on no list; nothing is worked out of them any more', async () => {
  const { petr } = bank.customers;
  await bank.sql('UPDATE advice.settings SET held_out = 0');
  await suggested(jana, { code: 'card', need: 70 });
  await suggested(petr, { code: 'savings.reserve', need: 60 });
  await follow();
  assert.equal((await prompts()).length, 2);
  await bank.sql(
    `INSERT INTO products.terms (option_code, version, applies_from, withdrawn, body) VALUES ('card', 1, CURRENT_DATE, true, '{"margin": 12}')`,
  );
  assert.deepEqual(
    (await prompts()).map(({ code }: { code: string }) => code),
    ['savings.reserve'],
    'the rest of the list stays',
  );
  await bank.sql('DELETE FROM products.terms');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, '{}', 1, CURRENT_DATE + 30)`,
    [petr],
  );
  await bank.sql('UPDATE customers.customers SET died_on = CURRENT_DATE WHERE customer_id = $1', [jana]);
  assert.deepEqual(
    (await prompts()).map(({ customerId }: { customerId: string }) => customerId),
    [petr],
  );
  await bank.sql('UPDATE customers.customers SET ended_on = CURRENT_DATE WHERE customer_id = $1', [petr]);
  assert.deepEqual(await prompts(), []);
  const left = `SELECT customer_id FROM needs.facts UNION ALL SELECT customer_id FROM advice.decisions`;
  assert.deepEqual(await bank.sql(left), [{ customer_id: jana }]);
  await bank.sql('UPDATE customers.customers SET died_on = NULL, ended_on = NULL');
});

test('met is what is known to be met: not what lapsed, what may not be used, or what was settled long before', async () => {
  const { petr } = bank.customers;
  const followed = (category: string, since = -182) =>
    bank.sql(
      `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
       VALUES ($1, $2, $3, false, 70, $4, CURRENT_DATE)`,
      [petr, `x.${category}`, day(since), category],
    );
  const need = (category: string, more: object) => {
    const row = {
      source: 'customer',
      state: 'open',
      strength: 70,
      recorded: -200,
      expires: 100,
      rule: null,
      ...more,
    };
    return bank.sql(
      `INSERT INTO needs.needs (customer_id, category, source, context, strength, state, rule, not_used, recorded_at, expires_on, settled_at)
       SELECT $1, $2, r.source, 'offer', r.strength, r.state, r.rule, coalesce(r.unused, false), CURRENT_DATE + r.recorded,
         CURRENT_DATE + r.expires, CURRENT_DATE + r.settled
         FROM jsonb_to_record($3) r(source text, state text, strength integer, rule text, unused boolean, recorded integer, expires integer, settled integer)`,
      [petr, category, JSON.stringify(row)],
    );
  };
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on) VALUES ($1, CURRENT_DATE, $2, 1, CURRENT_DATE + 30)`,
    [petr, JSON.stringify({ 'need.investing': 70, 'need.saving': 0, 'need.protection': 0 })],
  );
  // stated a year ago, and nobody has asked since: it stays open, and is not known any more
  await followed('home');
  await need('home', { recorded: -400, expires: -35 });
  await followed('protection');
  await need('protection', { recorded: -400, expires: -35 });
  // “do not use this”, of the bank's own inference and of her own words
  await followed('reserve');
  await need('reserve', { source: 'inferred', rule: 'little put by', unused: true });
  await followed('saving');
  await need('saving', { unused: true });
  // settled as met in another year, and inferred again today
  await followed('investing');
  await need('investing', { source: 'inferred', rule: 'idle money', recorded: -900 });
  await need('investing', { recorded: -600, state: 'met', settled: -500, expires: 9 });
  // settled within the window
  await followed('retirement');
  await need('retirement', { state: 'met', settled: -30 });
  await followed('lower costs');
  await need('lower costs', { state: 'rejected', settled: -30 });
  await follow();
  const rows = await bank.sql('SELECT category, met FROM advice.followed ORDER BY category');
  assert.deepEqual(Object.fromEntries(rows.map(({ category, met }) => [category, met])), {
    ...{ home: null, investing: false, 'lower costs': null, protection: null, reserve: null },
    ...{ retirement: true, saving: null },
  });
});

test('when a need is settled is kept with it, and goes when it is open again', async () => {
  await bank.sql(
    `INSERT INTO needs.needs (customer_id, category, source, context, strength, state, expires_on)
     VALUES ($1, 'home', 'customer', 'offer', 80, 'open', CURRENT_DATE + 9)`,
    [jana],
  );
  const settled = async (state: string) => {
    await bank.sql('UPDATE needs.needs SET state = $1', [state]);
    return (await bank.sql('SELECT settled_at::date = CURRENT_DATE AS today FROM needs.needs'))[0]?.today;
  };
  assert.deepEqual(
    [await settled('met'), await settled('open'), await settled('rejected')],
    [true, null, true],
  );
});

test('whoever objects to profiling is followed no more', async () => {
  await suggested(jana, { code: 'card', need: 70 });
  await follow();
  await bank.sql(
    `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
     VALUES ($1, gen_random_uuid(), 'no profiling', gen_random_uuid())`,
    [jana],
  );
  assert.deepEqual(await bank.sql('SELECT FROM advice.followed'), []);
  await suggested(jana, { code: 'card', need: 70 });
  assert.equal((await follow())?.begun, 0);
  await bank.sql('DELETE FROM privacy.restraints');
});

/** Measured followings of made-up customers, as the owner would leave them, and counted. */
const measured = async (heldOut: boolean, n: number, met: number, code = 'card') => {
  await bank.sql(
    `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on, measured_on, met, kept)
     SELECT gen_random_uuid(), $4, CURRENT_DATE - 190, $1, 70, 'saving', CURRENT_DATE - 8, CURRENT_DATE - 8, n <= $3, true
       FROM generate_series(1, $2::int) n`,
    [heldOut, n, met, code],
  );
  await bank.sql('SELECT advice.count_outcomes(CURRENT_DATE), advice.count_outcome_quarters(CURRENT_DATE)');
};

test('the page compares by needs met and customers kept, and says when too little is known', async () => {
  const manager = await bank.signedIn('manager');
  const read = async () => {
    const got = await manager.get('/api/advice/outcomes');
    assert.equal(got.status, 200, got.text);
    return got.body;
  };
  await measured(false, 400, 200);
  await measured(true, 9, 3);
  const early = (await read()).options[0];
  assert.equal(early.needsMet.verdict, 'too little known');
  assert.deepEqual([early.needsMet.heldOut, early.needsMet.difference], [null, null], 'nine are somebody');
  await measured(true, 91, 29);
  const later = await read();
  assert.equal(later.options[0].needsMet.verdict, 'helps');
  assert.ok(later.options[0].needsMet.difference.low > 0);
  assert.equal(later.options[0].customersKept.verdict, 'no difference seen');
  assert.equal(later.all.needsMet.reminded.of, 400);
  const events = await bank.sql(`SELECT staff_id FROM privacy.events WHERE name = 'outcomes.read'`);
  assert.deepEqual(events, [{ staff_id: bank.staff.manager }, { staff_id: bank.staff.manager }]);
  assert.equal((await banker.get('/api/advice/outcomes')).status, 403);
});

test('customers kept and needs met by option, by lot and by quarter, with intervals; a few are not read off the sum', async () => {
  const began = (quarter: number, heldOut: boolean, n: number, kept: number) =>
    bank.sql(
      `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on, measured_on, met, kept)
       SELECT gen_random_uuid(), 'card', s.since, $2, 70, 'saving', s.since + 182, CURRENT_DATE - 1, n <= $4, n <= $4
         FROM generate_series(1, $3::int) n,
           (SELECT (date_trunc('quarter', CURRENT_DATE) - $1::int * interval '3 months')::date + 3 AS since) s`,
      [quarter, heldOut, n, kept],
    );
  await began(3, false, 200, 190);
  await began(3, true, 60, 48);
  await began(4, false, 150, 140);
  await began(4, true, 12, 11);
  // four of the held out would be what is left of them all
  await began(5, false, 90, 80);
  await began(5, true, 4, 1);
  await bank.sql('SELECT advice.count_outcomes(CURRENT_DATE), advice.count_outcome_quarters(CURRENT_DATE)');
  const analyst = await bank.signedIn('analyst');
  const { options, all } = (await analyst.get('/api/advice/outcomes')).body;
  const [newest, before, first] = options[0].quarters;
  assert.deepEqual(options[0].quarters, all.quarters, 'only one option is compared');
  assert.deepEqual([newest.customersKept.reminded.of, newest.customersKept.reminded.yes], [200, 190]);
  assert.deepEqual([newest.customersKept.heldOut.of, newest.customersKept.heldOut.yes], [60, 48]);
  const { difference, low, high } = newest.customersKept.difference;
  assert.ok(Math.abs(difference - 0.15) < 1e-9 && low > 0 && high < 0.3, 'with an interval');
  assert.ok(newest.customersKept.heldOut.low < 0.8 && newest.customersKept.heldOut.high > 0.8);
  assert.deepEqual([first.customersKept.heldOut, before.customersKept.heldOut], [null, null]);
  assert.deepEqual([before.customersKept.reminded.of, first.customersKept.reminded.of], [150, 90]);
  assert.equal(before.customersKept.difference, null);
  for (const one of options[0].quarters) assert.match(one.quarter, /-(01|04|07|10)-01$/);
  assert.equal((await banker.get('/api/advice/outcomes')).status, 403);
});

test('nobody is counted twice, or stands on both sides; what was withdrawn is still compared', async () => {
  const ann = crypto.randomUUID();
  const window = (code: string, heldOut: boolean, since: number, kept: boolean) =>
    bank.sql(
      `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on, measured_on, met, kept)
       VALUES ($1, $2, $3, $4, 70, 'saving', $5, $5, $6, $6)`,
      [ann, code, day(since), heldOut, day(since + 182), kept],
    );
  // held out of a card, reminded of a deposit and of savings that day, and of a card's next window: she leaves
  await window('card', true, -400, false);
  await window('term.deposit', false, -400, false);
  await window('savings.reserve', false, -400, false);
  await window('card', true, -200, false);
  await measured(true, 60, 30, 'savings.reserve');
  await measured(true, 60, 30, 'term.deposit');
  await measured(false, 80, 40, 'card');
  const manager = await bank.signedIn('manager');
  const { all, options } = (await manager.get('/api/advice/outcomes')).body;
  assert.equal(all.customersKept.heldOut.of, 121);
  assert.equal(
    all.customersKept.heldOut.yes,
    120,
    'she is lost once, on the side of what she was held out of',
  );
  assert.deepEqual([all.customersKept.reminded.of, all.customersKept.reminded.yes], [80, 80]);
  const rows = await bank.sql(
    `SELECT option_code, measured FROM advice.outcome_totals WHERE held_out AND option_code = 'card'`,
  );
  assert.deepEqual(rows, [{ option_code: 'card', measured: 1 }], 'one window of a customer');
  await bank.sql(
    `INSERT INTO products.terms (option_code, version, applies_from, withdrawn, body) VALUES ('card', 1, CURRENT_DATE, true, '{"margin": 12}')`,
  );
  const later = (await manager.get('/api/advice/outcomes')).body;
  const card = later.options.find(({ code }: { code: string }) => code === 'card');
  assert.deepEqual([card.mayHold, card.title.en], [true, 'A card']);
  assert.deepEqual([later.all, later.options.length], [all, options.length]);
  await bank.sql('DELETE FROM products.terms');
});

test('nothing in it is by banker or branch: neither a column to count by nor a name in the answer', async () => {
  const columns = await bank.sql(
    `SELECT column_name FROM information_schema.columns
      WHERE table_schema = 'advice' AND table_name = 'followed' AND column_name ~ 'staff|_by$|premises|branch'`,
  );
  assert.deepEqual(columns, []);
  await measured(false, 60, 30);
  const { text } = await (await bank.signedIn('compliance')).get('/api/advice/outcomes');
  for (const one of Object.values(bank.staff)) assert.ok(!text.includes(one));
  assert.doesNotMatch(text, /staff|banker|branch|premises/i);
});

test('what is left out of the quarters is of nobody, or of as many as may be shown', () => {
  const side = fc.record({
    n: fc.integer({ min: 0, max: 60 }),
    yes: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(side, side), { maxLength: 9 }), (given) => {
      const sides = given.flatMap((pair, at) =>
        pair.map(({ n, yes }, heldOut) => ({
          ...{ quarter: `${2020 + at}-01-01`, heldOut: heldOut === 1 },
          share: { of: n, yes: Math.floor(n * yes) },
        })),
      );
      const shown = comparedByQuarter(sides);
      for (const key of ['reminded', 'heldOut'] as const) {
        const all = sides.filter(({ heldOut }) => heldOut === (key === 'heldOut'));
        const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
        const told = shown.flatMap((one) => one[key]?.of ?? []);
        const hidden = sum(all.map(({ share }) => share.of)) - sum(told);
        assert.ok(hidden === 0 || hidden >= fewestShown || told.length === 0, `${hidden} are left`);
        assert.ok(told.every((of) => of >= fewestShown));
      }
    }),
    { numRuns: 500 },
  );
});

test('intervals: within bounds, around the value, narrower with more; a verdict only with enough', () => {
  const share = fc
    .integer({ min: 1, max: 5000 })
    .chain((of) => fc.integer({ min: 0, max: of }).map((yes) => ({ of, yes })));
  fc.assert(
    fc.property(share, share, (one, other) => {
      for (const found of [shareOf(one), differenceOf(one, other), ratioOf(one, other)]) {
        assert.ok(found && found.low <= found.value + 1e-9 && found.value <= found.high + 1e-9);
      }
      const more = { of: one.of * 4, yes: one.yes * 4 };
      const [narrow, wide] = [shareOf(more), shareOf(one)];
      assert.ok((narrow?.high ?? 1) - (narrow?.low ?? 0) <= (wide?.high ?? 0) - (wide?.low ?? 0) + 1e-9);
      const { verdict } = compared({ reminded: one, heldOut: other });
      if (Math.min(one.of, other.of) < enough) assert.equal(verdict, 'too little known');
    }),
  );
  // Newcombe 1998, table II: 56/70 against 48/80
  const found = differenceOf({ of: 70, yes: 56 }, { of: 80, yes: 48 });
  assert.deepEqual(
    [found?.low, found?.high].map((one) => one?.toFixed(4)),
    ['0.0524', '0.3339'],
  );
  assert.equal(shareOf({ of: 0, yes: 0 }), undefined);
});
