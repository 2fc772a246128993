/** Changing the rules by two people, on the real database: nothing unsound, nothing alone, nothing unnoticed. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { type Answer, type Client, type StaffName, type Trial, trialBank } from '#bank/trial.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks as adviceTasks } from '../advice/jobs.ts';
import type { WireCase, WireRow, WireSlip } from './contract.ts';
import { atLeast } from './covering.ts';
import { tasks } from './jobs.ts';

let bank: Trial;
const clients = {} as Record<StaffName, Client>;
before(async () => {
  bank = await trialBank();
  for (const who of ['analyst', 'compliance', 'privacy', 'manager', 'banker'] as const)
    clients[who] = await bank.signedIn(who, 'private room');
  await bank.sql(
    `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     SELECT c.customer_id, CURRENT_DATE, $1, 1, CURRENT_DATE + 30 FROM customers.customers c`,
    [JSON.stringify(known)],
  );
});
after(() => bank.close());
// what one story leaves open is not in the way of the next
afterEach(async () => {
  const open = await bank.sql(`SELECT draft_id FROM rules.drafts WHERE state IN ('draft', 'proposed')`);
  for (const { draft_id } of open) await setAside(String(draft_id));
});

const known = {
  ...{ kind: 'person', died: false, 'of.age': true, 'in.difficulty': false, 'held.current.account': 1 },
  ...{ 'held.card': 0, 'cash.share': 0.7, 'overdraft.days.90': 0, 'contact.marketing': true },
};
const table = 'card.applicability';
const refused = ({ status, body, text }: Answer, code: string, expected: number) =>
  assert.deepEqual([status, body?.code], [expected, code], text);

interface Draft {
  version: number;
  inputs: string[];
  rows: WireRow[];
  cases: WireCase[];
  slips: WireSlip[];
  problems: { row: string | null; column: string | null; code: string; other: string | null }[];
  results: { decides: string | null; passes: boolean }[];
  leftOut: string[];
  state: string;
  request: { state: string; approvalId: string; decidedBy: string | null } | null;
  before: { version: number };
}

async function begun(of = table, restores: number | null = null): Promise<string> {
  const answer = await clients.analyst.post(`/api/rules/${encodeURIComponent(of)}/drafts`, { restores });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.draftId;
}
const read = async (draftId: string): Promise<Draft> =>
  (await clients.analyst.get(`/api/rule-drafts/${draftId}`)).body;

async function saved(draftId: string, change: (draft: Draft) => Partial<Draft> & { appliesFrom?: string }) {
  const draft = await read(draftId);
  const now = { ...draft, appliesFrom: null, ...change(draft) };
  const { inputs, rows, cases, slips, appliesFrom = null } = now;
  const match = { 'if-match': `"${draft.version}"` };
  return clients.analyst.send(
    'PUT',
    `/api/rule-drafts/${draftId}`,
    { inputs, rows, cases, slips, appliesFrom },
    match,
  );
}

const why = { reference: 'Review 12', reason: 'Cards suit whoever pays half in cash already.' };
async function simulated(draftId: string, sample: number | null = null) {
  const path = `/api/rule-drafts/${draftId}/simulations`;
  const asked = await clients.analyst.post(path, { sample, seed: 'one' });
  if (asked.status !== 200) return asked;
  await runOnce(bank.database, 'rules.simulate', undefined, tasks['rules.simulate']);
  return clients.analyst.get(path);
}
async function proposed(draftId: string): Promise<Answer> {
  await simulated(draftId);
  const { version } = await read(draftId);
  return clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, { 'if-match': `"${version}"` });
}
async function decided(who: StaffName, draftId: string, decision = 'approved'): Promise<Answer> {
  const { request } = await read(draftId);
  const { body } = await clients[who].get('/api/approvals');
  const shown = body.approvals.find((one: { approvalId: string }) => one.approvalId === request?.approvalId);
  return clients[who].post(`/api/approvals/${request?.approvalId}/decision`, {
    ...{ hash: shown?.hash ?? '0'.repeat(64), decision },
    words: decision === 'refused' ? 'Not before the summer.' : null,
  });
}
const inForce = (draftId: string) => clients.analyst.post(`/api/rule-drafts/${draftId}/effect`);
const setAside = (draftId: string, becomes = 'left') =>
  clients.analyst.post(`/api/rule-drafts/${draftId}/state`, { becomes });

/** The threshold of cash, with a case that it passes. */
const threshold = (share: number) => (draft: Draft) => ({
  rows: draft.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at) =>
      draft.inputs[at] === 'cash.share' && cell !== null ? { ...cell, value: share } : cell,
    ),
  })),
  cases: [
    {
      ...{ name: 'pays half in cash', expects: share <= 0.5 ? 'much.cash' : 'little.cash' },
      facts: [
        { fact: 'held.card', value: 0 },
        { fact: 'cash.share', value: 0.5 },
      ],
    },
  ],
});

