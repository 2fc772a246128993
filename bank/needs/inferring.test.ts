/** Each rule on a life made for it: what it suspects, by which rows, and what it leaves alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, isoOf } from './calendar.ts';
import { tables } from './deciding.ts';
import { happenings } from './happenings.ts';
import { expiryOf, inferredOf } from './inferring.ts';
import { decider } from './needing.ts';
import { type Kept, noticed } from './noticing.ts';
import { factsOf, reckonedOf } from './reckoning.ts';
import type { CustomerRows } from './rows.ts';
import { holding, measures, monthly, movement, rowsWith } from './trial-rows.ts';
import { understand } from './understanding-rules.ts';

const day = '2026-11-23';
const today = dayOf(day);
const ago = (days: number) => isoOf(today - days);

function found(rows: CustomerRows) {
  const reckoned = reckonedOf(rows, { day, isNow: true }, measures);
  return inferredOf(reckoned, factsOf(reckoned));
}
const kinds = (rows: CustomerRows) => found(rows).map(({ kind }) => kind);
const sorted = (...all: ReturnType<typeof movement>[]) =>
  all.sort((a, b) => (a.booked_on < b.booked_on ? -1 : 1));
const pay = (minors: readonly bigint[], last = 9, from = 'Mill') =>
  monthly(today, last, minors, { counterparty: from });
const same = (count: number, minor = 200_000n) => Array<bigint>(count).fill(minor);
const byHand = (count: number, last = 5) =>
  monthly(today, last, same(count, -30_000n), { kind: 'card payment', counterparty: 'Shop' });
const told = (movements: ReturnType<typeof movement>[], given: Partial<CustomerRows> = {}) =>
  rowsWith({ movements: sorted(...movements), ...given });

test('an ordinary life gives no reason to suspect anything', () => {
  assert.deepEqual(kinds(told([...pay(same(14)), ...byHand(14)])), []);
});

test('a salary rises and falls only when two payments say so', () => {
  const [rise] = found(told(pay([...same(10), 220_000n, 220_000n])));
  assert.deepEqual([rise?.kind, rise?.amount, rise?.transactions.length], ['salary rises', 220_000n, 3]);
  assert.deepEqual(kinds(told(pay([...same(10), 260_000n]))), [], 'one payment may be a bonus');
  assert.deepEqual(kinds(told(pay([...same(10), 260_000n, 200_000n]))), [], 'and was one');
  assert.deepEqual(kinds(told(pay([...same(10), 150_000n, 150_000n]))), ['income falls']);
});

test('an income that stops is suspected after six weeks, and not when another took its place', () => {
  assert.deepEqual(kinds(told(pay(same(12), 40))), []);
  assert.deepEqual(kinds(told(pay(same(12), 60))), ['income stops']);
  const changed = told([...pay(same(10), 70), ...pay(same(3), 5, 'Other Mill')]);
  assert.deepEqual(kinds(changed), ['salary begins']);
  const retired = told([
    ...pay(same(10), 70),
    ...monthly(today, 5, same(3, 120_000n), { kind: 'pension', counterparty: 'State' }),
  ]);
  assert.deepEqual(kinds(retired), ['pension begins']);
});

test('large sums are told from the small by what is usual here; own money is never one', () => {
  const gift = movement({ booked_on: ago(10), minor: 2_000_000n, counterparty: 'Aunt' });
  assert.deepEqual(kinds(told([...pay(same(12)), ...byHand(12), gift])), ['large money in']);
  const own = movement({ booked_on: ago(10), minor: 2_000_000n, counterparty_account: 'N1' });
  assert.deepEqual(kinds(told([...pay(same(12)), ...byHand(12), own])), []);
  const paid = movement({
    booked_on: ago(10),
    minor: -2_000_000n,
    kind: 'transfer out',
    counterparty: 'Boat yard',
  });
  assert.deepEqual(kinds(told([...pay(same(12)), ...byHand(12), paid])), ['large money out']);
});

test('trouble is told carefully: overdrawn in two months, a loan behind, many payments to games of chance', () => {
  const interest = [70, 40, 10].map((days) =>
    movement({ booked_on: ago(days), minor: -900n, kind: 'penalty interest' }),
  );
  assert.deepEqual(kinds(told([...pay(same(12)), ...byHand(12), ...interest])), ['overdraft']);
  assert.deepEqual(
    kinds(told([...pay(same(12)), ...byHand(12), ...interest.slice(2)])),
    [],
    'once is nothing',
  );
  const behind = [holding({}), holding({ agreement_id: 'l', kind: 'personal loan', state: 'in arrears' })];
  assert.deepEqual(kinds(rowsWith({ holdings: behind })), ['missed instalment']);
  const games = Array.from({ length: 8 }, (_one, place) =>
    movement({
      booked_on: ago(50 - 6 * place),
      minor: -15_000n,
      kind: 'card payment',
      counterparty: 'Lucky Casino',
    }),
  );
  const drained = found(told([...pay(same(12)), ...byHand(12), ...games]));
  assert.deepEqual(
    drained.map(({ kind, confidence }) => [kind, confidence]),
    [['drain', 60]],
  );
  assert.deepEqual(
    kinds(told([...pay(same(12)), ...byHand(12), ...games.slice(5)])),
    [],
    'a flutter is nobody’s business',
  );
  for (const kind of ['overdraft', 'missed instalment', 'drain', 'income stops', 'death'] as const)
    assert.equal(happenings[kind].sensitive, true, kind);
});

test('loans and deposits that end, homes, families and a death are told by their rows', () => {
  const loan = holding({ agreement_id: 'l', kind: 'auto loan', matures_on: isoOf(today + 80) });
  const deposit = holding({ agreement_id: 'd', kind: 'term deposit', matures_on: isoOf(today + 20) });
  assert.deepEqual(kinds(rowsWith({ holdings: [loan, deposit] })), ['loan ending', 'deposit maturing']);
  const home = holding({ agreement_id: 'm', kind: 'mortgage', opened_on: ago(30) });
  assert.deepEqual(
    found(rowsWith({ holdings: [home] })).map(({ kind, others }) => [kind, others]),
    [['home bought', ['m']]],
  );
  const tie = {
    relation_id: 'r',
    kind: 'parent',
    from_date: ago(30),
    to_date: null,
    other_born_on: ago(30),
    other_died_on: null,
  };
  assert.deepEqual(kinds(rowsWith({ relations: [tie] })), ['child']);
  assert.deepEqual(
    kinds(rowsWith({ relations: [{ ...tie, other_born_on: '2010-01-01' }] })),
    [],
    'a child that came on file late',
  );
  assert.deepEqual(
    kinds(
      rowsWith({ relations: [{ ...tie, kind: 'spouse', from_date: '2001-01-01', other_died_on: ago(9) }] }),
    ),
    ['death'],
  );
  assert.deepEqual(kinds(rowsWith({ homes: [{ address_id: 'h', from_date: ago(20) }] })), ['moving']);
});

test('somebody who went quiet is missed, and of somebody who died nothing is inferred', () => {
  const shops = Array.from({ length: 20 }, (_one, place) =>
    movement({ booked_on: ago(280 - 9 * place), minor: -3_000n, kind: 'card payment' }),
  );
  assert.deepEqual(kinds(told([...pay(same(12)), ...shops])), ['quiet']);
  const dead = rowsWith({ homes: [{ address_id: 'h', from_date: ago(20) }] });
  assert.deepEqual(kinds({ ...dead, customer: { ...dead.customer, died_on: ago(5) } }), []);
});

test('a business that grows or slows is measured against the same quarter of the year before', () => {
  const takings = (last: bigint) =>
    Array.from({ length: 66 }, (_one, place) =>
      movement({
        booked_on: ago(455 - 7 * place),
        minor: place > 52 ? last : 100_000n,
        kind: 'cash deposit',
      }),
    );
  const business = (last: bigint) => {
    const rows = told(takings(last));
    return {
      ...rows,
      customer: { ...rows.customer, kind: 'business' as const, born_on: null },
      everMoved: { ...rows.everMoved, first: '2024-01-01' },
    };
  };
  assert.deepEqual(kinds(business(150_000n)), ['business growing']);
  assert.deepEqual(kinds(business(60_000n)), ['business slowing']);
  assert.deepEqual(kinds(business(100_000n)), []);
});

test('the same thing is noticed once, whatever it is seen by, and what was rejected stays away', () => {
  const [rise] = found(told(pay([...same(10), 220_000n, 220_000n])));
  assert.ok(rise);
  const kept = {
    ...{ event_id: 'e', kind: rise.kind as string, state: 'rejected', source: 'inferred', not_used: false },
    ...{ on_date: rise.onDate, evidence_key: rise.key, expires_on: ago(-60), told_on: ago(3) },
  };
  assert.deepEqual(noticed([kept], [rise]), { fresh: [], again: [] });
  assert.equal(noticed([{ ...kept, state: 'suspected' }], [rise]).again.length, 1);
  assert.deepEqual(
    noticed([{ ...kept, evidence_key: 'another' }], [rise]).fresh,
    [rise],
    'other rows, another rise',
  );
  const child = { ...rise, kind: 'child' as const, key: 'relation' };
  const benefit = {
    ...kept,
    kind: 'child',
    evidence_key: 'benefit',
    on_date: rise.onDate,
    state: 'confirmed',
  };
  assert.deepEqual(noticed([benefit], [child]).fresh, [], 'one child, seen twice');
});

test('what goes on stays, as long as it does; rejected it stays away with its spell, and comes with a new one', () => {
  const charged = (...days: number[]) =>
    days.map((days) => movement({ booked_on: ago(days), minor: -900n, kind: 'penalty interest' }));
  const overdrawn = (...days: number[]) => {
    const [one] = found(told([...pay(same(12)), ...byHand(12), ...charged(...days)])).filter(
      ({ kind }) => kind === 'overdraft',
    );
    assert.ok(one);
    return one;
  };
  const going = overdrawn(300, 270, 240, 210, 180, 150, 120, 90, 60, 30, 5);
  assert.equal(going.onDate, ago(300));
  assert.equal(expiryOf(going), isoOf(today + 175), 'counted from the newest charge, and not from the first');
  const kept = (state: string, more: Partial<Kept> = {}): Kept => ({
    ...{ event_id: 'e', kind: 'overdraft', state, source: 'inferred', on_date: ago(300), not_used: false },
    ...{ evidence_key: going.key, expires_on: ago(120), told_on: ago(200), ...more },
  });
  for (const state of ['suspected', 'confirmed', 'expired'])
    assert.deepEqual(
      noticed([kept(state)], [going]),
      { fresh: [], again: [{ eventId: 'e', seen: going }] },
      `${state}: told once, and seen again`,
    );
  const slid = kept('rejected', { evidence_key: 'a charge that is too long ago to be seen' });
  assert.deepEqual(
    noticed([slid], [overdrawn(210, 180, 150, 120, 90, 60, 30, 5)]).fresh,
    [],
    'the same spell',
  );
  const anew = overdrawn(60, 30, 5);
  assert.deepEqual(noticed([slid], [anew]).fresh, [anew], 'another spell than the one that was rejected');
  assert.deepEqual(noticed([kept('expired', { evidence_key: 'x' })], [anew]).fresh, [anew]);
});

test('level and stage are decided with their reason; hard times before anything else but grief', () => {
  const decide = decider(tables);
  const stand = (rows: CustomerRows) => {
    const reckoned = reckonedOf(rows, { day, isNow: true }, measures);
    return Object.fromEntries(
      decide(factsOf(reckoned), reckoned).standings.map(({ of, value }) => [of, value]),
    );
  };
  const born = (born_on: string | null) => ({ ...rowsWith().customer, born_on });
  const movements = sorted(...pay(same(14)), ...byHand(14));
  assert.deepEqual(stand(rowsWith({ movements, customer: born('2000-01-01') })), {
    level: 'building',
    stage: 'starting out',
  });
  assert.deepEqual(stand(rowsWith({ movements, customer: born('1965-01-01') })), {
    level: 'building',
    stage: 'before retirement',
  });
  assert.deepEqual(
    stand(rowsWith({ movements, customer: born(null) })),
    { level: 'building' },
    'without an age no stage is guessed',
  );
  const behind = [holding({}), holding({ agreement_id: 'l', kind: 'personal loan', state: 'in arrears' })];
  assert.equal(stand(rowsWith({ movements, holdings: behind })).stage, 'in difficulty');
  const rich = [{ agreement_id: 'a', as_of: '2026-10-31', minor: 20_000_000n }];
  assert.equal(stand(rowsWith({ movements, balances: rich })).level, 'wealthy');
  assert.deepEqual(
    stand(rowsWith({ holdings: [], balances: [], customer: born(null) })),
    {},
    'of whom nothing is known, nothing is said',
  );
});

test('an income that she states measures her level, where none is seen; it is not what comes in here', () => {
  const work = { day, isNow: true, measures, decide: decider(tables) };
  const understood = (minor: number | null, rows = rowsWith()) => {
    const told = minor === null ? [] : [{ fact: 'income.monthly', value: `${minor}` }];
    const page = { customerId: 'c', rows, kept: [], needs: [], refused: [], disputed: [] };
    return understand(
      { ...page, told: told.map((one) => ({ ...one, customer_id: 'c', expires_on: '2027-11-23' })) },
      work,
    ).facts;
  };
  const levels = [null, 90_000, 130_000, 420_000].map((minor) => understood(minor).level);
  assert.deepEqual(levels, ['basic', 'basic', 'building', 'comfortable'], 'with 2,000 as the usual income');
  const facts = understood(420_000);
  assert.equal(facts['income.usual'], 2.1);
  assert.deepEqual([facts['inflow.monthly'], facts['instalments.share']], [undefined, undefined]);
  const movements = sorted(...pay(same(14)), ...byHand(14));
  const seen = [null, 900_000].map((minor) => understood(minor, rowsWith({ movements }))['income.usual']);
  assert.equal(seen[0], seen[1], 'where the bank sees it, the books decide');
});

test('a need that a table says is not there is 0, one that it cannot tell of is unknown', () => {
  const work = { day, isNow: true, measures, decide: decider(tables) };
  const of = (rows: CustomerRows) =>
    understand({ customerId: 'c', rows, kept: [], needs: [], told: [], refused: [], disputed: [] }, work)
      .facts;
  const quiet = of(rowsWith());
  assert.deepEqual(
    [quiet['need.everyday.payments'], quiet['need.reserve'], quiet['need.borrowing']],
    [0, undefined, undefined],
    'with an account there is no need of one; of a reserve nothing is known without movements',
  );
  const rich = [{ agreement_id: 'a', as_of: '2026-10-31', minor: 20_000_000n }];
  const movements = sorted(...pay(same(14)), ...byHand(14));
  assert.equal(of(rowsWith({ movements, balances: rich }))['need.reserve'], 0);
});
