import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { demoConversations } from './conversations.ts';
import { inPieces } from './csv.ts';
import {
  demoBank,
  demoCustomersWithSignIn,
  demoDuplicates,
  demoHolidays,
  demoLifeEvents,
  demoStations,
  type EntityName,
} from './generate.ts';
import { rowsOf } from './reading.ts';
import type { DemoOptions } from './setting.ts';
import { demoPortfolios, demoStaff } from './staff.ts';

const SMALL: DemoOptions = { seed: 7, customers: 300, asOf: '2026-03-16', history: 'full' };
const NAMES = Object.keys(demoBank(SMALL).tables) as EntityName[];

test('the same seed gives the same bank, byte for byte, and another seed another one', () => {
  assert.equal(fingerprint(SMALL), fingerprint(SMALL));
  assert.notEqual(fingerprint(SMALL), fingerprint({ ...SMALL, seed: 8 }));
});

test('this very bank is the same on every machine and in every year', () => {
  const hash = fingerprint({ seed: 1, customers: 100, asOf: '2026-11-23', history: 'full' });
  assert.equal(hash.slice(0, 16), 'cfba1af3bcd25b06');
});

test('a small bank is the beginning of a large one, so nothing depends on what was generated before', () => {
  for (const name of ['customers', 'holdings', 'transactions'] as const) {
    const small = [...demoBank({ ...SMALL, history: 'thin' }).tables[name]()];
    const large = demoBank({ ...SMALL, history: 'thin', customers: 1_000_000 }).tables[name]();
    let place = 0;
    // a million customers are asked for, and only as many are made as are read
    for (const line of large) {
      assert.equal(line, small[place]);
      place += 1;
      if (place === small.length) break;
    }
    assert.equal(place, small.length);
  }
});

test('a table can be read again, or by two readers at once', () => {
  const { tables } = demoBank(SMALL);
  const [one, other] = [tables.customers()[Symbol.iterator](), tables.customers()[Symbol.iterator]()];
  for (let row = 0; row < 50; row++) assert.deepEqual(one.next(), other.next());
  assert.equal([...inPieces(tables.customers(), 500)].join(''), [...tables.customers()].join(''));
});

test('there are exactly as many customers as asked for, each with a key of their own', () => {
  for (const customers of [1, 3, 4, 27, 99, 100, 101, 250]) {
    const keys = rowsOf({ ...SMALL, customers }, 'customers').map(({ key }) => key);
    assert.equal(new Set(keys).size, customers);
  }
});

test('everybody is marked as made up', () => {
  for (const name of ['premises', 'products', 'customers'] as const) {
    assert.ok(rowsOf(SMALL, name).every(({ made_up }) => made_up === 'true'));
  }
});

test('every key that is named is there, before it is needed', () => {
  const known: Record<string, Set<string>> = {
    premises: new Set(),
    products: new Set(),
    customers: new Set(),
    holdings: new Set(),
  };
  for (const name of NAMES) {
    for (const row of rowsOf(SMALL, name)) {
      if (row.key !== undefined) known[name]?.add(row.key);
      if (name === 'holdings') known.holdings?.add(row.agreement_key ?? '');
      for (const [column, target] of REFERENCES) {
        const key = row[column];
        if (key && !(name === 'premises' && column === 'key'))
          assert.ok(known[target]?.has(key), `${name}.${column} ${key}`);
      }
    }
  }
});

test('relations are written on both sides and never with oneself', () => {
  const relations = rowsOf(SMALL, 'relations');
  const said = new Set(
    relations.map(
      (row) => `${row.customer_key} ${row.kind} ${row.other_key} ${row.from_date} ${row.to_date}`,
    ),
  );
  for (const row of relations) {
    assert.notEqual(row.customer_key, row.other_key);
    const kind = OTHER_SIDE[row.kind ?? ''];
    const answer = `${row.other_key} ${kind} ${row.customer_key} ${row.from_date} ${row.to_date}`;
    assert.ok(said.has(answer), answer);
  }
});

