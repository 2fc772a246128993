import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowsOf } from './reading.ts';
import type { DemoOptions } from './setting.ts';

const options = (
  seed: number,
  history: DemoOptions['history'] = 'full',
  asOf = '2026-11-23',
): DemoOptions => ({
  seed,
  customers: 150,
  asOf,
  history,
});

test('every account adds up, movement by movement, whatever the seed and the day', () => {
  const days = fc.constantFrom('2026-11-23', '2026-02-28', '2024-02-29', '2026-12-31', '2027-01-01');
  const histories = fc.constantFrom('full' as const, 'thin' as const);
  const property = (seed: number, asOf: string, history: DemoOptions['history']) => {
    const bank = options(seed, history, asOf);
    const before = new Map<string, { balance: bigint; order: string }>();
    const opening = openingBalances(bank);
    for (const row of rowsOf(bank, 'transactions')) {
      const { agreement_key = '', booked_on = '', sequence = '', minor = '', balance_minor = '' } = row;
      const last = before.get(agreement_key) ?? { balance: opening.get(agreement_key) ?? 0n, order: '' };
      assert.match(`${minor} ${balance_minor}`, /^-?[1-9]\d* (-?[1-9]\d*|0)$/);
      assert.equal(last.balance + BigInt(minor), BigInt(balance_minor), `${row.key}`);
      const order = `${booked_on} ${sequence.padStart(6, '0')}`;
      assert.ok(order > last.order && booked_on <= asOf, `${row.key}: ${order} after ${last.order}`);
      before.set(agreement_key, { balance: BigInt(balance_minor), order });
    }
  };
  fc.assert(fc.property(fc.nat(1_000_000), days, histories, property), { numRuns: 12, seed: 1 });
});

test('a balance is what the last movement up to that evening left, at month ends and today', () => {
  const bank = options(3);
  const movements = Map.groupBy(rowsOf(bank, 'transactions'), ({ agreement_key = '' }) => agreement_key);
  const opening = openingBalances(bank);
  const held = new Map(rowsOf(bank, 'holdings').map((row) => [row.agreement_key ?? '', row]));
  for (const { agreement_key = '', as_of = '', minor } of rowsOf(bank, 'balances')) {
    const last = (movements.get(agreement_key) ?? []).findLast(({ booked_on = '' }) => booked_on <= as_of);
    assert.equal(
      minor,
      last?.balance_minor ?? String(opening.get(agreement_key) ?? 0n),
      `${agreement_key} ${as_of}`,
    );
    const monthEnd = Temporal.PlainDate.from(as_of).add({ days: 1 }).day === 1;
    assert.ok(monthEnd || as_of === bank.asOf, as_of);
    assert.ok(as_of >= (held.get(agreement_key)?.opened_on ?? '9999'), as_of);
  }
});

test('nothing moves before an account is opened, after it is closed, or once its only owner is dead', () => {
  const bank = { ...options(3), customers: 1000 };
  const died = new Map(rowsOf(bank, 'customers').map((row) => [row.key ?? '', row.died_on]));
  const held = Map.groupBy(rowsOf(bank, 'holdings'), ({ agreement_key = '' }) => agreement_key);
  let blocked = 0;
  for (const { agreement_key = '', booked_on = '', key = '' } of rowsOf(bank, 'transactions')) {
    const [holding] = held.get(agreement_key) ?? [];
    assert.ok(holding, key);
    assert.ok(booked_on >= (holding.opened_on ?? ''), key);
    assert.ok(holding.closed_on === '' || booked_on <= (holding.closed_on ?? ''), key);
    if (holding.state === 'blocked') {
      blocked += 1;
      assert.ok(booked_on <= (died.get(holding.customer_key ?? '') || '9999'), key);
    }
  }
  assert.ok(blocked > 0);
});

test('a joint account is one agreement with two parties, counted once, moved once', () => {
  const bank = { ...options(5), customers: 500 };
  const held = Map.groupBy(rowsOf(bank, 'holdings'), ({ agreement_key = '' }) => agreement_key);
  let joint = 0;
  for (const parties of held.values()) {
    assert.equal(parties.filter(({ counts }) => counts === 'true').length, 1);
    assert.equal(new Set(parties.map(({ customer_key }) => customer_key)).size, parties.length);
    if (parties.some(({ role }) => role === 'joint owner')) joint += 1;
  }
  assert.ok(joint > 30);
  const keys = rowsOf(bank, 'transactions').map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test('what leaves one account of a household arrives on the other the same day', () => {
  const bank = options(3);
  const numbers = new Map(rowsOf(bank, 'holdings').map((row) => [row.number ?? '', row.agreement_key]));
  const movements = rowsOf(bank, 'transactions');
  const arrivals = new Set(movements.map((row) => `${row.agreement_key} ${row.booked_on} ${row.minor}`));
  let moved = 0;
  for (const { counterparty_account = '', booked_on, minor = '', agreement_key } of movements) {
    const other = numbers.get(counterparty_account);
    if (other === undefined || !minor.startsWith('-')) continue;
    moved += 1;
    assert.ok(
      arrivals.has(`${other} ${booked_on} ${minor.slice(1)}`),
      `${agreement_key} ${booked_on} ${minor}`,
    );
  }
  assert.ok(moved > 1000);
});

test('nobody spends below the overdraft they have: only the bank’s own charges go further', () => {
  const bank = { ...options(9), customers: 500 };
  const limits = new Map<string, bigint>();
  for (const { agreement_key = '', kind, limit_minor = '' } of rowsOf(bank, 'holdings')) {
    if (kind === 'current account') limits.set(agreement_key, BigInt(limit_minor || '0'));
  }
  let atTheEdge = 0;
  for (const row of rowsOf(bank, 'transactions')) {
    const { agreement_key = '', kind = '', balance_minor = '0', description, key = '' } = row;
    const limit = limits.get(agreement_key);
    if (limit === undefined) continue;
    // who removes furniture is paid whatever the balance
    const chosen = WISHES.includes(kind) && description !== 'Removal';
    if (chosen) assert.ok(BigInt(balance_minor) >= -limit, key);
    if (BigInt(balance_minor) < -limit) atTheEdge += 1;
  }
  assert.ok(atTheEdge > 0, 'somebody should be over the edge, by penalty interest or a fee');
});

test('thin histories are a year long, some twenty transactions a customer', () => {
  const bank = { ...options(1, 'thin'), customers: 2000 };
  const movements = rowsOf(bank, 'transactions');
  const share = movements.length / 2000;
  assert.ok(share > 15 && share < 30, String(share));
  const first = movements.map(({ booked_on = '' }) => booked_on).reduce(earlier);
  assert.equal(first.slice(0, 7), '2025-12');
});

const WISHES = [
  'card payment',
  'card withdrawal',
  'standing order',
  'household payment',
  'loan payment',
  'insurance payment',
  'direct debit',
];

/** What an account had before its first movement: the balance of the evening before the history. */
function openingBalances(bank: DemoOptions): Map<string, bigint> {
  const balances = rowsOf(bank, 'balances');
  const firstEvening = balances.map(({ as_of = '' }) => as_of).reduce(earlier);
  const opening = balances.filter(({ as_of }) => as_of === firstEvening);
  return new Map(opening.map(({ agreement_key = '', minor = '0' }) => [agreement_key, BigInt(minor)]));
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