async function suggestions(): Promise<string[]> {
  await bank.visit(bank.customers.jana, 'banker');
  const { body } = await clients.banker.get(`/api/customers/${bank.customers.jana}/advice`);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now()`);
  return body.suggestions.map(({ code }: { code: string }) => code);
}

async function putThrough(draftId: string): Promise<number> {
  const proposal = await proposed(draftId);
  assert.equal(proposal.status, 200, proposal.text);
  assert.equal((await decided('compliance', draftId)).status, 200);
  const answer = await inForce(draftId);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.version;
}

test('a table is changed by two people, counts at once, says who and why, and is rolled back the same way', async () => {
  assert.deepEqual(await suggestions(), ['card']);
  const draftId = await begun();
  const kept = await saved(draftId, threshold(0.9));
  assert.deepEqual([kept.status, kept.body.problems], [200, []], kept.text);
  assert.deepEqual(
    kept.body.results.map(({ passes }: { passes: boolean }) => passes),
    [true],
  );
  refused(await inForce(draftId), 'not-now', 409);
  assert.equal((await proposed(draftId)).status, 200);
  refused(await inForce(draftId), 'approval-needed', 403);
  const listed = (await clients.compliance.get('/api/approvals')).body.approvals[0];
  assert.deepEqual(
    [listed.action, listed.about, listed.draftId, listed.requesterName],
    ['rule change', table, draftId, 'Anna Analyst'],
  );
  refused(await decided('manager', draftId), 'not-allowed', 403);
  assert.equal((await decided('compliance', draftId)).status, 200);
  assert.deepEqual(await suggestions(), ['card'], 'approved is not yet in force');
  const effect = await inForce(draftId);
  assert.deepEqual([effect.status, effect.body.version], [200, 1], effect.text);
  assert.equal((await inForce(draftId)).body.version, 1, 'asked again it is in force, once');
  assert.deepEqual(await suggestions(), []);
  const { body } = await clients.analyst.get(`/api/rules/${table}`);
  const [newest, brought] = body.versions;
  assert.deepEqual(
    [newest.version, newest.madeBy, newest.approvedBy, newest.reference, newest.inForce],
    [1, 'Anna Analyst', 'Cyril Compliance', 'Review 12', true],
  );
  assert.deepEqual([brought.version, brought.appliesFrom, brought.inForce], [0, null, false]);
  const one = (await clients.privacy.get(`/api/rules/${table}/versions/1`)).body;
  assert.equal(one.before.version, 0, 'beside what counted before');
  const events = await bank.sql(`SELECT name FROM privacy.events WHERE subject = $1`, [table]);
  assert.deepEqual(
    events.map(({ name }) => name),
    ['rules.simulated', 'rules.changed'],
  );
  const back = await begun(table, 0);
  assert.equal(await putThrough(back), 2);
  assert.deepEqual(await suggestions(), ['card']);
  const history = (await clients.analyst.get(`/api/rules/${table}`)).body.versions;
  assert.deepEqual(
    history.map(({ version, restores }: { version: number; restores: number | null }) => [version, restores]),
    [
      [2, 0],
      [1, null],
      [0, null],
    ],
  );
});

test('an unsound table is refused with the row named: forbidden, unknown, endless, contradicting, without words', async () => {
  const draftId = await begun();
  const reading = (fact: string) => (draft: Draft) => ({
    ...{ inputs: [...draft.inputs, fact], cases: threshold(0.5)(draft).cases },
    rows: draft.rows.map((row) => ({
      ...row,
      cells: [...row.cells, row.id === 'much.cash' ? { op: 'known' as const } : null],
    })),
  });
  const found = async (change: (draft: Draft) => Partial<Draft>) => {
    const answer = await saved(draftId, change);
    assert.equal(answer.status, 200, answer.text);
    const [first] = answer.body.problems;
    const proposal = await proposed(draftId);
    refused(proposal, 'does-not-fit', 422);
    assert.ok(JSON.stringify(proposal.body.fields).includes(first.row), proposal.text);
    await saved(draftId, () => clean);
    return [first.code, first.row, first.column ?? first.other];
  };
  const clean = await read(draftId);
  assert.deepEqual(await found(reading('age')), ['fact of another context', 'much.cash', 'age']);
  assert.deepEqual(await found(reading('shoe.size')), ['unknown fact', 'much.cash', 'shoe.size']);
  const itself = 'card.applicability.fits';
  assert.deepEqual(await found(reading(itself)), ['never ends', 'much.cash', itself]);
  assert.deepEqual(await found(reading('card.suitability.fits')), [
    ...['not known yet', 'much.cash', 'card.suitability.fits'],
  ]);
  const twin = ({ rows }: Draft) => {
    const much = rows.find(({ id }) => id === 'much.cash') as WireRow;
    return { rows: [...rows, { ...much, id: 'twin', outputs: [false] }] };
  };
  assert.deepEqual(await found(twin), ['contradiction', 'twin', 'much.cash']);
  const late = ({ rows }: Draft) => {
    const much = rows.find(({ id }) => id === 'much.cash') as WireRow;
    const narrower = much.cells.map((cell) => cell && { ...cell, value: 0.9 });
    return { rows: [...rows, { ...much, id: 'late', cells: narrower }] };
  };
  assert.deepEqual(await found(late), ['never reached', 'late', 'much.cash']);
  const mute = ({ rows }: Draft) => ({ rows: rows.map((row) => ({ ...row, because: { en: ' ', es: '' } })) });
  assert.deepEqual((await found(mute))[0], 'no words');
  const futile = (draft: Draft) => ({
    ...{ inputs: [...draft.inputs, 'held.current.account'] },
    rows: draft.rows.map((row) => ({
      ...row,
      cells: [...row.cells, row.id === 'much.cash' ? { op: '=' as const, value: 0 } : null],
    })),
  });
  assert.deepEqual(await found(futile), ['comes to nothing', 'much.cash', 'card.eligibility']);
  const wrong = ({ rows }: Draft) => ({
    rows: rows.map((row) => ({ ...row, cells: row.cells.map((cell) => cell && { ...cell, value: 'many' }) })),
  });
  assert.equal((await found(wrong))[0], 'wrong value');
  assert.equal((await setAside(draftId)).status, 200);
});

test('a rollback takes over the cases that pass under what is brought back, and says which it left out', async () => {
  const draftId = await begun();
  const turned = await saved(draftId, threshold(0.3));
  assert.equal(turned.body.results[0]?.passes, true, turned.text);
  await putThrough(draftId);
  const back = await begun(table, 0);
  const draft = await read(back);
  assert.deepEqual(draft.leftOut, ['pays half in cash']);
  assert.deepEqual(
    draft.results.map(({ passes }) => passes),
    [true],
    'one is made of a row',
  );
  await putThrough(back);
  assert.deepEqual((await read(back)).leftOut, []);
});

test('a cell that names a range or several words is read as it was saved, and saved back unchanged', async () => {
  const draftId = await begun('need retirement');
  const first = await read(draftId);
  const ranges = (draft: Draft) =>
    draft.rows.flatMap(({ cells }) => cells.filter((cell) => cell?.op === 'between' || cell?.op === 'in'));
  assert.ok(ranges(first).length > 0, 'the table has some');
  for (const cell of ranges(first)) assert.ok(Array.isArray(cell?.value), JSON.stringify(cell));
  const answer = await saved(draftId, () => ({}));
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.body.problems, []);
  assert.deepEqual((await read(draftId)).rows, first.rows);
});

test('a table of needs is changed the same way, and never reads what is worked out beside it', async () => {
  const draftId = await begun('need saving');
  const draft = await read(draftId);
  const answer = await saved(draftId, () => ({
    inputs: [...draft.inputs, 'need.saving', 'level'],
    rows: draft.rows.map((row) => ({ ...row, cells: [...row.cells, { op: 'known' }, { op: 'known' }] })),
  }));
  const codes = answer.body.problems.map((one: Draft['problems'][number]) => [one.code, one.row, one.column]);
  assert.deepEqual(codes, [
    ['never ends', 'room to save', 'need.saving'],
    ['not known yet', 'room to save', 'level'],
  ]);
  await saved(draftId, () => ({
    ...{ inputs: draft.inputs, cases: [{ name: 'saver', expects: 'room to save', facts: saver }] },
    rows: draft.rows.map((row) => ({ ...row, outputs: [90] })),
  }));
  assert.equal(await putThrough(draftId), 2, 'the first is what comes with Earshot');
  const [kept] = await bank.sql(`SELECT body FROM needs.tables WHERE name = 'need saving' AND version = 2`);
  assert.deepEqual((kept?.body as { rows: { outputs: number[] }[] } | undefined)?.rows[0]?.outputs, [90]);
});
const saver = [
  { fact: 'spending.share', value: 0.5 },
  { fact: 'held.savings', value: 0 },
];

test('what does not pass its test cases, changes nothing, or begins in the past is not proposed', async () => {
  const draftId = await begun();
  const says = async () => JSON.stringify((await proposed(draftId)).body.fields);
  assert.match(await says(), /A test case is needed|Nothing is changed/);
  await saved(draftId, (draft) => ({
    ...threshold(0.4)(draft),
    cases: [{ name: 'nobody', facts: [], expects: 'much.cash' }],
  }));
  const { results } = await read(draftId);
  assert.deepEqual(results, [{ decides: '?', passes: false, about: ['held.card', 'cash.share'] }]);
  assert.match(await says(), /cases\/0.*does not pass/);
  const yesterday = Temporal.Now.plainDateISO('UTC').subtract({ days: 1 }).toString();
  await saved(draftId, (draft) => ({ ...threshold(0.4)(draft), appliesFrom: yesterday }));
  assert.match(await says(), /This day has passed/);
  await setAside(draftId);
});

test('one draft for each table; whoever saves an older one is told; an open one is not to be had twice', async () => {
  const draftId = await begun();
  refused(await clients.analyst.post(`/api/rules/${table}/drafts`, { restores: null }), 'not-now', 409);
  const { version, inputs, rows, cases, slips } = await read(draftId);
  await saved(draftId, threshold(0.4));
  await simulated(draftId);
  const old = { 'if-match': `"${version}"` };
  const body = { inputs, rows, cases, slips, appliesFrom: null };
  refused(await clients.analyst.send('PUT', `/api/rule-drafts/${draftId}`, body, old), 'changed', 412);
  refused(await clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, old), 'changed', 412);
  await setAside(draftId);
});

test('an approval is for just this draft: not a changed one, not after another change of the table, not one’s own', async () => {
  const draftId = await begun();
  await saved(draftId, threshold(0.4));
  assert.equal((await proposed(draftId)).status, 200);
  refused(await saved(draftId, threshold(0.1)), 'not-now', 409);
  assert.equal((await decided('compliance', draftId)).status, 200);
  const hidden = JSON.stringify((await read(draftId)).rows).replaceAll('0.4', '0.1');
  await bank.sql(
    `UPDATE rules.drafts SET body = jsonb_set(body, '{table,rows,0,outputs}', '[true]') WHERE draft_id = $1`,
    [draftId],
  );
  assert.ok(hidden.length > 0);
  const answer = await inForce(draftId);
  assert.ok([412, 422].includes(answer.status), answer.text);
  assert.equal((await setAside(draftId, 'draft')).status, 200);
  await saved(draftId, threshold(0.4));
  assert.equal((await proposed(draftId)).status, 200);
  refused(await clients.compliance.post(`/api/rule-drafts/${draftId}/effect`), 'not-allowed', 403);
  assert.equal((await decided('privacy', draftId, 'refused')).status, 200);
  assert.equal((await read(draftId)).request?.state, 'refused');
  refused(await inForce(draftId), 'approval-needed', 403);
  assert.equal((await setAside(draftId, 'draft')).status, 200, 'and written on');
  assert.equal((await proposed(draftId)).status, 200);
  assert.equal((await decided('compliance', draftId)).status, 200);
  // somebody else's change of the same table, meanwhile
  await bank.sql(
    `INSERT INTO products.option_tables (option_code, aspect, version, applies_from, body)
     SELECT option_code, aspect, 90, CURRENT_DATE + 90, body FROM products.option_tables LIMIT 1`,
  );
  refused(await inForce(draftId), 'changed', 412);
  await bank.sql('DELETE FROM products.option_tables WHERE version = 90');
  assert.equal((await inForce(draftId)).status, 200);
});

test('an approval is of a draft beside all other rules as they stood: published meanwhile, it is simulated and proposed again', async () => {
  const draftId = await begun();
  await saved(draftId, threshold(0.45));
  assert.equal((await proposed(draftId)).status, 200);
  /** Another table, or the terms of another product, put in force by two other people. */
  const publish = (version: number) =>
    bank.sql(
      `INSERT INTO products.terms (option_code, version, applies_from, body) VALUES ('term.deposit', $1, CURRENT_DATE + 60 + $1::integer, '{"margin": 8}')`,
      [version],
    );
  const says = /Other rules have come into force meanwhile/;
  await publish(1);
  const decision = await decided('compliance', draftId);
  refused(decision, 'rules-changed', 412);
  assert.match(decision.text, says);
  assert.match(decision.text, /See again what it would change/);
  assert.equal((await setAside(draftId, 'draft')).status, 200);
  const { version } = await read(draftId);
  const unsimulated = await clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, {
    'if-match': `"${version}"`,
  });
  refused(unsimulated, 'rules-changed', 412);
  const path = `/api/rule-drafts/${draftId}/simulations`;
  const [old] = (await clients.analyst.get(path)).body.simulations;
  assert.deepEqual([old.isOfThis, old.rulesChanged], [true, true]);
  assert.equal((await proposed(draftId)).status, 200, 'simulated again');
  assert.equal((await decided('compliance', draftId)).status, 200);
  await publish(2);
  refused(await inForce(draftId), 'rules-changed', 412);
  await bank.sql('DELETE FROM products.terms WHERE version = 2');
  assert.equal((await inForce(draftId)).status, 200, 'what was approved is what stands');
  await bank.sql('DELETE FROM products.terms');
  await putThrough(await begun(table, 0));
});

test('a version counts from its day until the day of the next', async () => {
  const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
  const draftId = await begun();
  await saved(draftId, (draft) => ({ ...threshold(0.95)(draft), appliesFrom: day(7) }));
  const version = await putThrough(draftId);
  assert.deepEqual(await suggestions(), ['card'], 'its day has not come');
  const { body } = await clients.analyst.get('/api/rules');
  const card = body.tables.find((one: { tableName: string }) => one.tableName === table);
  assert.deepEqual(card.next, { version, appliesFrom: day(7) });
  await bank.sql('UPDATE products.option_tables SET applies_from = CURRENT_DATE WHERE version = $1', [
    version,
  ]);
  await bank.sql('UPDATE rules.versions SET applies_from = CURRENT_DATE WHERE version = $1', [version]);
  assert.deepEqual(await suggestions(), []);
});

test('rules that change during a run: it decides by what counted when it began, and says so; taken up, it begins anew', async () => {
  const runs = () => bank.sql('SELECT rules, finished_at, given_up_at FROM advice.runs ORDER BY started_at');
  const decide = () => runOnce(bank.database, 'advice.decide', {}, adviceTasks['advice.decide']);
  // stopped half-way, by older rules
  await bank.sql(
    `INSERT INTO advice.runs (run_id, as_of, rules, after, looked_at, decided)
     VALUES (house.new_id(), CURRENT_DATE, 'with Earshot 1', 'ffffffff-ffff-7fff-bfff-ffffffffffff', 4, 4)`,
  );
  await decide();
  const [given, own] = await runs();
  assert.ok(given?.given_up_at !== null && given?.finished_at === null);
  assert.match(String(own?.rules), /^with Earshot 1 card\/applicability\/\d+/);
  const decisions = await bank.sql('SELECT DISTINCT rules FROM advice.decisions');
  assert.deepEqual(decisions, [{ rules: own?.rules }], 'everybody by one set of rules');
  const { body } = await clients.analyst.get('/api/rules');
  assert.match(body.lastRun.rules[0], /^card\/applicability\/\d+$/);
  assert.equal(body.lastRun.decided, 4);
});

/** So many made-up people of whom this is known, besides the four; to be gone when the story ends. */
async function crowd(many: number, more: object = {}): Promise<void> {
  await bank.sql(
    `WITH made AS (INSERT INTO customers.customers (kind, full_name, made_up)
       SELECT 'person', 'Crowd ' || n, true FROM generate_series(1, $1::integer) n RETURNING customer_id)
     INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on)
     SELECT customer_id, CURRENT_DATE, $2, 1, CURRENT_DATE + 30 FROM made`,
    [many, JSON.stringify({ ...known, ...more })],
  );
}
const disperse = async () => {
  await bank.sql('DELETE FROM rules.examples');
  await bank.sql(
    `DELETE FROM needs.facts WHERE customer_id IN (SELECT customer_id FROM customers.customers WHERE full_name LIKE 'Crowd %')`,
  );
};
/** As it may be told of so many: in fives, and at most eight fewer. */
const told = (said: number | null, of: number) =>
  assert.ok(said !== null && said % 5 === 0 && said <= of && said >= of - 8, `${said} is told of ${of}`);

test('a simulation says for how many something would change, by level, stage and branch, and shows nobody', async () => {
  await bank.sql(
    `UPDATE needs.facts SET known = known || '{"level": "basic", "stage": "family"}' WHERE customer_id = $1`,
    [bank.customers.jana],
  );
  await crowd(60, { stage: 'established' });
  const draftId = await begun();
  await saved(draftId, threshold(0.5));
  const unsimulated = await clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, {
    'if-match': `"${(await read(draftId)).version}"`,
  });
  assert.match(unsimulated.text, /Simulate just this draft first/);
  const { body } = await simulated(draftId);
  const [{ result, examples, state, total, looked, isOfThis, simulationId }] = body.simulations;
  assert.deepEqual([state, total, looked, isOfThis], ['finished', 64, 64, true]);
  // 0.95 counts by now, and all of them pay seven tenths in cash
  told(result.touched, 64);
  assert.deepEqual(
    result.about.map(({ about, loses }: { about: string; loses: null }) => [about, loses]),
    [['card', null]],
  );
  told(result.about[0].gains, 64);
  const named = (of: string) => (one: { of: string; name: string }) => one.of === 'stage' && one.name === of;
  told(result.groups.find(named('established')).gains, 60);
  assert.equal(result.groups.find(named('family')), undefined, 'one alone is not pointed at');
  assert.equal(examples.length, 3);
  assert.deepEqual(
    [examples[0].about, examples[0].gains, examples[0].before, examples[0].after],
    ['card', true, 'applicability: little.cash', 'applicability: much.cash'],
  );
  for (const id of Object.values(bank.customers)) assert.ok(!JSON.stringify(body).includes(id));
  assert.doesNotMatch(JSON.stringify(body), /Jana|Petr|Crowd/);
  // whose example it is, is for whoever has a reason to open that file, and never for an analyst
  const opening = `/api/rule-simulations/${simulationId}/examples/1/openings`;
  refused(await clients.analyst.post(opening), 'not-allowed', 403);
  refused(await clients.compliance.post(opening), 'no-ground', 403);
  const [whose] = await bank.sql(
    'SELECT customer_id FROM rules.examples WHERE number = 1 AND simulation_id = $1',
    [simulationId],
  );
  await bank.visit(String(whose?.customer_id), 'banker');
  assert.equal((await clients.banker.post(opening)).body.customerId, whose?.customer_id);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now()`);
  const uses = await bank.sql(`SELECT task FROM privacy.batch_runs WHERE task = 'rules.simulate'`);
  assert.ok(uses.length > 0, 'each is on record as a use of data');
  // what is changed before its turn comes is not simulated as if it were the same
  const path = `/api/rule-drafts/${draftId}/simulations`;
  await clients.analyst.post(path, { sample: null, seed: 'late' });
  await saved(draftId, threshold(0.6));
  await runOnce(bank.database, 'rules.simulate', undefined, tasks['rules.simulate']);
  const [late] = (await clients.analyst.get(path)).body.simulations;
  assert.deepEqual([late.seed, late.state, late.isOfThis], ['late', 'failed', false]);
  const [, old] = (await clients.analyst.get(`/api/rule-drafts/${draftId}/simulations`)).body.simulations;
  assert.equal(old.isOfThis, false, 'of an earlier draft');
  // the same table for another day is another draft: other rules may count then
  const day = Temporal.Now.plainDateISO('UTC').add({ days: 40 }).toString();
  const [now] = (await simulated(draftId)).body.simulations;
  assert.equal(now.isOfThis, true);
  await saved(draftId, (draft) => ({ ...threshold(0.6)(draft), appliesFrom: day }));
  const [then] = (await clients.analyst.get(path)).body.simulations;
  assert.equal(then.isOfThis, false, 'of another day');
  const { version } = await read(draftId);
  const early = await clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, {
    'if-match': `"${version}"`,
  });
  assert.match(early.text, /Simulate just this draft first/);
  await disperse();
});