test('no period ends before it begins, and nothing has begun after today', () => {
  const periods = [
    ['names', 'from_date', 'to_date'],
    ['addresses', 'from_date', 'to_date'],
    ['relations', 'from_date', 'to_date'],
    ['holdings', 'opened_on', 'closed_on'],
    ['holdings', 'opened_on', 'matures_on'],
    ['customers', 'born_on', 'died_on'],
    ['customers', 'born_on', 'customer_since'],
  ] as const;
  for (const [name, from, to] of periods) {
    for (const row of rowsOf({ ...SMALL, customers: 1000 }, name)) {
      const [begins = '', ends = ''] = [row[from], row[to]];
      assert.ok(begins <= SMALL.asOf, `${name} ${JSON.stringify(row)}`);
      assert.ok(ends === '' || begins <= ends, `${name} ${JSON.stringify(row)}`);
    }
  }
});

test('Jana Nováková is there, and so are those she may be mistaken for', () => {
  const people = rowsOf(SMALL, 'customers');
  const named = (name: string) => people.filter(({ full_name }) => full_name === name);
  assert.ok(named('Jana Nováková').length >= 2);
  for (const name of ['Jana Novotná', 'Jana Nová', 'Jan Novák', 'Wiyono', 'Олена Шевченко'])
    assert.ok(named(name).length >= 1, name);
  assert.ok(people.some(({ full_name = '' }) => full_name.length > 120));
  assert.ok(people.some(({ kind, born_on }) => kind === 'person' && born_on === ''));
  for (const { customer_key, full_name } of demoCustomersWithSignIn()) {
    assert.equal(people.find(({ key }) => key === customer_key)?.full_name, full_name);
  }
});

test('one in a hundred was entered twice, with something wrong and something right', () => {
  const people = new Map(rowsOf(SMALL, 'customers').map((row) => [row.key ?? '', row]));
  const pairs = [...demoDuplicates(SMALL)];
  assert.equal(pairs.length, 3);
  for (const { customer_key, copy_key } of pairs) {
    const [first, copy] = [people.get(customer_key), people.get(copy_key)];
    assert.ok(first && copy);
    assert.equal(first.sex, copy.sex);
    assert.notDeepEqual([first.full_name, first.born_on], [copy.full_name, copy.born_on]);
  }
});

test('telephones cannot ring, e-mail goes nowhere, account numbers are no bank’s', () => {
  for (const { kind, value = '' } of rowsOf(SMALL, 'contact_points')) {
    if (kind === 'phone') assert.match(value, /^\+4200\d{8}$|^\+343\d{8}$|^\+1[2-9][0-8][2-9]55501\d\d$/);
    else assert.match(value, /^[a-z0-9.]+@example\.(com|org|net)$/);
  }
  for (const { kind = '', number = '' } of rowsOf(SMALL, 'holdings')) {
    if (/account|savings|deposit|investment/.test(kind))
      assert.match(number, /^(CZ|ES)009909\d{16}$|^9909\d{8}$/);
  }
});

test('forty members of staff, each with a manager who comes first, and a banker for Jana', () => {
  const staff = demoStaff(SMALL);
  assert.equal(staff.length, 40);
  const known = new Set<string>();
  for (const { user_name, manager_user_name } of staff) {
    assert.match(user_name, /^[a-z0-9][a-z0-9._-]{1,62}$/);
    assert.ok(manager_user_name === null || known.has(manager_user_name), user_name);
    known.add(user_name);
  }
  assert.equal(known.size, 40);
  for (const name of SIGN_INS) {
    assert.equal(staff.find(({ user_name }) => user_name === name)?.premises_key, 'brno', name);
  }
  const portfolios = [...demoPortfolios(SMALL)];
  assert.ok(portfolios.every(({ user_name }) => known.has(user_name)));
  assert.equal(portfolios.find(({ customer_key }) => customer_key === 'C0000001')?.user_name, 'banker');
});

