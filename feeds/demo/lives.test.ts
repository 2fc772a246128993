import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Twist } from './casting.ts';
import { demoLifeEvents } from './generate.ts';
import { type Row, rowsOf } from './reading.ts';
import type { DemoOptions } from './setting.ts';

/** What the transactions tell: each life event leaves the traces that a banker would look for. */
const BANK: DemoOptions = { seed: 1, customers: 2000, asOf: '2026-11-23', history: 'full' };

const customers = new Map(rowsOf(BANK, 'customers').map((row) => [row.key ?? '', row]));
const holdings = Map.groupBy(rowsOf(BANK, 'holdings'), ({ customer_key = '' }) => customer_key);
const movements = Map.groupBy(rowsOf(BANK, 'transactions'), ({ agreement_key = '' }) => agreement_key);
const addresses = Map.groupBy(rowsOf(BANK, 'addresses'), ({ customer_key = '' }) => customer_key);
const relations = Map.groupBy(rowsOf(BANK, 'relations'), ({ customer_key = '' }) => customer_key);
const events = [...demoLifeEvents(BANK)];

test('a lost job: no salary from then on, benefits, and for some penalty interest they never paid before', () => {
  const alone = happenedTo('lost job').filter(
    ({ customer_key }) =>
      !married(customer_key) &&
      !events.some((other) => other.customer_key === customer_key && other.kind === 'new job'),
  );
  assert.ok(alone.length >= 20);
  let fellIntoDebt = 0;
  for (const { customer_key, on_date } of alone) {
    const own = told(customer_key);
    const lastPay = own.findLast(({ kind }) => kind === 'salary');
    assert.ok(
      lastPay?.description === 'Final pay and severance' || (lastPay?.booked_on ?? '') < on_date,
      customer_key,
    );
    assert.ok(
      own.some(({ kind, booked_on = '' }) => kind === 'benefit' && booked_on > on_date),
      customer_key,
    );
    const penalties = own
      .filter(({ kind }) => kind === 'penalty interest')
      .map(({ booked_on = '' }) => booked_on);
    if (penalties.length > 3 && penalties.every((day) => day > on_date)) fellIntoDebt += 1;
  }
  assert.ok(fellIntoDebt >= 1);
});

test('a first salary ends the allowance and rises are seen month by month', () => {
  const students = happenedTo('first salary').filter(({ customer_key }) => opened(customer_key));
  assert.ok(students.length >= 20);
  for (const { customer_key, on_date } of students) {
    const own = told(customer_key);
    assert.ok(
      !own.some(({ description, booked_on = '' }) => description === 'Allowance' && booked_on > on_date),
      customer_key,
    );
    const first = own.find(({ kind, description }) => kind === 'salary' && description === 'Salary');
    assert.ok(first && (first.booked_on ?? '') >= on_date, customer_key);
  }
  const risen = happenedTo('rise').some(({ customer_key, on_date }) => {
    const pay = told(customer_key).filter(({ description }) => description === 'Salary');
    const before = pay.findLast(({ booked_on = '' }) => booked_on < on_date);
    const after = pay.find(
      ({ booked_on = '', counterparty }) => booked_on >= on_date && counterparty === before?.counterparty,
    );
    return before && after && BigInt(after.minor ?? 0) > BigInt(before.minor ?? 0);
  });
  assert.ok(risen);
});

test('a baby becomes a customer, brings a benefit and purchases of its kind', () => {
  const babies = happenedTo('baby');
  assert.ok(babies.length >= 20);
  for (const { customer_key, on_date } of babies) {
    const child = relations
      .get(customer_key)
      ?.find(({ kind, from_date }) => kind === 'parent' && from_date === on_date);
    assert.equal(customers.get(child?.other_key ?? '')?.born_on, on_date);
  }
  const [jana] = babies;
  assert.equal(jana?.customer_key, 'C0000001');
  const own = told('C0000001');
  assert.ok(own.some(({ description }) => description === 'Parental allowance'));
  assert.ok(own.some(({ description }) => description === 'Pram and cot'));
});

test('a house: the deposit leaves, the loan is paid out, instalments follow, the address changes', () => {
  const houses = happenedTo('house').filter(({ customer_key }) => opened(customer_key));
  assert.ok(houses.length >= 10);
  for (const { customer_key, on_date } of houses) {
    const loan = holdings.get(customer_key)?.find(({ kind }) => kind === 'mortgage');
    assert.equal(loan?.opened_on, on_date, customer_key);
    const onThatDay = told(customer_key)
      .filter(({ booked_on }) => booked_on === on_date)
      .map(({ description }) => description);
    for (const part of ['Deposit for the house', 'Home loan paid out', 'House bought'])
      assert.ok(onThatDay.includes(part), customer_key);
    assert.ok(
      addresses
        .get(customer_key)
        ?.some(({ purpose, from_date }) => purpose === 'home' && from_date === on_date),
    );
    const owed = movements.get(loan?.agreement_key ?? '') ?? [];
    assert.ok(
      owed.some(({ kind }) => kind === 'loan payment'),
      customer_key,
    );
    if (on_date > '2026-05-01') continue;
    assert.ok(BigInt(owed.at(-1)?.balance_minor ?? 0) > BigInt(owed[0]?.balance_minor ?? 0), customer_key);
  }
});