test('one person cannot be asked about: whether she is there, and what is known of her, comes to the same answer', async () => {
  const { jana } = bank.customers;
  await bank.sql('DELETE FROM rules.simulations');
  await crowd(40, { stage: 'established', age: 60, 'balance.now': '9900000' });
  await bank.sql(
    `UPDATE needs.facts SET known = known || '{"stage": "family", "age": 47, "sex": "female", "children": 2}' WHERE customer_id = $1`,
    [jana],
  );
  const draftId = await begun('stage');
  const draft = await read(draftId);
  const asks = ['age', 'sex', 'children', 'balance.now'];
  const inputs = [...draft.inputs, ...asks.filter((name) => !draft.inputs.includes(name))];
  const cells = (of: Record<string, WireRow['cells'][number]>) => inputs.map((name) => of[name] ?? null);
  // a row for each bracket of what is on her account: which of them would hold?
  const brackets = Array.from(
    { length: 20 },
    (_one, at): WireRow => ({
      ...{ id: `b${at}`, outputs: ['student'], toCustomer: null },
      cells: cells({
        age: { op: '=', value: 47 },
        sex: { op: '=', value: 'female' },
        children: { op: '=', value: 2 },
        'balance.now': { op: 'between', value: [`${at * 100000}`, `${at * 100000 + 99999}`] },
      }),
      because: { en: 'A bracket.', es: 'Un tramo.' },
    }),
  );
  const rows = draft.rows.map((row) => ({
    ...row,
    cells: cells(Object.fromEntries(draft.inputs.map((name, at) => [name, row.cells[at] ?? null]))),
  }));
  const kept = await saved(draftId, () => ({ inputs, rows: [...brackets, ...rows] }));
  assert.deepEqual([kept.status, kept.body.problems], [200, []], kept.text);
  const answers = [];
  for (const balance of ['450000', '1750000', null]) {
    await bank.sql(
      `UPDATE needs.facts SET known = jsonb_strip_nulls(known || jsonb_build_object('balance.now', $2::text)) WHERE customer_id = $1`,
      [jana, balance],
    );
    const [{ result, examples }] = (await simulated(draftId)).body.simulations;
    answers.push({ result, examples });
  }
  const [low, high, unknown] = answers;
  assert.deepEqual(low, high, 'little or much, the answer is the same');
  assert.deepEqual(low, unknown, 'and the same as when nothing is known of her');
  assert.doesNotMatch(JSON.stringify(answers), /"b\d+"|student/);
  assert.deepEqual([low?.result.touched, low?.result.about, low?.examples], [null, [], []]);
  // each is on record, with what was tried
  const events = await bank.sql(
    `SELECT staff_id, subject, detail->>'simulation' AS simulation FROM privacy.events WHERE name = 'rules.simulated'
      ORDER BY at DESC LIMIT 3`,
  );
  for (const event of events) {
    assert.deepEqual([event.staff_id, event.subject], [bank.staff.analyst, 'stage']);
    const [tried] = await bank.sql('SELECT body FROM rules.simulations WHERE simulation_id = $1', [
      event.simulation,
    ]);
    assert.match(JSON.stringify(tried?.body), /"b4"/);
  }
  // and after twenty in a day it is enough
  await bank.sql(
    `INSERT INTO rules.simulations (simulation_id, draft_id, body_hash, seed, asked_by)
     SELECT house.new_id(), $1, sha256('x'), 'x', $2 FROM generate_series(1, 17)`,
    [draftId, bank.staff.analyst],
  );
  refused(await simulated(draftId), 'too-many', 429);
  await bank.sql('DELETE FROM rules.simulations');
  await disperse();
});

