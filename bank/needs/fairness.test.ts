/**
 * By no path: two people alike in money and dealings, and unlike in age, family, where their money comes from,
 * and whatever else no offer may know, are the same person to an offer.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayOf, isoOf } from './calendar.ts';
import { tables } from './deciding.ts';
import { needTables, seenByCare } from './deciding-needs.ts';
import { catalogueOf, facts as factCatalogue, needName, within } from './facts.ts';
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

/** What an offer may know of: money, what is held, dealings with the bank. */
const dealings = fc.record({
  pay: fc.integer({ min: 50_000, max: 500_000 }),
  other: fc.option(fc.integer({ min: 10_000, max: 90_000 })),
  spent: fc.integer({ min: 10_000, max: 400_000 }),
  months: fc.integer({ min: 4, max: 14 }),
  interest: fc.boolean(),
  balance: fc.integer({ min: -50_000, max: 5_000_000 }),
  /** Who else owns the account, and who works for whom. */
  shared: fc.option(
    fc.record({
      employer: fc.constantFrom(null, 'Mill', 'State'),
      other_employer: fc.constantFrom(null, 'Mill', 'State'),
    }),
  ),
  savings: fc.boolean(),
  marketing: fc.constantFrom(null, false, true),
});
type Dealings = typeof dealings extends fc.Arbitrary<infer D> ? D : never;

const kind = fc.constantFrom('salary', 'pension', 'benefit');
const past = fc.integer({ min: 10, max: 700 }).map(ago);
const event = fc.record({
  kind: fc.constantFrom('child', 'partner', 'pension begins', 'education', 'moving', 'death', 'income stops'),
  state: fc.constantFrom('suspected', 'confirmed', 'rejected'),
  source: fc.constantFrom('inferred', 'customer', 'staff'),
  on: past,
});
const tie = fc.record({
  kind: fc.constantFrom('spouse', 'parent', 'child', 'household'),
  from_date: fc.option(past),
  to_date: fc.option(past),
  other_born_on: fc.option(fc.constantFrom('1950-01-01', '1985-01-01', ago(2000), ago(100))),
  other_died_on: fc.option(past),
});
/** What no offer may know of. */
const life = fc.record({
  born_on: fc.constantFrom('1931-02-03', '1962-05-05', '1970-05-05', '1991-01-01', '2008-01-01'),
  sex: fc.constantFrom(null, 'female' as const, 'male' as const, 'other' as const),
  occupation: fc.constantFrom(null, 'retired', 'student', 'unemployed', 'developer', 'jubilada'),
  support_needs: fc.integer({ min: 0, max: 3 }),
  pays: kind,
  paysBeside: kind,
  ties: fc.array(tie, { maxLength: 4 }),
  events: fc.array(event, { maxLength: 4 }),
  children: fc.option(fc.integer({ min: 0, max: 4 })),
  homes: fc.array(past, { maxLength: 2 }),
  // what care worked out, and she said is so; and a stage of life by another name, whoever says it
  affirmed: fc.subarray([...seenByCare]),
  stages: fc.array(fc.tuple(fc.constantFrom('retirement', 'studying', 'handing over'), fc.nat(100))),
  refusesStage: fc.boolean(),
});
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;

function pageOf(deals: Dealings, lives: Life): Page {
  return {
    ...{ customerId: 'c', rows: rowsOf(deals, lives), kept: lives.events.map(keptOf) },
    needs: [
      ...lives.affirmed.map((category) => needOf(category, 70, true)),
      ...lives.stages.map(([category, strength]) => needOf(category, strength, false)),
    ],
    told:
      lives.children === null
        ? []
        : [{ customer_id: 'c', fact: 'children', value: lives.children, expires_on: ago(-90) }],
    refused: lives.refusesStage ? ['stage'] : [],
    disputed: [],
  };
}

