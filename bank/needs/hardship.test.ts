/** What she tells of hard times is a fact for care, and what little things are not: a debit card, no child. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, isoOf } from './calendar.ts';
import { tables } from './deciding.ts';
import { catalogueOf } from './facts.ts';
import { decider } from './needing.ts';
import type { Kept } from './noticing.ts';
import type { CustomerRows } from './rows.ts';
import { holding, measures, monthly, movement, rowsWith } from './trial-rows.ts';
import type { Page } from './understanding-reading.ts';
import { understand } from './understanding-rules.ts';

const day = '2026-11-23';
const today = dayOf(day);
const ago = (days: number) => isoOf(today - days);
const work = { day, isNow: true, measures, decide: decider(tables) };

const event = (kind: string, more: Partial<Kept> = {}): Kept => ({
  ...{ event_id: kind, kind, state: 'confirmed', source: 'customer', on_date: ago(20), evidence_key: kind },
  ...{ expires_on: ago(-200), told_on: ago(10), not_used: false, ...more },
});
const asksFor = (strength: number, more: Partial<Page['needs'][number]> = {}): Page['needs'][number] => ({
  ...{ customer_id: 'c', category: 'help in difficulty', source: 'customer', strength, state: 'open' },
  ...{ said_on: ago(4), affirmed: false, rule: null, ...more },
});
const understood = (given: Partial<Page> = {}) =>
  understand(
    {
      ...{ customerId: 'c', rows: rowsWith(), kept: [], needs: [], told: [], refused: [], disputed: [] },
      ...given,
    },
    work,
  );
const stageOf = (given: Partial<Page>) => understood(given).standings.find(({ of }) => of === 'stage')?.value;
const bills = (count: number) => monthly(today, 5, Array(count).fill(-90_000n), { kind: 'card payment' });
const pay = (count: number, last = 9, from = 'Mill') =>
  monthly(today, last, Array(count).fill(200_000n), { counterparty: from });
const sorted = (...all: ReturnType<typeof movement>[]) =>
  all.sort((a, b) => (a.booked_on < b.booked_on ? -1 : 1));

test('a death that was told or confirmed is grief, as that of a husband is; suspected or taken back it is not', () => {
  for (const source of ['customer', 'staff', 'inferred']) {
    const told = { kept: [event('death', { source })] };
    assert.equal(understood(told).facts.bereaved, true);
    assert.equal(stageOf(told), 'bereaved');
  }
  const not: Partial<Kept>[] = [
    { state: 'suspected' },
    { state: 'rejected' },
    { expires_on: ago(1) },
    { told_on: ago(-1) },
    { not_used: true },
  ];
  for (const more of not)
    assert.equal(
      understood({ kept: [event('death', more)] }).facts.bereaved,
      undefined,
      JSON.stringify(more),
    );
});

test('an income that she says has stopped is a hard time, until another begins', () => {
  const stops = event('income stops');
  assert.equal(understood({ kept: [stops] }).facts['income.stopped'], true);
  assert.equal(stageOf({ kept: [stops] }), 'in difficulty');
  const still = rowsWith({ movements: sorted(...pay(14), ...bills(14)) });
  assert.equal(understood({ kept: [stops], rows: still }).facts['income.stopped'], true, 'one of two');
  const other = rowsWith({ movements: sorted(...pay(2, 2, 'New Mill')) });
  const late = event('income stops', { on_date: ago(40) });
  assert.equal(understood({ kept: [late], rows: other }).facts['income.stopped'], undefined);
  const begun = event('salary begins', { state: 'suspected', on_date: ago(2) });
  assert.equal(understood({ kept: [stops, begun] }).facts['income.stopped'], undefined);
});

test('who asks for help has a hard time; who says that none is needed is not asked again by any table', () => {
  assert.equal(stageOf({ needs: [asksFor(80)] }), 'in difficulty');
  assert.equal(stageOf({ needs: [asksFor(30)] }), 'established');
  const refused = ['need.help.in.difficulty'];
  assert.equal(stageOf({ needs: [asksFor(80)], refused }), 'established', 'she does not want it used');
  const denied = asksFor(50, { source: 'inferred', state: 'rejected', rule: 'short' });
  assert.equal(understood({ needs: [denied] }).facts['need.help.in.difficulty'], 0);
});

test('the newest sign of hard times has a day, and one more month of the same is not worse', () => {
  const newest = (given: Partial<Page>) => understood(given).facts['hard.newest'];
  assert.equal(newest({}), undefined);
  const kept = [event('death'), event('income stops', { told_on: ago(6) })];
  assert.equal(newest({ kept }), ago(6));
  assert.equal(newest({ kept, needs: [asksFor(70)] }), ago(4));
  const charged = (...days: number[]) =>
    rowsWith({
      movements: days.map((days) =>
        movement({ booked_on: ago(days), minor: -900n, kind: 'penalty interest' }),
      ),
    });
  assert.equal(newest({ rows: charged(70) }), undefined, 'once is nothing');
  assert.equal(newest({ rows: charged(100, 70) }), ago(70), 'the second month');
  assert.equal(newest({ rows: charged(160, 130, 100, 70, 40, 8) }), ago(100), 'the third, and no later one');
});

test('nothing of it is a fact that an offer may know', () => {
  const offer = catalogueOf('offer').map(({ name }) => name);
  const { facts } = understood({ kept: [event('death'), event('income stops')], needs: [asksFor(80)] });
  for (const name of ['bereaved', 'income.stopped', 'asks.for.help', 'hard.newest'])
    assert.ok(facts[name] !== undefined && !offer.includes(name), name);
});

test('a card without a limit owes nothing; one that lends, and whose balance nobody keeps, is unknown', () => {
  const debts = (more: Partial<CustomerRows['holdings'][number]>) => {
    const holdings = [holding({}), holding({ agreement_id: 'k', kind: 'card', number: null, ...more })];
    const { facts } = understood({ rows: rowsWith({ holdings }) });
    return [facts['debts.total'], facts['debts.unsecured'], facts['net.total']];
  };
  assert.deepEqual(debts({}), [0n, 0n, 50_000n]);
  assert.deepEqual(debts({ limit_minor: 100_000n }), [undefined, undefined, undefined]);
});

test('who says that there are no children has no family at home, and nobody to protect', () => {
  const children = (value: number) => ({
    told: [{ customer_id: 'c', fact: 'children', value, expires_on: '2027-11-23' }],
  });
  assert.equal(stageOf(children(2)), 'family');
  assert.equal(stageOf(children(0)), stageOf({}));
  const needs = (value: number) => understood(children(value)).needs.map(({ category }) => category);
  assert.ok(needs(2).includes('protection') && !needs(0).includes('protection'));
});

test('of the dead nothing is needed, and of a child no account that it could not open', () => {
  const born = (born_on: string | null, died_on: string | null = null) =>
    rowsWith({ holdings: [], balances: [], customer: { ...rowsWith().customer, born_on, died_on } });
  const needs = (rows: CustomerRows) => understood({ rows }).needs.map(({ category }) => category);
  assert.ok(needs(born('1980-01-01')).includes('everyday payments'));
  assert.ok(needs(born(null)).includes('everyday payments'), 'of whom no age is known, one looks');
  assert.deepEqual(needs(born('2020-01-01')), []);
  assert.deepEqual(needs(born('1960-01-01', '2026-01-01')), []);
});

test('to borrow is a need from where its reason is so', () => {
  const usual = rowsWith({
    movements: sorted(...pay(14), ...bills(14)).map((one) => ({ ...one, balance_minor: 50_000n })),
  });
  const { needs, facts } = understood({ rows: usual });
  assert.ok(!needs.some(({ category }) => category === 'borrowing'));
  assert.equal(facts['need.borrowing'], 0);
});

test('a salary on a joint account is whose employer pays it, and of nobody on a guess', () => {
  const shared = (employer: string | null, other_employer: string | null) => [
    { agreement_id: 'a', employer, other_employer },
  ];
  const stops = (rows: Partial<CustomerRows>) =>
    understood({ rows: rowsWith(rows) })
      .fresh.map(({ suspicion }) => suspicion.kind)
      .filter((kind) => kind === 'income stops');
  const movements = sorted(...pay(12, 9, 'Software House'), ...pay(12, 60, 'Bus Company'));
  assert.deepEqual(stops({ movements }), ['income stops'], 'alone it is hers');
  assert.deepEqual(stops({ movements, shared: shared('Bus Company', 'Software House') }), ['income stops']);
  assert.deepEqual(stops({ movements, shared: shared('Software House', 'Bus Company') }), [], 'the other’s');
  assert.deepEqual(stops({ movements, shared: shared('software house ', null) }), [], 'hers goes on');
  assert.deepEqual(
    stops({ movements, shared: shared(null, 'Software House') }),
    ['income stops'],
    'who else’s',
  );
  assert.deepEqual(stops({ movements, shared: shared(null, null) }), [], 'nobody knows whose');
  const pension = monthly(today, 9, Array(12).fill(90_000n), { kind: 'pension', counterparty: 'State' });
  const drawn = (occupation: string) => {
    const customer = { ...rowsWith().customer, occupation };
    return understood({ rows: rowsWith({ movements: pension, customer, shared: shared(null, null) }) }).facts
      .pensioned;
  };
  assert.deepEqual([drawn('retired'), drawn('developer')], [true, undefined]);
});

test('a home is paid for by what is a large part of its price: no groceries of that week, nothing put by', () => {
  const home = holding({
    ...{ agreement_id: 'm', kind: 'mortgage', opened_on: ago(30), limit_minor: 10_000_000n, number: null },
  });
  const paid = [
    movement({ booked_on: ago(30), minor: -9_000_000n, counterparty: 'Notary' }),
    movement({ booked_on: ago(29), minor: -90_000n, counterparty: 'Fishmonger' }),
    movement({ booked_on: ago(28), minor: -2_000_000n, counterparty_account: 'N1' }),
  ];
  const { fresh } = understood({ rows: rowsWith({ movements: paid, holdings: [holding({}), home] }) });
  const bought = fresh.find(({ suspicion }) => suspicion.kind === 'home bought')?.suspicion;
  assert.deepEqual(bought?.transactions, [paid[0]?.transaction_id]);
});
