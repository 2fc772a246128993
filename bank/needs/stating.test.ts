/** What she stated of herself in a talk has a list: hers to correct, remove or keep from use; staff see the same. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Answer, type Client, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
let banker: Client;
let counter: Client;
let jana: Client;
let talk: string;
before(async () => {
  bank = await trialBank();
  await bank.visit(bank.customers.jana, 'banker');
  banker = await bank.signedIn('banker', 'private room');
  counter = await bank.signedIn('banker', 'open counter');
  jana = await bank.atHome(bank.customers.jana);
  // so that the books know of no income, and what she says counts
  await bank.sql('DELETE FROM holdings.transactions');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM needs.stated_facts');
  await bank.sql('DELETE FROM asking.conversations');
  const begun = await banker.post(at('conversations'), { occasion: 'new job' });
  assert.equal(begun.status, 200, begun.text);
  talk = begun.body.conversationId;
  await tell('income stated', '4200000');
});

const at = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
async function tell(questionId: string, answer: unknown, version = 0): Promise<Answer> {
  const told = await banker.post(at(`conversations/${talk}/answers`), { questionId, answer, version });
  assert.equal(told.status, 200, told.text);
  return told;
}
const own = async () => (await jana.get('/api/understanding')).body.understanding.stated;
const onFile = async (client = banker) => (await client.get(at('file'))).body.understanding;
const answer = (given: string, value: string | null = null, fact = 'income.monthly') =>
  jana.post('/api/understanding/stated', { fact, answer: given, value });
async function income(): Promise<unknown> {
  await runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  return rightNow();
}
async function rightNow(): Promise<unknown> {
  const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [bank.customers.jana]);
  return (row?.known as Record<string, unknown> | undefined)?.['income.monthly'];
}
const today = new Date().toISOString().slice(0, 10);

test('she sees each with when and where she said it and until when; staff see the same, masked at an open counter', async () => {
  const [one] = await own();
  const [branch] = await bank.sql('SELECT name FROM premises.premises WHERE premises_id = $1', [
    bank.premises.main,
  ]);
  assert.deepEqual(one, {
    ...{ fact: 'income.monthly', kind: 'money', value: null, saidOn: today, saidIn: 'talk' },
    ...{ amount: { minor: '4200000', currency: 'CZK' }, premises: branch?.name, notUsed: false },
    talk: one.talk,
    expiresOn: Temporal.PlainDate.from(today).add({ days: 365 }).toString(),
  });
  assert.match(one.talk.en, /job/i, 'it names the talk');
  assert.deepEqual((await onFile()).stated, [one]);
  const there = await counter.get(at('file'));
  const masked = there.body.understanding;
  assert.deepEqual(masked.stated, [{ ...one, talk: null, amount: { minor: null, currency: 'CZK' } }]);
  assert.equal(masked.isPrivate, true);
  assert.ok(!there.text.includes('4200000'));
});

test('corrected it counts anew for a year, by her own word, and the talk does not say it back', async () => {
  assert.equal(await income(), '4200000');
  const corrected = await answer('correct', '3900000');
  assert.equal(corrected.status, 200, corrected.text);
  assert.equal(await rightNow(), '3900000', 'from this moment');
  assert.equal(await income(), '3900000');
  await tell('job kind', 'permanent');
  const [one] = await own();
  assert.deepEqual([one.amount.minor, one.saidIn, one.premises, one.talk], ['3900000', 'portal', null, null]);
  // what she says in a talk after that is newer than her correction
  await tell('income stated', '4500000', 1);
  assert.deepEqual(
    (await own()).map((now: { amount: { minor: string }; saidIn: string }) => [now.amount.minor, now.saidIn]),
    [['4500000', 'talk']],
  );
  const [change] = await bank.sql(
    `SELECT role FROM privacy.changes WHERE customer_id = $1 AND name = 'stated.answered'`,
    [bank.customers.jana],
  );
  assert.deepEqual(change, { role: 'customer' });
});

test('removed it is gone, and the rest of the talk does not bring it back', async () => {
  assert.equal(await income(), '4200000');
  assert.equal((await answer('remove')).status, 200);
  assert.equal(await rightNow(), undefined);
  assert.equal((await answer('remove')).status, 200, 'asked again after the answer was lost');
  await tell('job kind', 'permanent');
  assert.deepEqual(await own(), []);
  assert.equal(await income(), undefined);
});

test('“do not use this” binds from that moment, whatever is said anew, until she says otherwise', async () => {
  assert.equal(await income(), '4200000');
  assert.equal((await answer('do not use')).status, 200);
  assert.equal(await rightNow(), undefined);
  assert.equal(await income(), undefined);
  assert.equal((await own())[0].notUsed, true);
  assert.equal((await onFile()).stated[0].notUsed, true);
  await tell('income stated', '5000000', 1);
  assert.equal((await own())[0].notUsed, true);
  assert.equal(await income(), undefined, 'said anew it is still not to be used');
  assert.equal((await answer('use')).status, 200);
  assert.equal(await income(), '5000000');
});

test('“do not use this” is of a need, not of one telling of it: it binds in the next talk, until she says otherwise', async () => {
  const { jana: customerId } = bank.customers;
  await bank.sql('DELETE FROM needs.needs');
  const protection = async () => {
    await runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
    const [row] = await bank.sql('SELECT known, not_used FROM needs.facts WHERE customer_id = $1', [
      customerId,
    ]);
    const { known, not_used: notUsed } = row as { known: Record<string, unknown>; not_used: string[] };
    return [known['need.protection'], notUsed.includes('need.protection')];
  };
  const needs = async () =>
    (await jana.get('/api/understanding')).body.understanding.needs.filter(
      (one: { category: string }) => one.category === 'protection',
    );
  const says = (answer: string, id: string) =>
    jana.post('/api/understanding/answers', { of: 'need', id, answer });
  await tell('job kind', 'own');
  assert.deepEqual(await protection(), [55, false]);
  assert.equal((await says('do not use', (await needs())[0].needId)).status, 200);
  assert.deepEqual(await protection(), [undefined, true]);
  await banker.post(at(`conversations/${talk}/end`), { how: 'left', summary: null, followUp: null });
  talk = (await banker.post(at('conversations'), { occasion: 'family' })).body.conversationId;
  const told = await tell('dependants', 'uncovered');
  assert.ok(!told.body.fits.some(({ code }: { code: string }) => code === 'referral.protection'), told.text);
  assert.deepEqual(await protection(), [undefined, true], 'told anew it is still not to be used');
  // also where what was worked out knows nothing of it
  const enough = { died: false, kind: 'person', 'of.age': true, 'in.difficulty': false, 'held.insurance': 0 };
  await bank.sql(`UPDATE needs.facts SET not_used = '{}', known = known || $1`, [
    { ...enough, 'contact.marketing': true, 'contacts.year': 0, 'standing.broken': false },
  ]);
  const codes = ({ body }: Answer) => (body.fits as { code: string }[]).map(({ code }) => code);
  assert.ok(!codes(await tell('dependants', 'uncovered', 1)).includes('referral.protection'));
  await bank.sql('UPDATE needs.refusals SET ended_at = now()');
  assert.ok(codes(await tell('dependants', 'uncovered', 2)).includes('referral.protection'));
  await bank.sql('UPDATE needs.refusals SET ended_at = NULL');
  const all = await needs();
  assert.deepEqual(
    all.map(({ notUsed }: { notUsed: boolean }) => notUsed),
    [true, true],
  );
  assert.equal((await says('use', all[0].needId)).status, 200);
  assert.equal((await protection())[1], false);
  assert.equal((await says('do not use', all[1].needId)).status, 200);
  await jana.post('/api/understanding/needs', { category: 'protection' });
  assert.equal((await protection())[1], false, 'she says herself that she needs it');
});

test('“do not use this” of what she stated outlives it, and she is not asked for it: the talk says so', async () => {
  await bank.sql(
    'DELETE FROM needs.refusals; DELETE FROM needs.stated_facts; DELETE FROM asking.conversations',
  );
  await bank.sql('DELETE FROM asking.answered');
  talk = (await banker.post(at('conversations'), { occasion: 'new job' })).body.conversationId;
  await tell('income stated', '4200000');
  assert.equal((await answer('do not use')).status, 200);
  assert.equal((await answer('remove')).status, 200);
  await bank.sql('DELETE FROM asking.answered');
  const read = async () => (await banker.get(at('conversation'))).body;
  const before = await read();
  assert.ok(!before.ask.some((one: { questionId: string }) => one.questionId === 'income stated'));
  const fits = before.open.fits;
  const told = await tell('income stated', '90000000', 1);
  assert.deepEqual(told.body.fits, fits, 'nothing follows from it, in the talk either');
  const question = told.body.questions.find(
    (one: { questionId: string }) => one.questionId === 'income stated',
  );
  assert.deepEqual([question.notUsed, question.known], [true, null]);
  assert.equal((await own())[0].notUsed, true);
  assert.equal(await income(), undefined);
  await bank.sql('DELETE FROM needs.stated_facts');
  const back = { about: 'stated.income.monthly', refused: false };
  assert.equal((await jana.post('/api/understanding/refusals', back)).status, 200);
  await tell('income stated', '4300000', 2);
  assert.equal(await income(), '4300000');
});

test('savings elsewhere, said in a talk, count into the reserve and say so; “do not use this” takes them out at once', async () => {
  const { jana: customerId } = bank.customers;
  const run = () => runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  const known = async () => {
    const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [customerId]);
    return (row?.known ?? {}) as Record<string, number | string | undefined>;
  };
  await bank.sql(`DELETE FROM asking.conversations`);
  const begun = await banker.post(at('conversations'), { occasion: 'first meeting' });
  talk = begun.body.conversationId;
  await tell('elsewhere', ['savings']);
  await tell('savings elsewhere', '90000000');
  await run();
  assert.equal((await known())['savings.elsewhere'], '90000000');
  // what the books know of her is too little for a reserve: it stays unknown, whatever lies elsewhere
  assert.equal((await known())['reserve.months'], undefined);
  const books = { 'balance.now': '3000000', 'savings.total': '0', 'outgoings.monthly': '3000000' };
  const reckoned = { 'reserve.months': 31, 'reserve.here.months': 1 };
  const setKnown = () =>
    bank.sql('UPDATE needs.facts SET known = $2 WHERE customer_id = $1', [
      customerId,
      {
        died: false,
        'held.current.account': 1,
        'held.savings': 0,
        'savings.elsewhere': '90000000',
        ...books,
        ...reckoned,
      },
    ]);
  await setKnown();
  const savings = async (path: string, client: Client) => {
    const { body, text } = await client.get(path);
    const one = body.rejected?.find(({ code }: { code: string }) => code === 'savings.reserve');
    assert.ok(one, text);
    return one;
  };
  const said = [{ fact: 'savings.elsewhere', saidOn: today }];
  const told = await savings(at('advice'), banker);
  assert.deepEqual([told.staff.en, told.told], ['Six months of outgoings lie ready already.', said]);
  const her = await savings('/api/own-advice', jana);
  assert.deepEqual([her.why.en, her.told], ['You already have a good reserve.', said]);
  const using = await answer('do not use', null, 'savings.elsewhere');
  assert.equal(using.status, 200, using.text);
  const { 'reserve.months': months, ...rest } = await known();
  assert.deepEqual(
    [months, rest['savings.elsewhere'], rest['reserve.here.months']],
    [1, undefined, undefined],
  );
  const { body } = await banker.get(at('advice'));
  assert.ok(!JSON.stringify(body).includes('savings.elsewhere'), 'nothing hangs on it any more');
  // corrected while it is not to be used it still is not
  assert.equal((await answer('correct', '100', 'savings.elsewhere')).status, 200);
  await run();
  assert.equal((await known())['savings.elsewhere'], undefined);
  assert.equal((await answer('use', null, 'savings.elsewhere')).status, 200);
  await setKnown();
  await bank.sql(
    `UPDATE needs.facts SET known = known || '{"savings.elsewhere": "100"}' WHERE customer_id = $1`,
    [customerId],
  );
  assert.equal((await answer('remove', null, 'savings.elsewhere')).status, 200);
  assert.deepEqual([(await known())['reserve.months'], (await known())['savings.elsewhere']], [1, undefined]);
});

test('what nobody can mean, and what was never stated, is refused', async () => {
  for (const value of [null, ' ', '-5', 'much', '1e9', `${10n ** 16n}`]) {
    const { status, body, text } = await answer('correct', value);
    assert.deepEqual([status, body?.code, body?.fields?.[0]?.field], [422, 'does-not-fit', '/value'], text);
  }
  assert.equal((await answer('do not use', null, 'children')).status, 404);
  assert.equal((await answer('correct', '1', 'no.such.fact')).status, 404);
  assert.equal((await own())[0].amount.minor, '4200000');
});

test('what has expired is in no list and counts for nothing', async () => {
  await bank.sql(`UPDATE needs.stated_facts SET said_on = CURRENT_DATE - 366, expires_on = CURRENT_DATE - 1`);
  assert.deepEqual(await own(), []);
  assert.deepEqual((await onFile()).stated, []);
  assert.equal((await answer('use')).status, 404);
});

test('a need says in which talk she told it, or that it was here; what she confirms here is said here', async () => {
  const { jana: customerId } = bank.customers;
  await bank.sql('DELETE FROM needs.needs');
  await tell('job kind', 'own');
  await jana.post('/api/understanding/needs', { category: 'studying' });
  await bank.sql(
    `INSERT INTO needs.needs (customer_id, category, source, context, strength, rule, because, expires_on)
     VALUES ($1, 'retirement', 'inferred', 'care', 55, 'nearly there', '{"en": "Soon.", "es": "Pronto."}', CURRENT_DATE + 30)`,
    [customerId],
  );
  const needs = async () => (await jana.get('/api/understanding')).body.understanding.needs;
  const of = async (category: string) =>
    (await needs()).find((one: { category: string }) => one.category === category);
  const said = (await needs()).filter((one: { saidIn: string }) => one.saidIn === 'talk');
  assert.ok(said.length > 0, JSON.stringify(await needs()));
  assert.match(said[0].talk.en, /job/i);
  assert.equal(said[0].saidOn, today);
  const here = await of('studying');
  assert.deepEqual([here.saidIn, here.talk, here.saidOn], ['portal', null, today]);
  const inferred = await of('retirement');
  assert.deepEqual([inferred.saidIn, inferred.saidOn], [null, null]);
  await jana.post('/api/understanding/answers', { of: 'need', id: inferred.needId, answer: 'confirm' });
  assert.equal((await of('retirement')).saidIn, 'portal');
  // what care saw stays with care when she says that it is so; what she asks for herself may be answered
  const [row] = await bank.sql(
    `INSERT INTO needs.needs (customer_id, category, source, context, strength, rule, because, expires_on)
     VALUES ($1, 'protection', 'inferred', 'care', 60, 'children', '{"en": "Children.", "es": "Hijos."}', CURRENT_DATE + 30)
     RETURNING need_id`,
    [customerId],
  );
  await jana.post('/api/understanding/answers', { of: 'need', id: row?.need_id, answer: 'confirm' });
  const kept = await bank.sql(
    'SELECT category, context FROM needs.needs WHERE customer_id = $1 AND because IS NOT NULL ORDER BY 1',
    [customerId],
  );
  assert.deepEqual(
    kept.map(({ category, context }) => [category, context]),
    [
      ['protection', 'care'],
      ['retirement', 'care'],
    ],
  );
  const protections = (await needs()).filter((one: { category: string }) => one.category === 'protection');
  assert.deepEqual(
    protections.map((one: { saidIn: string; forCare: boolean }) => [one.saidIn, one.forCare]).sort(),
    [
      ['portal', true],
      ['talk', false],
    ],
  );
  const masked = (await counter.get(at('file'))).body.understanding.needs;
  assert.ok(
    masked.every((one: { talk: unknown }) => one.talk === null),
    'not where others read',
  );
});

test('about when something happened is hers to put right: told, suspected or confirmed; not what is in the books', async () => {
  const { jana: customerId } = bank.customers;
  await bank.sql('DELETE FROM needs.events');
  const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
  const event = async (kind: string, source: string, state: string) => {
    const [row] = await bank.sql(
      `INSERT INTO needs.events (customer_id, kind, state, source, rule, on_date, confidence, evidence_key, sensitive, expires_on)
       VALUES ($1, $2, $4, $3, CASE $3 WHEN 'inferred' THEN 'a rule' END, CURRENT_DATE - 20, 80, 'key ' || $2, false, CURRENT_DATE + 9)
       RETURNING event_id`,
      [customerId, kind, source, state],
    );
    return String(row?.event_id);
  };
  const put = (id: string, onDate: string) => jana.post(`/api/understanding/events/${id}/days`, { onDate });
  const seen = async (id: string) =>
    (await jana.get('/api/understanding')).body.understanding.events.find(
      (one: { eventId: string }) => one.eventId === id,
    );
  for (const [kind, source, state] of [
    ['moving', 'inferred', 'suspected'],
    ['child', 'staff', 'confirmed'],
    ['partner', 'customer', 'confirmed'],
  ] as const) {
    const id = await event(kind, source, state);
    const answered = await put(id, day(-45));
    assert.equal(answered.status, 200, answered.text);
    assert.equal((await put(id, day(-45))).status, 200, 'asked again after the answer was lost');
    const one = await seen(id);
    assert.deepEqual([one.onDate, one.state, one.source], [day(-45), 'confirmed', source]);
    assert.ok(one.expiresOn > day(200), 'it counts anew');
  }
  const changes = await bank.sql(`SELECT role FROM privacy.changes WHERE name = 'life event.corrected'`);
  assert.deepEqual(changes, Array(3).fill({ role: 'customer' }), 'once each');
  const books = await event('large money in', 'inferred', 'suspected');
  assert.equal((await put(books, day(-3))).status, 409, 'when money came, the books say');
  const gone = await event('education', 'inferred', 'rejected');
  assert.equal((await put(gone, day(-3))).status, 404);
  assert.equal((await put(books, day(-731))).status, 422);
  assert.equal((await put(books, '2026-02-30')).status, 400);
  // what a rule sees of it that night does not take her day away
  await runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  const [moved] = await bank.sql(
    `SELECT on_date::text AS on_date FROM needs.events WHERE kind = 'moving' AND state = 'confirmed'`,
  );
  assert.equal(moved?.on_date, day(-45));
});

test('that her stage is not so is hers to say: it stands in the file, no rule knows it, and it may be taken back', async () => {
  const { jana: customerId } = bank.customers;
  const run = () => runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
  const stage = async () => {
    const [row] = await bank.sql('SELECT known FROM needs.facts WHERE customer_id = $1', [customerId]);
    return (row?.known as Record<string, unknown> | undefined)?.stage;
  };
  const says = (isSo: boolean) => jana.post('/api/understanding/standings', { of: 'stage', isSo });
  await run();
  const before = await stage();
  assert.ok(before !== undefined);
  const said = await says(false);
  assert.equal(said.status, 200, said.text);
  assert.equal(await stage(), undefined, 'from this moment');
  await run();
  assert.equal(await stage(), undefined, 'also when it is worked out anew');
  const { stage: seen } = await onFile();
  assert.deepEqual([seen.value, seen.disputedOn], [before, today]);
  assert.equal((await onFile(counter)).stage, null);
  assert.equal((await says(false)).status, 200, 'asked again after the answer was lost');
  const rows = await bank.sql(`SELECT role FROM privacy.changes WHERE name = 'standing.answered'`);
  assert.deepEqual(rows, [{ role: 'customer' }]);
  assert.equal((await says(true)).status, 200);
  await run();
  assert.equal(await stage(), before);
  // what was before stands in the file, the newest first
  await bank.sql(
    `INSERT INTO needs.standings (customer_id, of, value, rule, because, from_date, to_date, is_change)
     VALUES ($1, 'stage', 'student', 'studies', '{"en": "Told us of studying.", "es": "Nos dijo que estudia."}',
       '2024-01-01', '2025-06-30', false)`,
    [customerId],
  );
  const student = (await onFile()).before.at(-1);
  assert.deepEqual(
    [student.value, student.fromDate, student.toDate],
    ['student', '2024-01-01', '2025-06-30'],
  );
  assert.deepEqual((await onFile(counter)).before, [], 'and not where strangers read');
});