test('a death ends an income and a marriage, and what only the dead owned is blocked', () => {
  const deaths = happenedTo('death');
  assert.ok(deaths.length >= 5);
  for (const { customer_key, on_date } of deaths) {
    assert.equal(customers.get(customer_key)?.died_on, on_date);
    const spouse = relations.get(customer_key)?.find(({ kind }) => kind === 'spouse');
    if (spouse !== undefined) assert.equal(spouse.to_date, on_date);
    for (const { state, counts, agreement_key = '', kind } of holdings.get(customer_key) ?? []) {
      const parties = [...holdings.values()]
        .flat()
        .filter((row) => row.agreement_key === agreement_key && row.role !== 'authorised user');
      if (counts === 'true' && parties.length === 1 && kind !== 'card')
        assert.ok(state === 'blocked' || state === 'closed', agreement_key);
    }
  }
  const widower = told('C0000006');
  assert.ok(widower.some(({ description }) => description === "Survivor's pension"));
  assert.ok(widower.some(({ description }) => description === 'Funeral'));
});

test('a pension begins where a salary ends', () => {
  const retired = happenedTo('pension begins');
  assert.ok(retired.length >= 10);
  for (const { customer_key, on_date } of retired.filter(({ customer_key }) => !married(customer_key))) {
    const own = told(customer_key);
    assert.ok(
      own.filter(({ kind }) => kind === 'salary').every(({ booked_on = '' }) => booked_on < on_date),
      customer_key,
    );
    assert.ok(
      own.filter(({ kind }) => kind === 'pension').every(({ booked_on = '' }) => booked_on >= on_date),
      customer_key,
    );
  }
});

test('some deposits end in the weeks after today', () => {
  const soon = [...holdings.values()]
    .flat()
    .filter(
      ({ kind, matures_on = '' }) =>
        kind === 'term deposit' && matures_on > BANK.asOf && matures_on < '2027-01-08',
    );
  assert.ok(soon.length >= 15, String(soon.length));
});

test('who falls behind owes on a loan in arrears, with penalty interest on it', () => {
  const behind = happenedTo('falls behind');
  assert.ok(behind.length >= 10);
  const charged = behind.filter(({ customer_key }) => {
    const loan = holdings.get(customer_key)?.find(({ state }) => state === 'in arrears');
    assert.ok(loan, customer_key);
    return movements.get(loan.agreement_key ?? '')?.some(({ kind }) => kind === 'penalty interest');
  });
  assert.ok(charged.length > behind.length / 2);
});

test('who moves pays a new landlord, and the old address is kept', () => {
  for (const { customer_key, on_date } of happenedTo('move')) {
    const lived = addresses.get(customer_key) ?? [];
    assert.ok(lived.length >= 1, customer_key);
    if (!lived.some(({ from_date }) => from_date === on_date)) continue;
    assert.ok(
      lived.some(({ purpose }) => purpose === 'former'),
      customer_key,
    );
  }
});

test('businesses take money every week, pay their people, and few are ruined', () => {
  const businesses = [...customers.values()].filter(({ kind }) => kind === 'business');
  assert.ok(businesses.length >= 40);
  let ruined = 0;
  for (const { key = '' } of businesses) {
    const account = holdings.get(key)?.find(({ product_key }) => product_key === 'business');
    const own = movements.get(account?.agreement_key ?? '') ?? [];
    assert.ok(own.filter(({ description }) => description === 'Card takings').length > 100, key);
    assert.ok(own.filter(({ description }) => description === 'Wages').length > 20, key);
    if (BigInt(own.at(-1)?.balance_minor ?? 0) < 0n) ruined += 1;
  }
  assert.ok(ruined < businesses.length / 4, `${ruined} of ${businesses.length}`);
});

test('most people keep their heads above water, those who struggle do not', () => {
  let [afloat, all] = [0, 0];
  for (const [customer_key, held] of holdings) {
    const account = held.find(({ kind, role }) => kind === 'current account' && role === 'owner');
    if (account === undefined || customers.get(customer_key)?.kind === 'business') continue;
    all += 1;
    if (BigInt(movements.get(account.agreement_key ?? '')?.at(-1)?.balance_minor ?? 0) >= 0n) afloat += 1;
  }
  assert.ok(afloat > all * 0.75 && afloat < all * 0.97, `${afloat} of ${all}`);
});

function happenedTo(kind: Twist) {
  return events.filter((event) => event.kind === kind);
}

/** The movements of everything somebody owns, oldest first in each. */
function told(customer_key: string): Row[] {
  return (holdings.get(customer_key) ?? []).flatMap(
    ({ agreement_key = '' }) => movements.get(agreement_key) ?? [],
  );
}

function married(customer_key: string): boolean {
  return relations.get(customer_key)?.some(({ kind }) => kind === 'spouse' || kind === 'household') ?? false;
}

/** Whether they owned an account all the time that is told. */
function opened(customer_key: string): boolean {
  return (
    holdings
      .get(customer_key)
      ?.some(({ kind, opened_on = '' }) => kind === 'current account' && opened_on < '2023-11-01') ?? false
  );
}