test('files are alive: visits, notes and promises, some due today, some kept, none in the future', () => {
  const talks = [...demoConversations({ ...SMALL, customers: 2000 })];
  const staff = new Set(demoStaff(SMALL).map(({ user_name }) => user_name));
  const promises = talks.filter((talk) => talk.what === 'promise');
  assert.ok(promises.some(({ due_on, state }) => due_on === SMALL.asOf && state === 'open'));
  assert.ok(promises.some(({ state }) => state === 'kept'));
  assert.ok(talks.some((talk) => talk.what === 'note' && talk.sensitive));
  for (const talk of talks) {
    if (talk.what === 'visit') {
      assert.ok(
        talk.checked_in_at <= talk.started_at &&
          talk.started_at <= talk.ended_at &&
          talk.ended_at < SMALL.asOf,
      );
      assert.ok(staff.has(talk.handed_to) && staff.has(talk.checked_in_by));
    } else if (talk.what === 'promise') {
      assert.ok(
        talk.made_at < SMALL.asOf && (talk.kept_at ?? '') < SMALL.asOf && staff.has(talk.assigned_to),
      );
      assert.equal(talk.kept_at !== null, talk.state === 'kept');
      assert.ok(talk.kept_at === null || talk.kept_at >= talk.made_at, talk.kept_at ?? '');
    } else assert.ok(talk.written_at < SMALL.asOf && staff.has(talk.written_by));
  }
});

test('branches have stations of every kind and their own holidays', () => {
  const stations = [...demoStations()];
  for (const place of ['open counter', 'private room', 'phone', 'back office']) {
    assert.equal(
      new Set(stations.filter((station) => station.place === place).map(({ premises_key }) => premises_key))
        .size,
      4,
    );
  }
  const holidays = [...demoHolidays(SMALL)];
  assert.equal(
    new Set(holidays.map(({ premises_key, on_date }) => `${premises_key} ${on_date}`)).size,
    holidays.length,
  );
  // Easter Monday of 2026 was 6 April; Thanksgiving is on the fourth Thursday of November
  assert.ok(
    holidays.some(({ premises_key, on_date }) => premises_key === 'brno' && on_date === '2026-04-06'),
  );
  assert.ok(
    holidays.some(({ premises_key, on_date }) => premises_key === 'portland' && on_date === '2026-11-26'),
  );
});

test('options that make no bank are refused', () => {
  for (const wrong of [
    { customers: 0 },
    { customers: 1.5 },
    { seed: Number.NaN },
    { asOf: '2026-02-30' },
    { asOf: 'today' },
  ]) {
    assert.throws(() => demoBank({ ...SMALL, ...wrong }), RangeError);
  }
  assert.ok([...demoLifeEvents(SMALL)].length > 20);
});

const REFERENCES: readonly (readonly [string, string])[] = [
  ['parent_key', 'premises'],
  ['home_premises_key', 'premises'],
  ['premises_key', 'premises'],
  ['product_key', 'products'],
  ['customer_key', 'customers'],
  ['other_key', 'customers'],
  ['agreement_key', 'holdings'],
  ['linked_agreement_key', 'holdings'],
];

const SIGN_INS =
  'greeter banker banker2 contact manager privacy compliance security analyst marketing admin'.split(' ');

const OTHER_SIDE: Readonly<Record<string, string>> = {
  spouse: 'spouse',
  household: 'household',
  parent: 'child',
  child: 'parent',
  guardian: 'ward',
  ward: 'guardian',
  attorney: 'principal',
  principal: 'attorney',
  owner: 'business',
  business: 'owner',
  employee: 'employer',
  employer: 'employee',
};

function fingerprint(options: DemoOptions): string {
  const hash = createHash('sha256');
  for (const lines of Object.values(demoBank(options).tables)) for (const line of lines()) hash.update(line);
  for (const talk of demoConversations(options)) hash.update(JSON.stringify(talk));
  return hash.update(JSON.stringify(demoStaff(options))).digest('hex');
}