test('a figure is at least so many in fives, and a step between two people is mostly not seen', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (count) => {
      const turns = [0, 1, 2, 3, 4];
      for (const turn of turns) {
        const said = atLeast(count, turn);
        if (count < 5) assert.equal(said, null, 'a few are not told from nobody');
        if (said !== null) assert.ok(said % 5 === 0 && said <= count && said >= count - 8);
      }
      const seen = turns.filter((turn) => atLeast(count, turn) !== atLeast(count + 1, turn));
      assert.ok(seen.length <= 1);
    }),
  );
});

test('a simulation orders what is equally needed as the night does: by propensities, or by none while they are off', async () => {
  // four options answer needs of the same strength, and the draft adds the fourth of them
  const fitting = {
    ...{ 'need.home': 80, 'need.protection': 80, 'need.investing': 80, 'need.everyday.payments': 80 },
    ...{ 'held.mortgage': 0, 'held.investment': 0, 'held.insurance': 0, 'instalments.share': 0 },
    ...{ 'debts.unsecured': '0', 'reserve.months': 12 },
  };
  await bank.sql('UPDATE needs.facts SET known = $1', [JSON.stringify({ ...known, ...fitting })]);
  await crowd(60, fitting);
  assert.deepEqual(await suggestions(), ['referral.mortgage', 'referral.investing', 'referral.protection']);
  const draftId = await begun();
  await saved(draftId, threshold(0.5));
  const simulation = async () => {
    const { result } = (await simulated(draftId)).body.simulations[0];
    type About = { about: string; gains: number | null; loses: number | null };
    const about = (result.about as About[]).map((one) => [
      one.about,
      // at least so many, in fives: all sixty-four, or nobody
      ...[one.gains, one.loses].map((figure) => (figure === null ? 'nobody' : figure >= 56 && 'all')),
    ]);
    return [result.ordered, result.propensities, about.sort()];
  };
  assert.deepEqual(await simulation(), ['by none', null, []], 'three fit better, and nothing changes');
  const options = { overall: 0.1, byOption: { card: { base: 0.9, weights: null } } };
  const [made] = await bank.sql(
    `INSERT INTO advice.propensities (version, options, card) VALUES (3, $1, '{}') RETURNING version`,
    [JSON.stringify(options)],
  );
  await bank.sql('UPDATE advice.settings SET propensities = true');
  assert.deepEqual(await simulation(), [
    ...['by propensities', made?.version],
    [
      ['card', 'all', 'nobody'],
      ['referral.protection', 'nobody', 'all'],
    ],
  ]);
  await bank.sql('UPDATE advice.settings SET propensities = false');
  assert.deepEqual(await simulation(), ['by none', null, []]);
  await bank.sql('UPDATE needs.facts SET known = $1', [JSON.stringify(known)]);
  await disperse();
});