function rowsOf(deals: Dealings, lives: Life): CustomerRows {
  const { pay, other, spent, months, interest, balance, shared, savings, marketing } = deals;
  const all = (minor: number) => Array<bigint>(months).fill(BigInt(minor));
  const movements = [
    ...monthly(today, 9, all(pay), { kind: lives.pays, counterparty: 'Mill' }),
    ...(other === null
      ? []
      : monthly(today, 7, all(other), { kind: lives.paysBeside, counterparty: 'State' })),
    ...monthly(today, 5, all(-spent), { kind: 'card payment', counterparty: 'Shop' }),
    ...(interest ? [movement({ booked_on: ago(20), minor: -900n, kind: 'penalty interest' })] : []),
  ]
    .sort((a, b) => (a.booked_on < b.booked_on ? -1 : 1))
    .map((one) => ({ ...one, balance_minor: BigInt(balance) }));
  const base = rowsWith({ movements, marketing });
  const { born_on, sex, occupation, support_needs } = lives;
  return {
    ...base,
    customer: { ...base.customer, born_on, sex, occupation, support_needs },
    holdings: [
      holding({}),
      ...(savings ? [holding({ agreement_id: 's', kind: 'savings', number: 'N3' })] : []),
    ],
    balances: [
      { agreement_id: 'a', as_of: ago(1), minor: BigInt(balance) },
      { agreement_id: 's', as_of: ago(1), minor: 7_000n },
    ],
    shared: shared === null ? [] : [{ agreement_id: 'a', ...shared }],
    relations: lives.ties.map((one, at) => ({ relation_id: `r${at}`, ...one })),
    homes: lives.homes.map((from_date, at) => ({ address_id: `h${at}`, from_date })),
  };
}

const keptOf = (one: Life['events'][number], at: number): Kept => ({
  ...{ event_id: `e${at}`, kind: one.kind, state: one.state, source: one.source, on_date: one.on },
  ...{ evidence_key: `k${at}`, expires_on: ago(-90), told_on: one.on, not_used: false },
});
const needOf = (category: string, strength: number, affirmed: boolean): Page['needs'][number] => ({
  ...{ customer_id: 'c', category, source: 'customer', strength, state: 'open', said_on: ago(9) },
  ...{ affirmed, rule: null },
});

const toAnOffer = (page: Page) => {
  const { facts, notUsed } = understand(page, work);
  return within('offer', facts, notUsed);
};

test('alike in money and dealings, they are the same to an offer, whatever their lives are', () => {
  fc.assert(
    fc.property(dealings, life, life, (deals, one, other) => {
      assert.deepEqual(toAnOffer(pageOf(deals, one)), toAnOffer(pageOf(deals, other)));
    }),
    { numRuns: 1000 },
  );
});

test('and not because nothing would be seen: care tells them apart', () => {
  const deals: Dealings = {
    ...{ pay: 200_000, other: 90_000, spent: 90_000, months: 14, interest: false, balance: 50_000 },
    ...{ shared: null, savings: false, marketing: null },
  };
  const young: Life = {
    ...{ born_on: '1991-01-01', sex: null, occupation: null, support_needs: 0, pays: 'salary' },
    ...{ paysBeside: 'salary', ties: [], events: [], children: null, homes: [], affirmed: [], stages: [] },
    refusesStage: false,
  };
  const seen = (lives: Partial<Life>) => {
    const { facts, standings } = understand(pageOf(deals, { ...young, ...lives }), work);
    return [facts.age, facts['income.kind'], standings.find(({ of }) => of === 'stage')?.value];
  };
  assert.deepEqual(seen({}), [35, 'salary', 'established']);
  assert.deepEqual(seen({ born_on: '1962-05-05', pays: 'pension' }), [64, 'pension', 'in retirement']);
  // what she asks for herself is another thing than what she says is so
  const protection = (affirmed: boolean) => {
    const page = { ...pageOf(deals, young), needs: [needOf('protection', 70, affirmed)] };
    return toAnOffer(page)['need.protection'];
  };
  assert.deepEqual([protection(true), protection(false)], [undefined, 70]);
});

/** What may decide no offer, and every fact that says it or stands in for it: decision 0026 has the same list. */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  age: [
    'age',
    'stage',
    'studying',
    'retired',
    'pensioned',
    'children.youngest.age',
    'owner.nears.retirement',
  ],
  'a stage of life by another name': ['need.retirement', 'need.studying', 'need.handing.over'],
  sex: ['sex'],
  'marriage and family': ['couple', 'children', 'bereaved'],
  health: ['support.needs'],
  'public assistance': ['income.kind', 'out.of.work', 'income.stopped', 'asks.for.help', 'hard.newest'],
};

test('each fact is for offers or on the list of what is not; a table of care gives none to an offer', () => {
  const forOffers = new Set(catalogueOf('offer').map(({ name }) => name));
  const listed = Object.values(forbidden).flat();
  const others = factCatalogue.map(({ name }) => name).filter((name) => !forOffers.has(name));
  assert.deepEqual(others.sort(), [...listed].sort());
  // race, colour, religion and origin are no facts at all, nor are a name, an address, a language or a currency
  for (const { name } of factCatalogue)
    assert.doesNotMatch(name, /name|address|post|language|locale|currency|nation|citizen|birthplace|relig/);
  for (const { name, context } of needTables) {
    const fact = needName(name.slice('need '.length) as never);
    if (context === 'offer') assert.ok(forOffers.has(fact), `${name} decides by what it may not give`);
  }
});
