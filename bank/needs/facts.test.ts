/** What a rule may know: two contexts, and nothing of what has not happened yet. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { problemsOf } from '#platform/tables/check.ts';
import { dayOf, isoOf } from './calendar.ts';
import { tables } from './deciding.ts';
import { catalogueOf, decoded, encoded, facts, within } from './facts.ts';
import { factsOf, reckonedOf } from './reckoning.ts';
import { namesNotUsed } from './refusing.ts';
import type { CustomerRows } from './rows.ts';
import { holding, measures, monthly, movement, rowsWith } from './trial-rows.ts';

const day = '2026-11-23';
const today = dayOf(day);
const reckon = (rows: CustomerRows, isNow = true) => factsOf(reckonedOf(rows, { day, isNow }, measures));
const pay = (count: number, minor = 250_000n) => monthly(today, 9, Array(count).fill(minor));
const spent = (count: number) =>
  monthly(today, 5, Array(count).fill(-90_000n), { kind: 'card payment', counterparty: 'Shop' });
const sorted = (...all: ReturnType<typeof movement>[]) =>
  all.sort((a, b) => (a.booked_on < b.booked_on ? -1 : 1));

test('what must not decide an offer does not exist in the offer context', () => {
  const names = catalogueOf('offer').map(({ name }) => name);
  for (const name of [
    'age',
    'sex',
    'stage',
    'couple',
    'children',
    'children.youngest.age',
    'support.needs',
    'income.kind',
    'pensioned',
    'retired',
    'studying',
    'bereaved',
    'owner.nears.retirement',
    ...['income.stopped', 'asks.for.help', 'hard.newest'],
  ])
    assert.ok(!names.includes(name) && facts.some((one) => one.name === name), name);
  assert.ok(names.includes('of.age'), 'but for the capacity to sign a contract');
  const known = { age: 44, 'income.monthly': 5n, 'of.age': true, sex: 'female' };
  assert.deepEqual(within('offer', known), { 'income.monthly': 5n, 'of.age': true });
  assert.deepEqual(within('offer', known, ['income.monthly']), { 'of.age': true });
  assert.deepEqual(within('care', known, ['income.monthly']), known);
});

test('every decision table of this module is sound in its own context', () => {
  for (const table of tables) {
    const catalogue = new Map(catalogueOf(table.context).map((fact) => [fact.name, fact]));
    assert.deepEqual(problemsOf(table, catalogue), [], table.name);
    for (const { because } of table.rows) assert.ok(because.en && because.es, table.name);
  }
});

test('facts survive the database, money exactly', () => {
  const known = {
    ...reckon(rowsWith({ movements: sorted(...pay(12), ...spent(12)) })),
    'net.total': 9_007_199_254_740_993n,
  };
  assert.deepEqual(decoded(JSON.parse(JSON.stringify(encoded(known)))), known);
});

test('a salary by the month, since when and how it has changed, to the cent', () => {
  const known = reckon(rowsWith({ movements: sorted(...pay(14), ...spent(14)) }));
  assert.equal(known['income.monthly'], 250_000n);
  assert.equal(known['income.kind'], 'salary');
  assert.equal(known['income.trend'], 1);
  assert.equal(known['income.usual'], 1.25);
  assert.equal(known['inactive.days'], 5);
  assert.equal(known['in.difficulty'], false);
});

test('what there is too little to know of is unknown, and never nothing', () => {
  const known = reckon(rowsWith({ movements: pay(2) }));
  for (const name of [
    'inflow.monthly',
    'outgoings.monthly',
    'balance.lowest.90',
    'reserve.months',
    'children',
    'couple',
    'contact.marketing',
  ])
    assert.equal(known[name], undefined, name);
  assert.equal(
    reckon(rowsWith({ balances: [] }))['owned.total'],
    undefined,
    'a sum that leaves something out',
  );
  const foreign = rowsWith({ holdings: [holding({ currency: 'JPY' })] });
  assert.equal(reckon(foreign)['owned.total'], undefined, 'no rate, no sum');
});

test('money between own accounts neither comes in nor goes out', () => {
  const own = [movement({ booked_on: isoOf(today - 20), minor: 900_000n, counterparty_account: 'N2' })];
  const rows = rowsWith({
    holdings: [holding({}), holding({ agreement_id: 'b', kind: 'savings', number: 'N2' })],
    movements: sorted(...pay(12), ...own),
  });
  const without = rowsWith({ holdings: rows.holdings, movements: pay(12) });
  assert.equal(reckon(rows)['inflow.monthly'], reckon(without)['inflow.monthly']);
});

test('nothing after the day is read, whatever is there', () => {
  const later = fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 400 }),
      minor: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
      kind: fc.constantFrom('salary', 'penalty interest', 'card payment', 'transfer in'),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const past = sorted(...pay(14), ...spent(14));
  const known = reckon(rowsWith({ movements: past }), false);
  fc.assert(
    fc.property(later, (all) => {
      const future = all.map(({ after, minor, kind }) =>
        movement({ booked_on: isoOf(today + after), minor, kind }),
      );
      const rows = rowsWith({
        movements: sorted(...past, ...future),
        everMoved: {
          count: past.length,
          first: past[0]?.booked_on ?? null,
          last: past.at(-1)?.booked_on ?? null,
        },
        holdings: [
          holding({}),
          holding({ agreement_id: 'x', kind: 'personal loan', opened_on: isoOf(today + 1) }),
        ],
      });
      const withLater = reckon(rows, false);
      assert.deepEqual({ ...withLater, 'movements.90': 0 }, { ...known, 'movements.90': 0 });
    }),
  );
});

test('for a day in the past, how things are now is not known', () => {
  const behind = rowsWith({
    holdings: [holding({}), holding({ agreement_id: 'l', kind: 'personal loan', state: 'in arrears' })],
  });
  assert.equal(reckon(behind)['in.arrears'], true);
  assert.equal(reckon(behind, false)['in.arrears'], undefined);
});

test('what she refuses takes with it whatever is reckoned from it, and leaves what she said herself', () => {
  const names = namesNotUsed(['income'], ['home']);
  for (const name of ['income.monthly', 'inflow.monthly', 'spending.share', 'level', 'need.saving'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.includes('need.home') && !names.includes('savings.total') && !names.includes('of.age'));
  assert.deepEqual(namesNotUsed([], []), []);
});