test('a cell that is not understood is kept as it was typed; nothing is decided by the draft until it is mended', async () => {
  const draftId = await begun();
  await saved(draftId, threshold(0.4));
  const slip = { of: 'rows', line: 0, key: 'in cash.share', typed: '>= many' };
  const kept = await saved(draftId, () => ({ slips: [slip] as WireSlip[] }));
  assert.equal(kept.status, 200, kept.text);
  const { problems, slips, rows } = await read(draftId);
  assert.deepEqual(slips, [slip]);
  assert.deepEqual(problems, [
    { row: rows[0]?.id, column: 'cash.share', code: 'not understood', other: '>= many' },
  ]);
  refused(await simulated(draftId), 'does-not-fit', 422);
  const { version } = await read(draftId);
  const proposal = await clients.analyst.post(`/api/rule-drafts/${draftId}/proposals`, why, {
    'if-match': `"${version}"`,
  });
  refused(proposal, 'does-not-fit', 422);
  refused(
    await saved(draftId, () => ({ slips: [{ ...slip, line: 99 }] as WireSlip[] })),
    'does-not-fit',
    422,
  );
  // not even the kernel lets it be proposed
  await assert.rejects(
    bank.sql(`UPDATE rules.drafts SET state = 'proposed', approval_id = house.new_id() WHERE draft_id = $1`, [
      draftId,
    ]),
    /proposed_understood/,
  );
  assert.equal((await saved(draftId, () => ({ slips: [] }))).status, 200);
  assert.deepEqual((await read(draftId)).problems, []);
});

test('a sample is drawn by its seed; who objects to profiling is left out; an unsound draft decides for nobody', async () => {
  await crowd(1100);
  const draftId = await begun();
  await saved(draftId, threshold(0.5));
  refused(await simulated(draftId, 2), 'invalid', 400);
  const [first] = (await simulated(draftId, 1000)).body.simulations;
  assert.deepEqual([first.total, first.looked], [1000, 1000]);
  told(first.result.touched, 1000);
  const [again] = (await simulated(draftId, 1000)).body.simulations;
  assert.deepEqual(again.result, first.result, 'asked once more it is the same, to the figure');
  await bank.sql(
    `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id)
     SELECT customer_id, house.new_id(), 'no profiling', house.new_id() FROM customers.customers
      WHERE full_name LIKE 'Crowd %' AND right(full_name, 2) = '77'`,
  );
  const [without] = (await simulated(draftId)).body.simulations;
  assert.equal(without.total, 1104 - 11, 'nothing is known of them any more');
  told(without.result.touched, 1104 - 11);
  await saved(draftId, ({ inputs, rows }) => ({
    ...{ inputs: [...inputs, 'age'] },
    rows: rows.map((row) => ({ ...row, cells: [...row.cells, { op: 'known' }] })),
  }));
  const answer = await simulated(draftId);
  refused(answer, 'does-not-fit', 422);
  assert.match(answer.text, /rows\/much.cash\/age.*another context/);
  await disperse();
});

test('a level that would change is counted, and what would be suggested because of it', async () => {
  await bank.sql(
    `UPDATE needs.facts SET known = known || '{"need.saving": 55, "held.savings": 0, "spending.share": 0.8}'`,
  );
  await crowd(40, { 'need.saving': 55, 'held.savings': 0, 'spending.share': 0.8 });
  const draftId = await begun('need saving');
  const draft = await read(draftId);
  const at = draft.inputs.indexOf('spending.share');
  await saved(draftId, () => ({
    ...{ inputs: draft.inputs, cases: [{ name: 'saver', expects: '-', facts: saver }] },
    rows: draft.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, place) => (place === at && cell ? { ...cell, value: 0.1 } : cell)),
    })),
  }));
  const { result } = (await simulated(draftId)).body.simulations[0];
  const of = (about: string) => result.about.find((one: { about: string }) => one.about === about);
  told(of('need: saving')?.loses, 44);
  told(result.touched, 44);
  await disperse();
});

test('only analysts draft; bankers do not even read', async () => {
  refused(await clients.banker.get('/api/rules'), 'not-allowed', 403);
  refused(
    await clients.compliance.post(`/api/rules/${table}/drafts`, { restores: null }),
    'not-allowed',
    403,
  );
  await assert.rejects(
    bank.sql(
      `SET ROLE earshot_staff; INSERT INTO products.option_tables VALUES ('card', 'suitability', 9, CURRENT_DATE, '{}')`,
    ),
    /permission denied/,
  );
  await bank.sql('RESET ROLE');
});
